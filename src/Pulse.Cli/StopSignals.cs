using System.Runtime.InteropServices;

namespace Pulse.Cli;

/// <summary>The first SIGINT or SIGTERM stops the waiting, the second ends the program at once.</summary>
sealed class StopSignals : IDisposable
{
    readonly CancellationTokenSource _stop = new();
    readonly PosixSignalRegistration _interrupt;
    readonly PosixSignalRegistration _terminate;

    internal StopSignals()
    {
        _interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, context => Handle(context, ExitCodes.Interrupted));
        _terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, context => Handle(context, ExitCodes.Terminated));
    }

    internal CancellationToken Token => _stop.Token;

    /// <summary>The exit code of the signal that came; 0 when none did.</summary>
    internal int ExitCode { get; private set; }

    public void Dispose()
    {
        _interrupt.Dispose();
        _terminate.Dispose();
        _stop.Dispose();
    }

    void Handle(PosixSignalContext context, int exitCode)
    {
        context.Cancel = true;
        if (ExitCode != 0)
        {
            Environment.Exit(exitCode);
        }

        ExitCode = exitCode;
        _stop.Cancel();
    }
}

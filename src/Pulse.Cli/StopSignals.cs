using System.Globalization;
using System.Runtime.InteropServices;

namespace Pulse.Cli;

/// <summary>The first SIGINT, SIGTERM or SIGHUP stops the waiting, and ends the program within a second whatever hangs; the second ends it at once.</summary>
sealed partial class StopSignals : IDisposable
{
    static readonly TimeSpan s_patience = TimeSpan.FromMilliseconds(700);

    readonly CancellationTokenSource _stop = new();
    readonly List<PosixSignalRegistration> _registrations = [];
    readonly Action _lastWords;
    Timer? _end;

    /// <param name="lastWords">Says what must be known when the program has to be ended; may hang.</param>
    internal StopSignals(Action lastWords)
    {
        _lastWords = lastWords;
        Register(PosixSignal.SIGINT, ExitCodes.Interrupted);
        Register(PosixSignal.SIGTERM, ExitCodes.Terminated);
        if (!IsIgnored(1))
        {
            // Under nohup it stays ignored.
            Register(PosixSignal.SIGHUP, ExitCodes.HungUp);
        }
    }

    internal CancellationToken Token => _stop.Token;

    /// <summary>The exit code of the signal that came; 0 when none did.</summary>
    internal int ExitCode { get; private set; }

    public void Dispose()
    {
        _registrations.ForEach(static registration => registration.Dispose());
        _end?.Dispose();
        _stop.Dispose();
    }

    void Register(PosixSignal signal, int exitCode) => _registrations.Add(PosixSignalRegistration.Create(signal, context => Handle(context, exitCode)));

    void Handle(PosixSignalContext context, int exitCode)
    {
        context.Cancel = true;
        HiddenInput.Restore();
        if (ExitCode != 0)
        {
            ExitNow(exitCode);
        }

        ExitCode = exitCode;
        _end = new Timer(_ => End(exitCode), null, s_patience, Timeout.InfiniteTimeSpan);
        _stop.Cancel();
    }

    void End(int exitCode)
    {
        // Words may hang where nobody reads them.
        Thread words = new(() => _lastWords()) { IsBackground = true };
        words.Start();
        words.Join(TimeSpan.FromMilliseconds(200));
        ExitNow(exitCode);
    }

    static bool IsIgnored(int signal)
    {
        try
        {
            string? mask = File.ReadLines("/proc/self/status").FirstOrDefault(static line => line.StartsWith("SigIgn:", StringComparison.Ordinal));
            return mask is not null && ulong.TryParse(mask.AsSpan("SigIgn:".Length).Trim(), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out ulong ignored) && (ignored & (1UL << (signal - 1))) != 0;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>Without what the runtime does at an end, which could hang.</summary>
    [LibraryImport("libc", EntryPoint = "_exit")]
    private static partial void ExitNow(int code);
}

using System.Runtime.InteropServices;

namespace Pulse.Sandbox.Cli;

/// <summary>
/// The signals that <c>exec</c> passes on to its command. A command runs, and may be heard of, before the call that started it has returned
/// its id: what comes until <see cref="PassTo"/> is kept and passed on then, at worst twice, as a key typed meanwhile may have reached it.
/// </summary>
sealed class PassedSignals : IDisposable
{
    readonly Lock _gate = new();
    readonly List<int> _early = [];
    readonly PosixSignalRegistration[] _registrations;
    int? _command;

    public PassedSignals() => _registrations =
    [
        Register(PosixSignal.SIGINT, NativeSignals.Interrupt),
        Register(PosixSignal.SIGQUIT, NativeSignals.Quit),
        Register(PosixSignal.SIGTERM, NativeSignals.Terminate),
        Register(PosixSignal.SIGHUP, NativeSignals.HangUp),
    ];

    /// <summary>Passes on what has come, and from now on everything at once.</summary>
    public void PassTo(int command)
    {
        lock (_gate)
        {
            _command = command;
            _early.ForEach(signal => NativeSignals.Send(command, signal));
            _early.Clear();
        }
    }

    public void Dispose()
    {
        foreach (PosixSignalRegistration registration in _registrations)
        {
            registration.Dispose();
        }
    }

    PosixSignalRegistration Register(PosixSignal signal, int number) => PosixSignalRegistration.Create(signal, context =>
    {
        context.Cancel = true;

        Pass(number);
    });

    void Pass(int signal)
    {
        lock (_gate)
        {
            if (_command is not { } command)
            {
                _early.Add(signal);
            }
            else if (signal is not (NativeSignals.Interrupt or NativeSignals.Quit) || !NativeSignals.IsTerminalForeground())
            {
                // What is typed on a terminal has reached the command already, as it reaches the whole foreground group.
                NativeSignals.Send(command, signal);
            }
        }
    }
}

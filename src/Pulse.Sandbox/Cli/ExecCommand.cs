using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Pulse.Sandbox.Cli;

/// <summary><c>pulse-sandbox exec</c>.</summary>
static class ExecCommand
{
    // What shells return for a command that is not there.
    const int NotFound = 127;

    public static async Task<int> RunAsync(SandboxOptions options, string[] command)
    {
        if (await Startup.TryStartAsync(options).ConfigureAwait(false) is not { } sandbox)
        {
            return 1;
        }

        await using (sandbox.ConfigureAwait(false))
        {
            var start = new ProcessStartInfo(command[0]) { UseShellExecute = false };
            foreach (string argument in command.AsSpan(1))
            {
                start.ArgumentList.Add(argument);
            }

            start.Environment["PULSE_BASE_URL"] = sandbox.BaseUrl.AbsoluteUri.TrimEnd('/');
            start.Environment["PULSE_API_KEY"] = sandbox.ApiKey;
            return await RunAsync(start).ConfigureAwait(false);
        }
    }

    static async Task<int> RunAsync(ProcessStartInfo start)
    {
        using var child = new Process { StartInfo = start };
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, signal => Pass(signal, child, NativeSignals.Interrupt));
        using var quit = PosixSignalRegistration.Create(PosixSignal.SIGQUIT, signal => Pass(signal, child, NativeSignals.Quit));
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal => Pass(signal, child, NativeSignals.Terminate));
        using var hangUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, signal => Pass(signal, child, NativeSignals.HangUp));
        try
        {
            NativeSignals.StartWithDefaultPipe(child);
        }
        catch (Win32Exception e)
        {
            await Console.Error.WriteLineAsync($"pulse-sandbox: cannot run '{start.FileName}': {e.Message}").ConfigureAwait(false);
            return NotFound;
        }

        await child.WaitForExitAsync().ConfigureAwait(false);
        return child.ExitCode;
    }

    static void Pass(PosixSignalContext context, Process child, int signal)
    {
        context.Cancel = true;

        // What is typed on a terminal has reached the command already, as it reaches the whole foreground group.
        bool typed = signal is NativeSignals.Interrupt or NativeSignals.Quit && NativeSignals.IsTerminalForeground();
        if (!typed)
        {
            try
            {
                NativeSignals.Send(child.Id, signal);
            }
            catch (InvalidOperationException)
            {
                // Not started yet, or gone.
            }
        }
    }
}

using System.ComponentModel;
using System.Diagnostics;

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
        using var signals = new PassedSignals();
        try
        {
            NativeSignals.StartWithDefaultPipe(child);
        }
        catch (Win32Exception e)
        {
            await Console.Error.WriteLineAsync($"pulse-sandbox: cannot run '{start.FileName}': {e.Message}").ConfigureAwait(false);
            return NotFound;
        }

        signals.PassTo(child.Id);
        await child.WaitForExitAsync().ConfigureAwait(false);
        return child.ExitCode;
    }
}

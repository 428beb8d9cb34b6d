namespace Pulse.Sandbox.Cli;

/// <summary>Starts the server for a command, or says why it does not start.</summary>
static class Startup
{
    public static async Task<PulseSandbox?> TryStartAsync(SandboxOptions options)
    {
        try
        {
            return await PulseSandbox.StartAsync(options).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or ArgumentException or System.Net.Sockets.SocketException)
        {
            await Console.Error.WriteLineAsync($"pulse-sandbox: {e.Message}").ConfigureAwait(false);
            return null;
        }
    }
}

namespace Pulse.Sandbox.Cli;

/// <summary><c>pulse-sandbox serve</c>.</summary>
static class ServeCommand
{
    public static async Task<int> RunAsync(SandboxOptions options, bool keepAlive, CancellationToken stop)
    {
        PulseSandbox sandbox = await PulseSandbox.StartAsync(options, stop).ConfigureAwait(false);
        await using (sandbox.ConfigureAwait(false))
        {
            await Console.Out.WriteLineAsync(sandbox.BaseUrl.AbsoluteUri.TrimEnd('/')).ConfigureAwait(false);
            await Console.Out.FlushAsync(stop).ConfigureAwait(false);
            _ = keepAlive;
            try
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, stop).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                // Stopped by a signal, which is how this ends.
            }
        }

        return 0;
    }
}

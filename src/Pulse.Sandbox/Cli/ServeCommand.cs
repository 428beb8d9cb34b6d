using System.Runtime.InteropServices;

namespace Pulse.Sandbox.Cli;

/// <summary><c>pulse-sandbox serve</c>.</summary>
static class ServeCommand
{
    public static async Task<int> RunAsync(SandboxOptions options, bool keepAlive)
    {
        using var stop = new CancellationTokenSource();
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        using var hangUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, Stop);

        // Before the start: whoever reads the URL may end the next moment.
        ParentWatch? parent = keepAlive ? null : ParentWatch.Create();
        if (await Startup.TryStartAsync(options).ConfigureAwait(false) is not { } sandbox)
        {
            return 1;
        }

        await using (sandbox.ConfigureAwait(false))
        {
            await Console.Out.WriteLineAsync(sandbox.BaseUrl.AbsoluteUri.TrimEnd('/')).ConfigureAwait(false);
            await Console.Out.FlushAsync(stop.Token).ConfigureAwait(false);
            try
            {
                await (parent?.WaitForEndAsync(stop.Token) ?? Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, stop.Token)).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                // Stopped by a signal, which is how this ends.
            }
        }

        return 0;

        void Stop(PosixSignalContext signal)
        {
            signal.Cancel = true;
            stop.Cancel();
        }
    }
}

using Pulse.Client.Http;

namespace Pulse.Client.Tests.Support;

/// <summary>Calls as the native library makes them: sent on the thread that waits.</summary>
static class Synchronously
{
    internal static Job GetJob(PulseClient client)
    {
        using (SynchronousHandler.Enter())
        {
            return client.Jobs.GetAsync("a").GetAwaiter().GetResult();
        }
    }
}

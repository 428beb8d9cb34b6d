using System.Net;
using Pulse.Client.Http;

namespace Pulse.Client.Tests.Http;

/// <summary>A pool that was given up is closed when the last of its requests has ended, and not before.</summary>
public sealed class RenewableHandlerTests
{
    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 1)]
    [InlineData(1, 3)]
    public async Task A_pool_that_was_given_up_is_closed_once_its_last_attempt_has_ended(int attempts, int requests)
    {
        List<Pool> pools = [];
        using RenewableHandler handler = new(() =>
        {
            pools.Add(new Pool());
            return pools[^1];
        });
        using HttpMessageInvoker invoker = new(handler, disposeHandler: false);
        using (attempts == 0 ? null : Begin())
        {
            for (int i = 0; i < requests; i++)
            {
                (await invoker.SendAsync(new HttpRequestMessage(HttpMethod.Get, "http://localhost/"), CancellationToken.None)).Dispose();
            }

            handler.Renew();
            Assert.Equal((2, attempts == 0), (pools.Count, pools[0].IsDisposed));
        }

        Assert.True(pools[0].IsDisposed);
        Assert.False(pools[1].IsDisposed);

        // And again.
        (await invoker.SendAsync(new HttpRequestMessage(HttpMethod.Get, "http://localhost/"), CancellationToken.None)).Dispose();
        Assert.Equal([requests, 1], pools.Select(pool => pool.Requests));
    }

    static ConnectionUse Begin() => ConnectionUse.Begin(TimeSpan.FromHours(1), TimeSpan.FromHours(1), TimeProvider.System, CancellationToken.None, CancellationToken.None, CancellationToken.None);

    sealed class Pool : HttpMessageHandler
    {
        internal int Requests { get; private set; }

        internal bool IsDisposed { get; private set; }

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Assert.False(IsDisposed);
            Requests++;
            return Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK));
        }

        protected override void Dispose(bool disposing)
        {
            IsDisposed = true;
            base.Dispose(disposing);
        }
    }
}

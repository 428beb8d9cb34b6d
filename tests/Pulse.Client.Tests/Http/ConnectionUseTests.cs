using Pulse.Client.Http;

namespace Pulse.Client.Tests.Http;

/// <summary>Attempts use sources of cancellation that others have used before.</summary>
public sealed class ConnectionUseTests
{
    static readonly TimeSpan s_long = TimeSpan.FromHours(1);

    [Fact]
    public void A_source_that_is_used_again_knows_nothing_of_its_earlier_attempt()
    {
        HashSet<CancellationToken> seen = [];
        bool isReused = false;
        for (int i = 0; i < 1000; i++)
        {
            using CancellationTokenSource earlier = new();
            ConnectionUse first = Begin(s_long, earlier.Token);
            isReused |= !seen.Add(first.Ending);
            first.AllowReuse();
            first.Dispose();

            using CancellationTokenSource later = new();
            using ConnectionUse second = Begin(s_long, later.Token);
            isReused |= !seen.Add(second.Ending);
            earlier.Cancel();
            Assert.False(second.Ending.IsCancellationRequested);
            later.Cancel();
            Assert.True(second.Ending.IsCancellationRequested);
        }

        Assert.True(isReused);
    }

    [Fact]
    public void A_source_that_has_fired_is_not_used_again()
    {
        for (int i = 0; i < 100; i++)
        {
            using CancellationTokenSource stop = new();
            ConnectionUse use = Begin(s_long, stop.Token);
            CancellationToken ending = use.Ending;
            stop.Cancel();
            use.AllowReuse();
            use.Dispose();
            using ConnectionUse next = Begin(s_long, CancellationToken.None);
            Assert.NotEqual(ending, next.Ending);
            Assert.False(next.Ending.IsCancellationRequested);
        }
    }

    [Fact]
    public void Its_time_begins_anew()
    {
        using ManualResetEventSlim fired = new();
        ConnectionUse first = Begin(s_long, CancellationToken.None);
        first.AllowReuse();
        first.Dispose();
        using ConnectionUse second = Begin(TimeSpan.FromMilliseconds(20), CancellationToken.None);
        using CancellationTokenRegistration whenEnded = second.Ending.Register(fired.Set);
        Assert.True(fired.Wait(TimeSpan.FromSeconds(60)), "Its time did not end.");
    }

    [Fact]
    public void What_the_earlier_attempt_has_registered_is_not_called()
    {
        int calls = 0;
        for (int i = 0; i < 100; i++)
        {
            ConnectionUse first = Begin(s_long, CancellationToken.None);
            first.Ending.Register(() => calls++);
            first.AllowReuse();
            first.Dispose();
            using CancellationTokenSource stop = new();
            using ConnectionUse second = Begin(s_long, stop.Token);
            stop.Cancel();
        }

        Assert.Equal(0, calls);
    }

    static ConnectionUse Begin(TimeSpan limit, CancellationToken stopped) => ConnectionUse.Begin(limit, s_long, TimeProvider.System, stopped, CancellationToken.None);
}

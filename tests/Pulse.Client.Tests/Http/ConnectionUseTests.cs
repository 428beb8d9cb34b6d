using Pulse.Client.Http;
using Pulse.Client.Tests.Support;

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

    [Fact]
    public void A_gentle_stop_awaits_the_response_of_what_was_sent_and_nothing_else()
    {
        ObservedClock clock = new();
        using CancellationTokenSource stop = new();
        using ConnectionUse unsent = Gentle(stop.Token, stop.Token);
        using ConnectionUse sent = Gentle(stop.Token, stop.Token);
        sent.Sent(isLong: false);
        stop.Cancel();
        Assert.True(unsent.Ending.IsCancellationRequested);
        clock.Advance(TimeSpan.FromMilliseconds(399));

        // A response that never ends does not prolong it.
        sent.Moved();
        Assert.False(sent.Ending.IsCancellationRequested);
        clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.True(sent.Ending.IsCancellationRequested);

        // Begun after the stop.
        using ConnectionUse late = Gentle(stop.Token, stop.Token);
        Assert.True(late.Ending.IsCancellationRequested);

        // A deadline, or another stop, and a close.
        using CancellationTokenSource deadline = new();
        using CancellationTokenSource other = new();
        using ConnectionUse timed = Gentle(other.Token, deadline.Token);
        timed.Sent(isLong: false);
        deadline.Cancel();
        Assert.True(timed.Ending.IsCancellationRequested);
        using CancellationTokenSource close = new();
        using ConnectionUse closed = ConnectionUse.Begin(s_long, s_long, clock, other.Token, other.Token, close.Token);
        closed.Sent(isLong: false);
        close.Cancel();
        Assert.True(closed.Ending.IsCancellationRequested);

        ConnectionUse Gentle(CancellationToken gentle, CancellationToken stopped) => ConnectionUse.Begin(s_long, s_long, clock, gentle, stopped, CancellationToken.None);
    }

    /// <summary>The token comes in below HttpClient, which knows none.</summary>
    [Theory]
    [InlineData("time", PulseErrorCode.Timeout)]
    [InlineData("close", PulseErrorCode.Closed)]
    [InlineData("stop", null)]
    public async Task What_ends_an_attempt_ends_its_request(string way, PulseErrorCode? code)
    {
        TaskCompletionSource asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
        TaskCompletionSource over = new();
        using LoopbackServer server = new(async (server, stream) =>
        {
            await server.ReadHeadAsync(stream);
            asked.SetResult();
            await over.Task;
        });
        using PulseClient client = new(new PulseClientOptions { ApiKey = "k", BaseUrl = $"http://127.0.0.1:{server.Port}", Proxy = "", MaxRetries = 0, Timeout = way == "time" ? TimeSpan.FromMilliseconds(300) : s_long });
        using CancellationTokenSource stop = new();
        Task<Job> call = client.Jobs.GetAsync("a", stop.Token);
        await (way == "time" ? Task.CompletedTask : asked.Task.WaitAsync(TimeSpan.FromSeconds(60)));
        if (way == "close")
        {
            client.Dispose();
        }
        else if (way == "stop")
        {
            await stop.CancelAsync();
        }

        Exception ended = await Assert.ThrowsAnyAsync<Exception>(() => call.WaitAsync(TimeSpan.FromSeconds(60)));
        over.SetResult();
        Assert.Equal(code, (ended as PulseException)?.Code);
        Assert.True(code is not null || ended is OperationCanceledException, ended.ToString());
    }

    static ConnectionUse Begin(TimeSpan limit, CancellationToken stopped) => ConnectionUse.Begin(limit, s_long, TimeProvider.System, CancellationToken.None, stopped, CancellationToken.None);
}

using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Net;
using Pulse.Client.Tests.Support;

namespace Pulse.Client.Tests.Waiting;

public sealed class WaitManyTests
{
    const string Pending = """{"status":"pending"}""";
    const string Completed = """{"status":"completed","result":{"markdown":"x"}}""";
    const string Failed = """{"status":"failed","error":"torn"}""";

    static readonly WaitOptions s_exact = new() { Jitter = 0 };

    [Fact]
    public async Task Each_job_is_given_as_it_ends_completed_or_not()
    {
        using Harness harness = new();
        System.Collections.Concurrent.ConcurrentDictionary<string, int> polls = [];
        harness.Answer((request, _) =>
        {
            string id = request.RequestUri!.Segments[^1];
            int poll = polls.AddOrUpdate(id, 1, static (_, count) => count + 1);
            (HttpStatusCode status, string body) = id switch
            {
                "slow" => (HttpStatusCode.OK, poll < 3 ? Pending : Completed),
                "torn" => (HttpStatusCode.OK, Failed),
                "gone" => (HttpStatusCode.NotFound, "{}"),
                _ => (HttpStatusCode.OK, Completed),
            };
            return Task.FromResult(new HttpResponseMessage(status) { Content = new StringContent(body) });
        });
        List<WaitedJob> ended = await harness.RunAsync(CollectAsync(harness.Client.Jobs.WaitManyAsync(["slow", "torn", "gone", "quick", "quick"], s_exact)));
        Assert.Equal(5, ended.Count);
        Assert.Equal(2, ended.Count(static job => job is { JobId: "quick", IsCompleted: true }));
        Assert.All(ended.Where(static job => job.IsCompleted), static job => Assert.Equal("x", job.JobOrThrow().Result!.Markdown));
        WaitedJob torn = Assert.Single(ended, static job => job.JobId == "torn");
        Assert.Equal((PulseErrorCode.JobFailed, "torn"), (torn.Error!.Code, torn.Job!.Error));
        WaitedJob gone = Assert.Single(ended, static job => job.JobId == "gone");
        Assert.Equal((PulseErrorCode.NotFound, "gone"), (gone.Error!.Code, gone.Error.JobId));
        Assert.Throws<PulseJobException>(() => torn.JobOrThrow());
        Assert.Equal((0, 0), (harness.Client.Jobs.WaitStatistics.Waits, harness.Client.Jobs.WaitStatistics.Jobs));
    }

    [Fact]
    public async Task Leaving_the_loop_stops_the_other_waits()
    {
        using Harness harness = new();
        harness.Answer((request, _) => Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK)
        {
            Content = new StringContent(request.RequestUri!.Segments[^1] == "quick" ? Completed : Pending),
        }));
        await harness.RunAsync(FirstAsync(harness.Client.Jobs.WaitManyAsync(["one", "quick", "two"], s_exact)));
        Assert.Equal(0, harness.Client.Jobs.WaitStatistics.Waits);

        using CancellationTokenSource stop = new();
        Task<List<WaitedJob>> canceled = CollectAsync(harness.Client.Jobs.WaitManyAsync(["one", "two"], s_exact, cancellationToken: stop.Token));
        await harness.Clock.NextTimerAsync();
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => canceled);
        Assert.Equal(0, harness.Client.Jobs.WaitStatistics.Waits);
    }

    [Fact]
    public void A_wrong_id_is_refused_before_anything_is_sent()
    {
        using Harness harness = new();
        Assert.Throws<ArgumentException>(() => harness.Client.Jobs.WaitManyAsync(["a", ".."]));
        Assert.Throws<ArgumentException>(() => harness.Client.Jobs.WatchAsync(" "));
        Assert.Empty(harness.Requests);
    }

    [Fact]
    public async Task Watching_gives_a_snapshot_for_each_status()
    {
        using Harness harness = new();
        harness.Answer(Pending).Answer(Pending).Answer("""{"job_id":"a","status":"processing"}""").Answer(Completed);
        List<Job> seen = await harness.RunAsync(CollectAsync(harness.Client.Jobs.WatchAsync("a", s_exact)));
        Assert.Equal([JobStatus.Pending, JobStatus.Processing, JobStatus.Completed], seen.Select(static job => job.Status));
        Assert.Equal("x", seen[^1].Result!.Markdown);

        using Harness failed = new();
        failed.Answer(Failed);
        Assert.Equal(JobStatus.Failed, Assert.Single(await failed.RunAsync(CollectAsync(failed.Client.Jobs.WatchAsync("b", s_exact)))).Status);

        using Harness late = new();
        late.Answer(Pending);
        Assert.IsType<PulseTimeoutException>(await late.FailureAsync(CollectAsync(late.Client.Jobs.WatchAsync("a", s_exact with { Timeout = TimeSpan.FromSeconds(3) }))));
    }

    [Fact]
    public async Task A_notified_wait_polls_at_once()
    {
        using Harness harness = new();
        harness.Answer(Pending).Answer(Completed);
        Task<Job> wait = harness.Client.Jobs.WaitAsync("a", s_exact with { InitialDelay = TimeSpan.FromHours(1), MaxDelay = TimeSpan.FromHours(1), Timeout = TimeSpan.Zero });
        await harness.Clock.NextTimerAsync();
        Assert.True(harness.Client.Jobs.Notify("a"));
        Assert.Equal(JobStatus.Completed, (await wait).Status);
        Assert.False(harness.Client.Jobs.Notify("a"));
    }

    [Fact]
    public async Task A_notification_during_a_poll_brings_the_next_one_forward()
    {
        using Harness harness = new();
        harness.Answer((_, _) =>
        {
            // The poll is under way: what it brings may be older than the notification.
            Assert.True(harness.Client.Jobs.Notify("a"));
            return Task.FromResult(new HttpResponseMessage { Content = new StringContent(Pending) });
        }).Answer(Completed);
        Task<Job> wait = harness.Client.Jobs.WaitAsync("a", s_exact with { InitialDelay = TimeSpan.FromHours(1), MaxDelay = TimeSpan.FromHours(1), Timeout = TimeSpan.Zero });
        Assert.Equal(JobStatus.Completed, (await wait.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken)).Status);
        Assert.Equal(2, harness.Requests.Count);
    }

    [Fact]
    public async Task Waits_are_counted_and_traced_under_the_name_Pulse_Client()
    {
        List<string> spans = [];
        long polls = 0;
        int waiting = 0;
        int operations = 0;
        using ActivityListener listener = new()
        {
            ShouldListenTo = static source => source.Name == "Pulse.Client",
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = activity =>
            {
                if ((string?)activity.GetTagItem("pulse.job.id") == "counted")
                {
                    spans.Add($"{activity.OperationName} {activity.GetTagItem("pulse.wait.end") ?? activity.GetTagItem("error.type")} {activity.GetTagItem("pulse.wait.polls")}");
                }
            },
        };
        ActivitySource.AddActivityListener(listener);
        using MeterListener meters = new();
        meters.InstrumentPublished = static (instrument, listener) =>
        {
            if (instrument.Meter.Name == "Pulse.Client")
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        meters.SetMeasurementEventCallback<long>((instrument, value, _, _) => Interlocked.Add(ref polls, instrument.Name == "pulse.client.polls" ? value : 0));
        meters.SetMeasurementEventCallback<int>((instrument, value, _, _) => Interlocked.Add(ref waiting, instrument.Name == "pulse.client.jobs.waiting" && value > 0 ? value : 0));
        meters.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Interlocked.Add(ref operations, instrument.Name == "pulse.client.operation.duration" && value >= 0 && tags.Length >= 1 ? 1 : 0));
        meters.Start();
        using Harness harness = new();
        harness.Answer(Pending).Answer(Pending).Answer(Completed).Answer(Completed).Answer(HttpStatusCode.NotFound, "{}");
        await harness.RunAsync(harness.Client.Jobs.WaitAsync("counted", s_exact));
        Assert.Equal(["pulse.wait_job Finished 3"], spans);

        await harness.RunAsync(harness.Client.Jobs.GetAsync("counted"));
        await harness.FailureAsync(harness.Client.Jobs.GetAsync("counted"));
        Assert.Equal(["GET /job/{id}  ", "GET /job/{id} NotFound "], spans[1..]);
        Assert.True(Volatile.Read(ref operations) >= 2);

        // Other tests wait at the same time, and are counted too.
        Assert.True(Interlocked.Read(ref polls) >= 3 && Volatile.Read(ref waiting) >= 1);
    }

    [Fact]
    public async Task After_a_429_all_requests_slow_down_and_recover()
    {
        using Harness harness = new();
        harness.Answer(HttpStatusCode.TooManyRequests, "{}", ("Retry-After", "2")).Answer(Completed);
        DateTimeOffset start = harness.Clock.GetUtcNow();
        await harness.RunAsync(harness.Client.Jobs.WaitAsync("a", s_exact));
        Assert.Equal(2, (harness.Clock.GetUtcNow() - start).TotalSeconds, 2);
        double slowed = harness.Client.Executor.Limiter.Rate;
        Assert.InRange(slowed, 1, 100);
        harness.Clock.Advance(TimeSpan.FromSeconds(5));
        Assert.True(harness.Client.Executor.Limiter.Rate > slowed);
        harness.Clock.Advance(TimeSpan.FromSeconds(60));
        Assert.True(double.IsPositiveInfinity(harness.Client.Executor.Limiter.Rate));
    }

    static async Task<List<T>> CollectAsync<T>(IAsyncEnumerable<T> source)
    {
        List<T> all = [];
        await foreach (T item in source)
        {
            all.Add(item);
        }

        return all;
    }

    static async Task<T> FirstAsync<T>(IAsyncEnumerable<T> source)
    {
        await foreach (T item in source)
        {
            return item;
        }

        throw new InvalidOperationException("There was nothing.");
    }
}

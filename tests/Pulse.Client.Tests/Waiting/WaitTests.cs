using System.Net;
using System.Text;
using Pulse.Client.Tests.Support;

namespace Pulse.Client.Tests.Waiting;

public sealed class WaitTests
{
    const string Pending = """{"job_id":"a","status":"pending"}""";
    const string Completed = """{"job_id":"a","status":"completed","result":{"markdown":"x"}}""";

    static readonly WaitOptions s_exact = new() { Jitter = 0 };

    static double[] Gaps(Harness harness) =>
        [.. harness.Requests.Zip(harness.Requests.Skip(1), static (first, second) => Math.Round((second.At - first.At).TotalSeconds, 2))];

    static Harness Pendings(int count, Action<PulseClientOptions>? configure = null)
    {
        Harness harness = new(configure);
        for (int i = 0; i < count; i++)
        {
            harness.Answer(Pending);
        }

        return harness.Answer(Completed);
    }

    [Fact]
    public async Task The_documented_delays()
    {
        using Harness harness = Pendings(9);
        using Job job = await harness.RunAsync(harness.Client.Jobs.WaitAsync("a", s_exact));
        Assert.Equal("x", job.Result!.Markdown);
        Assert.Equal([1, 1.5, 2.25, 3.38, 5.06, 7.59, 10, 10, 10], Gaps(harness));
    }

    [Theory]
    [InlineData(0.0, 0.9)]
    [InlineData(0.5, 1.0)]
    [InlineData(0.999999, 1.1)]
    public async Task Jitter_is_ten_percent_either_way(double random, double expected)
    {
        using Harness harness = Pendings(1, options => options.Randomizer = () => random);
        await harness.RunAsync(harness.Client.Jobs.WaitAsync("a"));
        Assert.Equal(expected, Gaps(harness)[0], 2);
    }

    [Fact]
    public async Task Every_option_of_the_policy_changes_the_delays()
    {
        using Harness harness = Pendings(4);
        await harness.RunAsync(harness.Client.Jobs.WaitAsync("a", new() { Jitter = 0, InitialDelay = TimeSpan.FromSeconds(2), Multiplier = 3, MaxDelay = TimeSpan.FromSeconds(7) }));
        Assert.Equal([2, 6, 7, 7], Gaps(harness));
    }

    [Fact]
    public async Task A_short_longest_delay_shortens_the_first_too()
    {
        using Harness harness = Pendings(2);
        await harness.RunAsync(harness.Client.Jobs.WaitAsync("a", new() { Jitter = 0, MaxDelay = TimeSpan.FromSeconds(0.25) }));
        Assert.Equal([0.25, 0.25], Gaps(harness));
    }

    [Theory]
    [InlineData("Retry-After", "25", 25)]
    [InlineData("Retry-After", "0", 1)]
    [InlineData("retry-after-ms", "1750", 1.75)]
    [InlineData("Retry-After", "nonsense", 1)]
    public async Task A_hint_of_the_service_lengthens_a_delay(string header, string value, double expected)
    {
        using Harness harness = new();
        harness.Answer(HttpStatusCode.TooManyRequests, "{}", (header, value)).Answer(Completed);
        await harness.RunAsync(harness.Client.Jobs.WaitAsync("a", s_exact));
        Assert.Equal([expected], Gaps(harness));
    }

    [Theory]
    [InlineData(HttpStatusCode.RequestTimeout)]
    [InlineData(HttpStatusCode.TooManyRequests)]
    [InlineData(HttpStatusCode.InternalServerError)]
    [InlineData(HttpStatusCode.BadGateway)]
    [InlineData(HttpStatusCode.ServiceUnavailable)]
    [InlineData(HttpStatusCode.GatewayTimeout)]
    public async Task Failures_in_passing_do_not_end_a_wait(HttpStatusCode status)
    {
        using Harness harness = new();
        harness.Answer(status, "<html>").Answer(status).Answer(status).Answer(status).Answer(Completed);
        await harness.RunAsync(harness.Client.Jobs.WaitAsync("a", s_exact));
        Assert.Equal([1, 1.5, 2.25, 3.38], Gaps(harness));
    }

    [Fact]
    public async Task A_broken_network_does_not_end_a_wait()
    {
        using Harness harness = new();
        harness.Fail(new HttpRequestException(HttpRequestError.ConnectionError)).Fail(new HttpRequestException(HttpRequestError.ResponseEnded)).Answer(Completed);
        await harness.RunAsync(harness.Client.Jobs.WaitAsync("a", s_exact));
        Assert.Equal(3, harness.Requests.Count);
    }

    [Theory]
    [InlineData(HttpStatusCode.Unauthorized, PulseErrorCode.Unauthorized)]
    [InlineData(HttpStatusCode.Forbidden, PulseErrorCode.Forbidden)]
    [InlineData(HttpStatusCode.Gone, PulseErrorCode.Gone)]
    public async Task Failures_that_last_end_a_wait_at_once(HttpStatusCode status, PulseErrorCode code)
    {
        using Harness harness = new();
        harness.Answer(Pending).Answer(status);
        PulseException failure = Assert.IsType<PulseApiException>(await harness.FailureAsync(harness.Client.Jobs.WaitAsync("a", s_exact)));
        Assert.Equal((code, "a", JobStatus.Pending, 2), (failure.Code, failure.JobId, failure.LastSnapshot!.Status, harness.Requests.Count));
    }

    [Fact]
    public async Task Three_answers_in_a_row_that_are_no_jobs_end_a_wait()
    {
        using Harness harness = new();
        harness.Answer("<html>").Answer("<html>").Answer(Pending).Answer("<html>").Answer("{").Answer("[]");
        PulseException failure = Assert.IsType<PulseProtocolException>(await harness.FailureAsync(harness.Client.Jobs.WaitAsync("a", s_exact)));
        Assert.Equal((6, "a"), (harness.Requests.Count, failure.JobId));
    }

    [Fact]
    public async Task The_deadline_is_met_exactly_and_the_error_says_how_things_stand()
    {
        using Harness harness = new();
        harness.Answer(Pending);
        DateTimeOffset start = harness.Clock.GetUtcNow();
        PulseTimeoutException failure = Assert.IsType<PulseTimeoutException>(await harness.FailureAsync(
            harness.Client.Jobs.WaitAsync("a", s_exact with { Timeout = TimeSpan.FromSeconds(5.5) })));
        Assert.Equal(5.5, (harness.Clock.GetUtcNow() - start).TotalSeconds, 2);
        Assert.Equal(("a", JobStatus.Pending), (failure.JobId, failure.LastSnapshot!.Status));
        Assert.Contains("may still run", failure.Message, StringComparison.Ordinal);
        Assert.Equal(4, harness.Requests.Count);
    }

    [Fact]
    public async Task Half_an_hour_by_default_and_none_with_zero()
    {
        using Harness harness = new();
        harness.Answer(Pending);
        DateTimeOffset start = harness.Clock.GetUtcNow();
        await harness.FailureAsync(harness.Client.Jobs.WaitAsync("a", s_exact with { MaxDelay = TimeSpan.FromMinutes(5) }));
        Assert.Equal(30, (harness.Clock.GetUtcNow() - start).TotalMinutes, 2);

        using Harness patient = Pendings(10);
        await patient.RunAsync(patient.Client.Jobs.WaitAsync("a", new() { Timeout = TimeSpan.Zero, InitialDelay = TimeSpan.FromMinutes(10), MaxDelay = TimeSpan.FromMinutes(10) }));
        Assert.Equal(11, patient.Requests.Count);
    }

    [Fact]
    public async Task The_number_of_attempts_can_be_limited()
    {
        using Harness harness = new();
        harness.Answer(Pending);
        Assert.IsType<PulseTimeoutException>(await harness.FailureAsync(harness.Client.Jobs.WaitAsync("a", s_exact with { MaxAttempts = 3 })));
        Assert.Equal(3, harness.Requests.Count);
    }

    [Fact]
    public async Task Stopping_is_at_once_and_not_canceling()
    {
        using Harness harness = new();
        harness.Answer(Pending);
        using CancellationTokenSource stop = new();
        Task<Job> wait = harness.Client.Jobs.WaitAsync("a", cancellationToken: stop.Token);
        await harness.Clock.NextTimerAsync();
        await stop.CancelAsync();
        PulseWaitStoppedException stopped = await Assert.ThrowsAsync<PulseWaitStoppedException>(() => wait);
        Assert.Equal(("a", JobStatus.Pending), (stopped.JobId, stopped.LastSnapshot!.Status));
        Assert.Contains("may still run", stopped.Message, StringComparison.Ordinal);
        Assert.All(harness.Requests, request => Assert.Equal(HttpMethod.Get, request.Message.Method));
    }

    [Fact]
    public async Task What_the_last_snapshot_says_is_masked()
    {
        using Harness harness = new();
        harness.Answer($$"""{"job_id":"a","status":"pending","error":"{{Harness.ApiKey}} is slow"}""");
        PulseTimeoutException failure = Assert.IsType<PulseTimeoutException>(await harness.FailureAsync(harness.Client.Jobs.WaitAsync("a", s_exact with { MaxAttempts = 2 })));
        Assert.EndsWith(" is slow", failure.LastSnapshot!.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(Harness.ApiKey, failure.LastSnapshot.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Closing_the_client_ends_its_waits()
    {
        using Harness harness = new();
        harness.Answer(Pending);
        Task<Job> wait = harness.Client.Jobs.WaitAsync("a");
        await harness.Clock.NextTimerAsync();
        harness.Client.Dispose();
        PulseException failure = await Assert.ThrowsAsync<PulseException>(() => wait);
        Assert.Equal((PulseErrorCode.Closed, "a"), (failure.Code, failure.JobId));
        Assert.Equal(PulseErrorCode.Closed, (await Assert.ThrowsAsync<PulseException>(() => harness.Client.Jobs.GetAsync("a"))).Code);
    }

    [Fact]
    public async Task Progress()
    {
        using Harness harness = new();
        harness.Answer(Pending).Answer(Pending).Answer(HttpStatusCode.BadGateway).Answer("""{"status":"processing"}""").Answer(Completed);
        List<WaitProgress> all = [];
        await harness.RunAsync(harness.Client.Jobs.WaitAsync("a", s_exact with { ReportEveryPoll = true }, new Collect(all)));
        Assert.Equal([WaitEvent.Status, WaitEvent.Poll, WaitEvent.Retry, WaitEvent.Status, WaitEvent.Status], all.Select(report => report.Event));
        Assert.Equal([1, 2, 3, 4, 5], all.Select(report => report.Attempt));
        Assert.Equal([0, 1, 2.5, 4.75, 8.125], all.Select(report => report.Waited.TotalSeconds));
        Assert.Equal([1, 1.5, 2.25, 3.375, 0], all.Select(report => report.NextDelay.TotalSeconds));
        Assert.Equal(502, all[2].Error!.HttpStatus);
        Assert.Equal(("a", "completed"), (all[4].JobId, all[4].StatusText));

        using Harness quiet = Pendings(3);
        List<WaitProgress> changes = [];
        await quiet.RunAsync(quiet.Client.Jobs.WaitAsync("a", s_exact, new Collect(changes)));
        Assert.Equal([JobStatus.Pending, JobStatus.Completed], changes.Select(report => report.Status));
    }

    [Theory]
    [InlineData("failed", PulseErrorCode.JobFailed)]
    [InlineData("canceled", PulseErrorCode.JobCanceled)]
    [InlineData("cancelled", PulseErrorCode.JobCanceled)]
    [InlineData(" EXPIRED ", PulseErrorCode.JobExpired)]
    public async Task Other_ends_are_exceptions_with_the_job(string status, PulseErrorCode code)
    {
        using Harness harness = new();
        harness.Answer($$"""{"job_id":"a","status":"{{status}}","error":"torn"}""");
        PulseJobException failure = Assert.IsType<PulseJobException>(await harness.FailureAsync(harness.Client.Jobs.WaitAsync("a")));
        Assert.Equal((code, "torn", status), (failure.Code, failure.Job.Error, failure.Job.StatusText));
    }

    [Fact]
    public async Task A_new_job_may_be_unknown_for_a_minute()
    {
        using Harness harness = new();
        harness.Answer("""{"job_id":"a","status":"pending"}""").Answer(HttpStatusCode.NotFound).Answer(HttpStatusCode.NotFound).Answer(Completed);
        ExtractRequest request = new() { FileUrl = "https://example.com/x.pdf" };
        using Job job = await harness.RunAsync(harness.Client.ExtractAndWaitAsync(request, s_exact));
        Assert.Equal(4, harness.Requests.Count);

        using Harness never = new();
        never.Answer("""{"job_id":"a","status":"pending"}""").Answer(HttpStatusCode.NotFound);
        DateTimeOffset start = never.Clock.GetUtcNow();
        PulseException failure = Assert.IsType<PulseApiException>(await never.FailureAsync(never.Client.ExtractAndWaitAsync(request, s_exact)));
        Assert.Equal("a", failure.JobId);
        Assert.InRange((never.Clock.GetUtcNow() - start).TotalSeconds, 60, 75);
    }

    [Fact]
    public async Task A_404_after_good_polls_is_polled_again_unless_the_grace_is_zero()
    {
        using Harness harness = new();
        harness.Answer(Pending).Answer(HttpStatusCode.NotFound).Answer(Pending).Answer(HttpStatusCode.NotFound).Answer(Completed);
        using Job job = await harness.RunAsync(harness.Client.Jobs.WaitAsync("a", s_exact));
        Assert.Equal(5, harness.Requests.Count);

        using Harness strict = new();
        strict.Answer(Pending).Answer(HttpStatusCode.NotFound);
        PulseException failure = Assert.IsType<PulseApiException>(await strict.FailureAsync(strict.Client.Jobs.WaitAsync("a", s_exact with { NotFoundGrace = TimeSpan.Zero })));
        Assert.Equal((PulseErrorCode.NotFound, JobStatus.Pending, 2), (failure.Code, failure.LastSnapshot!.Status, strict.Requests.Count));

        using Harness unknown = new();
        unknown.Answer(HttpStatusCode.NotFound);
        await unknown.FailureAsync(unknown.Client.Jobs.WaitAsync("a", s_exact));
        Assert.Single(unknown.Requests);
    }

    [Fact]
    public async Task Each_wait_has_an_error_and_a_snapshot_of_its_own()
    {
        using Harness harness = new();
        harness.Answer(Pending).Answer(HttpStatusCode.Gone);
        Task<Job> first = harness.Client.Jobs.WaitAsync("a", s_exact);
        Task<Job> second = harness.Client.Jobs.WaitAsync("a", s_exact);
        PulseException one = Assert.IsType<PulseApiException>(await harness.FailureAsync(first));
        PulseException two = Assert.IsType<PulseApiException>(await harness.FailureAsync(second));
        Assert.NotSame(one, two);
        one.LastSnapshot!.Dispose();
        Assert.Contains("pending", Encoding.UTF8.GetString(two.LastSnapshot!.Json.Span), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Wrong_options_are_named()
    {
        using Harness harness = new();
        harness.Answer(Completed);
        WaitOptions[] wrong = [new() { Multiplier = 0.5 }, new() { Jitter = 2 }, new() { Timeout = TimeSpan.FromSeconds(-5) }, new() { MaxAttempts = 0 }, new() { InitialDelay = TimeSpan.Zero }, new() { MaxDelay = TimeSpan.Zero }, new() { NotFoundGrace = TimeSpan.FromSeconds(-1) }];
        string[] names = ["Multiplier", "Jitter", "Timeout", "MaxAttempts", "InitialDelay", "MaxDelay", "NotFoundGrace"];
        for (int i = 0; i < wrong.Length; i++)
        {
            Assert.Equal(names[i], (await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => harness.Client.Jobs.WaitAsync("a", wrong[i]))).ParamName);
        }

        Assert.Empty(harness.Requests);
    }

    sealed class Collect(List<WaitProgress> reports) : IProgress<WaitProgress>
    {
        public void Report(WaitProgress value) => reports.Add(value);
    }
}

using System.Net;
using System.Text;
using Pulse.Client.Http;
using Pulse.Client.Tests.Support;

namespace Pulse.Client.Tests.Http;

public sealed class SubmitTests
{
    const string Submitted = """{"job_id":"a","status":"pending"}""";

    static readonly ExtractRequest s_url = new() { FileUrl = "https://example.com/x.pdf" };

    static HttpRequestException Refusal => new(HttpRequestError.ConnectionError, "refused");

    [Fact]
    public async Task A_refused_connection_is_tried_again()
    {
        using Harness harness = new(options => options.PrimaryHandler = new InterceptHandler(options.PrimaryHandler!, static (call, _, next, _) => call < 3 ? throw Refusal : next()));
        harness.Answer(Submitted);
        DateTimeOffset start = harness.Clock.GetUtcNow();
        using JobSubmission submission = await harness.RunAsync(harness.Client.SubmitExtractAsync(s_url));
        Assert.Single(harness.Requests);
        Assert.Equal(3, (harness.Clock.GetUtcNow() - start).TotalSeconds, 2);
    }

    /// <summary>Idle connections are given up before a submit. A request that meets one in that moment goes over another, also where the caller wants no retries, and however many there were.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(1000)]
    [InlineData(1001)]
    public async Task A_connection_that_was_just_given_up_is_no_matter_of_the_caller_s(int times)
    {
        InterceptHandler? dropping = null;
        using Harness harness = new(options =>
        {
            options.MaxRetries = 0;
            options.PrimaryHandler = dropping = new(options.PrimaryHandler!, (call, _, next, _) => call <= times ? throw new HttpRequestException("dropped", new ConnectionDroppedException()) : next());
        });
        harness.Answer(Submitted);
        Task<JobSubmission> submit = harness.Client.SubmitExtractAsync(s_url);
        if (times <= 1000)
        {
            using JobSubmission submission = await submit;
            Assert.Equal((times + 1, 0), (dropping!.Calls, (int)harness.Client.Executor.Retries));
            return;
        }

        // Something else is wrong.
        Assert.Equal(PulseErrorCode.Network, (await Assert.ThrowsAsync<PulseNetworkException>(() => submit)).Code);
        Assert.Equal(1001, dropping!.Calls);
    }

    [Fact]
    public async Task A_connection_that_was_given_up_counts_as_no_retry()
    {
        using Harness harness = new(options =>
        {
            options.MaxRetries = 1;
            options.PrimaryHandler = new InterceptHandler(options.PrimaryHandler!, static (call, _, next, _) => call switch
            {
                <= 3 => throw new HttpRequestException("dropped", new ConnectionDroppedException()),
                4 => throw Refusal,
                _ => next(),
            });
        });
        harness.Answer(Submitted);
        using JobSubmission submission = await harness.RunAsync(harness.Client.SubmitExtractAsync(s_url));
        Assert.Equal("a", submission.JobId);
    }

    [Fact]
    public async Task A_connection_that_is_refused_always_is_a_network_failure()
    {
        InterceptHandler? refusing = null;
        using Harness harness = new(options => options.PrimaryHandler = refusing = new(options.PrimaryHandler!, static (_, _, _, _) => throw Refusal));
        PulseException failure = Assert.IsType<PulseNetworkException>(await harness.FailureAsync(harness.Client.SubmitExtractAsync(s_url)));
        Assert.Equal((PulseErrorCode.Network, 0, 3), (failure.Code, failure.HttpStatus, refusing!.Calls));
    }

    [Fact]
    public async Task A_connection_that_breaks_while_the_document_goes_out_is_not_tried_again()
    {
        InterceptHandler? breaking = null;
        using Harness harness = new(options => options.PrimaryHandler = breaking = new(options.PrimaryHandler!, static async (_, request, _, token) =>
        {
            await request.Content!.CopyToAsync(new FullDisk(), token);
            throw new InvalidOperationException("not reached");
        }));
        PulseException failure = Assert.IsType<PulseNetworkException>(await harness.FailureAsync(harness.Client.SubmitExtractAsync(s_url)));
        Assert.Equal((PulseErrorCode.Network, 1), (failure.Code, breaking!.Calls));
    }

    [Fact]
    public async Task No_answer_in_time_has_an_unknown_outcome()
    {
        TaskCompletionSource sent = new();
        using Harness harness = new(options =>
        {
            options.Timeout = TimeSpan.FromSeconds(90);
            options.PrimaryHandler = Hanging(options.PrimaryHandler!, sent);
        });
        harness.Answer(Submitted);
        Task<JobSubmission> submit = harness.Client.SubmitExtractAsync(s_url);
        await sent.Task;
        harness.Clock.Advance(TimeSpan.FromSeconds(89.9));
        Assert.False(submit.IsCompleted);
        harness.Clock.Advance(TimeSpan.FromSeconds(0.1));
        PulseOutcomeUnknownException failure = await Assert.ThrowsAsync<PulseOutcomeUnknownException>(() => submit);
        Assert.Contains("90 s", failure.Message, StringComparison.Ordinal);
        Assert.Single(harness.Requests);
    }

    [Fact]
    public async Task Stopping_after_it_was_sent_has_an_unknown_outcome_and_before_it_has_not()
    {
        TaskCompletionSource sent = new();
        using Harness harness = new(options => options.PrimaryHandler = Hanging(options.PrimaryHandler!, sent));
        harness.Answer(Submitted);
        using CancellationTokenSource stop = new();
        Task<JobSubmission> submit = harness.Client.SubmitExtractAsync(s_url, stop.Token);
        await sent.Task;
        await stop.CancelAsync();
        await Assert.ThrowsAsync<PulseOutcomeUnknownException>(() => submit);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => harness.Client.SubmitExtractAsync(s_url, stop.Token));
        Assert.Single(harness.Requests);
    }

    [Fact]
    public async Task An_answer_that_breaks_has_an_unknown_outcome()
    {
        using Harness harness = new();
        harness.Answer((_, _) => Task.FromResult(new HttpResponseMessage { Content = new StreamContent(new BrokenStream("{\"job"u8.ToArray(), _ => throw new IOException("reset"))) }));
        Assert.IsType<PulseOutcomeUnknownException>(await harness.FailureAsync(harness.Client.SubmitExtractAsync(s_url)));
        Assert.Single(harness.Requests);
    }

    // What the API says when it takes nothing on.
    const string Busy = """{"error":{"code":"GENERAL_001","message":"busy"}}""";

    [Theory]
    [InlineData("", true)]
    [InlineData("{}", true)]
    [InlineData("<html>Service unavailable</html>", true)]
    [InlineData("""{"message":"Service Unavailable"}""", true)]
    [InlineData("""{"error":"overloaded"}""", true)]
    [InlineData(Busy, false)]
    public async Task A_503_is_a_refusal_only_in_the_words_of_the_API(string body, bool mayHaveBeenAccepted)
    {
        using Harness harness = new();
        harness.Answer(HttpStatusCode.ServiceUnavailable, body);
        PulseException failure = Assert.IsType<PulseApiException>(await harness.FailureAsync(harness.Client.SubmitExtractAsync(s_url)));
        Assert.Equal((mayHaveBeenAccepted, mayHaveBeenAccepted ? 1 : 3), (failure.MayHaveBeenAccepted, harness.Requests.Count));
    }

    [Theory]
    [InlineData(503)]
    [InlineData(429)]
    public async Task A_stream_that_cannot_seek_is_sent_once_and_its_answer_reported(int status)
    {
        using Harness harness = new();
        harness.Answer((HttpStatusCode)status, Busy).Answer(Submitted);
        using BrokenStream once = new("%PDF-1.7 once"u8.ToArray(), static _ => Task.CompletedTask);
        PulseException failure = Assert.IsType<PulseApiException>(await harness.FailureAsync(harness.Client.SubmitExtractAsync(new(PulseFile.FromStream(once, "x.pdf")))));
        Assert.Equal((status, 1), (failure.HttpStatus, harness.Requests.Count));
    }

    [Fact]
    public async Task A_stream_that_cannot_seek_and_was_not_read_may_be_sent_after_all()
    {
        using Harness harness = new(options => options.PrimaryHandler = new InterceptHandler(options.PrimaryHandler!, static (call, _, next, _) => call == 1 ? throw Refusal : next()));
        harness.Answer(Submitted);
        using BrokenStream once = new("%PDF-1.7 once"u8.ToArray(), static _ => Task.CompletedTask);
        PulseFile file = PulseFile.FromStream(once, "x.pdf");
        using JobSubmission submission = await harness.RunAsync(harness.Client.SubmitExtractAsync(new(file)));
        Assert.Contains("%PDF-1.7 once", Assert.Single(harness.Requests).Text, StringComparison.Ordinal);
        Assert.IsType<PulseFileException>(await harness.FailureAsync(harness.Client.SubmitExtractAsync(new(file))));
        Assert.Single(harness.Requests);
    }

    [Fact]
    public async Task A_stream_and_a_file_are_sent_whole_each_time()
    {
        string path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.pdf");
        await File.WriteAllTextAsync(path, "%PDF-1.7 from disk", TestContext.Current.CancellationToken);
        using MemoryStream seekable = new(Encoding.ASCII.GetBytes("%PDF-1.7 from memory"));
        foreach ((PulseFile file, string content) in new[] { (PulseFile.FromStream(seekable, "x.pdf"), "%PDF-1.7 from memory"), (PulseFile.FromPath(path), "%PDF-1.7 from disk") })
        {
            using Harness harness = new();
            harness.Answer(HttpStatusCode.ServiceUnavailable, Busy).Answer(HttpStatusCode.TooManyRequests).Answer(Submitted);
            using JobSubmission submission = await harness.RunAsync(harness.Client.SubmitExtractAsync(new(file)));
            Assert.Equal(3, harness.Requests.Count);
            Assert.All(harness.Requests, request => Assert.Contains(content, request.Text, StringComparison.Ordinal));
            Assert.Equal(3, harness.Requests.Select(request => request.Message.Content!.Headers.ContentType!.ToString()).Distinct().Count());
        }

        File.Delete(path);
    }

    [Fact]
    public async Task Files_that_cannot_be_sent_are_reported_and_nothing_is_sent()
    {
        using Harness harness = new();
        harness.Answer(Submitted);
        string folder = Directory.CreateTempSubdirectory("pulse-").FullName;
        string empty = Path.Combine(folder, "empty.pdf");
        await File.WriteAllBytesAsync(empty, [], TestContext.Current.CancellationToken);
        foreach (PulseFile file in new[] { PulseFile.FromPath(Path.Combine(folder, "none.pdf")), PulseFile.FromPath(folder), PulseFile.FromPath(empty), PulseFile.FromBytes(default, "x.pdf") })
        {
            PulseException failure = Assert.IsType<PulseFileException>(await harness.FailureAsync(harness.Client.SubmitExtractAsync(new(file))));
            Assert.Equal(PulseErrorCode.FileError, failure.Code);
        }

        Assert.Empty(harness.Requests);
        Directory.Delete(folder, recursive: true);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 2)]
    [InlineData(5, 6)]
    public async Task The_number_of_attempts_is_what_was_asked_for(int retries, int attempts)
    {
        using Harness harness = new(options => options.MaxRetries = retries);
        harness.Answer(HttpStatusCode.ServiceUnavailable, Busy);
        await harness.FailureAsync(harness.Client.SubmitExtractAsync(s_url));
        Assert.Equal(attempts, harness.Requests.Count);
    }

    [Theory]
    [InlineData(0.0, 0.9, 1.8)]
    [InlineData(0.999999, 1.1, 2.2)]
    public async Task Back_off_has_ten_percent_of_jitter(double random, double first, double second)
    {
        using Harness harness = new(options => options.Randomizer = () => random);
        harness.Answer(HttpStatusCode.ServiceUnavailable);
        await harness.FailureAsync(harness.Client.Jobs.GetAsync("a"));
        Assert.Equal([first, second], harness.Requests.Zip(harness.Requests.Skip(1), static (a, b) => Math.Round((b.At - a.At).TotalSeconds, 2)));
    }

    [Fact]
    public async Task Back_off_grows_to_a_minute_and_no_further()
    {
        using Harness harness = new(options => options.MaxRetries = 8);
        harness.Answer(HttpStatusCode.ServiceUnavailable);
        await harness.FailureAsync(harness.Client.Jobs.GetAsync("a"));
        Assert.Equal([1, 2, 4, 8, 16, 32, 60, 60], harness.Requests.Zip(harness.Requests.Skip(1), static (a, b) => Math.Round((b.At - a.At).TotalSeconds, 2)));
    }

    [Fact]
    public async Task A_read_that_takes_too_long_is_repeated()
    {
        TaskCompletionSource sent = new();
        using Harness harness = new(options => options.PrimaryHandler = Hanging(options.PrimaryHandler!, sent, hangs: 1));
        harness.Answer(Submitted);
        Task<Job> get = harness.Client.Jobs.GetAsync("a");
        await sent.Task;
        harness.Clock.Advance(TimeSpan.FromSeconds(60));
        using Job job = await harness.RunAsync(get);
        Assert.Equal(61, (harness.Requests[1].At - harness.Requests[0].At).TotalSeconds, 2);
    }

    [Fact]
    public async Task The_limit_of_an_attempt_holds_for_the_body_too()
    {
        TaskCompletionSource reading = new();
        using Harness harness = new(options => options.MaxRetries = 0);
        harness.Answer((_, _) => Task.FromResult(new HttpResponseMessage
        {
            Content = new StreamContent(new BrokenStream("{\"status\""u8.ToArray(), token =>
            {
                reading.TrySetResult();
                return Task.Delay(Timeout.Infinite, token);
            })),
        }));
        Task<Job> get = harness.Client.Jobs.GetAsync("a");
        await reading.Task;
        harness.Clock.Advance(TimeSpan.FromSeconds(60));
        PulseTimeoutException failure = await Assert.ThrowsAsync<PulseTimeoutException>(() => get);
        Assert.Equal((PulseErrorCode.Timeout, "a"), (failure.Code, failure.JobId));
    }

    [Fact]
    public async Task Closing_the_client_ends_a_call_that_waits_for_its_turn()
    {
        using Harness harness = new(options => options.MaxRequestsPerSecond = 0.001);
        harness.Answer(Submitted);
        using Job first = await harness.Client.Jobs.GetAsync("a");
        Task<Job> second = harness.Client.Jobs.GetAsync("b");
        await harness.Clock.NextTimerAsync();
        harness.Client.Dispose();
        Assert.Equal(PulseErrorCode.Closed, (await Assert.ThrowsAsync<PulseException>(() => second.WaitAsync(TimeSpan.FromSeconds(30)))).Code);
        Assert.Single(harness.Requests);
    }

    [Fact]
    public async Task Stopping_ends_a_call_that_waits_for_its_turn()
    {
        using Harness harness = new(options => options.MaxRequestsPerSecond = 0.001);
        harness.Answer(Submitted);
        using Job first = await harness.Client.Jobs.GetAsync("a");
        using CancellationTokenSource stop = new();
        Task<Job> second = harness.Client.Jobs.GetAsync("b", stop.Token);
        await harness.Clock.NextTimerAsync();
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second.WaitAsync(TimeSpan.FromSeconds(30)));
        Assert.Single(harness.Requests);
    }

    [Fact]
    public async Task A_long_queue_for_a_slow_rate_is_no_matter()
    {
        using Harness harness = new(options => options.MaxRequestsPerSecond = 0.001);
        harness.Answer(Submitted);
        List<Task<Job>> calls = [.. Enumerable.Range(0, 6000).Select(_ => harness.Client.Jobs.GetAsync("a"))];
        using Job first = await calls[0];
        Assert.DoesNotContain(calls, static call => call.IsFaulted);
        harness.Client.Dispose();
        foreach (Task<Job> call in calls.Skip(1))
        {
            Assert.Equal(PulseErrorCode.Closed, (await Assert.ThrowsAsync<PulseException>(() => call.WaitAsync(TimeSpan.FromSeconds(30)))).Code);
        }
    }

    [Fact]
    public async Task Closing_the_client_after_a_submit_was_sent_leaves_its_outcome_unknown()
    {
        TaskCompletionSource sent = new();
        using Harness harness = new(options => options.PrimaryHandler = Hanging(options.PrimaryHandler!, sent));
        harness.Answer(Submitted);
        Task<JobSubmission> submit = harness.Client.SubmitExtractAsync(s_url);
        await sent.Task;
        harness.Client.Dispose();
        await Assert.ThrowsAsync<PulseOutcomeUnknownException>(() => submit);
    }

    /// <summary>Reads the request as a server does, and then never responses.</summary>
    static InterceptHandler Hanging(HttpMessageHandler inner, TaskCompletionSource sent, int hangs = int.MaxValue) => new(inner, async (call, _, next, token) =>
    {
        HttpResponseMessage answer = await next();
        if (call <= hangs)
        {
            sent.TrySetResult();
            await Task.Delay(Timeout.Infinite, token);
        }

        return answer;
    });

    /// <summary>Takes nothing.</summary>
    sealed class FullDisk : MemoryStream
    {
        public override void Write(byte[] buffer, int offset, int count) => throw new IOException("reset");

        public override void Write(ReadOnlySpan<byte> buffer) => throw new IOException("reset");

        public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => throw new IOException("reset");

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) => throw new IOException("reset");
    }
}

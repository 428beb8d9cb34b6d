using System.Net;
using Pulse.Client.Tests.Support;

namespace Pulse.Client.Tests.Http;

public sealed class RequestTests
{
    const string Completed = """{"status":"completed","result":{"markdown":"text"}}""";
    const string Submitted = """{"job_id":"a","status":"pending"}""";

    static readonly ExtractRequest s_url = new() { FileUrl = "https://example.com/x.pdf" };

    static double[] Gaps(Harness harness) =>
        [.. harness.Requests.Zip(harness.Requests.Skip(1), static (first, second) => Math.Round((second.At - first.At).TotalSeconds, 2))];

    [Theory]
    [InlineData("a/b", "/job/a%2Fb")]
    [InlineData("a?b#c", "/job/a%3Fb%23c")]
    [InlineData("a b", "/job/a%20b")]
    [InlineData("100%", "/job/100%25")]
    [InlineData("é", "/job/%C3%A9")]
    [InlineData("../x", "/job/..%2Fx")]
    public async Task Ids_are_percent_encoded(string id, string path)
    {
        using Harness harness = new();
        harness.Answer(Completed);
        await harness.RunAsync(harness.Client.Jobs.GetAsync(id));
        Assert.Equal(Harness.BaseUrl + path, harness.Requests[0].Message.RequestUri!.AbsoluteUri);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData("a\nb")]
    public async Task Ids_that_would_change_the_path_are_refused(string id)
    {
        using Harness harness = new();
        await Assert.ThrowsAsync<ArgumentException>(() => harness.Client.Jobs.GetAsync(id));
        await Assert.ThrowsAsync<ArgumentException>(() => harness.Client.Jobs.CancelAsync(id));
        await Assert.ThrowsAsync<ArgumentException>(() => harness.Client.Jobs.WaitAsync(id));
        Assert.Empty(harness.Requests);
    }

    [Theory]
    [InlineData("https://api.example.com", "https://api.example.com/job/a")]
    [InlineData("https://api.example.com/", "https://api.example.com/job/a")]
    [InlineData("https://api.example.com:8443/some/prefix", "https://api.example.com:8443/some/prefix/job/a")]
    [InlineData("https://api.example.com/some/prefix/", "https://api.example.com/some/prefix/job/a")]
    public async Task A_path_prefix_is_kept(string baseUrl, string expected)
    {
        using Harness harness = new(options => options.BaseUrl = baseUrl);
        harness.Answer(Completed);
        await harness.RunAsync(harness.Client.Jobs.GetAsync("a"));
        Assert.Equal(expected, harness.Requests[0].Message.RequestUri!.AbsoluteUri);
    }

    [Fact]
    public async Task Headers()
    {
        using Harness harness = new(options => options.UserAgent = "my-service/2.1");
        harness.Answer(Completed);
        await harness.RunAsync(harness.Client.Jobs.GetAsync("a"));
        Assert.Equal(Harness.ApiKey, harness.Requests[0].Header("x-api-key"));
        Assert.StartsWith("my-service/2.1", harness.Requests[0].Header("User-Agent"), StringComparison.Ordinal);
        Assert.Contains("pulse-native/0.1.0", harness.Requests[0].Header("User-Agent"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Headers_of_ones_own()
    {
        PulseClientOptions options = new();
        using Harness harness = new(given =>
        {
            given.Headers["X-Gateway"] = "one";
            given.Headers["user-agent"] = "mine";
            options = given;
        });
        options.Headers["X-Gateway"] = "changed too late";
        harness.Answer(HttpStatusCode.TemporaryRedirect, "", ("Location", "/again")).Answer(HttpStatusCode.TemporaryRedirect, "", ("Location", "https://elsewhere.example.com/x")).Answer(Completed);
        await harness.RunAsync(harness.Client.Jobs.GetAsync("a"));
        Assert.Equal(["one", "one", null], harness.Requests.Select(request => request.Header("x-gateway")));
        Assert.Equal(["mine", "mine"], harness.Requests.Take(2).Select(request => request.Header("User-Agent")));
        Assert.StartsWith("pulse-native", harness.Requests[2].Header("User-Agent"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("x-api-key", "other", "'x-api-key' is a header that the library itself controls.")]
    [InlineData("CONTENT-TYPE", "text/plain", "'CONTENT-TYPE' is")]
    [InlineData("Content-Anything", "x", "'Content-Anything' is")]
    [InlineData("Transfer-Encoding", "chunked", "'Transfer-Encoding' is")]
    [InlineData("", "x", "'' is no name of a header.")]
    [InlineData("a b", "x", "'a b' is no name of a header.")]
    [InlineData("a\r\nb", "x", "is no name of a header.")]
    [InlineData("é", "x", "is no name of a header.")]
    [InlineData("X-A", "secret\r\nX-B: c", "The value of 'X-A' must be printable ASCII")]
    [InlineData("X-A", "secret\u00e9", "The value of 'X-A' must be printable ASCII")]
    [InlineData("X-A", null, "The value of 'X-A' must be printable ASCII")]
    public void Headers_that_cannot_be_sent_are_refused(string name, string? value, string words)
    {
        PulseClientOptions options = new() { ApiKey = Harness.ApiKey };
        options.Headers[name] = value!;
        PulseConfigurationException refused = Assert.Throws<PulseConfigurationException>(() => new PulseClient(options));
        Assert.Equal(PulseErrorCode.InvalidArgument, refused.Code);
        Assert.Contains(words, refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("\n", refused.Message, StringComparison.Ordinal);
        Assert.Contains(options.Validate(), problem => problem.Contains(words, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Headers_of_answers()
    {
        using Harness harness = new(static options => options.KeepResponseHeaders = true);
        harness.Answer(HttpStatusCode.OK, Completed, ("X-Trace", "a"), ("X-Trace", "b"), ("X-Echo", $"key {Harness.ApiKey}!"));
        Job job = await harness.RunAsync(harness.Client.Jobs.GetAsync("a"));
        Assert.Equal("a, b", job.ResponseHeaders["x-trace"]);
        Assert.Equal("key [redacted]!", job.ResponseHeaders["X-ECHO"]);
        Assert.Equal($"{Completed.Length}", job.ResponseHeaders["content-length"]);
    }

    [Fact]
    public async Task Headers_after_a_wait_are_those_of_the_last_poll()
    {
        using Harness harness = new(static options => options.KeepResponseHeaders = true);
        harness.Answer(HttpStatusCode.OK, Submitted, ("X-Trace", "first")).Answer(HttpStatusCode.OK, Completed, ("X-Trace", "last"));
        Assert.Equal("last", (await harness.RunAsync(harness.Client.Jobs.WaitAsync("a"))).ResponseHeaders["x-trace"]);
    }

    [Fact]
    public async Task Headers_of_good_answers_are_kept_on_demand_only_and_those_of_errors_always()
    {
        using Harness harness = new();
        harness.Answer(HttpStatusCode.OK, Completed, ("X-Trace", "a")).Answer(HttpStatusCode.NotFound, "{}", ("X-Trace", "b"), ("X-Echo", Harness.ApiKey));
        Assert.Empty((await harness.RunAsync(harness.Client.Jobs.GetAsync("a"))).ResponseHeaders);
        PulseException missing = Assert.IsType<PulseApiException>(await harness.FailureAsync(harness.Client.Jobs.GetAsync("a")));
        Assert.Equal(("b", "[redacted]"), (missing.ResponseHeaders["x-trace"], missing.ResponseHeaders["x-echo"]));
        Assert.Empty(new PulseException(PulseErrorCode.Network, "none").ResponseHeaders);
    }

    [Fact]
    public void A_copy_of_the_options_has_headers_of_its_own()
    {
        PulseClientOptions options = new();
        options.Headers["A"] = "1";
        PulseClientOptions copy = options.Clone();
        copy.Headers["a"] = "2";
        Assert.Equal(("1", "2", 1), (options.Headers["a"], copy.Headers["A"], copy.Headers.Count));
    }

    [Fact]
    public async Task Without_a_key_nothing_is_sent()
    {
        using Harness harness = new(options => options.ApiKey = "  ");
        PulseException failure = Assert.IsType<PulseConfigurationException>(await harness.FailureAsync(harness.Client.Jobs.GetAsync("a")));
        Assert.Equal(PulseErrorCode.MissingApiKey, failure.Code);
        Assert.Empty(harness.Requests);
    }

    [Theory]
    [InlineData("https://elsewhere.example.com/x", false)]
    [InlineData("https://api.example.com/y", true)]
    [InlineData("/z", true)]
    [InlineData("https://api.example.com:8443/y", false)]
    public async Task A_redirect_gets_the_key_only_on_our_own_origin(string location, bool withKey)
    {
        using Harness harness = new();
        harness.Answer(HttpStatusCode.TemporaryRedirect, "", ("Location", location)).Answer(Completed);
        await harness.RunAsync(harness.Client.Jobs.GetAsync("a"));
        Assert.Equal(2, harness.Requests.Count);
        Assert.Equal(withKey ? Harness.ApiKey : null, harness.Requests[1].Header("x-api-key"));
    }

    [Fact]
    public async Task The_response_behind_a_redirect_is_read_as_it_arrives()
    {
        using Harness harness = new(options => options.MaxResponseBytes = 1_000_000);
        using Endless body = new();
        harness.Answer(HttpStatusCode.TemporaryRedirect, "", ("Location", "/again")).Answer((_, _) => Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = new StreamContent(body) { Headers = { ContentType = new("application/json") } } }));
        PulseException failure = Assert.IsType<PulseProtocolException>(await harness.FailureAsync(harness.Client.Jobs.GetAsync("a")));
        Assert.Contains("larger than the limit", failure.Message, StringComparison.Ordinal);
        Assert.InRange(body.Given, 1_000_000, 2_000_000);
    }

    [Theory]
    [InlineData("http://api.example.com/plain")]
    [InlineData("file:///etc/passwd")]
    public async Task Redirects_away_from_https_are_not_followed(string location)
    {
        using Harness harness = new();
        harness.Answer(HttpStatusCode.Redirect, "", ("Location", location));
        PulseException failure = Assert.IsType<PulseProtocolException>(await harness.FailureAsync(harness.Client.Jobs.GetAsync("a")));
        Assert.Equal((302, 1), (failure.HttpStatus, harness.Requests.Count));
    }

    [Fact]
    public async Task Redirects_end_after_five_hops_and_submits_are_not_redirected()
    {
        using Harness harness = new();
        harness.Answer(HttpStatusCode.Redirect, "", ("Location", "/again"));
        Assert.IsType<PulseProtocolException>(await harness.FailureAsync(harness.Client.Jobs.GetAsync("a")));
        Assert.Equal(6, harness.Requests.Count);
        await harness.FailureAsync(harness.Client.SubmitExtractAsync(s_url));
        Assert.Equal(7, harness.Requests.Count);
    }

    [Theory]
    [InlineData(408)]
    [InlineData(429)]
    [InlineData(500)]
    [InlineData(502)]
    [InlineData(503)]
    [InlineData(504)]
    public async Task Reads_are_repeated_twice_with_growing_delays(int status)
    {
        using Harness harness = new();
        harness.Answer((HttpStatusCode)status);
        PulseException failure = Assert.IsType<PulseApiException>(await harness.FailureAsync(harness.Client.Jobs.GetAsync("a")));
        Assert.Equal((status, "a"), (failure.HttpStatus, failure.JobId));
        Assert.Equal([1, 2], Gaps(harness));
    }

    [Theory]
    [InlineData(400)]
    [InlineData(401)]
    [InlineData(403)]
    [InlineData(404)]
    [InlineData(409)]
    [InlineData(410)]
    [InlineData(501)]
    public async Task What_will_not_change_is_not_repeated(int status)
    {
        using Harness harness = new();
        harness.Answer((HttpStatusCode)status);
        await harness.FailureAsync(harness.Client.Jobs.GetAsync("a"));
        Assert.Single(harness.Requests);
    }

    [Theory]
    [InlineData("Retry-After", "7", 7)]
    [InlineData("Retry-After", "3600", 60)]
    [InlineData("retry-after-ms", "250", 0.25)]
    [InlineData("X-RateLimit-Reset", "946684812", 12)]
    [InlineData("X-RateLimit-Reset", "946684700", 1)]
    [InlineData("Retry-After", "Sat, 01 Jan 2000 00:00:20 GMT", 20)]
    public async Task Hints_of_the_service_set_the_delay_at_most_a_minute(string header, string value, double expected)
    {
        using Harness harness = new();
        harness.Answer(HttpStatusCode.ServiceUnavailable, "", (header, value)).Answer(Completed);
        await harness.RunAsync(harness.Client.Jobs.GetAsync("a"));
        Assert.Equal([expected], Gaps(harness));
    }

    [Fact]
    public async Task The_error_has_the_whole_hint()
    {
        using Harness harness = new(options => options.MaxRetries = 0);
        harness.Answer(HttpStatusCode.TooManyRequests, "", ("Retry-After", "3600"));
        PulseException failure = Assert.IsType<PulseApiException>(await harness.FailureAsync(harness.Client.Jobs.GetAsync("a")));
        Assert.Equal((PulseErrorCode.RateLimited, TimeSpan.FromHours(1)), (failure.Code, failure.RetryAfter));
    }

    [Theory]
    [InlineData(429)]
    [InlineData(503)]
    public async Task Submits_that_were_not_accepted_are_repeated_with_the_same_bytes(int status)
    {
        using Harness harness = new();
        harness.Answer((HttpStatusCode)status, """{"error":{"code":"GENERAL_001","message":"busy"}}""").Answer(Submitted);
        ExtractRequest request = new(PulseFile.FromBytes("%PDF-1.7 x"u8.ToArray(), "x.pdf")) { Pages = "1-2" };
        JobSubmission submission = await harness.RunAsync(harness.Client.SubmitExtractAsync(request));
        Assert.Equal("a", submission.JobId);
        Assert.Equal(2, harness.Requests.Count);
        Assert.Equal(WithoutBoundary(harness.Requests[0]), WithoutBoundary(harness.Requests[1]));
    }

    [Theory]
    [InlineData(500)]
    [InlineData(502)]
    [InlineData(504)]
    [InlineData(408)]
    public async Task Submits_are_not_repeated_when_they_may_have_been_accepted(int status)
    {
        using Harness harness = new();
        harness.Answer((HttpStatusCode)status);
        PulseException failure = Assert.IsType<PulseApiException>(await harness.FailureAsync(harness.Client.SubmitExtractAsync(s_url)));
        Assert.Equal(status, failure.HttpStatus);
        Assert.True(failure.MayHaveBeenAccepted);
        Assert.EndsWith("; the request may have been accepted all the same", failure.Message, StringComparison.Ordinal);
        Assert.Single(harness.Requests);
    }

    [Theory]
    [InlineData(400)]
    [InlineData(401)]
    [InlineData(413)]
    [InlineData(429)]
    [InlineData(503)]
    public async Task Some_refusals_of_a_submit_are_certain(int status)
    {
        using Harness harness = new();
        harness.Answer((HttpStatusCode)status, """{"error":{"code":"GENERAL_001","message":"because"}}""");
        PulseException failure = Assert.IsType<PulseApiException>(await harness.FailureAsync(harness.Client.SubmitExtractAsync(s_url)));
        Assert.False(failure.MayHaveBeenAccepted);
    }

    [Fact]
    public async Task What_one_attempt_of_a_submit_leaves_open_no_later_one_closes()
    {
        using Harness harness = new(options => options.RetrySubmits = true);
        harness.Fail(new HttpRequestException(HttpRequestError.ResponseEnded)).Answer(HttpStatusCode.Unauthorized);
        PulseException failure = Assert.IsType<PulseApiException>(await harness.FailureAsync(harness.Client.SubmitExtractAsync(s_url)));
        Assert.Equal(PulseErrorCode.Unauthorized, failure.Code);
        Assert.True(failure.MayHaveBeenAccepted);
    }

    [Fact]
    public async Task A_submit_stopped_before_it_is_sent_again_has_an_unknown_outcome()
    {
        using Harness harness = new(options => options.RetrySubmits = true);
        harness.Fail(new HttpRequestException(HttpRequestError.ResponseEnded));
        using CancellationTokenSource stop = new();
        Task<JobSubmission> submit = harness.Client.SubmitExtractAsync(s_url, stop.Token);
        await harness.Clock.NextTimerAsync();
        await stop.CancelAsync();
        Assert.True((await Assert.ThrowsAsync<PulseOutcomeUnknownException>(() => submit)).MayHaveBeenAccepted);
        Assert.Single(harness.Requests);
    }

    [Fact]
    public async Task A_submit_that_broke_after_it_was_sent_has_an_unknown_outcome()
    {
        using Harness harness = new();
        harness.Fail(new HttpRequestException(HttpRequestError.ResponseEnded));
        PulseException failure = Assert.IsType<PulseOutcomeUnknownException>(await harness.FailureAsync(harness.Client.SubmitExtractAsync(s_url)));
        Assert.Equal(PulseErrorCode.OutcomeUnknown, failure.Code);
        Assert.Single(harness.Requests);
    }

    [Fact]
    public async Task A_submit_is_sent_again_when_the_caller_says_so()
    {
        using Harness harness = new(options => options.RetrySubmits = true);
        harness.Fail(new HttpRequestException(HttpRequestError.ResponseEnded)).Answer(HttpStatusCode.BadGateway).Answer(Submitted);
        await harness.RunAsync(harness.Client.SubmitExtractAsync(s_url));
        Assert.Equal(3, harness.Requests.Count);
    }

    [Fact]
    public async Task Back_off_ends_at_once_when_stopped()
    {
        using Harness harness = new();
        harness.Answer(HttpStatusCode.ServiceUnavailable);
        using CancellationTokenSource stop = new();
        Task<Job> get = harness.Client.Jobs.GetAsync("a", stop.Token);
        await harness.Clock.NextTimerAsync();
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => get);
        Assert.Single(harness.Requests);
    }

    [Fact]
    public async Task Requests_are_spaced_evenly()
    {
        using Harness harness = new(options => options.MaxRequestsPerSecond = 4);
        harness.Answer(Completed);
        await harness.RunAsync(GetThrice());
        Assert.Equal([0.25, 0.25], Gaps(harness));

        async Task<int> GetThrice()
        {
            for (int i = 0; i < 3; i++)
            {
                await harness.Client.Jobs.GetAsync("a");
            }

            return 3;
        }
    }

    [Fact]
    public async Task A_key_that_the_server_echoes_is_masked()
    {
        using Harness harness = new();
        harness.Answer(HttpStatusCode.Unauthorized, $$$$"""{"error":{"code":"AUTH_002","message":"bad key {{{{Harness.ApiKey}}}}","details":{"key":"{{{{Harness.ApiKey}}}}"}}}""");
        PulseApiException failure = Assert.IsType<PulseApiException>(await harness.FailureAsync(harness.Client.Jobs.GetAsync("a")));
        Assert.Equal("AUTH_002", failure.ApiCode);
        Assert.DoesNotContain(Harness.ApiKey, failure.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(Harness.ApiKey, failure.Details, StringComparison.Ordinal);
        Assert.DoesNotContain(Harness.ApiKey, System.Text.Encoding.UTF8.GetString(failure.ResponseBody.Span), StringComparison.Ordinal);

        using Harness page = new();
        page.Answer($"<html>{Harness.ApiKey}");
        PulseException protocol = Assert.IsType<PulseProtocolException>(await page.FailureAsync(page.Client.Jobs.GetAsync("a")));
        Assert.DoesNotContain(Harness.ApiKey, System.Text.Encoding.UTF8.GetString(protocol.ResponseBody.Span), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"error":{"code":"FILE_001","message":"no","details":[1]}}""", "FILE_001", "no")]
    [InlineData("""{"error":"text"}""", null, "text")]
    [InlineData("""{"message":"Forbidden"}""", null, "Forbidden")]
    [InlineData("""{"detail":"text"}""", null, "text")]
    [InlineData("""{"detail":[{"loc":["a"],"msg":"one","type":"x"},{"msg":"two"}]}""", null, "one; two")]
    [InlineData("""{"code":"REQ_003","message":"m"}""", "REQ_003", "m")]
    [InlineData("""{"error":"REQ_001: No file"}""", "REQ_001", "REQ_001: No file")]
    [InlineData("BILLING_001 limit", "BILLING_001", "BILLING_001 limit")]
    [InlineData("<html><body><h1>502 Bad Gateway</h1></body></html>", null, "502 Bad Gateway")]
    [InlineData("", null, "Bad Request")]
    [InlineData("[]", null, "[]")]
    public async Task Error_bodies_of_every_shape(string body, string? code, string words)
    {
        using Harness harness = new();
        harness.Answer(HttpStatusCode.BadRequest, body, ("x-request-id", "r1"));
        PulseApiException failure = Assert.IsType<PulseApiException>(await harness.FailureAsync(harness.Client.Jobs.GetAsync("a")));
        Assert.Equal((400, code, "r1", PulseErrorCode.BadRequest), (failure.HttpStatus, failure.ApiCode, failure.RequestId, failure.Code));
        Assert.EndsWith($": {words}", failure.Message, StringComparison.Ordinal);
        Assert.Equal(body, System.Text.Encoding.UTF8.GetString(failure.ResponseBody.Span));
    }

    [Fact]
    public async Task Long_error_bodies_are_cut()
    {
        using Harness harness = new();
        harness.Answer(HttpStatusCode.BadRequest, new string('x', 200_000));
        PulseException failure = Assert.IsType<PulseApiException>(await harness.FailureAsync(harness.Client.Jobs.GetAsync("a")));
        Assert.Equal(64 * 1024, failure.ResponseBody.Length);
        Assert.InRange(failure.Message.Length, 100, 700);
    }

    [Fact]
    public async Task A_body_larger_than_allowed_is_refused()
    {
        using Harness harness = new(options => options.MaxResponseBytes = 2000);
        harness.Answer(Completed + new string(' ', 3000));
        PulseException failure = Assert.IsType<PulseProtocolException>(await harness.FailureAsync(harness.Client.Jobs.GetAsync("a")));
        Assert.Contains("2000", failure.Message, StringComparison.Ordinal);
    }

    static string WithoutBoundary(Sent sent) =>
        sent.Text.Replace(sent.Message.Content!.Headers.ContentType!.Parameters.Single().Value!.Trim('"'), "BOUNDARY", StringComparison.Ordinal);

    /// <summary>JSON that has no end; it breaks where nobody should still read it.</summary>
    sealed class Endless : Stream
    {
        const long Broken = 20_000_000;

        internal long Given { get; private set; }

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => Given; set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count)
        {
            buffer.AsSpan(offset, count).Fill((byte)'{');
            Given += count;
            return Given < Broken ? count : throw new IOException("Nobody should have read so far.");
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}

using System.Net;
using System.Text;
using Pulse.Client.Http;
using Pulse.Client.Tests.Support;

namespace Pulse.Client.Tests.Http;

public sealed class ErrorReaderTests
{
    const int MaxBody = 64 * 1024;

    static readonly ExtractRequest s_url = new() { FileUrl = "https://example.com/x.pdf" };

    static async Task<PulseApiException> RefusedAsync(HttpStatusCode status, string body, params (string Name, string Value)[] headers)
    {
        using Harness harness = new(options => options.MaxRetries = 0);
        harness.Answer(status, body, headers);
        return Assert.IsType<PulseApiException>(await harness.FailureAsync(harness.Client.Jobs.GetAsync("a")));
    }

    static void AssertMasked(PulseException failure)
    {
        Assert.DoesNotContain(Harness.ApiKey, failure.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(Harness.ApiKey, failure.RequestId ?? "", StringComparison.Ordinal);
        Assert.DoesNotContain(Harness.ApiKey, Encoding.UTF8.GetString(failure.ResponseBody.Span), StringComparison.Ordinal);
        Assert.DoesNotContain(Harness.ApiKey, (failure as PulseApiException)?.Details ?? "", StringComparison.Ordinal);
        Assert.DoesNotContain(Harness.ApiKey, (failure as PulseApiException)?.ApiCode ?? "", StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(400, PulseErrorCode.BadRequest)]
    [InlineData(401, PulseErrorCode.Unauthorized)]
    [InlineData(402, PulseErrorCode.Forbidden)]
    [InlineData(403, PulseErrorCode.Forbidden)]
    [InlineData(404, PulseErrorCode.NotFound)]
    [InlineData(405, PulseErrorCode.BadRequest)]
    [InlineData(408, PulseErrorCode.BadRequest)]
    [InlineData(409, PulseErrorCode.BadRequest)]
    [InlineData(410, PulseErrorCode.Gone)]
    [InlineData(413, PulseErrorCode.TooLarge)]
    [InlineData(418, PulseErrorCode.BadRequest)]
    [InlineData(422, PulseErrorCode.BadRequest)]
    [InlineData(429, PulseErrorCode.RateLimited)]
    [InlineData(500, PulseErrorCode.ServerError)]
    [InlineData(503, PulseErrorCode.ServerError)]
    [InlineData(504, PulseErrorCode.ServerError)]
    [InlineData(520, PulseErrorCode.ServerError)]
    [InlineData(599, PulseErrorCode.ServerError)]
    public async Task The_status_decides_whatever_the_body_says(int status, PulseErrorCode code)
    {
        PulseApiException failure = await RefusedAsync((HttpStatusCode)status, """{"error":{"code":"AUTH_001","message":"all is well"},"status":200}""");
        Assert.Equal((code, status, "AUTH_001", "a"), (failure.Code, failure.HttpStatus, failure.ApiCode, failure.JobId));
        Assert.Equal($"HTTP {status} AUTH_001: all is well", failure.Message);
    }

    [Fact]
    public async Task Details_are_kept_as_JSON()
    {
        PulseApiException failure = await RefusedAsync(HttpStatusCode.BadRequest, """{"error":{"code":"FILE_001","message":"no","details":{"supported_types":["PDF"],"received_type":"DOC"}}}""");
        Assert.Equal("""{"supported_types":["PDF"],"received_type":"DOC"}""", failure.Details);
    }

    [Theory]
    [InlineData("""{"error":{"code":7,"message":["x"]}}""")]
    [InlineData("""{"error":null,"message":null,"detail":null}""")]
    [InlineData("""{"error":[],"message":{},"detail":7,"code":{}}""")]
    [InlineData("{}")]
    public async Task Fields_of_wrong_types_leave_the_reason_phrase(string body)
    {
        PulseApiException failure = await RefusedAsync(HttpStatusCode.Conflict, body);
        Assert.Null(failure.ApiCode);
        Assert.Equal("HTTP 409: Conflict", failure.Message);
    }

    [Theory]
    [InlineData("""{"error":{"message":"half \ud800 pair"}}""")]
    [InlineData("""{"error":"half \ud800 pair"}""")]
    [InlineData("""{"message":"half \udc00"}""")]
    [InlineData("""{"detail":"half \ud800"}""")]
    [InlineData("""{"detail":[{"msg":"half \ud800"}]}""")]
    [InlineData("""{"code":"\ud800"}""")]
    [InlineData("""{"\ud800":1,"error":"x"}""")]
    public async Task Half_a_surrogate_pair_does_not_hide_the_status(string body)
    {
        PulseApiException failure = await RefusedAsync(HttpStatusCode.BadRequest, body);
        Assert.Equal((400, body), (failure.HttpStatus, Encoding.UTF8.GetString(failure.ResponseBody.Span)));
    }

    [Fact]
    public async Task Html_labelled_JSON_and_bytes_that_are_no_text_keep_the_status()
    {
        using Harness harness = new(options => options.MaxRetries = 0);
        byte[] noText = [0xFF, 0xFE, 0x00, 0x80];
        harness.Answer((_, _) => Task.FromResult(new HttpResponseMessage(HttpStatusCode.BadGateway) { Content = new StringContent("<html><head><title>Bad gateway</title></head></html>", Encoding.UTF8, "application/json") }));
        harness.Answer((_, _) => Task.FromResult(new HttpResponseMessage(HttpStatusCode.BadRequest) { Content = new ByteArrayContent(noText) }));
        PulseApiException html = Assert.IsType<PulseApiException>(await harness.FailureAsync(harness.Client.Jobs.GetAsync("a")));
        Assert.Equal((502, "HTTP 502: Bad gateway"), (html.HttpStatus, html.Message));
        PulseApiException bytes = Assert.IsType<PulseApiException>(await harness.FailureAsync(harness.Client.Jobs.GetAsync("a")));
        Assert.Equal(400, bytes.HttpStatus);
        Assert.Equal(noText, bytes.ResponseBody.ToArray());
    }

    [Fact]
    public async Task A_body_that_breaks_leaves_the_status_and_what_came()
    {
        using Harness harness = new(options => options.MaxRetries = 0);
        harness.Answer((_, _) => Task.FromResult(new HttpResponseMessage(HttpStatusCode.Forbidden) { Content = new StreamContent(new BrokenStream("started"u8.ToArray(), _ => throw new IOException("reset"))) }));
        PulseApiException failure = Assert.IsType<PulseApiException>(await harness.FailureAsync(harness.Client.Jobs.GetAsync("a")));
        Assert.Equal((403, "started"), (failure.HttpStatus, Encoding.UTF8.GetString(failure.ResponseBody.Span)));
    }

    [Theory]
    [InlineData("request-id")]
    [InlineData("X-Request-Id")]
    [InlineData("x-amzn-RequestId")]
    [InlineData("X-Correlation-ID")]
    [InlineData("CF-Ray")]
    public async Task The_id_of_the_request_under_its_usual_names(string name) =>
        Assert.Equal("r-17", (await RefusedAsync(HttpStatusCode.BadRequest, "", (name, "r-17"))).RequestId);

    [Fact]
    public async Task The_message_is_one_line()
    {
        PulseApiException failure = await RefusedAsync(HttpStatusCode.BadRequest, "{\"message\":\"one\\r\\n\\ttwo\\u0000\\u001b[31m  three\"}");
        Assert.Equal("HTTP 400: one two [31m three", failure.Message);
    }

    [Fact]
    public async Task A_long_body_is_cut_at_exactly_64_KiB()
    {
        Assert.Equal(MaxBody, (await RefusedAsync(HttpStatusCode.BadRequest, new string('x', MaxBody))).ResponseBody.Length);
        Assert.Equal(MaxBody, (await RefusedAsync(HttpStatusCode.BadRequest, new string('x', MaxBody + 1))).ResponseBody.Length);
        Assert.Equal(MaxBody - 1, (await RefusedAsync(HttpStatusCode.BadRequest, new string('x', MaxBody - 1))).ResponseBody.Length);
    }

    [Fact]
    public async Task A_key_that_lies_across_the_cut_is_masked_too()
    {
        for (int visible = 1; visible < Harness.ApiKey.Length; visible++)
        {
            PulseApiException failure = await RefusedAsync(HttpStatusCode.BadRequest, new string(' ', MaxBody - visible) + Harness.ApiKey + " and more");
            string end = Encoding.UTF8.GetString(failure.ResponseBody.Span).TrimStart();
            Assert.True(failure.ResponseBody.Length <= MaxBody);
            Assert.StartsWith(end, "[redacted] and more", StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_key_that_lies_across_the_end_of_the_message_is_masked_too()
    {
        for (int before = 470; before <= 501; before++)
        {
            PulseApiException failure = await RefusedAsync(HttpStatusCode.BadRequest, $$"""{"message":"{{new string('x', before)}}{{Escaped(Harness.ApiKey)}}"}""");
            Assert.DoesNotContain(Harness.ApiKey[..4], failure.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_key_in_escapes_is_masked_in_what_is_unescaped()
    {
        string escaped = Escaped(Harness.ApiKey);
        PulseApiException failure = await RefusedAsync(HttpStatusCode.Unauthorized, $$$"""{"error":{"code":"{{{escaped}}}","message":"bad key {{{escaped}}}"}}""");
        AssertMasked(failure);
        Assert.Contains("bad key [redacted]", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_in_a_header_or_the_reason_is_masked()
    {
        using Harness harness = new(options => options.MaxRetries = 0);
        harness.Answer((_, _) =>
        {
            HttpResponseMessage response = new(HttpStatusCode.Unauthorized) { ReasonPhrase = $"No {Harness.ApiKey}" };
            response.Headers.TryAddWithoutValidation("x-request-id", $"r-{Harness.ApiKey}");
            return Task.FromResult(response);
        });
        PulseException failure = Assert.IsType<PulseApiException>(await harness.FailureAsync(harness.Client.Jobs.GetAsync("a")));
        AssertMasked(failure);
        Assert.Equal(("HTTP 401: No [redacted]", "r-[redacted]"), (failure.Message, failure.RequestId));
    }

    public static TheoryData<string> NoAnswers => new() { $"<html>{Harness.ApiKey}", $$"""{"echo":"{{Harness.ApiKey}}"}""", $"[\"{Harness.ApiKey}\"]", $"{{\"a\":\"{Harness.ApiKey}" };

    [Theory]
    [MemberData(nameof(NoAnswers))]
    public async Task A_key_in_an_answer_of_200_is_masked(string body)
    {
        using Harness harness = new();
        harness.Answer(body);
        PulseException get = Assert.IsType<PulseProtocolException>(await harness.FailureAsync(harness.Client.Jobs.GetAsync("a")));
        AssertMasked(get);
        PulseException submit = Assert.IsType<PulseProtocolException>(await harness.FailureAsync(harness.Client.SubmitExtractAsync(s_url)));
        AssertMasked(submit);
        Assert.Equal((200, 200), (get.HttpStatus, submit.HttpStatus));
        Assert.Contains("[redacted]", Encoding.UTF8.GetString(submit.ResponseBody.Span), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_large_result_that_was_lost_is_kept_as_it_came()
    {
        using Harness harness = new();
        byte[] start = Encoding.UTF8.GetBytes($$"""{"markdown":"{{Harness.ApiKey}}""");
        harness.Answer((_, _) => Task.FromResult(new HttpResponseMessage { Content = new StreamContent(new BrokenStream(start, _ => throw new IOException("reset"))) }));
        PulseException lost = Assert.IsType<PulseResultLostException>(await harness.FailureAsync(harness.Client.GetLargeResultAsync("a")));

        // It is the only copy of what the caller has paid for; nothing in it is changed.
        Assert.Equal(start, lost.ResponseBody.ToArray());
        Assert.DoesNotContain(Harness.ApiKey, lost.ToString(), StringComparison.Ordinal);

        using Harness page = new();
        page.Answer($"<html>{Harness.ApiKey}");
        PulseException broken = Assert.IsType<PulseProtocolException>(await page.FailureAsync(page.Client.GetLargeResultAsync("a")));
        Assert.Equal($"<html>{Harness.ApiKey}", Encoding.UTF8.GetString(broken.ResponseBody.Span));
        Assert.DoesNotContain(Harness.ApiKey, broken.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_in_the_words_of_a_failed_job_is_masked()
    {
        using Harness harness = new();
        harness.Answer($$"""{"status":"failed","error":"cannot use {{Harness.ApiKey}}"}""").Answer($$$"""{"status":"failed","error":{"message":"cannot use {{{Escaped(Harness.ApiKey)}}}"}}""");
        for (int i = 0; i < 2; i++)
        {
            PulseJobException failure = Assert.IsType<PulseJobException>(await harness.FailureAsync(harness.Client.Jobs.WaitAsync("a")));
            AssertMasked(failure);
            Assert.Equal("cannot use [redacted]", failure.Job.Error);
        }
    }

    [Fact]
    public async Task A_key_in_a_transport_failure_is_masked()
    {
        using Harness harness = new(options => options.MaxRetries = 0);
        harness.Fail(new HttpRequestException("outer", new IOException($"reset while sending {Harness.ApiKey}")));
        PulseException failure = Assert.IsType<PulseNetworkException>(await harness.FailureAsync(harness.Client.Jobs.GetAsync("a")));
        Assert.DoesNotContain(Harness.ApiKey, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Success_without_a_body_is_no_job_and_other_statuses_keep_theirs()
    {
        using Harness harness = new();
        harness.Answer(HttpStatusCode.NoContent).Answer(HttpStatusCode.NotModified);
        Assert.Contains("HTTP 204", Assert.IsType<PulseProtocolException>(await harness.FailureAsync(harness.Client.Jobs.GetAsync("a"))).Message, StringComparison.Ordinal);
        Assert.Equal(304, Assert.IsType<PulseProtocolException>(await harness.FailureAsync(harness.Client.Jobs.GetAsync("a"))).HttpStatus);
    }

    [Fact]
    public async Task Any_success_status_is_success()
    {
        using Harness harness = new();
        harness.Answer(HttpStatusCode.Accepted, """{"job_id":"j","status":"pending"}""").Answer(HttpStatusCode.NoContent);
        using JobSubmission submission = await harness.RunAsync(harness.Client.SubmitExtractAsync(s_url));
        Assert.Equal("j", submission.JobId);
        await harness.Client.Jobs.CancelAsync("j");
        Assert.Equal(HttpMethod.Delete, harness.Requests[1].Message.Method);
    }

    [Fact]
    public void A_short_key_masks_nothing() => Assert.Equal("a is not abc", new Redactor(["abc"]).Redact("a is not abc"));

    static string Escaped(string text) => string.Concat(text.Select(c => $"\\u{(int)c:x4}"));
}

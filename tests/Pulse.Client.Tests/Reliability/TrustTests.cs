using System.Net;
using System.Net.Sockets;
using System.Text;
using Pulse.Client.Tests.Support;

namespace Pulse.Client.Tests.Reliability;

/// <summary>Nothing foreign, empty or damaged is a success.</summary>
public sealed class TrustTests
{
    const string Good = """{"job_id":"a","status":"completed","result":{"markdown":"mine"}}""";
    const string Other = """{"job_id":"b","status":"completed","result":{"markdown":"another's"}}""";

    static readonly WaitOptions s_quick = new() { Timeout = TimeSpan.FromSeconds(60), InitialDelay = TimeSpan.FromMilliseconds(20), MaxDelay = TimeSpan.FromMilliseconds(20), Jitter = 0 };

    static string Completed(string result) => $$"""{"job_id":"a","status":"completed"{{(result.Length == 0 ? "" : $",\"result\":{result}")}}}""";

    [Fact]
    public async Task Another_jobs_response_is_never_a_success()
    {
        foreach (Func<PulseClient, Task> call in (Func<PulseClient, Task>[])[
            client => client.Jobs.GetAsync("a"),
            client => client.Jobs.WaitAsync("a"),
            client => client.Jobs.WaitAsync<ExtractionResult>("a"),
            async client => (await client.Jobs.WaitManyAsync(["a"]).SingleAsync()).JobOrThrow()])
        {
            using Harness harness = new();
            harness.Answer(Other);
            PulseException error = Assert.IsType<PulseProtocolException>(await harness.FailureAsync(call(harness.Client)));
            Assert.Equal(("a", true), (error.JobId, error.Message.Contains("about another job", StringComparison.Ordinal)));
            Assert.InRange(harness.Requests.Count, 3, 4);
        }
    }

    [Fact]
    public async Task A_wait_asks_again_after_another_jobs_response()
    {
        using Harness harness = new();
        harness.Answer(Other).Answer(Other).Answer(Good);
        using Job job = await harness.RunAsync(harness.Client.Jobs.WaitAsync("a"));
        Assert.Equal("mine", job.Result!.Markdown);
    }

    [Fact]
    public async Task Ids_may_be_numbers_and_may_be_missing()
    {
        using Harness harness = new();
        harness.Answer("""{"job_id":7,"status":"completed","result":{"markdown":"x"}}""").Answer("""{"status":"pending"}""").Answer("""{"job_id":12345678901234567890,"status":"pending"}""");
        Assert.Equal("7", (await harness.RunAsync(harness.Client.Jobs.WaitAsync("7"))).Id);
        Assert.Equal("8", (await harness.RunAsync(harness.Client.Jobs.GetAsync("8"))).Id);
        Assert.Equal("12345678901234567890", (await harness.RunAsync(harness.Client.SubmitExtractAsync(new() { FileUrl = "https://x/y.pdf" }))).JobId);
    }

    // A connection on which a response too many waits hands each request the response of the one before.
    [Fact]
    public async Task A_connection_that_brought_another_jobs_response_is_not_used_again()
    {
        int connections = 0;
        NetworkStream? first = null;
        await using FaultServer server = new(async (stream, _, request, token) =>
        {
            // The first connection always responds with another job, the next tell the truth.
            string id = request.Path.Split('/')[^1];
            bool isFirst = ReferenceEquals(Interlocked.CompareExchange(ref first, stream, null) ?? stream, stream);
            string body = isFirst ? Other : Good.Replace("\"a\"", $"\"{id}\"", StringComparison.Ordinal);
            connections += isFirst ? 1 : 0;
            await stream.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {body.Length}\r\n\r\n{body}"), token);
        });
        using PulseClient client = new(new PulseClientOptions { ApiKey = "key-0123456789", BaseUrl = server.Url });
        using Job job = await client.Jobs.WaitAsync("a", s_quick, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal("mine", job.Result!.Markdown);
        Assert.Equal((1, 2), (connections, server.Requests.Count));
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("{ }")]
    [InlineData("\"text\"")]
    [InlineData("[1]")]
    [InlineData("7")]
    [InlineData("true")]
    [InlineData("""{"markdown":null}""")]
    [InlineData("""{"markdown":7}""")]
    [InlineData("""{"markdown":["a"],"page_count":1}""")]
    [InlineData("""{"content":{}}""")]
    [InlineData("""{"error":"torn"}""")]
    [InlineData("""{"error":{"code":"PROC_001","message":"torn"}}""")]
    [InlineData("""{"result":{}}""")]
    [InlineData("""{"job_id":"b","status":"processing"}""")]
    [InlineData("""{"is_url":true,"url":null}""")]
    public async Task Completed_without_a_usable_result_is_polled_again_and_then_an_error(string result)
    {
        using Harness harness = new();
        harness.Answer(Completed(result));
        PulseException error = Assert.IsType<PulseProtocolException>(await harness.FailureAsync(harness.Client.Jobs.WaitAsync("a")));
        Assert.Equal(("a", JobStatus.Completed, 3), (error.JobId, error.LastSnapshot!.Status, harness.Requests.Count));

        using Harness late = new();
        late.Answer(Completed(result)).Answer(Good);
        Assert.Equal("mine", (await late.RunAsync(late.Client.Jobs.WaitAsync("a"))).Result!.Markdown);

        using Harness looked = new();
        looked.Answer(Completed(result));
        Assert.Equal("a", Assert.IsType<PulseProtocolException>(await looked.FailureAsync(looked.Client.Jobs.GetAsync("a"))).JobId);
        using Harness many = new();
        many.Answer(Completed(result));
        WaitedJob waited = await many.RunAsync(many.Client.Jobs.WaitManyAsync(["a"]).SingleAsync().AsTask());
        Assert.Equal((false, "a"), (waited.IsCompleted, waited.Error!.JobId));
    }

    [Theory]
    [InlineData("""{"page_count":1}""")]
    [InlineData("""{"split_output":{"splits":{}}}""")]
    public async Task A_job_that_this_client_submitted_has_a_result_of_its_kind(string result)
    {
        using Harness harness = new();
        harness.Answer("""{"job_id":"a","status":"pending"}""").Answer(Completed(result));
        Assert.Equal("a", Assert.IsType<PulseProtocolException>(await harness.FailureAsync(harness.Client.ExtractAndWaitAsync(new() { FileUrl = "https://x/y.pdf" }))).JobId);
    }

    [Fact]
    public async Task A_lone_result_is_unwrapped_everywhere()
    {
        using Harness harness = new();
        harness.Answer(Completed("""{"result":{"markdown":"in a body"}}""")).Answer("""{"result":{"markdown":"in a response"}}""").Answer("""{"result":{"markdown":"behind a link"}}""");
        Assert.Equal("in a body", (await harness.RunAsync(harness.Client.Jobs.WaitAsync("a"))).Result!.Markdown);
        Assert.Equal("in a response", Assert.IsType<ExtractionResult>(await harness.RunAsync(harness.Client.ExtractAsync(new() { FileUrl = "https://x/y.pdf" }))).Markdown);
        Assert.Equal("behind a link", (await harness.RunAsync(harness.Client.GetLargeResultAsync("a"))).Markdown);
    }

    [Theory]
    [InlineData("""{"error":{"code":"GENERAL_001","message":"torn"}}""")]
    [InlineData("""{"job_id":"b","status":"processing"}""")]
    [InlineData("""{"is_url":true,"url":"/large_results/a"}""")]
    [InlineData("{}")]
    [InlineData("""{"markdown":null}""")]
    [InlineData("""{"markdown":"x","job_id":"b"}""")]
    public async Task What_is_behind_a_link_must_be_a_result(string body)
    {
        using Harness harness = new();
        harness.Answer(Completed("""{"is_url":true,"url":"/large_results/a"}""")).Answer(body);
        PulseException error = Assert.IsAssignableFrom<PulseException>(await harness.FailureAsync(harness.Client.Jobs.WaitAsync("a")));
        Assert.Equal((PulseErrorCode.Protocol, "a", body, 2), (error.Code, error.JobId, Encoding.UTF8.GetString(error.ResponseBody.Span), harness.Requests.Count));
    }

    [Fact]
    public async Task An_error_of_the_API_under_200_keeps_its_code()
    {
        foreach (Func<PulseClient, Task> call in (Func<PulseClient, Task>[])[
            client => client.Jobs.GetAsync("a"),
            client => client.Jobs.WaitAsync("a"),
            client => client.GetLargeResultAsync("a"),
            client => client.ExtractAsync(new() { FileUrl = "https://x/y.pdf" }),
            client => client.SubmitExtractAsync(new() { FileUrl = "https://x/y.pdf" })])
        {
            using Harness harness = new();
            harness.Answer("""{"error":{"code":"GENERAL_001","message":"torn"}}""");
            PulseApiException error = Assert.IsType<PulseApiException>(await harness.FailureAsync(call(harness.Client)));
            Assert.Equal((PulseErrorCode.Protocol, "GENERAL_001", 200), (error.Code, error.ApiCode, error.HttpStatus));
            Assert.Contains("torn", error.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"markdown":null}""")]
    [InlineData("""{"page_count":1}""")]
    [InlineData("""{"tables_output":{"tables":[]}}""")]
    public async Task A_synchronous_response_must_be_a_result(string body)
    {
        using Harness harness = new();
        harness.Answer(body);
        Assert.True(Assert.IsType<PulseProtocolException>(await harness.FailureAsync(harness.Client.ExtractAsync(new() { FileUrl = "https://x/y.pdf" }))).MayHaveBeenAccepted);
    }

    [Theory]
    [InlineData("a\\u0000b")]
    [InlineData("..")]
    [InlineData(" ")]
    [InlineData("canary-key-0123456789")]
    public async Task A_submission_whose_id_cannot_be_used_is_of_unknown_outcome(string id)
    {
        using Harness harness = new();
        harness.Answer($$"""{"job_id":"{{id}}","status":"pending"}""");
        PulseException error = Assert.IsType<PulseProtocolException>(await harness.FailureAsync(harness.Client.SubmitExtractAsync(new() { FileUrl = "https://x/y.pdf" })));
        Assert.True(error.MayHaveBeenAccepted);
        Assert.DoesNotContain(Harness.ApiKey, $"{error}{Encoding.UTF8.GetString(error.ResponseBody.Span)}", StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(HttpStatusCode.PartialContent)]
    [InlineData(HttpStatusCode.Accepted)]
    [InlineData(HttpStatusCode.Created)]
    [InlineData(HttpStatusCode.NoContent)]
    public async Task Where_a_body_is_the_point_only_200_is_good(HttpStatusCode status)
    {
        foreach (Func<PulseClient, Task> call in (Func<PulseClient, Task>[])[
            client => client.Jobs.GetAsync("a"),
            client => client.GetLargeResultAsync("a"),
            client => client.Results.GetPdfAsync("a"),
            client => client.Results.GetImageAsync("a", "a.png"),
            client => client.GetSchemaExcelAsync("a")])
        {
            using Harness harness = new();
            harness.Answer(status, Good);
            Assert.Equal((int)status, Assert.IsType<PulseProtocolException>(await harness.FailureAsync(call(harness.Client))).HttpStatus);
        }
    }

    [Theory]
    [InlineData("Content-Type: application/pdf\r\nContent-Encoding: gzip\r\nContent-Length: 9", "%PDF-1.7\n")]
    [InlineData("Content-Type: application/pdf", "%PDF-1.7\n")]
    [InlineData("Content-Type: multipart/byteranges; boundary=x\r\nContent-Length: 9", "%PDF-1.7\n")]
    [InlineData("Content-Type: application/octet-stream\r\nContent-Length: 6", "<html>")]
    [InlineData("Content-Type: application/pdf\r\nContent-Length: 6", "<?xml>")]
    [InlineData("Content-Type: application/xml\r\nContent-Length: 9", "%PDF-1.7\n")]
    [InlineData("Content-Type: application/pdf\r\nContent-Length: 90", "%PDF-1.7\n")]
    [InlineData("Content-Type: application/pdf\r\nTransfer-Encoding: chunked", "9\r\n%PDF-1.7\n\r\n")]
    public async Task A_damaged_download_is_not_saved(string headers, string body)
    {
        using LoopbackServer server = LoopbackServer.Raw(Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\n{headers}\r\n\r\n{body}"));
        using PulseClient client = new(new PulseClientOptions { ApiKey = "key-0123456789", BaseUrl = $"http://127.0.0.1:{server.Port}", MaxRetries = 0 });
        string folder = Directory.CreateTempSubdirectory("pulse-").FullName;
        await Assert.ThrowsAnyAsync<PulseException>(() => client.Results.SavePdfAsync("a", Path.Combine(folder, "a.pdf"), TestContext.Current.CancellationToken));
        Assert.Empty(Directory.GetFileSystemEntries(folder));
        Directory.Delete(folder);
    }

    [Theory]
    [InlineData(HttpStatusCode.OK, "", false)]
    [InlineData(HttpStatusCode.Accepted, "", false)]
    [InlineData(HttpStatusCode.OK, "{}", false)]
    [InlineData(HttpStatusCode.OK, """{"job_id":"b","message":"canceled"}""", false)]
    [InlineData(HttpStatusCode.OK, """{"job_id":"a","message":"canceled"}""", true)]
    [InlineData(HttpStatusCode.NoContent, "", true)]
    public async Task A_cancel_is_confirmed_for_the_job_or_by_204(HttpStatusCode status, string body, bool isCanceled)
    {
        using Harness harness = new();
        harness.Answer(status, body);
        Task cancel = harness.Client.Jobs.CancelAsync("a");
        if (isCanceled)
        {
            await cancel;
        }
        else
        {
            Assert.Equal("a", (await Assert.ThrowsAsync<PulseProtocolException>(() => cancel)).JobId);
        }
    }

    [Theory]
    [InlineData("pending", false)]
    [InlineData("completed", true)]
    public async Task Job_status_is_read_where_status_is_missing(string status, bool ended)
    {
        using Harness harness = new();
        harness.Answer("{\"job_id\":\"a\",\"job_status\":\"" + status + "\",\"result\":{\"markdown\":\"x\"}}");
        using Job job = await harness.RunAsync(harness.Client.Jobs.GetAsync("a"));
        Assert.Equal((status, ended), (job.StatusText, job.IsTerminal));
    }

    [Theory]
    [InlineData("\"error\":\"Model busy, please Retry Later.\"", true)]
    [InlineData("\"error\":{\"code\":\"X\",\"message\":\"retry the request\"}", true)]
    [InlineData("\"error\":\"torn\",\"message\":\"please resubmit the request\"", true)]
    [InlineData("\"error_message\":\"retry later\"", true)]
    [InlineData("\"error\":\"torn\"", false)]
    public async Task A_failed_job_says_whether_it_asks_for_another_try(string words, bool mayRetry)
    {
        using Harness harness = new();
        harness.Answer($$"""{"job_id":"a",{{words}},"status":"failed"}""");
        PulseJobException error = Assert.IsType<PulseJobException>(await harness.FailureAsync(harness.Client.Jobs.WaitAsync("a")));
        Assert.Equal((mayRetry, mayRetry, 1), (error.MayRetry, error.Job.MayRetry, harness.Requests.Count));
    }

    [Fact]
    public async Task Looking_at_a_job_leaves_its_large_result_alone()
    {
        using Harness harness = new();
        harness.Answer(Completed("""{"is_url":true,"url":"/large_results/a"}"""));
        using Job job = await harness.RunAsync(harness.Client.Jobs.GetAsync("a"));
        Assert.Equal("/large_results/a", job.LargeResult!.Url);
        Assert.Equal("/job/a", harness.Requests.Single().Message.RequestUri!.AbsolutePath);
    }

    [Fact]
    public async Task The_key_is_masked_in_every_encoding_that_an_echo_may_have()
    {
        const string Key = "k/ey+0123<456&789";
        byte[] bytes = Encoding.UTF8.GetBytes(Key);
        string[] forms =
        [
            Key,
            Key.ToUpperInvariant(),
            Convert.ToHexString(bytes),
            Convert.ToHexStringLower(bytes),
            Uri.EscapeDataString(Key),
            string.Concat(bytes.Select(static b => $"%{b:x2}")),
            WebUtility.HtmlEncode(Key),
            string.Concat(bytes.Select(static b => $"&#{b};")),
            Key.Replace("/", "\\/", StringComparison.Ordinal),
            Convert.ToBase64String(bytes),
            Convert.ToBase64String([1, .. bytes, 2]),
            Convert.ToBase64String([1, 2, .. bytes]),
        ];
        foreach (string form in forms)
        {
            using Harness harness = new(options => options.ApiKey = Key);
            harness.Answer(HttpStatusCode.BadRequest, "{\"error\":{\"message\":\"you sent " + form + " here\"}}");
            PulseException error = Assert.IsType<PulseApiException>(await harness.FailureAsync(harness.Client.Jobs.GetAsync("a")));
            string shown = $"{error.Message}{Encoding.UTF8.GetString(error.ResponseBody.Span)}";
            Assert.DoesNotContain(form, shown, StringComparison.OrdinalIgnoreCase);
            Assert.Contains("[redacted]", shown, StringComparison.Ordinal);
        }
    }
}

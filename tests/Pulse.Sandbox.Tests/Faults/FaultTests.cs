using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Pulse.Sandbox.Faults;
using Pulse.Sandbox.Tests.Support;

namespace Pulse.Sandbox.Tests.Faults;

public class FaultTests
{
    [Fact]
    public async Task A_status_with_headers_replaces_the_answer()
    {
        await using TestSandbox box = await TestSandbox.StartAsync();
        Answer set = await box.PostJsonAsync("/_sandbox/faults", """
            [{"match":{"method":"POST","path_prefix":"/extract"},"action":{"status":429,"headers":{"Retry-After":7,"X-RateLimit-Reset":"{unix+30}"}},"times":2}]
            """);
        Assert.Equal(HttpStatusCode.OK, set.Status);
        for (int i = 0; i < 2; i++)
        {
            Answer answer = await box.ExtractTextAsync("a");
            Assert.Equal(HttpStatusCode.TooManyRequests, answer.Status);
            Assert.Equal(TimeSpan.FromSeconds(7), answer.Headers.RetryAfter!.Delta);
            Assert.InRange(long.Parse(answer.Headers.GetValues("X-RateLimit-Reset").Single()), DateTimeOffset.UtcNow.ToUnixTimeSeconds() + 1, DateTimeOffset.UtcNow.ToUnixTimeSeconds() + 31);
            Assert.Equal("Injected fault", answer.ErrorMessage);
        }

        Assert.Equal(HttpStatusCode.OK, (await box.ExtractTextAsync("a")).Status);
        Assert.Single(box.Sandbox.Journal.Submits.Values.Single());
        Assert.Equal([0, 0, null], box.Sandbox.Journal.Entries.Select(entry => entry.FaultRule));
        Assert.Equal("""{"rules":[{"method":"POST","path_prefix":"/extract","matched":3,"applied":2}]}""", (await box.GetAsync("/_sandbox/faults")).Text);
    }

    [Fact]
    public async Task Retry_After_can_be_a_date()
    {
        await using TestSandbox box = await TestSandbox.StartAsync();
        box.Sandbox.Faults.Add(new FaultRule { Action = new FaultAction { Status = 503, Headers = new Dictionary<string, string> { ["Retry-After"] = "{date+60}" } } });
        DateTimeOffset date = (await box.GetAsync("/job/x")).Headers.RetryAfter!.Date!.Value;
        Assert.InRange(date, DateTimeOffset.UtcNow.AddSeconds(1), DateTimeOffset.UtcNow.AddSeconds(61));
    }

    [Fact]
    public async Task An_accepted_submission_can_be_answered_with_an_error()
    {
        await using TestSandbox box = await TestSandbox.StartAsync();
        box.Sandbox.Faults.Add(new FaultRule { Times = 1, Action = new FaultAction { Status = 502, Body = "<html>", Headers = new Dictionary<string, string> { ["Content-Type"] = "text/html" }, AfterProcessing = true } });
        Answer answer = await box.ExtractTextAsync("a", ("async", "true"));
        Assert.Equal((HttpStatusCode.BadGateway, "<html>"), (answer.Status, answer.Text));
        Assert.Single(box.Sandbox.Jobs.Ids);
        Assert.Single(box.Sandbox.Journal.Submits);
    }

    [Fact]
    public async Task The_nth_request_is_hit()
    {
        await using TestSandbox box = await TestSandbox.StartAsync();
        box.Sandbox.Faults.Add(new FaultRule { Method = "get", PathPrefix = "/job/", Nth = 2, Action = new FaultAction { Status = 500 } });
        int[] statuses = [await StatusAsync(), await StatusAsync(), await StatusAsync()];
        Assert.Equal([404, 500, 404], statuses);

        async Task<int> StatusAsync() => (int)(await box.GetAsync("/job/x")).Status;
    }

    [Fact]
    public void Probability_is_repeatable()
    {
        bool[] first = Choices(1);
        Assert.Equal(first, Choices(1));
        Assert.NotEqual(first, Choices(2));
        Assert.InRange(first.Count(hit => hit), 230, 370);

        static bool[] Choices(int seed)
        {
            var faults = new SandboxFaults();
            faults.Add(new FaultRule { Probability = 0.3, Seed = seed, Action = new FaultAction { Status = 500 } });
            return [.. Enumerable.Range(0, 1000).Select(_ => faults.TryApply("GET", "/", out FaultAction? _, out int _))];
        }
    }

    [Fact]
    public async Task The_connection_is_reset_before_the_headers()
    {
        await using TestSandbox box = await TestSandbox.StartAsync();
        box.Sandbox.Faults.Add(new FaultRule { Times = 1, Action = new FaultAction { Reset = FaultReset.BeforeHeaders } });
        var error = await Assert.ThrowsAsync<HttpRequestException>(() => box.ExtractTextAsync("a"));
        Assert.Equal(SocketError.ConnectionReset, (error.InnerException?.InnerException as SocketException ?? error.InnerException as SocketException)?.SocketErrorCode);
        Assert.Empty(box.Sandbox.Journal.Submits);
        Assert.Equal(0, Assert.Single(box.Sandbox.Journal.Entries).Status);
    }

    [Fact]
    public async Task The_connection_is_reset_after_the_submission_was_accepted()
    {
        await using TestSandbox box = await TestSandbox.StartAsync();
        box.Sandbox.Faults.Add(new FaultRule { Times = 1, Action = new FaultAction { Reset = FaultReset.BeforeHeaders, AfterProcessing = true } });
        await Assert.ThrowsAsync<HttpRequestException>(() => box.ExtractTextAsync("a", ("async", "true")));
        Assert.Single(box.Sandbox.Journal.Submits);
    }

    [Theory]
    [InlineData("after_headers", 0, true)]
    [InlineData("mid_body", 10, true)]
    [InlineData(null, 7, false)]
    public async Task A_body_is_cut(string? reset, int received, bool isReset)
    {
        await using TestSandbox box = await TestSandbox.StartAsync();
        await box.PostJsonAsync("/_sandbox/faults", $$$"""{"action":{"status":200,"body":"12345678901234567890",{{{(reset is null ? "\"truncate_after_bytes\":7" : $"\"reset\":\"{reset}\"")}}} } }""");
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, box.Sandbox.BaseUrl.Port);
        NetworkStream stream = client.GetStream();
        await stream.WriteAsync("GET /job/x HTTP/1.1\r\nHost: a\r\n\r\n"u8.ToArray());
        using var bytes = new MemoryStream();
        bool wasReset = false;
        try
        {
            await stream.CopyToAsync(bytes);
        }
        catch (IOException)
        {
            wasReset = true;
        }

        string[] response = Encoding.ASCII.GetString(bytes.ToArray()).Split("\r\n\r\n");
        Assert.Contains("Content-Length: 20", response[0], StringComparison.Ordinal);
        Assert.Equal(received, response[1].Length);
        Assert.Equal(isReset, wasReset);
        Assert.Equal(200, Assert.Single(box.Sandbox.Journal.Entries).Status);
    }

    [Fact]
    public async Task Garbage_is_sent()
    {
        await using TestSandbox box = await TestSandbox.StartAsync();
        await box.PostJsonAsync("/_sandbox/faults", """{"action":{"garbage":"body"} }""");
        using HttpResponseMessage response = await box.Http.GetAsync("/job/x");
        Assert.Equal("application/json", response.Content.Headers.ContentType?.MediaType);
        byte[] bytes = await response.Content.ReadAsByteArrayAsync();
        Assert.Equal(256, bytes.Length);
        Assert.False(System.Text.Unicode.Utf8.IsValid(bytes));

        await box.PostJsonAsync("/_sandbox/faults", """{"rules":[{"action":{"garbage":"wire"} }]}""");
        await Assert.ThrowsAsync<HttpRequestException>(() => box.GetAsync("/job/x"));
        await box.SendAsync(HttpMethod.Delete, "/_sandbox/faults");
        Assert.Equal(HttpStatusCode.NotFound, (await box.GetAsync("/job/x")).Status);
    }

    [Fact]
    public async Task Answers_can_be_late_and_slow()
    {
        await using TestSandbox box = await TestSandbox.StartAsync();
        await box.PostJsonAsync("/_sandbox/faults", """{"action":{"status":200,"body":"12345678","delay_ms":60,"slow_drip_ms":10,"slow_drip_bytes":2} }""");
        long start = Stopwatch.GetTimestamp();
        Assert.Equal("12345678", (await box.GetAsync("/job/x")).Text);
        Assert.True(Stopwatch.GetElapsedTime(start) >= TimeSpan.FromMilliseconds(90));
    }

    [Fact]
    public async Task A_real_answer_can_be_damaged()
    {
        await using TestSandbox box = await TestSandbox.StartAsync();
        box.Sandbox.Faults.Add(new FaultRule { Times = 1, Action = new FaultAction { Headers = new Dictionary<string, string> { ["X-Test"] = "1" } } });
        Answer answer = await box.ExtractTextAsync("a");
        Assert.Equal("1", answer.Headers.GetValues("X-Test").Single());
        Assert.Equal("a", answer.Json.GetProperty("markdown").GetString());
        box.Sandbox.Faults.Add(new FaultRule { Action = new FaultAction { TruncateAfterBytes = 10 } });
        await Assert.ThrowsAsync<HttpRequestException>(() => box.ExtractTextAsync("a"));
    }

    [Theory]
    [InlineData("5", "REQ_002")]
    [InlineData("[5]", "REQ_002")]
    [InlineData("{}", "REQ_003")]
    [InlineData("""{"action":{"statuses":5} }""", "REQ_002")]
    [InlineData("""{"action":{"status":100} }""", "REQ_003")]
    [InlineData("""{"action":{"reset":"sometimes"} }""", "REQ_003")]
    [InlineData("""{"action":{"headers":{"A":"b\r\nc"} } }""", "REQ_003")]
    [InlineData("""{"action":{},"match":{"probability":2} }""", "REQ_003")]
    [InlineData("""{"action":{},"match":{"nth":0} }""", "REQ_003")]
    [InlineData("""{"action":{},"times":0}""", "REQ_003")]
    public async Task A_wrong_rule_is_refused(string body, string code)
    {
        await using TestSandbox box = await TestSandbox.StartAsync();
        Assert.Equal(code, (await box.PostJsonAsync("/_sandbox/faults", body)).ErrorCode);
        Assert.Empty(box.Sandbox.Faults.Rules);
    }

    [Fact]
    public async Task The_control_plane_has_no_faults()
    {
        await using TestSandbox box = await TestSandbox.StartAsync();
        box.Sandbox.Faults.Add(new FaultRule { Action = new FaultAction { Status = 500 } });
        Assert.Equal(JsonValueKind.Object, (await box.GetAsync("/_sandbox/clock")).Json.ValueKind);
    }

    [Fact]
    public async Task One_request_can_bring_its_own_fault()
    {
        await using TestSandbox sandbox = await TestSandbox.StartAsync();
        using var asking = new HttpRequestMessage(HttpMethod.Get, "/job/x");
        asking.Headers.Add("x-pulse-sandbox-fault", """{"status":503,"headers":{"Retry-After":"7"}}""");
        using HttpResponseMessage response = await sandbox.Http.SendAsync(asking, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.Equal(TimeSpan.FromSeconds(7), response.Headers.RetryAfter!.Delta);
        Assert.Equal(HttpStatusCode.NotFound, (await sandbox.GetAsync("/job/x")).Status);
        using var wrong = new HttpRequestMessage(HttpMethod.Get, "/job/x");
        wrong.Headers.Add("x-pulse-sandbox-fault", "{");
        using HttpResponseMessage refused = await sandbox.Http.SendAsync(wrong, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
    }
}

using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Pulse.Sandbox.Tests.Support;

namespace Pulse.Sandbox.Tests.Faults;

/// <summary>What the real service, or what stands before it, may do to a client, on demand. Our invention: none of it is documented.</summary>
public class ServiceFaultTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_connection_is_closed_after_the_whole_request(bool accepted)
    {
        await using TestSandbox box = await WithAsync($$$"""{"action":{"reset":"no_response","after_processing":{{{(accepted ? "true" : "false")}}}}}""");
        using var tcp = new TcpClient();
        await tcp.ConnectAsync(IPAddress.Loopback, box.Sandbox.BaseUrl.Port, TestContext.Current.CancellationToken);
        using NetworkStream stream = tcp.GetStream();
        const string Body = "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.txt\"\r\n\r\ntext\r\n--b\r\nContent-Disposition: form-data; name=\"async\"\r\n\r\ntrue\r\n--b--\r\n";
        await stream.WriteAsync(
            Encoding.ASCII.GetBytes($"POST /extract HTTP/1.1\r\nHost: localhost\r\nx-api-key: {box.Sandbox.ApiKey}\r\nContent-Type: multipart/form-data; boundary=b\r\nContent-Length: {Body.Length}\r\n\r\n{Body}"),
            TestContext.Current.CancellationToken);

        // The end of the stream, and no reset, which would throw.
        Assert.Equal(0, await stream.ReadAsync(new byte[1], TestContext.Current.CancellationToken));
        Assert.Equal(accepted ? 1 : 0, box.Sandbox.Jobs.Ids.Count);
        Assert.Equal((0, (long)Body.Length), (Assert.Single(box.Sandbox.Journal.Entries).Status, Assert.Single(box.Sandbox.Journal.Entries).BodySize));
    }

    [Fact]
    public async Task The_first_polls_of_each_job_are_404()
    {
        await using TestSandbox box = await WithAsync("""{"match":{"method":"GET","path_prefix":"/job/","per_path":true},"action":{"status":404},"times":2}""");
        string[] jobs = [await box.SubmitAsync(TestPdf.Statement()), await box.SubmitAsync(TestPdf.Pages(1))];
        foreach (string job in jobs)
        {
            Answer first = await box.GetAsync("/job/" + job);
            Assert.Equal((HttpStatusCode.NotFound, "JOB_001"), (first.Status, first.ErrorCode));
            Assert.Equal(HttpStatusCode.NotFound, (await box.GetAsync("/job/" + job)).Status);
            Assert.Equal(HttpStatusCode.OK, (await box.GetAsync("/job/" + job)).Status);
        }
    }

    [Fact]
    public async Task Every_other_poll_is_404()
    {
        await using TestSandbox box = await WithAsync("""{"match":{"path_prefix":"/job/","every":2,"per_path":true},"action":{"status":404}}""");
        string job = await box.SubmitAsync(TestPdf.Statement());
        var statuses = new List<HttpStatusCode>();
        for (int i = 0; i < 4; i++)
        {
            statuses.Add((await box.GetAsync("/job/" + job)).Status);
        }

        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.NotFound, HttpStatusCode.OK, HttpStatusCode.NotFound], statuses);
    }

    [Fact]
    public async Task A_response_is_wrapped_in_result()
    {
        await using TestSandbox box = await WithAsync("""{"match":{"path_prefix":"/extract"},"action":{"wrap_in":"result"}}""");
        JsonProperty only = Assert.Single((await box.ExtractTextAsync("text")).Json.EnumerateObject());
        Assert.Equal(("result", "text"), (only.Name, only.Value.GetProperty("markdown").GetString()));
    }

    [Fact]
    public async Task A_429_has_its_delay_in_the_body()
    {
        await using TestSandbox box = await WithAsync("""{"action":{"status":429,"retry_after":3}}""");
        Answer answer = await box.ExtractTextAsync("text");
        Assert.Equal((HttpStatusCode.TooManyRequests, 3, "GENERAL_429"), (answer.Status, answer.Json.GetProperty("retry_after").GetInt32(), answer.ErrorCode));
        Assert.Null(answer.Headers.RetryAfter);
    }

    [Fact]
    public async Task A_job_fails_and_asks_to_be_tried_later()
    {
        await using TestSandbox box = await WithAsync("""{"match":{"path_prefix":"/job/"},"action":{"merge":{"status":"failed","error":"Service overloaded, please retry later","result":null}}}""");
        Answer job = await box.GetAsync("/job/" + await box.SubmitAsync(TestPdf.Statement()));
        Assert.Equal(("failed", "Service overloaded, please retry later"), (job.JobStatus, job.Json.GetProperty("error").GetString()));
    }

    [Fact]
    public async Task A_completed_job_has_no_result()
    {
        await using TestSandbox box = await WithAsync("""{"match":{"path_prefix":"/job/"},"action":{"merge":{"result":null}}}""", new SandboxOptions { ProcessingTime = TimeSpan.Zero });
        Answer job = await box.GetAsync("/job/" + await box.SubmitAsync(TestPdf.Statement()));
        Assert.Equal("completed", job.JobStatus);
        Assert.False(job.Json.TryGetProperty("result", out _));
    }

    [Fact]
    public async Task A_poll_is_answered_with_another_job()
    {
        await using TestSandbox box = await WithAsync("""{"match":{"path_prefix":"/job/"},"action":{"merge":{"job_id":"another"}}}""");
        Answer job = await box.GetAsync("/job/" + await box.SubmitAsync(TestPdf.Statement()));
        Assert.Equal(("another", "created_at"), (job.JobId, job.Json.EnumerateObject().First(member => member.Name == "created_at").Name));
    }

    [Theory]
    [InlineData("""{"status":503,"after_processing":true}""", true)]
    [InlineData("""{"status":503,"after_processing":true,"body":"<html>upstream</html>","headers":{"Content-Type":"text/html"}}""", false)]
    public async Task A_503_comes_after_acceptance_with_and_without_the_body_of_the_API(string action, bool envelope)
    {
        await using TestSandbox box = await WithAsync($$"""{"action":{{action}}}""");
        Answer answer = await box.ExtractTextAsync("text", ("async", "true"));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.Status);
        Assert.Equal(envelope, answer.Text.StartsWith("""{"error":{"code":""", StringComparison.Ordinal));
        Assert.Single(box.Sandbox.Jobs.Ids);
    }

    static async Task<TestSandbox> WithAsync(string rule, SandboxOptions? options = null)
    {
        TestSandbox box = await TestSandbox.StartAsync(options);
        Answer set = await box.PostJsonAsync("/_sandbox/faults", rule);
        Assert.True(set.Status == HttpStatusCode.OK, set.Text);
        return box;
    }
}

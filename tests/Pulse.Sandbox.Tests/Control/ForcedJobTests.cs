using System.Net;
using System.Text.Json;
using Pulse.Sandbox.Control;
using Pulse.Sandbox.Tests.Support;

namespace Pulse.Sandbox.Tests.Control;

public class ForcedJobTests
{
    [Theory]
    [InlineData("cancelled")]
    [InlineData("expired")]
    [InlineData("COMPLETED ")]
    [InlineData("something new")]
    public async Task Any_status_can_be_forced(string status)
    {
        await using TestSandbox box = await TestSandbox.StartAsync();
        string id = await box.SubmitAsync(TestPdf.Statement());
        Assert.Equal(HttpStatusCode.OK, (await box.PostJsonAsync("/_sandbox/jobs/" + id, JsonSerializer.Serialize(new { status }))).Status);
        JsonElement job = (await box.GetAsync("/job/" + id)).Json;
        Assert.Equal(status, job.GetProperty("status").GetString());
        Assert.True(job.TryGetProperty("updated_at", out _));
        Assert.Equal(status == "expired", job.TryGetProperty("result", out _));

        Assert.Equal(HttpStatusCode.OK, (await box.SendAsync(HttpMethod.Delete, "/_sandbox/jobs/" + id)).Status);
        Assert.NotEqual(status, (await box.GetAsync("/job/" + id)).JobStatus);
    }

    [Fact]
    public async Task Errors_results_and_other_members_can_be_forced()
    {
        await using TestSandbox box = await TestSandbox.StartAsync();
        await box.PostJsonAsync("/_sandbox/jobs/abc123", """{"status":"failed","error":{"code":"PROC_001","message":"no"},"extra":{"progress":0.5,"message":"m"}}""");
        JsonElement job = (await box.GetAsync("/job/abc123")).Json;
        Assert.Equal("PROC_001", job.GetProperty("error").GetProperty("code").GetString());
        Assert.Equal(0.5, job.GetProperty("progress").GetDouble());
        await box.PostJsonAsync("/_sandbox/jobs/abc123", """{"status":"completed","result":{"markdown":"x","new_field":[1]}}""");
        job = (await box.GetAsync("/job/abc123")).Json;
        Assert.Equal("""{"markdown":"x","new_field":[1]}""", job.GetProperty("result").GetRawText());
        Assert.False(job.TryGetProperty("error", out _));
    }

    [Fact]
    public async Task A_raw_body_is_sent_as_it_is()
    {
        await using TestSandbox box = await TestSandbox.StartAsync();
        await box.PostJsonAsync("/_sandbox/jobs/x", """{"raw_body":"<html>","content_type":"text/html","http_status":502}""");
        Answer answer = await box.GetAsync("/job/x");
        Assert.Equal((HttpStatusCode.BadGateway, "<html>"), (answer.Status, answer.Text));
    }

    [Fact]
    public async Task A_state_can_wait_for_some_polls()
    {
        await using TestSandbox box = await TestSandbox.StartAsync(new SandboxOptions { ProcessingTime = TimeSpan.FromHours(1) });
        string id = await box.SubmitAsync(TestPdf.Statement());
        box.Sandbox.Jobs.Force(id, new ForcedJobState { Status = "failed", Error = JsonElement.Parse("\"no\""), AfterPolls = 2 });
        Assert.Equal("pending", (await box.GetAsync("/job/" + id)).JobStatus);
        Assert.Equal("pending", (await box.GetAsync("/job/" + id)).JobStatus);
        Answer third = await box.GetAsync("/job/" + id);
        Assert.Equal(("failed", "no"), (third.JobStatus, third.Json.GetProperty("error").GetString()));
    }

    [Fact]
    public async Task A_forced_processing_job_can_be_canceled()
    {
        await using TestSandbox box = await TestSandbox.StartAsync();
        box.Sandbox.Jobs.Force("x", new ForcedJobState { Status = "processing" });
        Assert.Contains("cancelled successfully", (await box.SendAsync(HttpMethod.Delete, "/job/x")).Text, StringComparison.Ordinal);
        Assert.Equal("canceled", (await box.GetAsync("/job/x")).JobStatus);
    }

    [Fact]
    public async Task Jobs_are_listed()
    {
        await using TestSandbox box = await TestSandbox.StartAsync();
        box.Sandbox.Jobs.Force("x", new ForcedJobState { Status = "processing" });
        Assert.Equal("""{"jobs":[{"job_id":"x","status":"processing","organization":"sandbox"}]}""", (await box.GetAsync("/_sandbox/jobs")).Text);
    }

    [Theory]
    [InlineData("""{"state":"failed"}""", "REQ_002")]
    [InlineData("""{"http_status":99}""", "REQ_003")]
    [InlineData("[]", "REQ_002")]
    [InlineData("", "REQ_002")]
    public async Task A_wrong_state_is_refused(string body, string code)
    {
        await using TestSandbox box = await TestSandbox.StartAsync();
        Assert.Equal(code, (await box.PostJsonAsync("/_sandbox/jobs/x", body)).ErrorCode);
        Assert.Empty(box.Sandbox.Jobs.Ids);
    }
}

using System.Net;
using System.Text.Json;
using Microsoft.Extensions.Time.Testing;
using Pulse.Sandbox.Tests.Support;

namespace Pulse.Sandbox.Tests.Jobs;

public class JobTests
{
    static readonly DateTimeOffset s_start = new(2026, 1, 15, 10, 30, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("/extract", "async")]
    [InlineData("/extract_async", null)]
    public async Task A_job_goes_from_pending_over_processing_to_completed(string path, string? field)
    {
        var time = new FakeTimeProvider(s_start);
        await using TestSandbox box = await TestSandbox.StartAsync(new SandboxOptions { TimeProvider = time, ProcessingTime = TimeSpan.FromSeconds(8) });
        Answer submission = await box.SendAsync(HttpMethod.Post, path, TestSandbox.Form(TestPdf.Statement(), "a.pdf", field is null ? [] : [(field, "true")]));
        Assert.Equal(HttpStatusCode.OK, submission.Status);
        Assert.Equal("pending", submission.JobStatus);
        Assert.Equal("2026-01-15T10:30:00.000Z", submission.Json.GetProperty("queuedAt").GetString());

        Answer pending = await box.GetAsync("/job/" + submission.JobId);
        Assert.Equal($$"""{"job_id":"{{submission.JobId}}","status":"pending","created_at":"2026-01-15T10:30:00.000Z"}""", pending.Text);

        time.Advance(TimeSpan.FromSeconds(2));
        Answer processing = await box.GetAsync("/job/" + submission.JobId);
        Assert.Equal("processing", processing.JobStatus);
        Assert.Equal("2026-01-15T10:30:02.000Z", processing.Json.GetProperty("updated_at").GetString());
        Assert.False(processing.Json.TryGetProperty("result", out _));

        time.Advance(TimeSpan.FromSeconds(5.999));
        Assert.Equal("processing", (await box.GetAsync("/job/" + submission.JobId)).JobStatus);

        time.Advance(TimeSpan.FromMilliseconds(1));
        Answer completed = await box.GetAsync("/job/" + submission.JobId);
        Assert.Equal("completed", completed.JobStatus);
        Assert.Equal("2026-01-15T10:30:08.000Z", completed.Json.GetProperty("updated_at").GetString());
        Assert.StartsWith("# Account statement", completed.Json.GetProperty("result").GetProperty("markdown").GetString(), StringComparison.Ordinal);
        Assert.False(completed.Json.TryGetProperty("error", out _));
        Assert.Equal(completed.Text, (await box.GetAsync("/job/" + submission.JobId)).Text);
    }

    [Fact]
    public async Task Each_page_takes_its_time()
    {
        var time = new FakeTimeProvider(s_start);
        await using TestSandbox box = await TestSandbox.StartAsync(new SandboxOptions { TimeProvider = time, ProcessingTime = TimeSpan.FromSeconds(4), ProcessingTimePerPage = TimeSpan.FromSeconds(10) });
        string id = await box.SubmitAsync(TestPdf.Pages(3));
        time.Advance(TimeSpan.FromSeconds(33));
        Assert.Equal("processing", (await box.GetAsync("/job/" + id)).JobStatus);
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("completed", (await box.GetAsync("/job/" + id)).JobStatus);
    }

    [Fact]
    public async Task A_document_that_cannot_be_read_fails_its_job()
    {
        await using TestSandbox box = await TestSandbox.StartAsync(new SandboxOptions { ProcessingTime = TimeSpan.Zero });
        string id = await box.SubmitAsync(TestPdf.Encrypted());
        JsonElement job = (await box.GetAsync("/job/" + id)).Json;
        Assert.Equal("failed", job.GetProperty("status").GetString());
        Assert.Equal("FILE_006: The file is password-protected", job.GetProperty("error").GetString());
        Assert.False(job.TryGetProperty("result", out _));
    }

    [Theory]
    [InlineData("DELETE", "/job/", 0)]
    [InlineData("DELETE", "/job/", 2)]
    [InlineData("POST", "/cancel/", 0)]
    [InlineData("POST", "/cancel/", 2)]
    public async Task A_job_that_runs_can_be_canceled(string method, string path, int seconds)
    {
        var time = new FakeTimeProvider(s_start);
        await using TestSandbox box = await TestSandbox.StartAsync(new SandboxOptions { TimeProvider = time, ProcessingTime = TimeSpan.FromSeconds(4) });
        string id = await box.SubmitAsync(TestPdf.Statement());
        time.Advance(TimeSpan.FromSeconds(seconds));
        Answer canceled = await box.SendAsync(new HttpMethod(method), path + id);
        Assert.Equal((HttpStatusCode.OK, $$"""{"job_id":"{{id}}","message":"Job cancelled successfully"}"""), (canceled.Status, canceled.Text));

        time.Advance(TimeSpan.FromHours(1));
        JsonElement job = (await box.GetAsync("/job/" + id)).Json;
        Assert.Equal("canceled", job.GetProperty("status").GetString());
        Assert.Equal($"2026-01-15T10:30:0{seconds}.000Z", job.GetProperty("updated_at").GetString());
        Assert.False(job.TryGetProperty("result", out _));
        Assert.False(job.TryGetProperty("error", out _));
    }

    [Fact]
    public async Task Canceling_a_job_that_has_ended_changes_nothing()
    {
        await using TestSandbox box = await TestSandbox.StartAsync(new SandboxOptions { ProcessingTime = TimeSpan.Zero });
        string id = await box.SubmitAsync(TestPdf.Statement());
        string before = (await box.GetAsync("/job/" + id)).Text;
        Answer answer = await box.SendAsync(HttpMethod.Delete, "/job/" + id);
        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.Contains("already completed", answer.Json.GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.Equal(before, (await box.GetAsync("/job/" + id)).Text);
    }

    [Fact]
    public async Task An_unknown_job_is_404()
    {
        await using TestSandbox box = await TestSandbox.StartAsync();
        foreach ((HttpMethod method, string path) in new[] { (HttpMethod.Get, "/job/x"), (HttpMethod.Delete, "/job/x"), (HttpMethod.Post, "/cancel/x") })
        {
            Answer answer = await box.SendAsync(method, path);
            Assert.Equal((HttpStatusCode.NotFound, "JOB_001"), (answer.Status, answer.ErrorCode));
        }
    }

    [Fact]
    public async Task A_completed_job_expires_when_its_retention_ends()
    {
        var time = new FakeTimeProvider(s_start);
        await using TestSandbox box = await TestSandbox.StartAsync(new SandboxOptions { TimeProvider = time, ProcessingTime = TimeSpan.Zero, Retention = TimeSpan.FromDays(1) });
        string id = await box.SubmitAsync(TestPdf.Statement());
        Assert.Equal("completed", (await box.GetAsync("/job/" + id)).JobStatus);
        time.Advance(TimeSpan.FromDays(1));
        JsonElement job = (await box.GetAsync("/job/" + id)).Json;
        Assert.Equal("expired", job.GetProperty("status").GetString());
        Assert.True(job.GetProperty("result").GetProperty("expired").GetBoolean());
        Assert.False(job.GetProperty("result").TryGetProperty("markdown", out _));
    }

    [Fact]
    public async Task Submissions_can_be_answered_with_202()
    {
        await using TestSandbox box = await TestSandbox.StartAsync(new SandboxOptions { SubmissionStatusCode = 202 });
        Assert.Equal(HttpStatusCode.Accepted, (await box.ExtractAsync(TestPdf.Statement(), "a.pdf", ("async", "true"))).Status);
        Assert.Equal(HttpStatusCode.OK, (await box.ExtractAsync(TestPdf.Statement())).Status);
    }

    [Fact]
    public async Task Many_jobs_at_once_all_complete()
    {
        await using TestSandbox box = await TestSandbox.StartAsync(new SandboxOptions { ProcessingTime = TimeSpan.Zero });
        byte[] pdf = TestPdf.Statement();
        string[] ids = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => box.SubmitAsync(pdf)));
        Assert.Equal(50, ids.Distinct().Count());
        Answer[] jobs = await Task.WhenAll(ids.Select(id => box.GetAsync("/job/" + id)));
        Assert.All(jobs, job => Assert.Equal("completed", job.JobStatus));
        Assert.Equal(50, Assert.Single(box.Sandbox.Journal.Submits).Value.Count);
    }
}

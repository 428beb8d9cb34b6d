using System.Net;
using Pulse.Sandbox.Tests.Support;

namespace Pulse.Sandbox.Tests.Jobs;

public class KeptTests
{
    [Fact]
    public async Task The_oldest_jobs_and_extractions_are_forgotten_first()
    {
        await using TestSandbox box = await TestSandbox.StartAsync(new SandboxOptions { MaxKeptThings = 4, ProcessingTime = TimeSpan.Zero });
        var jobs = new List<string>();
        var extractions = new List<string>();
        for (int i = 0; i < 4; i++)
        {
            jobs.Add(await box.SubmitAsync(TestPdf.Statement(), ("chunkSize", $"{500 + i}")));
            extractions.Add((await box.GetAsync("/job/" + jobs[^1])).Json.GetProperty("result").GetProperty("extraction_id").GetString()!);
        }

        HttpStatusCode[] found = [.. await Task.WhenAll(jobs.Select(async job => (await box.GetAsync("/job/" + job)).Status))];
        Assert.Equal([HttpStatusCode.NotFound, HttpStatusCode.NotFound, HttpStatusCode.OK, HttpStatusCode.OK], found);
        Assert.Equal("STORAGE_002", (await SplitAsync(extractions[0])).ErrorCode);
        Assert.Equal(HttpStatusCode.OK, (await SplitAsync(extractions[3])).Status);

        Task<Answer> SplitAsync(string id) => box.PostJsonAsync("/split", $$$"""{"extraction_id":"{{{id}}}","split_config":{"split_input":[{"name":"all"}]}}""");
    }

    [Fact]
    public async Task What_is_kept_is_limited_in_bytes_and_the_newest_stays()
    {
        await using TestSandbox box = await TestSandbox.StartAsync(new SandboxOptions { MaxKeptBytes = 20_000, ProcessingTime = TimeSpan.Zero });
        string text = string.Concat(Enumerable.Repeat("some words of a text\n", 1000));
        string first = await box.SubmitAsync(System.Text.Encoding.UTF8.GetBytes(text), ("storage", """{"enabled":false}"""));
        Assert.Equal("completed", (await box.GetAsync("/job/" + first)).JobStatus);
        string second = await box.SubmitAsync(System.Text.Encoding.UTF8.GetBytes(text + "x"), ("storage", """{"enabled":false}"""));
        Assert.Equal("completed", (await box.GetAsync("/job/" + second)).JobStatus);
        Assert.Equal(HttpStatusCode.NotFound, (await box.GetAsync("/job/" + first)).Status);
    }
}

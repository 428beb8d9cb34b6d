using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using Pulse.Sandbox.Stored;
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
        string text = Incompressible(50_000);
        string first = await box.SubmitAsync(System.Text.Encoding.UTF8.GetBytes(text), ("storage", """{"enabled":false}"""));
        Assert.Equal("completed", (await box.GetAsync("/job/" + first)).JobStatus);
        string second = await box.SubmitAsync(System.Text.Encoding.UTF8.GetBytes(text + "x"), ("storage", """{"enabled":false}"""));
        Assert.Equal("completed", (await box.GetAsync("/job/" + second)).JobStatus);
        Assert.Equal(HttpStatusCode.NotFound, (await box.GetAsync("/job/" + first)).Status);
    }

    [Theory]
    [InlineData(1000)]
    [InlineData(2)]
    public async Task A_document_is_kept_in_a_fraction_of_the_size_of_its_result(int largePages)
    {
        await using TestSandbox box = await TestSandbox.StartAsync(new SandboxOptions { ProcessingTime = TimeSpan.Zero, LargeResultPages = largePages });
        byte[] pdf = TestPdf.Pages(60);
        long result = (await box.ExtractAsync(pdf, "file.pdf", ("storage", """{"enabled":false}"""), ("chunkSize", "400"))).Text.Length;
        if (largePages < 60)
        {
            string job = Assert.Single(box.Sandbox.Jobs.Ids);
            result = (await box.GetAsync($"/large_results/{job}")).Text.Length;
            box.Sandbox.Reset();
        }

        Assert.InRange(result, 20_000, int.MaxValue);
        Assert.Equal(0, box.Sandbox.MemoryKept);

        // The text, its words and boxes for the steps that follow, and the result.
        var ids = new List<string>();
        for (int i = 0; i < 3; i++)
        {
            ids.Add(await box.SubmitAsync(pdf, ("chunkSize", $"{500 + i}")));
            Assert.Equal("completed", (await box.GetAsync("/job/" + ids[^1])).JobStatus);
            Assert.InRange(box.Sandbox.MemoryKept, 1, (i + 1) * result / 4);
        }

        // What was kept small is read as it was, more than once.
        string[] texts = [.. await Task.WhenAll(ids.Concat(ids).Select(async id => (await box.GetAsync($"/_sandbox/jobs/{id}")).Json.GetProperty("markdown").GetString()!))];
        Assert.All(texts, text => Assert.Contains("sheet 60 of the document", text, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_split_counts_the_extraction_that_it_holds()
    {
        await using TestSandbox box = await TestSandbox.StartAsync(new SandboxOptions { ProcessingTime = TimeSpan.Zero });
        JsonElement extracted = (await box.ExtractTextAsync(Incompressible(20_000))).Json;
        long before = box.Sandbox.MemoryKept;
        Answer split = await box.PostJsonAsync("/split", $$$"""{"extraction_id":"{{{extracted.GetProperty("extraction_id").GetString()}}}","split_config":{"split_input":[{"name":"all"}]}}""");
        Assert.Equal(HttpStatusCode.OK, split.Status);
        Assert.InRange(box.Sandbox.MemoryKept - before, 10_000, before);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(100)]
    [InlineData(100_000)]
    public void Bytes_are_kept_in_what_they_need(int length)
    {
        byte[] buffer = new byte[length * 2];
        Array.Fill(buffer, (byte)'a');
        var compressible = new KeptBytes(buffer.AsMemory(0, length));
        Assert.Equal(length, compressible.Pack().Length);
        Assert.Equal(buffer[..length], compressible.Read());
        Assert.InRange(compressible.Pack().Size, 0, Math.Min(length, 1000));

        byte[] random = Encoding.Latin1.GetBytes(Incompressible(length));
        new Random(1).NextBytes(random);
        KeptBytes kept = new KeptBytes(random.AsMemory()).Pack();
        Assert.Equal(random, kept.Read());
        Assert.Equal(random.Length, kept.Size);
    }

    // Digits of numbers without a pattern: they need half of their size.
    static string Incompressible(int length) =>
        string.Concat(Enumerable.Range(0, (length / 8) + 1).Select(i => (i * 2654435761L % 4294967291L).ToString("x8", CultureInfo.InvariantCulture)))[..length];
}

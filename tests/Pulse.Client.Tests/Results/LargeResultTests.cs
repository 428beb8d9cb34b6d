using System.Net;
using System.Text;
using Pulse.Client.Tests.Support;

namespace Pulse.Client.Tests.Results;

public sealed class LargeResultTests
{
    const string Large = """{"markdown":"long","page_count":80}""";

    static string Stub(string url) => $$$"""{"is_url":true,"url":"{{{url}}}","extraction_id":"e1","plan_info":{"tier":"growth"}}""";

    static string JobWith(string url) => $$"""{"job_id":"a","status":"completed","result":{{Stub(url)}}}""";

    [Theory]
    [InlineData("https://api.example.com/large_results/a", "https://api.example.com/large_results/a", true)]
    [InlineData("/large_results/a", "https://api.example.com/large_results/a", true)]
    [InlineData("large_results/a", "https://api.example.com/large_results/a", true)]
    [InlineData("https://bucket.s3.example.com/x?sig=1%2F2", "https://bucket.s3.example.com/x?sig=1%2F2", false)]
    [InlineData("//other.example.com/x", "https://other.example.com/x", false)]
    public async Task Links_are_followed_with_the_key_only_at_home(string url, string expected, bool withKey)
    {
        using Harness harness = new();
        harness.Answer(JobWith(url)).Answer(Large);
        using Job job = await harness.RunAsync(harness.Client.Jobs.WaitAsync("a"));
        Assert.Equal(("long", 80, "e1", "growth"), (job.Result!.Markdown, job.Result.PageCount, job.Result.ExtractionId, job.Result.PlanInfo!.Tier));
        Assert.Equal(expected, harness.Requests[1].Message.RequestUri!.AbsoluteUri);
        Assert.Equal(withKey ? Harness.ApiKey : null, harness.Requests[1].Header("x-api-key"));
    }

    [Fact]
    public async Task A_relative_link_hangs_off_the_base_url_with_its_prefix()
    {
        using Harness harness = new(options => options.BaseUrl = "https://api.example.com/p");
        harness.Answer(JobWith("/large_results/a")).Answer(Large);
        await harness.RunAsync(harness.Client.Jobs.WaitAsync("a"));
        Assert.Equal("https://api.example.com/p/large_results/a", harness.Requests[1].Message.RequestUri!.AbsoluteUri);
    }

    [Theory]
    [InlineData("file:///etc/passwd")]
    [InlineData("ftp://x/y")]
    public async Task Links_that_are_not_web_addresses_are_refused(string url)
    {
        using Harness harness = new();
        harness.Answer(JobWith(url));
        Assert.IsType<PulseProtocolException>(await harness.FailureAsync(harness.Client.Jobs.WaitAsync("a")));
    }

    [Fact]
    public async Task They_can_be_kept()
    {
        using Harness harness = new(options => options.FollowLargeResults = false);
        harness.Answer(JobWith("https://api.example.com/large_results/a")).Answer(Stub("/x"));
        using Job job = await harness.RunAsync(harness.Client.Jobs.WaitAsync("a"));
        Assert.Equal("https://api.example.com/large_results/a", job.LargeResult!.Url);
        using ExtractResponse response = await harness.RunAsync(harness.Client.ExtractAsync(new() { FileUrl = "https://x/y.pdf" }));
        Assert.Equal(("/x", "e1"), (Assert.IsType<LargeResultLink>(response).Url, ((LargeResultLink)response).ExtractionId));
    }

    [Fact]
    public async Task A_synchronous_answer_is_followed_too()
    {
        using Harness harness = new();
        harness.Answer(Stub("/large_results/a")).Answer(Large);
        using ExtractResponse response = await harness.RunAsync(harness.Client.ExtractAsync(new() { FileUrl = "https://x/y.pdf" }));
        Assert.Equal("long", Assert.IsType<ExtractionResult>(response).Body.Markdown);
    }

    [Fact]
    public async Task Before_an_answer_begins_it_is_asked_again()
    {
        using Harness harness = new();
        harness.Answer(JobWith("/large_results/a")).Answer(HttpStatusCode.ServiceUnavailable).Fail(new HttpRequestException(HttpRequestError.ConnectionError)).Answer(Large);
        await harness.RunAsync(harness.Client.Jobs.WaitAsync("a"));
        Assert.Equal(4, harness.Requests.Count);
    }

    [Fact]
    public async Task A_broken_transfer_is_not_repeated_and_keeps_what_came()
    {
        using Harness harness = new();
        harness.Answer(JobWith("/large_results/a")).Answer((_, _) => Task.FromResult(new HttpResponseMessage { Content = new StreamContent(new BreakingStream(Encoding.UTF8.GetBytes(Large)[..10])) }));
        PulseResultLostException lost = Assert.IsType<PulseResultLostException>(await harness.FailureAsync(harness.Client.Jobs.WaitAsync("a")));
        Assert.Equal((PulseErrorCode.ResultLost, "a", Large[..10]), (lost.Code, lost.JobId, Encoding.UTF8.GetString(lost.ResponseBody.Span)));
        Assert.Equal(2, harness.Requests.Count);
        Assert.Equal(JobStatus.Completed, lost.LastSnapshot!.Status);
    }

    [Fact]
    public async Task Gone_names_the_job()
    {
        using Harness harness = new();
        harness.Answer(JobWith("/large_results/a")).Answer(HttpStatusCode.Gone, """{"error":{"message":"already downloaded"}}""");
        PulseException gone = Assert.IsType<PulseApiException>(await harness.FailureAsync(harness.Client.Jobs.WaitAsync("a")));
        Assert.Equal((PulseErrorCode.Gone, "a"), (gone.Code, gone.JobId));
        Assert.Equal("e1", gone.LastSnapshot!.LargeResult!.ExtractionId);
    }

    [Fact]
    public async Task A_body_that_is_no_result_is_kept_in_the_error()
    {
        using Harness harness = new();
        harness.Answer(JobWith("/large_results/a")).Answer("<html>");
        PulseException failure = Assert.IsType<PulseProtocolException>(await harness.FailureAsync(harness.Client.Jobs.WaitAsync("a")));
        Assert.Equal(("a", "<html>"), (failure.JobId, Encoding.UTF8.GetString(failure.ResponseBody.Span)));
    }

    [Fact]
    public async Task To_a_file()
    {
        string folder = Directory.CreateTempSubdirectory("pulse-").FullName;
        string path = Path.Combine(folder, "r.json");
        using Harness harness = new();
        harness.Answer(Large);
        await harness.RunAsync(Save(path));
        Assert.Equal(Large, await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken));
        Assert.Equal([path], Directory.GetFiles(folder));

        harness.Requests.Clear();
        Assert.IsType<PulseFileException>(await harness.FailureAsync(Save(Path.Combine(folder, "no", "such", "x"))));
        Assert.Empty(harness.Requests);

        using Harness breaking = new();
        breaking.Answer((_, _) => Task.FromResult(new HttpResponseMessage { Content = new StreamContent(new BreakingStream("half"u8.ToArray())) }));
        PulseException lost = Assert.IsType<PulseResultLostException>(await breaking.FailureAsync(breaking.Client.SaveLargeResultAsync("a", path)));
        Assert.Equal(Large, await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken));
        string part = Assert.Single(Directory.GetFiles(folder, "r.json.*.part"));
        Assert.Equal("half", await File.ReadAllTextAsync(part, TestContext.Current.CancellationToken));
        Assert.Contains($"4 bytes had been received and are in '{part}'", lost.Message, StringComparison.Ordinal);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, Mode(part));

        // A folder as a target costs no request, and a second try leaves what the first has received alone.
        breaking.Requests.Clear();
        Assert.IsType<PulseFileException>(await breaking.FailureAsync(breaking.Client.SaveLargeResultAsync("a", folder)));
        Assert.Empty(breaking.Requests);
        await breaking.FailureAsync(breaking.Client.SaveLargeResultAsync("a", path));
        Assert.Equal(2, Directory.GetFiles(folder, "r.json.*.part").Length);
        Directory.Delete(folder, recursive: true);

        async Task<bool> Save(string target)
        {
            await harness.Client.SaveLargeResultAsync("a", target);
            return true;
        }
    }

    [Fact]
    public async Task A_folder_keeps_them_until_they_are_stored_elsewhere()
    {
        string folder = Path.Combine(Directory.CreateTempSubdirectory("pulse-").FullName, "state");
        using Harness harness = new(options => options.LargeResultFolder = folder);
        harness.Answer(JobWith("/large_results/a/b")).Answer(Large).Answer(JobWith("/large_results/a/b")).Answer(HttpStatusCode.Gone);
        Assert.Equal("long", (await harness.RunAsync(harness.Client.Jobs.WaitAsync("a"))).Result!.Markdown);
        string kept = Assert.Single(Directory.GetFiles(folder));
        Assert.Equal((Large, UnixFileMode.UserRead | UnixFileMode.UserWrite), (await File.ReadAllTextAsync(kept, TestContext.Current.CancellationToken), Mode(kept)));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, Mode(folder));

        // The next program for the same job.
        Assert.Equal("long", (await harness.RunAsync(harness.Client.Jobs.WaitAsync("a"))).Result!.Markdown);
        Assert.Equal(3, harness.Requests.Count);
        harness.Client.DiscardLargeResult("a");
        Assert.Empty(Directory.GetFiles(folder));
        Directory.Delete(Path.GetDirectoryName(folder)!, recursive: true);
    }

    [Theory]
    [InlineData(10, false)]
    [InlineData(35, true)]
    public async Task What_an_earlier_try_has_received_is_used_if_it_is_whole_and_else_named(int length, bool whole)
    {
        string folder = Directory.CreateTempSubdirectory("pulse-").FullName;
        using Harness harness = new(options => options.LargeResultFolder = folder);
        harness.Answer((_, _) => Task.FromResult(new HttpResponseMessage { Content = new StreamContent(new BreakingStream(Encoding.UTF8.GetBytes(Large)[..length])) })).Answer(HttpStatusCode.Gone);
        PulseException lost = Assert.IsType<PulseResultLostException>(await harness.FailureAsync(harness.Client.GetLargeResultAsync("../a")));
        string part = Assert.Single(Directory.GetFiles(folder));
        Assert.Contains($"{length} bytes had been received and are in '{part}'", lost.Message, StringComparison.Ordinal);
        if (whole)
        {
            Assert.Equal("long", (await harness.RunAsync(harness.Client.GetLargeResultAsync("../a"))).Markdown);
        }
        else
        {
            Exception gone = await harness.FailureAsync(harness.Client.GetLargeResultAsync("../a"));
            Assert.Contains($"an earlier try has left {length} bytes in '{part}'", gone.Message, StringComparison.Ordinal);
        }

        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task What_is_not_UTF8_is_kept_in_a_file_that_the_error_names()
    {
        string folder = Directory.CreateTempSubdirectory("pulse-").FullName;
        using Harness harness = new(options => options.LargeResultFolder = folder);
        byte[] damaged = Encoding.Latin1.GetBytes("""{"markdown":"ÿ"}""");
        harness.Answer((_, _) => Task.FromResult(new HttpResponseMessage { Content = new ByteArrayContent(damaged) }));
        PulseException error = Assert.IsType<PulseProtocolException>(await harness.FailureAsync(harness.Client.GetLargeResultAsync("a")));
        string kept = Assert.Single(Directory.GetFiles(folder));
        Assert.Contains($"All that was received is in '{kept}'", error.Message, StringComparison.Ordinal);
        Directory.Delete(folder, recursive: true);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_result_that_is_too_large_for_the_memory_is_in_its_file_whole(bool announced)
    {
        string folder = Directory.CreateTempSubdirectory("pulse-").FullName;
        byte[] huge = Encoding.UTF8.GetBytes($$"""{"markdown":"{{new string('x', 1_000_000)}}"}""");
        using Harness small = new(options => (options.LargeResultFolder, options.MaxResponseBytes) = (folder, 4096));
        small.Answer((_, _) => Task.FromResult(new HttpResponseMessage { Content = Body(huge, announced) }));
        PulseException failure = Assert.IsType<PulseProtocolException>(await small.FailureAsync(small.Client.GetLargeResultAsync("a")));
        string kept = Assert.Single(Directory.GetFiles(folder));
        Assert.Contains($"All {huge.Length} bytes of it are in '{kept}'", failure.Message, StringComparison.Ordinal);
        Assert.Equal(huge, await File.ReadAllBytesAsync(kept, TestContext.Current.CancellationToken));

        // The next call asks nobody, and a client that accepts more takes it from there.
        failure = Assert.IsType<PulseProtocolException>(await small.FailureAsync(small.Client.GetLargeResultAsync("a")));
        Assert.Contains(kept, failure.Message, StringComparison.Ordinal);
        Assert.Equal("a", failure.JobId);
        Assert.Single(small.Requests);
        using Harness large = new(options => options.LargeResultFolder = folder);
        Assert.Equal(1_000_000, (await large.RunAsync(large.Client.GetLargeResultAsync("a"))).Markdown!.Length);
        Assert.Empty(large.Requests);
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task A_result_that_is_too_large_and_breaks_says_how_much_is_in_its_file()
    {
        string folder = Directory.CreateTempSubdirectory("pulse-").FullName;
        using Harness harness = new(options => (options.LargeResultFolder, options.MaxResponseBytes) = (folder, 4096));
        harness.Answer((_, _) => Task.FromResult(new HttpResponseMessage { Content = new StreamContent(new BreakingStream(new byte[100_000])) }));
        PulseException lost = Assert.IsType<PulseResultLostException>(await harness.FailureAsync(harness.Client.GetLargeResultAsync("a")));
        string part = Assert.Single(Directory.GetFiles(folder, "*.part"));
        Assert.Contains($"100000 bytes had been received and are in '{part}'", lost.Message, StringComparison.Ordinal);
        Assert.Equal(100_000, new FileInfo(part).Length);
        Assert.Single(harness.Requests);
        Directory.Delete(folder, recursive: true);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Without_a_folder_a_result_that_is_too_large_is_lost_and_that_is_said(bool announced)
    {
        using Harness harness = new(options => options.MaxResponseBytes = 4096);
        harness.Answer((_, _) => Task.FromResult(new HttpResponseMessage { Content = Body(new byte[10_000], announced) }));
        PulseException lost = Assert.IsType<PulseResultLostException>(await harness.FailureAsync(harness.Client.GetLargeResultAsync("a")));
        Assert.Contains("LargeResultFolder", lost.Message, StringComparison.Ordinal);
        Assert.Contains("MaxResponseBytes", lost.Message, StringComparison.Ordinal);
        Assert.Equal(("a", announced ? 0 : 4096), (lost.JobId, lost.ResponseBody.Length));
        Assert.Single(harness.Requests);
    }

    [Fact]
    public async Task A_result_of_exactly_the_limit_is_accepted()
    {
        using Harness harness = new(options => options.MaxResponseBytes = 4096);
        byte[] exact = Encoding.UTF8.GetBytes($$"""{"markdown":"{{new string('x', 4096 - 15)}}"}""");
        harness.Answer((_, _) => Task.FromResult(new HttpResponseMessage { Content = Body(exact, announced: false) }));
        Assert.Equal(4096 - 15, (await harness.RunAsync(harness.Client.GetLargeResultAsync("a"))).Markdown!.Length);
    }

    [Fact]
    public async Task What_is_encoded_although_nobody_asked_is_kept_in_a_file_too()
    {
        string folder = Directory.CreateTempSubdirectory("pulse-").FullName;
        using Harness harness = new(options => options.LargeResultFolder = folder);
        byte[] encoded = [.. Enumerable.Range(0, 200_000).Select(static i => (byte)i)];
        harness.Answer((_, _) =>
        {
            HttpResponseMessage response = new() { Content = Body(encoded, announced: true) };
            response.Content.Headers.ContentEncoding.Add("br");
            return Task.FromResult(response);
        });
        PulseException failure = Assert.IsType<PulseProtocolException>(await harness.FailureAsync(harness.Client.GetLargeResultAsync("a")));
        string kept = Assert.Single(Directory.GetFiles(folder));
        Assert.Contains($"All that was received is in '{kept}'", failure.Message, StringComparison.Ordinal);
        Assert.Equal(encoded, await File.ReadAllBytesAsync(kept, TestContext.Current.CancellationToken));
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task An_error_that_an_earlier_try_has_kept_does_not_hide_the_result_of_another()
    {
        string folder = Directory.CreateTempSubdirectory("pulse-").FullName;
        using Harness harness = new(options => options.LargeResultFolder = folder);
        harness.Answer("""{"error":{"code":"X_001","message":"no"}}""")
            .Answer((_, _) => Task.FromResult(new HttpResponseMessage { Content = new StreamContent(new BreakingStream(Encoding.UTF8.GetBytes(Large))) }))
            .Answer("""{"error":{"code":"X_001","message":"no"}}""")
            .Answer(HttpStatusCode.Gone);
        await harness.FailureAsync(harness.Client.GetLargeResultAsync("a"));
        await harness.FailureAsync(harness.Client.GetLargeResultAsync("a"));
        await harness.FailureAsync(harness.Client.GetLargeResultAsync("a"));
        Assert.Equal(3, Directory.GetFiles(folder, "*.part").Length);
        Assert.Equal("long", (await harness.RunAsync(harness.Client.GetLargeResultAsync("a"))).Markdown);
        Directory.Delete(folder, recursive: true);
    }

    static StreamContent Body(byte[] content, bool announced)
    {
        return new(announced ? new MemoryStream(content) : new UnsizedStream(content));
    }

    sealed class UnsizedStream(byte[] content) : MemoryStream(content)
    {
        public override bool CanSeek => false;
    }

    static UnixFileMode Mode(string path) =>
        OperatingSystem.IsWindows() ? throw new PlatformNotSupportedException() : File.GetUnixFileMode(path);

    /// <summary>Gives some bytes and then breaks, as a connection does.</summary>
    sealed class BreakingStream(byte[] content) : MemoryStream(content)
    {
        public override bool CanSeek => false;

        public override int Read(Span<byte> buffer) => base.Read(buffer) is > 0 and int count ? count : throw new IOException("reset");

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => new(Read(buffer.Span));
    }
}

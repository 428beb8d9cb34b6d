using System.Net;
using Pulse.Sandbox.Tests.Support;

namespace Pulse.Sandbox.Tests.Documents;

public class DownloadTests
{
    [Fact]
    public async Task Files_of_the_folder_are_served_without_a_key()
    {
        using var files = new TestFiles(("a b.txt", "hello"));
        File.WriteAllBytes(Path.Combine(files.Path, "s.pdf"), TestPdf.Statement());
        await using TestSandbox box = await TestSandbox.StartAsync(new SandboxOptions { FilesDirectory = files.Path });
        using HttpClient http = box.NewClient(null);
        Assert.Equal("hello", (await TestSandbox.SendAsync(http, HttpMethod.Get, "/_sandbox/files/a%20b.txt")).Text);
        Answer answer = await box.PostJsonAsync("/extract", $$"""{"file_url":"{{box.Sandbox.BaseUrl}}_sandbox/files/s.pdf"}""");
        Assert.Contains("Maria Jensen", answer.Json.GetProperty("markdown").GetString(), StringComparison.Ordinal);
        Assert.DoesNotContain(box.Sandbox.Journal.Entries, entry => entry.Path.StartsWith("/_sandbox", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("..%2Fsecret.txt")]
    [InlineData("%2Fetc%2Fpasswd")]
    [InlineData("..")]
    [InlineData("nothing.txt")]
    [InlineData("sub%2Fa.txt")]
    public async Task Nothing_outside_the_folder_is_served(string name)
    {
        using var files = new TestFiles(("secret.txt", "secret"));
        string inner = Directory.CreateDirectory(Path.Combine(files.Path, "inner")).FullName;
        Directory.CreateDirectory(Path.Combine(inner, "sub"));
        File.WriteAllText(Path.Combine(inner, "sub", "a.txt"), "a");
        await using TestSandbox box = await TestSandbox.StartAsync(new SandboxOptions { FilesDirectory = inner });
        Assert.Equal(HttpStatusCode.NotFound, (await box.GetAsync("/_sandbox/files/" + name)).Status);
    }

    [Fact]
    public async Task A_link_leads_to_files_of_the_folder_and_not_out_of_it()
    {
        using var outside = new TestFiles(("secret.txt", "secret"));
        using var files = new TestFiles(("a.txt", "inside"));
        File.CreateSymbolicLink(Path.Combine(files.Path, "inside.txt"), Path.Combine(files.Path, "a.txt"));
        File.CreateSymbolicLink(Path.Combine(files.Path, "outside.txt"), Path.Combine(outside.Path, "secret.txt"));

        // The same through a folder that is itself a link, and a link to a folder of the same beginning.
        string link = files.Path + "-link";
        File.CreateSymbolicLink(link, files.Path);
        try
        {
            foreach (string folder in (string[])[files.Path, link])
            {
                await using TestSandbox box = await TestSandbox.StartAsync(new SandboxOptions { FilesDirectory = folder });
                Assert.Equal("inside", (await box.GetAsync("/_sandbox/files/inside.txt")).Text);
                Assert.Equal(HttpStatusCode.NotFound, (await box.GetAsync("/_sandbox/files/outside.txt")).Status);
            }
        }
        finally
        {
            File.Delete(link);
        }
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("localhost")]
    [InlineData("127.1.2.3")]
    [InlineData("0.0.0.0")]
    public async Task Ports_of_this_machine_are_asked_only_when_they_are_named(string host)
    {
        using var files = new TestFiles(("a.txt", "text"));
        await using TestSandbox source = await TestSandbox.StartAsync(new SandboxOptions { FilesDirectory = files.Path });
        await using TestSandbox box = await TestSandbox.StartAsync();
        int port = source.Sandbox.BaseUrl.Port;
        Answer answer = await box.PostJsonAsync("/extract", $$"""{"file_url":"http://{{host}}:{{port}}/_sandbox/files/a.txt"}""");
        Assert.Equal("FILE_005", answer.ErrorCode);
        Assert.Contains($"--loopback-port {port}", answer.ErrorMessage, StringComparison.Ordinal);
        Assert.Empty(source.Sandbox.Journal.Entries);
    }

    [Fact]
    public async Task A_redirect_is_no_way_to_a_port_that_was_not_named()
    {
        await using TestSandbox closed = await TestSandbox.StartAsync();
        await using TestSandbox open = await TestSandbox.StartAsync();
        await using TestSandbox box = await TestSandbox.StartAsync(new SandboxOptions { LoopbackPorts = [open.Sandbox.BaseUrl.Port] });
        open.Sandbox.Faults.Add(new() { Action = new() { Status = 302, Headers = new Dictionary<string, string> { ["Location"] = $"{closed.Sandbox.BaseUrl}x" } } });
        Answer answer = await box.PostJsonAsync("/extract", $$"""{"file_url":"{{open.Sandbox.BaseUrl}}y"}""");
        Assert.Contains("is not allowed", answer.ErrorMessage, StringComparison.Ordinal);
        Assert.Single(open.Sandbox.Journal.Entries);
        Assert.Empty(closed.Sandbox.Journal.Entries);
    }

    [Fact]
    public async Task A_failed_download_is_FILE_005()
    {
        await using TestSandbox box = await TestSandbox.StartAsync();
        foreach (string url in new[] { $"{box.Sandbox.BaseUrl}nothing", "http://127.0.0.1:1/closed" })
        {
            Answer answer = await box.PostJsonAsync("/extract", $$"""{"file_url":"{{url}}"}""");
            Assert.Equal((HttpStatusCode.BadRequest, "FILE_005"), (answer.Status, answer.ErrorCode));
        }
    }

    [Fact]
    public async Task A_download_is_limited_in_size_and_time()
    {
        using var files = new TestFiles(("a.txt", new string('a', 2000)));
        await using TestSandbox source = await TestSandbox.StartAsync(new SandboxOptions { FilesDirectory = files.Path });
        await using TestSandbox box = await TestSandbox.StartAsync(new SandboxOptions { MaxUploadBytes = 1000, LoopbackPorts = [source.Sandbox.BaseUrl.Port], DownloadTimeout = TimeSpan.FromMilliseconds(200) });
        Assert.Equal("FILE_002", (await box.PostJsonAsync("/extract", $$"""{"file_url":"{{source.Sandbox.BaseUrl}}_sandbox/files/a.txt"}""")).ErrorCode);

        source.Sandbox.Faults.Add(new() { Action = new() { Status = 200, Body = "text", Delay = TimeSpan.FromMinutes(1) } });
        Answer answer = await box.PostJsonAsync("/extract", $$"""{"file_url":"{{source.Sandbox.BaseUrl}}slow"}""");
        Assert.Equal("FILE_005", answer.ErrorCode);
        Assert.Contains("longer than 0.2 s", answer.ErrorMessage, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_download_that_fails_in_a_job_fails_the_job()
    {
        await using TestSandbox box = await TestSandbox.StartAsync(new SandboxOptions { ProcessingTime = TimeSpan.Zero });
        Answer submitted = await box.PostJsonAsync("/extract_async", """{"file_url":"http://127.0.0.1:1/closed"}""");
        Answer job = await box.GetAsync("/job/" + submitted.JobId);
        Assert.Equal("failed", job.JobStatus);
        Assert.StartsWith("FILE_005: ", job.Json.GetProperty("error").GetString(), StringComparison.Ordinal);
        Assert.False(job.Json.TryGetProperty("result", out _));
    }
}

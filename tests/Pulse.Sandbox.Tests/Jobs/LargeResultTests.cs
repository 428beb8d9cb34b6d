using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Time.Testing;
using Pulse.Sandbox.Faults;
using Pulse.Sandbox.Tests.Support;

namespace Pulse.Sandbox.Tests.Jobs;

public class LargeResultTests
{
    static readonly DateTimeOffset s_start = new(2026, 1, 15, 10, 30, 0, TimeSpan.Zero);

    static Task<TestSandbox> StartAsync(TimeProvider? time = null) => TestSandbox.StartAsync(
        new SandboxOptions { LargeResultPages = 3, ProcessingTime = TimeSpan.Zero, TimeProvider = time ?? TimeProvider.System });

    static async Task<string> SubmitAsync(TestSandbox box, int pages = 3)
    {
        string id = await box.SubmitAsync(TestPdf.Pages(pages));
        JsonElement result = (await box.GetAsync("/job/" + id)).Json.GetProperty("result");
        Assert.True(result.GetProperty("is_url").GetBoolean());
        return result.GetProperty("url").GetString()!;
    }

    [Theory]
    [InlineData(69, false)]
    [InlineData(70, true)]
    public async Task Seventy_pages_are_a_large_result(int pages, bool large)
    {
        await using TestSandbox box = await TestSandbox.StartAsync();
        JsonElement result = (await box.ExtractAsync(TestPdf.Pages(pages))).Json;
        Assert.Equal(large, result.TryGetProperty("is_url", out _));
        Assert.Equal(!large, result.TryGetProperty("markdown", out _));
        Assert.Equal(pages, result.GetProperty("page_count").GetInt32());
    }

    [Fact]
    public async Task Many_bytes_are_a_large_result()
    {
        await using TestSandbox box = await TestSandbox.StartAsync(new SandboxOptions { LargeResultBytes = 10_000 });
        Assert.True((await box.ExtractTextAsync(new string('a', 5000))).Json.GetProperty("is_url").GetBoolean());
        Assert.False((await box.ExtractTextAsync("short")).Json.TryGetProperty("is_url", out _));
    }

    [Fact]
    public async Task A_large_result_is_downloaded_once()
    {
        await using TestSandbox box = await StartAsync();
        string id = await box.SubmitAsync(TestPdf.Pages(3));
        JsonElement stub = (await box.GetAsync("/job/" + id)).Json.GetProperty("result");
        Assert.Equal($"{box.Sandbox.BaseUrl}large_results/{id}", stub.GetProperty("url").GetString());
        Assert.Equal(3, stub.GetProperty("page_count").GetInt32());
        Assert.True(stub.TryGetProperty("plan_info", out _));
        Assert.False(stub.TryGetProperty("markdown", out _));

        Answer body = await box.GetAsync("/large_results/" + id);
        Assert.Equal(HttpStatusCode.OK, body.Status);
        Assert.Contains("sheet 3", body.Json.GetProperty("markdown").GetString(), StringComparison.Ordinal);
        Assert.Equal(stub.GetProperty("extraction_id").GetString(), body.Json.GetProperty("extraction_id").GetString());

        Answer again = await box.GetAsync("/large_results/" + id);
        Assert.Equal((HttpStatusCode.Gone, "STORAGE_001"), (again.Status, again.ErrorCode));
        Assert.Equal("completed", (await box.GetAsync("/job/" + id)).JobStatus);
    }

    [Fact]
    public async Task A_synchronous_large_result_works_the_same()
    {
        await using TestSandbox box = await StartAsync();
        string url = (await box.ExtractAsync(TestPdf.Pages(3))).Json.GetProperty("url").GetString()!;
        Assert.Contains("sheet 3", (await box.GetAsync(url)).Json.GetProperty("markdown").GetString(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Gone, (await box.GetAsync(url)).Status);
    }

    [Fact]
    public async Task One_of_many_readers_wins()
    {
        await using TestSandbox box = await StartAsync();
        for (int round = 0; round < 5; round++)
        {
            string url = await SubmitAsync(box);
            Answer[] answers = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => box.GetAsync(url)));
            Assert.Single(answers, answer => answer.Status == HttpStatusCode.OK);
            Assert.Equal(15, answers.Count(answer => answer.Status == HttpStatusCode.Gone));
        }
    }

    [Fact]
    public async Task The_owner_and_strangers_may_fetch_but_no_other_organization()
    {
        await using TestSandbox box = await StartAsync();
        string url = await SubmitAsync(box);
        using HttpClient other = box.NewClient(SandboxOptions.OtherApiKey);
        Assert.Equal(HttpStatusCode.Forbidden, (await TestSandbox.SendAsync(other, HttpMethod.Get, url)).Status);
        using HttpClient wrong = box.NewClient("wrong");
        Assert.Equal(HttpStatusCode.Unauthorized, (await TestSandbox.SendAsync(wrong, HttpMethod.Get, url)).Status);
        using HttpClient anonymous = box.NewClient(null);
        Assert.Equal(HttpStatusCode.OK, (await TestSandbox.SendAsync(anonymous, HttpMethod.Get, url)).Status);
    }

    [Theory]
    [InlineData(3599, HttpStatusCode.OK)]
    [InlineData(3600, HttpStatusCode.Gone)]
    public async Task A_large_result_is_kept_for_an_hour(int seconds, HttpStatusCode status)
    {
        var time = new FakeTimeProvider(s_start);
        await using TestSandbox box = await StartAsync(time);
        string url = await SubmitAsync(box);
        time.Advance(TimeSpan.FromSeconds(seconds));
        Assert.Equal(status, (await box.GetAsync(url)).Status);
    }

    [Fact]
    public async Task The_hour_begins_when_the_job_is_completed_and_not_when_somebody_looks()
    {
        var time = new FakeTimeProvider(s_start);
        await using TestSandbox box = await StartAsync(time);
        string id = await box.SubmitAsync(TestPdf.Pages(3));
        time.Advance(TimeSpan.FromHours(1));
        Assert.Equal(HttpStatusCode.Gone, (await box.GetAsync("/large_results/" + id)).Status);
    }

    [Fact]
    public async Task What_is_not_large_or_not_there_is_404()
    {
        await using TestSandbox box = await StartAsync();
        string id = await box.SubmitAsync(TestPdf.Pages(1));
        Assert.Equal(HttpStatusCode.NotFound, (await box.GetAsync("/large_results/" + id)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await box.GetAsync("/large_results/nothing")).Status);
    }

    [Fact]
    public async Task A_broken_download_does_not_use_the_result_up()
    {
        await using TestSandbox box = await StartAsync();
        string url = await SubmitAsync(box);
        box.Sandbox.Faults.Add(new FaultRule { PathPrefix = "/large_results/", Times = 1, Action = new FaultAction { Reset = FaultReset.MidBody } });
        await Assert.ThrowsAsync<HttpRequestException>(() => box.GetAsync(url));
        Assert.Equal(HttpStatusCode.OK, (await box.GetAsync(url)).Status);
        Assert.Equal(HttpStatusCode.Gone, (await box.GetAsync(url)).Status);
    }

    [Fact]
    public async Task A_reader_that_leaves_in_the_middle_does_not_use_the_result_up()
    {
        // More than the sockets of both sides can hold, so that the server notices.
        await using TestSandbox box = await TestSandbox.StartAsync(new SandboxOptions { LargeResultBytes = 1000 });
        string url = (await box.ExtractTextAsync(new string('a', 20_000_000))).Json.GetProperty("url").GetString()!;
        using (var client = new TcpClient())
        {
            await client.ConnectAsync(IPAddress.Loopback, box.Sandbox.BaseUrl.Port);
            await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes($"GET {new Uri(url).AbsolutePath} HTTP/1.1\r\nHost: a\r\n\r\n"));
            Assert.True(await client.GetStream().ReadAsync(new byte[1000]) > 0);
            client.Client.LingerState = new LingerOption(true, 0);
        }

        // The server learns of it in its own time.
        Answer answer = await box.GetAsync(url);
        for (int i = 0; i < 100 && answer.Status == HttpStatusCode.Gone; i++)
        {
            await Task.Delay(50);
            answer = await box.GetAsync(url);
        }

        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.Equal(HttpStatusCode.Gone, (await box.GetAsync(url)).Status);
    }

    [Fact]
    public async Task The_link_names_the_host_that_was_called()
    {
        await using TestSandbox box = await StartAsync();
        using MultipartFormDataContent form = TestSandbox.Form(TestPdf.Pages(3), "a.pdf");
        using var request = new HttpRequestMessage(HttpMethod.Post, "/extract") { Content = form };
        request.Headers.Host = "pulse.test:1234";
        using HttpResponseMessage response = await box.Http.SendAsync(request);
        Assert.StartsWith("http://pulse.test:1234/large_results/", JsonElement.Parse(await response.Content.ReadAsStringAsync()).GetProperty("url").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_link_can_be_relative_or_name_another_origin()
    {
        await using TestSandbox relative = await TestSandbox.StartAsync(new SandboxOptions { LargeResultPages = 1, LargeResultLink = LargeResultLink.Relative });
        string url = (await relative.ExtractTextAsync("a")).Json.GetProperty("url").GetString()!;
        Assert.StartsWith("/large_results/", url, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await relative.GetAsync(url)).Status);

        await using TestSandbox foreign = await TestSandbox.StartAsync(new SandboxOptions { LargeResultPages = 1, LargeResultOrigin = new Uri("http://localhost:8080") });
        Assert.StartsWith("http://localhost:8080/large_results/", (await foreign.ExtractTextAsync("a")).Json.GetProperty("url").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_link_can_redirect_to_another_origin()
    {
        await using TestSandbox box = await TestSandbox.StartAsync(new SandboxOptions
        {
            LargeResultPages = 1,
            LargeResultLink = LargeResultLink.Redirect,
            LargeResultOrigin = new Uri("http://storage.invalid:81"),
        });
        string url = (await box.ExtractAsync(TestPdf.Statement(), "file.pdf")).Json.GetProperty("url").GetString()!;
        Assert.StartsWith(box.Sandbox.BaseUrl.ToString(), url, StringComparison.Ordinal);
        using var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false });
        using HttpResponseMessage response = await http.GetAsync(url, TestContext.Current.CancellationToken);
        Assert.Equal((HttpStatusCode.Redirect, $"http://storage.invalid:81/large_results/{url[(url.LastIndexOf('/') + 1)..]}"), (response.StatusCode, response.Headers.Location!.ToString()));
    }

    [Fact]
    public async Task A_link_that_redirects_leads_to_the_result()
    {
        await using TestSandbox box = await TestSandbox.StartAsync(new SandboxOptions { LargeResultPages = 1, LargeResultLink = LargeResultLink.Redirect });
        string url = (await box.ExtractAsync(TestPdf.Statement(), "file.pdf")).Json.GetProperty("url").GetString()!;
        Assert.Contains("Maria Jensen", (await box.GetAsync(url)).Json.GetProperty("markdown").GetString(), StringComparison.Ordinal);
    }
}

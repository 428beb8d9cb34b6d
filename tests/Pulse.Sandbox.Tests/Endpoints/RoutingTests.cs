using System.Net;
using System.Net.Sockets;
using System.Text;
using Pulse.Sandbox.Control;
using Pulse.Sandbox.Tests.Support;

namespace Pulse.Sandbox.Tests.Endpoints;

public class RoutingTests
{
    [Theory]
    [InlineData("/nothing")]
    [InlineData("/job")]
    [InlineData("/job/")]
    [InlineData("/job/a/b")]
    [InlineData("/extract/")]
    [InlineData("/_sandbox/nothing")]
    public async Task An_unknown_path_is_404_with_the_envelope(string path)
    {
        await using TestSandbox box = await TestSandbox.StartAsync();
        Answer answer = await box.GetAsync(path);
        Assert.Equal(HttpStatusCode.NotFound, answer.Status);
        Assert.Equal("GENERAL_404", answer.ErrorCode);
    }

    [Fact]
    public async Task A_wrong_method_is_405_and_names_the_right_ones()
    {
        await using TestSandbox box = await TestSandbox.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Put, "/job/x");
        using HttpResponseMessage response = await box.Http.SendAsync(request);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, response.StatusCode);
        Assert.Equal(["GET", "DELETE"], response.Content.Headers.Allow);
        Assert.Equal("application/json", response.Content.Headers.ContentType?.MediaType);
    }

    [Theory]
    [InlineData("/job/a%2Fb%20c%3Fd", "a/b c?d")]
    [InlineData("/job/%C3%A9", "é")]
    [InlineData("/job/abc123-def456-ghi789", "abc123-def456-ghi789")]
    public async Task Ids_in_paths_are_decoded(string path, string id)
    {
        await using TestSandbox box = await TestSandbox.StartAsync();
        box.Sandbox.Jobs.Force(id, new ForcedJobState { Status = "processing" });
        Answer answer = await box.GetAsync(path);
        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.Equal(id, answer.JobId);
    }

    [Fact]
    public async Task Dots_in_a_path_are_not_resolved()
    {
        await using TestSandbox box = await TestSandbox.StartAsync();
        Assert.Contains(" 404 ", await RawAsync(box, "GET /job/../job/x HTTP/1.1\r\nHost: a\r\nx-api-key: pulse-sandbox-key\r\nConnection: close\r\n\r\n"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_target_with_scheme_and_host_is_understood()
    {
        await using TestSandbox box = await TestSandbox.StartAsync();
        box.Sandbox.Jobs.Force("x", new ForcedJobState { Status = "processing" });
        Assert.Contains(" 200 ", await RawAsync(box, "GET http://a/job/x?y=1 HTTP/1.1\r\nHost: a\r\nx-api-key: pulse-sandbox-key\r\nConnection: close\r\n\r\n"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Everything_can_be_served_under_a_path()
    {
        await using TestSandbox box = await TestSandbox.StartAsync(new SandboxOptions { PathBase = "/some/prefix", LargeResultPages = 1, ProcessingTime = TimeSpan.Zero });
        Assert.EndsWith("/some/prefix", box.Sandbox.BaseUrl.AbsoluteUri, StringComparison.Ordinal);
        Answer answer = await box.SendAsync(HttpMethod.Post, "/some/prefix/extract", TestSandbox.Form(TestPdf.Pages(1), "a.pdf"));
        string url = answer.Json.GetProperty("url").GetString()!;
        Assert.StartsWith(box.Sandbox.BaseUrl.AbsoluteUri + "/large_results/", url, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await box.GetAsync(url)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await box.GetAsync("/job/x")).Status);
        Assert.Equal(HttpStatusCode.OK, (await box.GetAsync("/some/prefix/_sandbox/journal")).Status);
    }

    static async Task<string> RawAsync(TestSandbox box, string request)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, box.Sandbox.BaseUrl.Port);
        NetworkStream stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(request));
        using var reader = new StreamReader(stream);
        return await reader.ReadToEndAsync();
    }
}

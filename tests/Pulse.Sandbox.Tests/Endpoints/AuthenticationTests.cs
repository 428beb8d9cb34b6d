using System.Net;
using Pulse.Sandbox.Tests.Support;

namespace Pulse.Sandbox.Tests.Endpoints;

public class AuthenticationTests
{
    [Theory]
    [InlineData(null, "AUTH_001")]
    [InlineData("", "AUTH_001")]
    [InlineData("wrong", "AUTH_002")]
    public async Task A_request_without_a_valid_key_is_refused(string? key, string code)
    {
        await using TestSandbox box = await TestSandbox.StartAsync();
        using HttpClient http = box.NewClient(key);
        foreach ((HttpMethod method, string path) in new[] { (HttpMethod.Post, "/extract"), (HttpMethod.Post, "/extract_async"), (HttpMethod.Get, "/job/x"), (HttpMethod.Delete, "/job/x"), (HttpMethod.Post, "/cancel/x") })
        {
            Answer answer = await TestSandbox.SendAsync(http, method, path);
            Assert.Equal(HttpStatusCode.Unauthorized, answer.Status);
            Assert.Equal(code, answer.ErrorCode);
        }
    }

    [Fact]
    public async Task A_job_of_another_organization_is_forbidden()
    {
        await using TestSandbox box = await TestSandbox.StartAsync();
        string id = await box.SubmitAsync(TestPdf.Statement());
        using HttpClient other = box.NewClient(SandboxOptions.OtherApiKey);
        foreach ((HttpMethod method, string path) in new[] { (HttpMethod.Get, "/job/"), (HttpMethod.Delete, "/job/"), (HttpMethod.Post, "/cancel/") })
        {
            Answer answer = await TestSandbox.SendAsync(other, method, path + id);
            Assert.Equal(HttpStatusCode.Forbidden, answer.Status);
            Assert.Equal("AUTH_004", answer.ErrorCode);
        }

        Assert.Equal(HttpStatusCode.OK, (await box.GetAsync("/job/" + id)).Status);
    }

    [Fact]
    public async Task Keys_of_one_organization_share_its_jobs()
    {
        await using TestSandbox box = await TestSandbox.StartAsync(new SandboxOptions { ApiKeys = [new("one", "acme"), new("two", "acme")] });
        string id = await box.SubmitAsync(TestPdf.Statement());
        using HttpClient second = box.NewClient("two");
        Assert.Equal(HttpStatusCode.OK, (await TestSandbox.SendAsync(second, HttpMethod.Get, "/job/" + id)).Status);
        using HttpClient former = box.NewClient(SandboxOptions.DefaultApiKey);
        Assert.Equal("AUTH_002", (await TestSandbox.SendAsync(former, HttpMethod.Get, "/job/" + id)).ErrorCode);
    }

    [Fact]
    public async Task A_refused_upload_is_still_read_so_that_the_caller_sees_the_answer()
    {
        await using TestSandbox box = await TestSandbox.StartAsync();
        using HttpClient http = box.NewClient("wrong");
        Answer answer = await TestSandbox.SendAsync(http, HttpMethod.Post, "/extract", TestSandbox.Form(new byte[20_000_000], "big.bin"));
        Assert.Equal("AUTH_002", answer.ErrorCode);
        Assert.True(box.Sandbox.Journal.Entries[0].BodySize > 20_000_000);
    }
}

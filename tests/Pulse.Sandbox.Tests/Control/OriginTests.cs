using System.Net;
using Pulse.Sandbox.Tests.Support;

namespace Pulse.Sandbox.Tests.Control;

/// <summary>Pages of the web, open in a browser on this machine, must not steer the sandbox.</summary>
public class OriginTests
{
    static async Task<Answer> AskAsync(TestSandbox box, string host, string? origin)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/_sandbox/reset");
        request.Headers.Host = host.Replace("PORT", $"{box.Sandbox.BaseUrl.Port}", StringComparison.Ordinal);
        if (origin is not null)
        {
            request.Headers.TryAddWithoutValidation("Origin", origin.Replace("PORT", $"{box.Sandbox.BaseUrl.Port}", StringComparison.Ordinal));
        }

        using HttpResponseMessage response = await box.Http.SendAsync(request, TestContext.Current.CancellationToken);
        return new Answer(response.StatusCode, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), response.Headers);
    }

    [Theory]
    [InlineData("127.0.0.1:PORT", null)]
    [InlineData("localhost:PORT", null)]
    [InlineData("localhost:PORT", "http://localhost:PORT")]
    [InlineData("127.0.0.1:PORT", "http://127.0.0.1:PORT")]
    public async Task Its_own_names_and_pages_are_answered(string host, string? origin)
    {
        await using TestSandbox box = await TestSandbox.StartAsync();
        Assert.True((int)(await AskAsync(box, host, origin)).Status < 300);
    }

    [Theory]
    [InlineData("rebound.example.com", null)]
    [InlineData("rebound.example.com", "http://rebound.example.com")]
    [InlineData("127.0.0.1:PORT", "https://example.com")]
    [InlineData("127.0.0.1:PORT", "http://127.0.0.1:1")]
    [InlineData("127.0.0.1:PORT", "null")]
    public async Task Foreign_names_and_pages_are_refused(string host, string? origin)
    {
        await using TestSandbox box = await TestSandbox.StartAsync();
        string id = await box.SubmitAsync(TestPdf.Statement());
        Answer answer = await AskAsync(box, host, origin);
        Assert.Equal((HttpStatusCode.Forbidden, "AUTH_006"), (answer.Status, answer.ErrorCode));
        Assert.Equal(HttpStatusCode.OK, (await box.GetAsync("/job/" + id)).Status);
    }
}

using System.Net;
using System.Text;
using System.Text.Json;
using Pulse.Sandbox.Tests.Support;

namespace Pulse.Sandbox.Tests.Control;

/// <summary>The routes of the page at /; the page itself is tried in a browser by tests/page.</summary>
public class PageTests
{
    [Theory]
    [InlineData("/", "text/html")]
    [InlineData("/_sandbox/page/page.js", "text/javascript")]
    [InlineData("/_sandbox/page/page.css", "text/css")]
    public async Task The_page_comes_with_a_policy_that_allows_nothing_foreign(string path, string type)
    {
        await using TestSandbox box = await TestSandbox.StartAsync();
        using HttpClient http = box.NewClient(key: null);
        using HttpResponseMessage response = await http.GetAsync(path, TestContext.Current.CancellationToken);
        Assert.Equal((HttpStatusCode.OK, type), (response.StatusCode, response.Content.Headers.ContentType!.MediaType));
        string policy = response.Headers.GetValues("Content-Security-Policy").Single();
        Assert.StartsWith("default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self';", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        string text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.DoesNotContain(box.Sandbox.ApiKey, text, StringComparison.Ordinal);
        Assert.DoesNotContain("innerHTML", text, StringComparison.Ordinal);
        Assert.DoesNotContain("://", text, StringComparison.Ordinal);
        Assert.Empty(box.Sandbox.Journal.Entries);
    }

    [Fact]
    public async Task The_page_is_under_the_path_base()
    {
        await using TestSandbox box = await TestSandbox.StartAsync(new SandboxOptions { PathBase = "/prefix" });
        Assert.Equal(HttpStatusCode.OK, (await box.GetAsync("/prefix/")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await box.GetAsync("/")).Status);
    }

    [Theory]
    [InlineData("GET", "/", "Host", "evil.example")]
    [InlineData("GET", "/_sandbox/events", "Host", "evil.example")]
    [InlineData("GET", "/_sandbox/events", "Origin", "http://evil.example")]
    [InlineData("POST", "/_sandbox/submit", "Origin", "http://evil.example")]
    [InlineData("GET", "/_sandbox/jobs/x/view", "Origin", "null")]
    public async Task Other_pages_cannot_use_it(string method, string path, string header, string value)
    {
        await using TestSandbox box = await TestSandbox.StartAsync();
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        request.Headers.TryAddWithoutValidation(header, value);
        using HttpResponseMessage response = await box.Http.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
    }

    [Fact]
    public async Task Events_tell_of_requests_and_states_as_they_come()
    {
        await using TestSandbox box = await TestSandbox.StartAsync();
        using Stream stream = await box.Http.GetStreamAsync("/_sandbox/events", TestContext.Current.CancellationToken);
        using var reader = new StreamReader(stream);
        Assert.Equal("start", (await NextAsync(reader)).Name);
        Assert.Empty((await NextAsync(reader, "state")).GetProperty("jobs").EnumerateArray());

        await box.PostJsonAsync("/extract", """{"file_url":7}""");
        JsonElement request = await NextAsync(reader, "request");
        Assert.Equal(("/extract", 400, """{"file_url":7}"""), (request.GetProperty("path").GetString(), request.GetProperty("status").GetInt32(), request.GetProperty("body_start").GetString()));

        string job = await box.SubmitAsync(TestPdf.Statement());
        JsonElement state;
        do
        {
            state = await NextAsync(reader, "state");
        }
        while (!state.GetProperty("jobs").EnumerateArray().Any(found => found.GetProperty("job_id").GetString() == job && found.GetProperty("status").GetString() == "completed"));
        Assert.DoesNotContain(box.Sandbox.ApiKey, state.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_document_is_submitted_without_a_key_and_its_view_is_escaped()
    {
        await using TestSandbox box = await TestSandbox.StartAsync(new SandboxOptions { ProcessingTime = TimeSpan.Zero });
        using HttpClient http = box.NewClient(key: null);
        Answer submitted = await TestSandbox.SendAsync(http, HttpMethod.Post, "/_sandbox/submit", TestSandbox.Form(Encoding.UTF8.GetBytes("<b>text</b>"), "a.txt"));
        Answer job = await TestSandbox.SendAsync(http, HttpMethod.Get, "/_sandbox/jobs/" + submitted.JobId);
        Assert.Equal(("completed", "<b>text</b>"), (job.JobStatus, job.Json.GetProperty("markdown").GetString()));
        Answer view = await TestSandbox.SendAsync(http, HttpMethod.Get, $"/_sandbox/jobs/{submitted.JobId}/view");
        Assert.Contains("\"markdown\":\"\\u003cb>text\\u003c/b>\"", view.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("<b>text", view.Text, StringComparison.Ordinal);
        Assert.Contains("script-src 'sha256-", view.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        Assert.EndsWith("; frame-ancestors 'self'", view.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await TestSandbox.SendAsync(http, HttpMethod.Get, "/_sandbox/jobs/unknown/view")).Status);
    }

    static async Task<JsonElement> NextAsync(StreamReader reader, string name)
    {
        while (true)
        {
            (string found, JsonElement data) = await NextAsync(reader);
            if (found == name)
            {
                return data;
            }
        }
    }

    static async Task<(string Name, JsonElement Data)> NextAsync(StreamReader reader)
    {
        string name = (await reader.ReadLineAsync(TestContext.Current.CancellationToken))!["event: ".Length..];
        string data = (await reader.ReadLineAsync(TestContext.Current.CancellationToken))!["data: ".Length..];
        Assert.Equal("", await reader.ReadLineAsync(TestContext.Current.CancellationToken));
        return (name, JsonElement.Parse(data));
    }
}

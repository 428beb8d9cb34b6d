using System.Net;
using Pulse.Sandbox.Tests.Support;

namespace Pulse.Sandbox.Tests.Requests;

public class JsonBodyTests
{
    [Theory]
    [InlineData("file_url", "return_html", "structured_output")]
    [InlineData("fileUrl", "returnHtml", "structuredOutput")]
    public async Task A_URL_can_be_sent_as_JSON(string url, string html, string structured)
    {
        using var files = new TestFiles(("a.txt", "Name: Ada"));
        await using TestSandbox box = await TestSandbox.StartAsync(new SandboxOptions { FilesDirectory = files.Path });
        Answer answer = await box.PostJsonAsync("/extract", $$$$$"""
            {"{{{{{url}}}}}": "{{{{{box.Sandbox.BaseUrl}}}}}_sandbox/files/a.txt", "{{{{{html}}}}}": true, "pages": null,
             "{{{{{structured}}}}}": {"schema": {"type": "object", "properties": {"name": {"type": "string"} } } } }
            """);
        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.Equal("Name: Ada", answer.Json.GetProperty("markdown").GetString());
        Assert.Equal("<p>Name: Ada</p>", answer.Json.GetProperty("html").GetString());
        Assert.Equal("Ada", answer.Json.GetProperty("structured_output").GetProperty("values").GetProperty("name").GetString());
    }

    [Theory]
    [InlineData("{}", "REQ_001")]
    [InlineData("""{"file":"aGVsbG8="}""", "REQ_001")]
    [InlineData("""{"file_url":""}""", "REQ_001")]
    [InlineData("""{"file_url":null}""", "REQ_001")]
    [InlineData("[]", "REQ_002")]
    [InlineData("{", "REQ_002")]
    [InlineData("\"text\"", "REQ_002")]
    [InlineData("""{"file_url":"http://127.0.0.1/a","file_url":"http://127.0.0.1/b"}""", "REQ_002")]
    [InlineData("""{"file_url":"http://127.0.0.1/a","file":"x"}""", "REQ_002")]
    [InlineData("""{"file_url":"ftp://127.0.0.1/a"}""", "REQ_003")]
    [InlineData("""{"file_url":"/etc/passwd"}""", "REQ_003")]
    [InlineData("""{"file_url":"file:///etc/passwd"}""", "REQ_003")]
    [InlineData("""{"file_url":5}""", "REQ_003")]
    [InlineData("""{"file_url":"http://127.0.0.1/a","async":"true"}""", "REQ_003")]
    [InlineData("""{"file_url":"http://127.0.0.1/a","chunk_size":"500"}""", "REQ_003")]
    [InlineData("""{"file_url":"http://127.0.0.1/a","storage":[]}""", "REQ_003")]
    [InlineData("""{"file_url":"http://127.0.0.1/a","unknown":1}""", "REQ_002")]
    public async Task A_wrong_body_gets_its_error(string body, string code)
    {
        await using TestSandbox box = await TestSandbox.StartAsync();
        Answer answer = await box.PostJsonAsync("/extract", body);
        Assert.Equal((HttpStatusCode.BadRequest, code), (answer.Status, answer.ErrorCode));
    }
}

using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Pulse.Sandbox.Tests.Support;

namespace Pulse.Sandbox.Tests.Requests;

public class MultipartTests
{
    [Theory]
    [InlineData("chunkSize", "returnHtml", "{\"chunkTypes\":[\"page\"]}")]
    [InlineData("chunk_size", "return_html", "{\"chunk_types\":[\"page\"]}")]
    [InlineData("chunk-size", "return-html", "{\"chunk-types\":[\"page\"]}")]
    public async Task Fields_are_known_in_three_spellings(string size, string html, string chunking)
    {
        await using TestSandbox box = await TestSandbox.StartAsync();
        Answer answer = await box.ExtractTextAsync("One\ftwo", (size, "500"), (html, "true"), ("extensions", $$"""{"chunking":{{chunking}}}"""));
        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.Equal(2, answer.Json.GetProperty("extensions").GetProperty("chunking").GetProperty("page").GetArrayLength());
        Assert.StartsWith("<p>One</p>", answer.Json.GetProperty("html").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_spelling_that_nobody_uses_is_unknown()
    {
        await using TestSandbox box = await TestSandbox.StartAsync();
        Assert.Equal("REQ_002", (await box.ExtractTextAsync("a", ("CHUNKSIZE", "500"))).ErrorCode);
    }

    [Fact]
    public async Task A_JSON_part_with_a_content_type_and_no_file_name_is_a_field()
    {
        await using TestSandbox box = await TestSandbox.StartAsync();
        using MultipartFormDataContent form = TestSandbox.Form(Encoding.UTF8.GetBytes("a\fb"), "blob");
        form.Add(new StringContent("""{"chunking":{"chunkTypes":["page"]}}""", new MediaTypeHeaderValue("application/json")), "extensions");
        Answer answer = await box.SendAsync(HttpMethod.Post, "/extract", form);
        Assert.Equal(2, answer.Json.GetProperty("extensions").GetProperty("chunking").GetProperty("page").GetArrayLength());
        Assert.Equal("application/json", box.Sandbox.Journal.Entries[0].Parts[1].ContentType);
    }

    [Theory]
    [InlineData("""{"schema":{"properties":{"name":{"type":"string"}}}}""")]
    [InlineData("\"{\\\"schema\\\":{\\\"properties\\\":{\\\"name\\\":{\\\"type\\\":\\\"string\\\"}}}}\"")]
    [InlineData("""{"schema":"{\"properties\":{\"name\":{\"type\":\"string\"}}}"}""")]
    public async Task Double_encoded_JSON_is_unwrapped_once(string structured)
    {
        await using TestSandbox box = await TestSandbox.StartAsync();
        Answer answer = await box.ExtractTextAsync("Name: Ada", ("structuredOutput", structured));
        Assert.Equal("Ada", answer.Json.GetProperty("structured_output").GetProperty("values").GetProperty("name").GetString());
    }

    [Fact]
    public async Task Twice_double_encoded_JSON_is_refused()
    {
        await using TestSandbox box = await TestSandbox.StartAsync();
        Answer answer = await box.ExtractTextAsync("Name: Ada", ("schema", "\"\\\"{}\\\"\""));
        Assert.Equal(("REQ_003", "schema"), (answer.ErrorCode, answer.ErrorField));
    }

    [Fact]
    public async Task The_order_of_the_parts_does_not_matter()
    {
        await using TestSandbox box = await TestSandbox.StartAsync();
        using var form = new MultipartFormDataContent { { new StringContent("2"), "pages" } };
        form.Add(new ByteArrayContent(Encoding.UTF8.GetBytes("one\ftwo")), "file", "a.txt");
        Answer answer = await box.SendAsync(HttpMethod.Post, "/extract", form);
        Assert.Equal("two", answer.Json.GetProperty("markdown").GetString());
    }

    [Fact]
    public async Task A_file_name_may_hold_letters_beyond_ASCII()
    {
        await using TestSandbox box = await TestSandbox.StartAsync();
        Answer answer = await box.ExtractAsync(Encoding.UTF8.GetBytes("a"), "../größe.txt", ("extensions", """{"document_metadata":true}"""));
        Assert.Equal("größe.txt", answer.Json.GetProperty("extensions").GetProperty("document_metadata").GetProperty("file").GetProperty("name").GetString());
    }

    [Theory]
    [InlineData("unknown", "1", "REQ_002", "unknown")]
    [InlineData("storage", """{"enabled":true,"color":1}""", "REQ_002", "storage.color")]
    [InlineData("extensions", """{"altOutputs":{"pdf":true}}""", "REQ_002", "extensions.altOutputs.pdf")]
    public async Task Unknown_fields_are_named(string field, string value, string code, string named)
    {
        await using TestSandbox box = await TestSandbox.StartAsync();
        Answer answer = await box.ExtractTextAsync("a", (field, value));
        Assert.Equal((HttpStatusCode.BadRequest, code, named), (answer.Status, answer.ErrorCode, answer.ErrorField));
    }

    [Fact]
    public async Task A_loose_sandbox_ignores_unknown_and_repeated_fields()
    {
        await using TestSandbox box = await TestSandbox.StartAsync(new SandboxOptions { Loose = true });
        Answer answer = await box.ExtractTextAsync("a", ("unknown", "1"), ("storage", """{"color":1}"""), ("pages", "1"), ("pages", "2"));
        Assert.Equal(HttpStatusCode.OK, answer.Status);
    }

    [Fact]
    public async Task A_repeated_field_is_refused()
    {
        await using TestSandbox box = await TestSandbox.StartAsync();
        Answer answer = await box.ExtractTextAsync("a", ("pages", "1"), ("pages", "1"));
        Assert.Equal(("REQ_002", "pages"), (answer.ErrorCode, answer.ErrorField));
        answer = await box.ExtractTextAsync("a", ("chunkSize", "500"), ("chunk_size", "500"));
        Assert.Equal(("REQ_002", "chunk_size"), (answer.ErrorCode, answer.ErrorField));
    }

    [Theory]
    [InlineData("refine", "true")]
    [InlineData("refine_options", "{}")]
    [InlineData("additional_prompt", "x")]
    [InlineData("custom_image_prompt", "x")]
    [InlineData("custom_refine_prompt", "x")]
    [InlineData("force_url", "true")]
    [InlineData("return_table", "true")]
    [InlineData("experimental_return_table", "true")]
    [InlineData("experimental_schema", "{}")]
    [InlineData("experimentalSchema", "{}")]
    [InlineData("experimental-schema", "{}")]
    [InlineData("password", "x")]
    public async Task Fields_of_third_parties_are_ignored(string field, string value)
    {
        await using TestSandbox box = await TestSandbox.StartAsync();
        Assert.Equal(HttpStatusCode.OK, (await box.ExtractTextAsync("a", (field, value))).Status);
    }

    [Fact]
    public async Task A_part_called_file_without_a_file_name_is_no_file()
    {
        await using TestSandbox box = await TestSandbox.StartAsync();
        Answer answer = await box.SendAsync(HttpMethod.Post, "/extract", TestSandbox.Form(null, null, ("file", "aGVsbG8=")));
        Assert.Equal("REQ_001", answer.ErrorCode);
    }

    [Fact]
    public async Task A_file_in_place_of_text_is_refused()
    {
        await using TestSandbox box = await TestSandbox.StartAsync();
        using MultipartFormDataContent form = TestSandbox.Form([65], "a.txt");
        form.Add(new ByteArrayContent([49]), "pages", "pages.txt");
        Answer answer = await box.SendAsync(HttpMethod.Post, "/extract", form);
        Assert.Equal(("REQ_003", "pages"), (answer.ErrorCode, answer.ErrorField));
    }

    [Theory]
    [InlineData("multipart/form-data", "x")]
    [InlineData("multipart/form-data; boundary=b", "--b\r\nContent-Disposition: form-data; name=\"pages\"\r\n\r\n1")]
    [InlineData("multipart/form-data; boundary=b", "--b\r\nContent-Disposition: form-data\r\n\r\n1\r\n--b--\r\n")]
    [InlineData("multipart/form-data; boundary=b", "no parts at all")]
    [InlineData("text/plain", "x")]
    [InlineData("complete nonsense", "x")]
    public async Task A_body_that_cannot_be_read_is_REQ_002(string contentType, string body)
    {
        await using TestSandbox box = await TestSandbox.StartAsync();
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        Answer answer = await box.SendAsync(HttpMethod.Post, "/extract", content);
        Assert.Equal((HttpStatusCode.BadRequest, "REQ_002"), (answer.Status, answer.ErrorCode));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("multipart/form-data; boundary=b")]
    [InlineData("application/json")]
    [InlineData("text/plain")]
    public async Task An_empty_body_is_REQ_001(string? contentType)
    {
        await using TestSandbox box = await TestSandbox.StartAsync();
        using var content = new ByteArrayContent([]);
        if (contentType is not null)
        {
            content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        }

        Answer answer = await box.SendAsync(HttpMethod.Post, "/extract", content);
        Assert.Equal((HttpStatusCode.BadRequest, "REQ_001", "No file or URL provided"), (answer.Status, answer.ErrorCode, answer.ErrorMessage));
    }

    // What the official Python SDK 1.0.17 sends: scalars, the file, then JSON parts with a media type; None is the text null there.
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Parts_of_the_official_Python_SDK_are_understood(bool labelled)
    {
        await using TestSandbox box = await TestSandbox.StartAsync();
        using MultipartFormDataContent form = TestSandbox.Form(null, null, ("model", "default"), ("async", "false"), ("returnHtml", "true"));
        form.Add(new ByteArrayContent(Encoding.UTF8.GetBytes("Name: Maria")), "file", "upload");
        foreach ((string name, string json) in ((string, string)[])
            [("figureProcessing", "null"), ("extensions", """{"chunking": {"chunkTypes": ["page"], "chunkSize": null}}"""), ("spreadsheet", """{"useRawValues": true, "onlyDataRows": true, "onlyDataCols": false}"""),
             ("storage", "null"), ("structuredOutput", JsonSerializer.Serialize("""{"schema": {"type": "object", "properties": {"name": {"type": "string"}}}}""")), ("schema", "null")])
        {
            var part = new StringContent(json);
            part.Headers.ContentType = labelled ? new MediaTypeHeaderValue("application/json") : null;
            form.Add(part, name);
        }

        Answer answer = await box.SendAsync(HttpMethod.Post, "/extract", form);
        Assert.True(answer.Status == HttpStatusCode.OK, answer.Text);
        Assert.Equal("Maria", answer.Json.GetProperty("structured_output").GetProperty("values").GetProperty("name").GetString());
        Assert.Single(answer.Json.GetProperty("extensions").GetProperty("chunking").GetProperty("page").EnumerateArray());
    }

    [Theory]
    [InlineData("--b--\r\n")]
    [InlineData("--b--")]
    public async Task A_body_that_is_only_its_closing_boundary_is_REQ_001(string body)
    {
        await using TestSandbox box = await TestSandbox.StartAsync();
        foreach (string path in (string[])["/extract", "/extract_async"])
        {
            using var content = new ByteArrayContent(Encoding.ASCII.GetBytes(body));
            content.Headers.TryAddWithoutValidation("Content-Type", "multipart/form-data; boundary=b");
            Answer answer = await box.SendAsync(HttpMethod.Post, path, content);
            Assert.Equal((HttpStatusCode.BadRequest, "REQ_001"), (answer.Status, answer.ErrorCode));
        }
    }

    [Theory]
    [InlineData("default", true)]
    [InlineData("pulse-ultra-2", true)]
    [InlineData("enterprise-preview", true)]
    [InlineData("pulse-ultra", false)]
    public async Task Models_are_known_by_name(string model, bool known)
    {
        await using TestSandbox box = await TestSandbox.StartAsync();
        Answer answer = await box.ExtractTextAsync("a", ("model", model));
        Assert.Equal(known ? null : "REQ_003", known ? null : answer.ErrorCode);
        Assert.Equal(known ? HttpStatusCode.OK : HttpStatusCode.BadRequest, answer.Status);
        Assert.Equal(model == "enterprise-preview", known && answer.Json.GetProperty("warnings").EnumerateArray().Any(warning => warning.GetString()!.Contains("no model any more", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Every_endpoint_without_a_document_is_400_and_not_500()
    {
        await using TestSandbox box = await TestSandbox.StartAsync();
        foreach (string path in (string[])["/extract", "/extract_async", "/split", "/schema", "/tables", "/batch/extract", "/batch/schema", "/batch/split", "/batch/tables", "/pipeline/execute", "/form/detect", "/form/fill", "/form/clear"])
        {
            foreach (HttpContent? content in (HttpContent?[])[null, new StringContent("{}", Encoding.UTF8, "application/json")])
            {
                Answer answer = await box.SendAsync(HttpMethod.Post, path, content);
                Assert.True(answer.Status == HttpStatusCode.BadRequest, $"{path}: {answer.Status} {answer.Text}");
            }
        }
    }

    [Fact]
    public async Task A_plain_form_works_too()
    {
        await using TestSandbox box = await TestSandbox.StartAsync();
        Answer answer = await box.SendAsync(HttpMethod.Post, "/extract", new FormUrlEncodedContent([new("pages", "x"), new("fileUrl", "http://127.0.0.1/x")]));
        Assert.Equal("REQ_006", answer.ErrorCode);
    }
}

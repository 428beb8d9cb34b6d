using System.Text;
using System.Text.Json;
using Pulse.Client.Tests.Support;

namespace Pulse.Client.Tests.Http;

public sealed class ExtractFormTests
{
    static async Task<List<(string Headers, string Content)>> PartsAsync(ExtractRequest request)
    {
        using Harness harness = new();
        harness.Answer("""{"job_id":"a","status":"pending"}""");
        await harness.RunAsync(harness.Client.SubmitExtractLegacyAsync(request));
        return [.. harness.Requests.Single().Parts().Select(part => (part.Headers, part.Content))];
    }

    [Fact]
    public async Task Every_field_in_the_order_of_the_official_SDK()
    {
        ExtractRequest request = new(PulseFile.FromBytes("%PDF-"u8.ToArray(), "x.pdf"))
        {
            Model = "default",
            ExtractionConfigId = "c",
            Pages = "1-2",
            FigureProcessing = new() { ShowImages = true },
            Extensions = new() { Chunking = new() { ChunkTypes = ["page", "header"], ChunkSize = 500 }, AltOutputs = new() { ReturnHtml = true }, DocumentMetadata = true },
            Spreadsheet = new() { IncludeHiddenRows = false },
            Storage = new() { Enabled = true, FolderName = "é" },
            Async = true,
            StructuredOutput = StructuredOutputOptions.FromSchema("""{"type":"object"}"""),
            Schema = JsonDocument.Parse("\"{}\"").RootElement,
            SchemaPrompt = "s",
            CustomPrompt = "c",
            Chunking = "page",
            ChunkSize = 700,
            ExtractFigure = false,
            FigureDescription = true,
            ShowImages = true,
            ReturnHtml = true,
            Thinking = false,
            AdditionalFields = new Dictionary<string, JsonElement> { ["refine"] = JsonDocument.Parse("true").RootElement },
        };
        List<(string Headers, string Content)> parts = await PartsAsync(request);
        string[] names = [.. parts.Select(part => part.Headers.Split("name=\"")[1].Split('"')[0])];
        Assert.Equal(
            ["file", "model", "extractionConfigId", "pages", "figureProcessing", "extensions", "spreadsheet", "storage", "async", "structuredOutput", "schema", "schemaPrompt", "customPrompt", "chunking", "chunkSize", "extractFigure", "figureDescription", "showImages", "returnHtml", "thinking", "refine"],
            names);
        string Of(string name) => parts[Array.IndexOf(names, name)].Content;
        Assert.Equal("""{"showImages":true}""", Of("figureProcessing"));
        Assert.Equal("""{"chunking":{"chunkTypes":["page","header"],"chunkSize":500},"altOutputs":{"returnHtml":true},"document_metadata":true}""", Of("extensions"));
        Assert.Equal("""{"schema":{"type":"object"}}""", Of("structuredOutput"));
        Assert.Equal(("true", "700", "false", "{}", "true"), (Of("async"), Of("chunkSize"), Of("extractFigure"), Of("schema"), Of("refine")));
        Assert.All(parts.Skip(1), part => Assert.DoesNotContain("Content-Type", part.Headers, StringComparison.OrdinalIgnoreCase));
    }

    [Theory]
    [InlineData("a \"quoted\".pdf", "a %22quoted%22.pdf", "application/pdf")]
    [InlineData("blåbær.PNG", "blåbær.PNG", "image/png")]
    [InlineData("line\r\nbreak.docx", "line%0D%0Abreak.docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document")]
    [InlineData("noextension", "noextension", "application/pdf")]
    public async Task File_names_and_media_types(string name, string sentName, string mediaType)
    {
        (string headers, string content) = (await PartsAsync(new(PulseFile.FromBytes("%PDF-1.4"u8.ToArray(), name))))[0];
        Assert.Contains($"form-data; name=\"file\"; filename=\"{sentName}\"", headers, StringComparison.Ordinal);
        Assert.Contains($"Content-Type: {mediaType}", headers, StringComparison.Ordinal);
        Assert.Equal("%PDF-1.4", content);
    }

    [Fact]
    public async Task A_stream_is_sent_from_where_it_stands_and_stays_open()
    {
        using MemoryStream stream = new(Encoding.ASCII.GetBytes("skipped%PDF-rest")) { Position = 7 };
        Assert.Equal("%PDF-rest", (await PartsAsync(new(PulseFile.FromStream(stream, "x.pdf"))))[0].Content);
        Assert.True(stream.CanRead);
    }

    [Fact]
    public async Task Neither_or_both_of_file_and_url_are_refused()
    {
        using Harness harness = new();
        await Assert.ThrowsAsync<ArgumentException>(() => harness.Client.ExtractAsync(new()));
        await Assert.ThrowsAsync<ArgumentException>(() => harness.Client.ExtractAsync(new(PulseFile.FromPath("x")) { FileUrl = "https://x" }));
        Assert.Empty(harness.Requests);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("3-1")]
    [InlineData("1,,2")]
    [InlineData("")]
    [InlineData("a")]
    [InlineData("1-")]
    [InlineData("-1")]
    [InlineData("99999999999")]
    public async Task Pages_that_are_none_are_refused_before_sending(string pages)
    {
        using Harness harness = new();
        ArgumentException refusal = await Assert.ThrowsAsync<ArgumentException>(() => harness.Client.SubmitExtractAsync(new() { FileUrl = "https://x", Pages = pages }));
        Assert.Contains("'pages'", refusal.Message, StringComparison.Ordinal);
        Assert.Empty(harness.Requests);
    }

    [Theory]
    [InlineData("5")]
    [InlineData("1-2")]
    [InlineData("1-2, 5,7-7")]
    public async Task Pages_as_documented_are_sent_as_they_are(string pages) =>
        Assert.Contains((await PartsAsync(new() { FileUrl = "https://x", Pages = pages })).Select(part => part.Content), content => content == pages);

    [Theory]
    [InlineData(99, null, "'chunkSize'")]
    [InlineData(10001, null, "'chunkSize'")]
    [InlineData(null, 1, "'extensions.chunking.chunkSize'")]
    public async Task Chunks_out_of_range_are_refused(int? deprecated, int? current, string field)
    {
        using Harness harness = new();
        ExtractRequest request = new() { FileUrl = "https://x", ChunkSize = deprecated, Extensions = new() { Chunking = new() { ChunkSize = current } } };
        Assert.Contains(field, (await Assert.ThrowsAsync<ArgumentException>(() => harness.Client.ExtractAsync(request))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Requests_as_JSON_in_both_spellings()
    {
        ExtractRequest request = ExtractRequestReader.Read(Encoding.UTF8.GetBytes(
            """{"file_url":"u","chunk_size":200,"figure_processing":{"show_images":true},"extensions":{"alt_outputs":{"return_html":true},"document_metadata":true},"structuredOutput":"{\"schema\":{\"a_b\":1},\"schema_prompt\":\"p\"}","something_else":[1]}"""));
        Assert.Equal(("u", 200, true, true, true), (request.FileUrl, request.ChunkSize, request.FigureProcessing!.ShowImages, request.Extensions!.AltOutputs!.ReturnHtml, request.Extensions.DocumentMetadata));
        Assert.Equal(("""{"a_b":1}""", "p"), (request.StructuredOutput!.Schema!.Value.GetRawText(), request.StructuredOutput.SchemaPrompt));
        Assert.Equal("[1]", request.AdditionalFields!["something_else"].GetRawText());
        Assert.Null(ExtractRequestReader.Read(default).FileUrl);
    }

    [Theory]
    [InlineData("{", "not valid")]
    [InlineData("[]", "JSON object")]
    [InlineData("""{"pages":5}""", "pages")]
    [InlineData("""{"extensions":{"chunking":{"chunkSize":"x"}}}""", "extensions.chunking.chunkSize")]
    [InlineData("""{"structuredOutput":"nope"}""", "structuredOutput")]
    [InlineData("""{"fileUrl":"a","file_url":"b"}""", "fileUrl")]
    public void Wrong_requests_name_the_field(string json, string name) =>
        Assert.Contains(name, Assert.Throws<ArgumentException>(() => ExtractRequestReader.Read(Encoding.UTF8.GetBytes(json))).Message, StringComparison.Ordinal);
}

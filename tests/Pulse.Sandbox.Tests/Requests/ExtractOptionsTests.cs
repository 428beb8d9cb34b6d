using System.Net;
using Pulse.Sandbox.Http;
using Pulse.Sandbox.Requests;
using Pulse.Sandbox.Tests.Support;

namespace Pulse.Sandbox.Tests.Requests;

public class ExtractOptionsTests
{
    [Theory]
    [InlineData("model", "gpt", "REQ_003", "model")]
    [InlineData("async", "yes", "REQ_003", "async")]
    [InlineData("async", "True", "REQ_003", "async")]
    [InlineData("thinking", "1", "REQ_003", "thinking")]
    [InlineData("extractionConfigId", "abc", "REQ_003", "extractionConfigId")]
    [InlineData("pages", "", "REQ_006", "pages")]
    [InlineData("pages", "0", "REQ_006", "pages")]
    [InlineData("pages", "a", "REQ_006", "pages")]
    [InlineData("pages", "3-1", "REQ_006", "pages")]
    [InlineData("pages", "1-", "REQ_006", "pages")]
    [InlineData("pages", "1,,2", "REQ_006", "pages")]
    [InlineData("pages", "-1", "REQ_006", "pages")]
    [InlineData("pages", "99999999999", "REQ_006", "pages")]
    [InlineData("pages", "2", "REQ_006", "pages")]
    [InlineData("chunkSize", "99", "REQ_005", "chunkSize")]
    [InlineData("chunkSize", "10001", "REQ_005", "chunkSize")]
    [InlineData("chunkSize", "many", "REQ_003", "chunkSize")]
    [InlineData("chunking", "page,word", "REQ_003", "chunking")]
    [InlineData("extensions", "[]", "REQ_003", "extensions")]
    [InlineData("extensions", "{", "REQ_003", "extensions")]
    [InlineData("extensions", """{"footnoteReferences":"true"}""", "REQ_003", "extensions.footnoteReferences")]
    [InlineData("extensions", """{"chunking":{"chunkTypes":["word"]}}""", "REQ_003", "extensions.chunking.chunkTypes")]
    [InlineData("extensions", """{"chunking":{"chunkSize":50}}""", "REQ_005", "extensions.chunking.chunkSize")]
    [InlineData("extensions", """{"altOutputs":{"wlbb":1}}""", "REQ_003", "extensions.altOutputs.wlbb")]
    [InlineData("figureProcessing", """{"description":"x"}""", "REQ_003", "figureProcessing.description")]
    [InlineData("spreadsheet", """{"includeHiddenRows":0}""", "REQ_003", "spreadsheet.includeHiddenRows")]
    [InlineData("storage", """{"enabled":"no"}""", "REQ_003", "storage.enabled")]
    [InlineData("storage", """{"folderName":5}""", "REQ_003", "storage.folderName")]
    [InlineData("structuredOutput", "{}", "REQ_003", "structuredOutput")]
    [InlineData("structuredOutput", """{"schema":[]}""", "REQ_003", "structuredOutput.schema")]
    [InlineData("structuredOutput", """{"schema":{},"effort":1}""", "REQ_003", "structuredOutput.effort")]
    [InlineData("schema", "5", "REQ_003", "schema")]
    public async Task A_wrong_option_is_named(string field, string value, string code, string named)
    {
        await using TestSandbox box = await TestSandbox.StartAsync();
        Answer answer = await box.ExtractTextAsync("one page", (field, value));
        Assert.Equal((HttpStatusCode.BadRequest, code, named), (answer.Status, answer.ErrorCode, answer.ErrorField));
    }

    [Theory]
    [InlineData("model", "pulse-ultra-2")]
    [InlineData("extractionConfigId", "7d7c2a2e-6f2a-4a6e-9a53-0d3f7c1f0a11")]
    [InlineData("pages", "1")]
    [InlineData("pages", "1-9, 12")]
    [InlineData("chunkSize", "100")]
    [InlineData("chunkSize", "10000")]
    [InlineData("chunking", "semantic,header,page,recursive")]
    [InlineData("chunking", """["semantic"]""")]
    [InlineData("figureProcessing", """{"description":true,"showImages":false}""")]
    [InlineData("spreadsheet", """{"include_hidden_rows":true,"includeHiddenCols":false,"includeHiddenSheets":true}""")]
    [InlineData("storage", """{"enabled":true,"folder_name":"x","folderId":"y"}""")]
    [InlineData("structuredOutput", """{"schema":{"properties":{"a":{}}},"schemaPrompt":"x","effort":true}""")]
    [InlineData("thinking", "false")]
    [InlineData("customPrompt", "x")]
    public async Task A_right_option_is_taken(string field, string value)
    {
        await using TestSandbox box = await TestSandbox.StartAsync();
        Assert.Equal(HttpStatusCode.OK, (await box.ExtractTextAsync("one page", (field, value))).Status);
    }

    [Fact]
    public async Task A_file_and_a_URL_together_are_refused()
    {
        await using TestSandbox box = await TestSandbox.StartAsync();
        Answer answer = await box.ExtractTextAsync("a", ("fileUrl", "http://127.0.0.1/a"));
        Assert.Equal((HttpStatusCode.BadRequest, "REQ_002"), (answer.Status, answer.ErrorCode));
    }

    [Fact]
    public async Task What_has_no_effect_is_said()
    {
        await using TestSandbox box = await TestSandbox.StartAsync();
        Answer answer = await box.ExtractTextAsync("a", ("extractionConfigId", Guid.Empty.ToString()), ("figureDescription", "true"), ("pages", "1-3"));
        string warnings = answer.Json.GetProperty("warnings").GetRawText();
        Assert.Contains("no saved configurations", warnings, StringComparison.Ordinal);
        Assert.Contains("does not describe figures", warnings, StringComparison.Ordinal);
        Assert.Contains("'figureDescription' is deprecated; use figureProcessing.description", warnings, StringComparison.Ordinal);
        Assert.Contains("beyond the last", warnings, StringComparison.Ordinal);
    }

    [Fact]
    public void Pages_are_numbers_and_ranges()
    {
        var pages = PageSelection.Parse("1-2, 5");
        Assert.Equal([1, 2, 5], Enumerable.Range(0, 10).Where(pages.Contains));
        Assert.Equal(5, pages.Last);
        Assert.Equal("REQ_006", Assert.Throws<ApiException>(() => PageSelection.Parse("2-1")).Code);
    }
}

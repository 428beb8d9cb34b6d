using System.Text.Json;
using Pulse.Sandbox.Tests.Support;

namespace Pulse.Sandbox.Tests.Results;

public class ExtractResultTests
{
    [Fact]
    public async Task A_result_has_the_documented_fields()
    {
        await using TestSandbox box = await TestSandbox.StartAsync();
        JsonElement result = (await box.ExtractAsync(TestPdf.Pages(2))).Json;
        string id = result.GetProperty("extraction_id").GetString()!;
        Assert.True(Guid.TryParse(id, out _));
        Assert.Equal(2, result.GetProperty("page_count").GetInt32());
        Assert.Equal(2, result.GetProperty("credits_used").GetInt32());
        Assert.Equal(result.GetProperty("plan_info").GetRawText(), result.GetProperty("plan-info").GetRawText());
        Assert.Equal(2, result.GetProperty("plan_info").GetProperty("pages_used").GetInt32());
        Assert.Equal(0, result.GetProperty("warnings").GetArrayLength());
        Assert.False(result.TryGetProperty("html", out _));
        Assert.False(result.TryGetProperty("chunks", out _));
        Assert.False(result.TryGetProperty("structured_output", out _));

        Answer page = await box.GetAsync(result.GetProperty("extraction_url").GetString()!);
        Assert.Equal(result.GetProperty("markdown").GetString(), page.Text);
    }

    [Fact]
    public async Task Usage_adds_up_for_each_organization()
    {
        await using TestSandbox box = await TestSandbox.StartAsync();
        await box.ExtractAsync(TestPdf.Pages(2));
        JsonElement result = (await box.ExtractAsync(TestPdf.Pages(3), "a.pdf", ("model", "pulse-ultra-2"))).Json;
        Assert.Equal(30, result.GetProperty("credits_used").GetInt32());
        Assert.Equal(32, result.GetProperty("plan_info").GetProperty("total_credits_used").GetInt32());
        using HttpClient other = box.NewClient(SandboxOptions.OtherApiKey);
        result = (await TestSandbox.SendAsync(other, HttpMethod.Post, "/extract", TestSandbox.Form(TestPdf.Pages(1), "a.pdf"))).Json;
        Assert.Equal(1, result.GetProperty("plan_info").GetProperty("total_credits_used").GetInt32());
    }

    [Fact]
    public async Task Without_storage_there_is_no_extraction_id()
    {
        await using TestSandbox box = await TestSandbox.StartAsync();
        JsonElement result = (await box.ExtractTextAsync("a", ("storage", """{"enabled":false}"""))).Json;
        Assert.False(result.TryGetProperty("extraction_id", out _));
        Assert.False(result.TryGetProperty("extraction_url", out _));
    }

    [Fact]
    public async Task Chunks_of_each_type_hold_the_whole_text()
    {
        string paragraph = string.Join(' ', Enumerable.Range(1, 40).Select(i => $"word{i}.")) + "\n\n";
        string text = "# One\n\n" + paragraph + "# Two\n\n" + paragraph + "\f# Three\n\n" + paragraph;
        await using TestSandbox box = await TestSandbox.StartAsync();
        JsonElement result = (await box.ExtractTextAsync(text, ("extensions", """{"chunking":{"chunkTypes":["semantic","header","page","recursive"],"chunkSize":200}}"""))).Json;
        JsonElement chunking = result.GetProperty("extensions").GetProperty("chunking");
        foreach (string type in new[] { "semantic", "header", "page", "recursive" })
        {
            string[] chunks = [.. chunking.GetProperty(type).EnumerateArray().Select(chunk => chunk.GetString()!)];
            Assert.All(chunks, chunk => Assert.InRange(chunk.Length, 1, 200));
            Assert.Equal(120, string.Join(' ', chunks).Split([' ', '\n']).Count(word => word.StartsWith("word", StringComparison.Ordinal)));
        }
    }

    [Fact]
    public async Task Chunks_follow_headings_and_pages_when_no_size_is_given()
    {
        await using TestSandbox box = await TestSandbox.StartAsync();
        JsonElement result = (await box.ExtractTextAsync("# A\n\na\n\n# B\n\nb\f# C\n\nc", ("extensions", """{"chunking":{"chunkTypes":["header","page"]}}"""))).Json;
        JsonElement chunking = result.GetProperty("extensions").GetProperty("chunking");
        Assert.Equal(["# A\n\na", "# B\n\nb", "# C\n\nc"], chunking.GetProperty("header").EnumerateArray().Select(chunk => chunk.GetString()));
        Assert.Equal(["# A\n\na\n\n# B\n\nb", "# C\n\nc"], chunking.GetProperty("page").EnumerateArray().Select(chunk => chunk.GetString()));
        Assert.False(chunking.TryGetProperty("semantic", out _));
    }

    [Fact]
    public async Task Deprecated_fields_give_deprecated_outputs()
    {
        await using TestSandbox box = await TestSandbox.StartAsync();
        JsonElement result = (await box.ExtractTextAsync("# A <b>\n\nName: Ada", ("returnHtml", "true"), ("chunking", "page"), ("schema", """{"properties":{"name":{}}}"""))).Json;
        Assert.Equal("<h1>A &lt;b&gt;</h1>\n<p>Name: Ada</p>", result.GetProperty("html").GetString());
        Assert.Equal(1, result.GetProperty("chunks").GetProperty("page").GetArrayLength());
        Assert.Equal("""{"properties":{"name":{}}}""", result.GetProperty("input_schema").GetRawText());
        Assert.Equal("Ada", result.GetProperty("structured_output").GetProperty("values").GetProperty("name").GetString());
    }

    [Fact]
    public async Task HTML_and_XML_are_given_when_asked_for()
    {
        await using TestSandbox box = await TestSandbox.StartAsync();
        JsonElement result = (await box.ExtractAsync(TestPdf.Statement(), "a.pdf", ("extensions", """{"altOutputs":{"returnHtml":true,"returnXml":true}}"""))).Json;
        JsonElement outputs = result.GetProperty("extensions").GetProperty("altOutputs");
        Assert.StartsWith("<h1>Account statement</h1>", outputs.GetProperty("html").GetString(), StringComparison.Ordinal);
        var xml = System.Xml.Linq.XDocument.Parse(outputs.GetProperty("xml").GetString()!);
        Assert.Equal("Account statement", xml.Root!.Element("page")!.Element("title")!.Value);
        Assert.Equal("Coffee beans", xml.Descendants("cell").ElementAt(4).Value);
    }

    [Fact]
    public async Task Word_boxes_exist_for_PDF_files_only()
    {
        await using TestSandbox box = await TestSandbox.StartAsync();
        JsonElement result = (await box.ExtractTextAsync("a", ("extensions", """{"altOutputs":{"wlbb":true}}"""))).Json;
        JsonElement words = result.GetProperty("extensions").GetProperty("altOutputs").GetProperty("wlbb");
        Assert.Equal(0, words.GetProperty("words").GetArrayLength());
        Assert.Contains("PDF", words.GetProperty("error").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ids_depend_on_seed_content_options_and_count_alone()
    {
        string[][] runs = new string[2][];
        for (int run = 0; run < 2; run++)
        {
            await using TestSandbox box = await TestSandbox.StartAsync();
            runs[run] = [await IdAsync(box, "a"), await IdAsync(box, "a"), await IdAsync(box, "b"), await IdAsync(box, "a", ("pages", "1"))];
            box.Sandbox.Reset();
            Assert.Equal(runs[run][0], await IdAsync(box, "a"));
        }

        Assert.Equal(runs[0], runs[1]);
        Assert.Equal(4, runs[0].Distinct().Count());
        await using TestSandbox other = await TestSandbox.StartAsync(new SandboxOptions { Seed = "other" });
        Assert.NotEqual(runs[0][0], await IdAsync(other, "a"));

        static async Task<string> IdAsync(TestSandbox box, string text, params (string, string)[] fields) =>
            (await box.ExtractTextAsync(text, fields)).Json.GetProperty("extraction_id").GetString()!;
    }
}

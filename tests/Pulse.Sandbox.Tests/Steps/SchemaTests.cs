using System.IO.Compression;
using System.Net;
using System.Text;
using System.Text.Json;
using Pulse.Sandbox.Tests.Support;

namespace Pulse.Sandbox.Tests.Steps;

public sealed class SchemaTests
{
    const string Holder = """{"type":"object","properties":{"account_holder":{"type":"string"},"balance":{"type":"number"}}}""";

    [Theory]
    [InlineData("input_schema", false, 1)]
    [InlineData("schema", true, 4)]
    public async Task A_schema_is_filled(string name, bool effort, int credits)
    {
        await using TestSandbox sandbox = await TestSandbox.StartAsync();
        string id = await sandbox.ExtractionAsync(TestPdf.Statement());
        string request = $$$"""{"extraction_id":"{{{id}}}","schema_config":{"{{{name}}}":{{{Holder}}},"schema_prompt":"p","effort":{{{(effort ? "true" : "false")}}}}}""";
        Answer answer = await sandbox.PostJsonAsync("/schema", request);
        Assert.Equal(HttpStatusCode.OK, answer.Status);
        JsonElement output = answer.Json.GetProperty("schema_output");
        Assert.Equal("Maria Jensen", output.GetProperty("values").Text("account_holder"));
        Assert.Equal(1234.5m, output.GetProperty("values").GetProperty("balance").GetDecimal());
        Assert.StartsWith("txt-", output.GetProperty("citations").Text("balance"), StringComparison.Ordinal);
        Assert.Equal(1, answer.Json.GetProperty("version").GetInt32());
        Assert.Equal(credits, answer.Json.GetProperty("credits_used").GetDecimal());
        Assert.Equal(id, answer.Json.GetProperty("extraction_ids")[0].GetString());
        Assert.False(answer.Json.TryGetProperty("excel_output_url", out _));
        Assert.Equal(HttpStatusCode.NotFound, (await sandbox.GetAsync($"/schema/{answer.Json.Text("schema_id")}/excel")).Status);
    }

    [Fact]
    public async Task Several_extractions_are_read_as_one()
    {
        await using TestSandbox sandbox = await TestSandbox.StartAsync();
        string first = await sandbox.ExtractionAsync("Colour: red"u8.ToArray(), "a.txt");
        string second = await sandbox.ExtractionAsync("Size: 12"u8.ToArray(), "b.txt");
        Answer answer = await sandbox.PostJsonAsync("/schema", $$$$$$"""{"extraction_ids":["{{{{{{first}}}}}}","{{{{{{second}}}}}}"],"schema_config":{"input_schema":{"type":"object","properties":{"colour":{"type":"string"},"size":{"type":"integer"}}}}}""");
        JsonElement output = answer.Json.GetProperty("schema_output");
        Assert.Equal(("red", 12), (output.GetProperty("values").Text("colour"), output.GetProperty("values").GetProperty("size").GetInt32()));
        Assert.Equal($"{second}-txt-1", output.GetProperty("citations").Text("size"));
        Assert.Equal(2, answer.Json.GetProperty("extraction_ids").GetArrayLength());
    }

    [Fact]
    public async Task Each_topic_of_a_split_has_its_schema()
    {
        await using TestSandbox sandbox = await TestSandbox.StartAsync();
        string id = await sandbox.ExtractionAsync(Documents.Chapters());
        Answer split = await sandbox.PostJsonAsync("/split", $$$"""{"extraction_id":"{{{id}}}","split_config":{"split_input":[{"name":"People"},{"name":"Revenue"},{"name":"Void"}]}}""");
        string people = """{"schema":{"type":"object","properties":{"head_count":{"type":"integer"}}}}""";
        Answer answer = await sandbox.PostJsonAsync("/schema", $$$"""{"split_id":"{{{split.Json.Text("split_id")}}}","split_schema_config":{"People":{{{people}}},"Revenue":{{{people}}},"Void":{{{people}}}}}""");
        Assert.Equal(HttpStatusCode.OK, answer.Status);
        JsonElement results = answer.Json.GetProperty("results");
        Assert.Equal(["People", "Revenue"], results.Names());
        Assert.Equal(41, results.GetProperty("People").GetProperty("values").GetProperty("head_count").GetInt32());
        Assert.Empty(results.GetProperty("Revenue").GetProperty("values").Names());
        Assert.Equal(["Void"], answer.Json.GetProperty("errors").Names());
        Assert.Equal(3, answer.Json.GetProperty("input_schemas").Names().Length);
        Assert.Equal(split.Json.Text("split_id"), answer.Json.Text("split_id"));
        Assert.False(answer.Json.TryGetProperty("schema_output", out _));
        Answer unknown = await sandbox.PostJsonAsync("/schema", $$$"""{"split_id":"{{{split.Json.Text("split_id")}}}","split_schema_config":{"Peple":{{{people}}}}}""");
        Assert.Equal((HttpStatusCode.BadRequest, "REQ_003"), (unknown.Status, unknown.ErrorCode));
    }

    [Theory]
    [InlineData("""{}""", HttpStatusCode.BadRequest, "REQ_004")]
    [InlineData("""{"extraction_id":"e"}""", HttpStatusCode.BadRequest, "REQ_004")]
    [InlineData("""{"schema_config":{"input_schema":{}}}""", HttpStatusCode.BadRequest, "REQ_004")]
    [InlineData("""{"extraction_id":"e","schema_config":{"schema_prompt":"p"}}""", HttpStatusCode.BadRequest, "REQ_004")]
    [InlineData("""{"extraction_id":"e","schema_config":{"input_schema":{},"excel_template":"AAAA"}}""", HttpStatusCode.BadRequest, "REQ_003")]
    [InlineData("""{"extraction_id":"e","schema_config":{"excel_template":"no base64!"}}""", HttpStatusCode.BadRequest, "REQ_003")]
    [InlineData("""{"extraction_id":"e","extraction_ids":["e"],"schema_config":{"input_schema":{}}}""", HttpStatusCode.BadRequest, "REQ_003")]
    [InlineData("""{"extraction_ids":[],"schema_config":{"input_schema":{}}}""", HttpStatusCode.BadRequest, "REQ_003")]
    [InlineData("""{"extraction_id":"e","split_schema_config":{"a":{"schema":{}}}}""", HttpStatusCode.BadRequest, "REQ_004")]
    [InlineData("""{"split_id":"s","extraction_id":"e","split_schema_config":{"a":{"schema":{}}}}""", HttpStatusCode.BadRequest, "REQ_003")]
    [InlineData("""{"split_id":"s"}""", HttpStatusCode.BadRequest, "REQ_004")]
    [InlineData("""{"split_id":"s","split_schema_config":{}}""", HttpStatusCode.BadRequest, "REQ_003")]
    [InlineData("""{"split_id":"s","split_schema_config":{"a":{"schema":{}}}}""", HttpStatusCode.NotFound, "STORAGE_002")]
    [InlineData("""{"extraction_id":"e","schema_config":{"input_schema":{}}}""", HttpStatusCode.NotFound, "STORAGE_002")]
    [InlineData("""{"extraction_id":"e","schema_config_id":"c"}""", HttpStatusCode.NotFound, "STORAGE_002")]
    public async Task Bad_requests(string request, HttpStatusCode status, string code)
    {
        await using TestSandbox sandbox = await TestSandbox.StartAsync();
        Answer answer = await sandbox.PostJsonAsync("/schema", request);
        Assert.Equal((status, code), (answer.Status, answer.ErrorCode));
    }

    [Theory]
    [InlineData("""{"input_schema":{"type":"string"}}""")]
    [InlineData("""{"excel_template":"aGVsbG8="}""")]
    public async Task A_schema_that_cannot_be_used_is_refused(string config)
    {
        await using TestSandbox sandbox = await TestSandbox.StartAsync();
        string id = await sandbox.ExtractionAsync(TestPdf.Statement());
        Answer answer = await sandbox.PostJsonAsync("/schema", $$$"""{"extraction_id":"{{{id}}}","schema_config":{{{config}}}}""");
        Assert.Equal((HttpStatusCode.BadRequest, "SCHEMA_001"), (answer.Status, answer.ErrorCode));
        Answer submitted = await sandbox.PostJsonAsync("/schema", $$$"""{"extraction_id":"{{{id}}}","async":true,"schema_config":{{{config}}}}""");
        JsonElement job = await sandbox.EndOfAsync(submitted.JobId);
        Assert.Equal("failed", job.Text("status"));
        Assert.StartsWith("SCHEMA_001: ", job.Text("error"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_workbook_is_filled()
    {
        await using TestSandbox sandbox = await TestSandbox.StartAsync();
        string id = await sandbox.ExtractionAsync(TestPdf.Statement());
        string template = Convert.ToBase64String(Workbook());
        Answer answer = await sandbox.PostJsonAsync("/schema", $$$"""{"extraction_id":"{{{id}}}","schema_config":{"excel_template":"{{{template}}}"}}""");
        Assert.Equal(HttpStatusCode.OK, answer.Status);
        JsonElement values = answer.Json.GetProperty("schema_output").GetProperty("values");
        Assert.Equal("Maria Jensen", values.Text("Account holder"));
        Assert.Equal("Salary", values.GetProperty("rows")[1].Text("Description"));
        string url = answer.Json.Text("excel_output_url");
        Assert.Equal($"/schema/{answer.Json.Text("schema_id")}/excel", url);
        using HttpResponseMessage response = await sandbox.Http.GetAsync(url, TestContext.Current.CancellationToken);
        Assert.Equal("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", response.Content.Headers.ContentType!.MediaType);
        using var archive = new ZipArchive(await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken));
        using var reader = new StreamReader(archive.GetEntry("xl/worksheets/sheet1.xml")!.Open());
        string sheet = await reader.ReadToEndAsync(TestContext.Current.CancellationToken);
        Assert.Contains("""<c r="B1" t="inlineStr"><is><t>Maria Jensen</t></is></c>""", sheet, StringComparison.Ordinal);
        Assert.Contains("""<c r="B5" t="inlineStr"><is><t>Salary</t></is></c>""", sheet, StringComparison.Ordinal);
        using HttpClient other = sandbox.NewClient(SandboxOptions.OtherApiKey);
        Assert.Equal(HttpStatusCode.Forbidden, (await TestSandbox.SendAsync(other, HttpMethod.Get, url)).Status);
    }

    // A label in A1, a header in row 3, one text shared and the others in the cells.
    static byte[] Workbook()
    {
        using var file = new MemoryStream();
        using (var archive = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
        {
            void Add(string name, string xml)
            {
                using var writer = new StreamWriter(archive.CreateEntry(name).Open(), new UTF8Encoding(false));
                writer.Write(xml);
            }

            Add("xl/workbook.xml", """<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="One" sheetId="1" r:id="rId7"/></sheets></workbook>""");
            Add("xl/_rels/workbook.xml.rels", """<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId7" Type="t" Target="worksheets/sheet1.xml"/></Relationships>""");
            Add("xl/sharedStrings.xml", """<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>Account holder</t></si></sst>""");
            Add("xl/worksheets/sheet1.xml", """<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1"><c r="A1" t="s"><v>0</v></c></row><row r="3"><c r="A3" t="inlineStr"><is><t>Date</t></is></c><c r="B3" t="inlineStr"><is><t>Description</t></is></c></row></sheetData></worksheet>""");
        }

        return file.ToArray();
    }
}

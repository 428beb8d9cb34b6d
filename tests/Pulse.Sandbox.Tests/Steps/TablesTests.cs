using System.Net;
using System.Text.Json;
using Pulse.Sandbox.Tests.Support;

namespace Pulse.Sandbox.Tests.Steps;

public sealed class TablesTests
{
    [Fact]
    public async Task Tables_come_as_html_or_as_rows_and_parts_are_merged_on_request()
    {
        await using TestSandbox sandbox = await TestSandbox.StartAsync();
        string id = await sandbox.ExtractionAsync(Documents.Chapters());
        Answer html = await sandbox.PostJsonAsync("/tables", $$$"""{"extraction_id":"{{{id}}}"}""");
        JsonElement tables = html.Json.GetProperty("tables_output").GetProperty("tables");
        Assert.Equal(2, tables.GetArrayLength());
        Assert.Equal("<table><tr><th>Region</th><th>Sales</th></tr><tr><td>North</td><td>100</td></tr><tr><td>South</td><td>250</td></tr></table>", tables[0].Text("table_content"));
        Assert.Equal("tbl-1", tables[0].GetProperty("citations")[0].GetString());
        Assert.False(tables[0].GetProperty("from_chart").GetBoolean());
        Assert.Equal(0.5m, html.Json.GetProperty("credits_used").GetDecimal());

        Answer merged = await sandbox.PostJsonAsync("/tables", $$$"""{"extraction_id":"{{{id}}}","tables_config":{"merge":true,"table_format":"json","charts_to_tables":true}}""");
        JsonElement one = Assert.Single(merged.Json.GetProperty("tables_output").GetProperty("tables").EnumerateArray());
        JsonElement content = one.GetProperty("table_content");
        Assert.Equal("""["Region","Sales"]""", content.GetProperty("headers").GetRawText());
        Assert.Equal(["North", "South", "West", "East"], content.GetProperty("rows").EnumerateArray().Select(row => row.Text("Region")));
        Assert.Equal(2, one.GetProperty("citations").GetArrayLength());
        Assert.Equal(0.5m, merged.Json.GetProperty("credits_used").GetDecimal());
        Assert.NotEqual(html.Json.Text("tables_id"), merged.Json.Text("tables_id"));
    }

    [Fact]
    public async Task A_split_can_be_searched_and_a_job_has_the_same()
    {
        await using TestSandbox sandbox = await TestSandbox.StartAsync(new SandboxOptions { SubmissionStatusCode = 202 });
        string id = await sandbox.ExtractionAsync(Documents.Chapters());
        Answer split = await sandbox.PostJsonAsync("/split", $$$"""{"extraction_id":"{{{id}}}","split_config":{"split_input":[{"name":"People"}]}}""");
        Answer answer = await sandbox.PostJsonAsync("/tables", $$$"""{"extraction_id":"{{{split.Json.Text("split_id")}}}","async":true}""");
        Assert.Equal(HttpStatusCode.Accepted, answer.Status);
        JsonElement result = (await sandbox.EndOfAsync(answer.JobId)).GetProperty("result");
        Assert.Equal(0, result.GetProperty("tables_output").GetProperty("tables").GetArrayLength());
    }

    [Theory]
    [InlineData("""{}""", HttpStatusCode.BadRequest, "REQ_004")]
    [InlineData("""{"extraction_id":" "}""", HttpStatusCode.BadRequest, "REQ_003")]
    [InlineData("""{"extraction_id":7}""", HttpStatusCode.BadRequest, "REQ_003")]
    [InlineData("""{"extraction_id":"e","tables_config":{"table_format":"csv"}}""", HttpStatusCode.BadRequest, "REQ_003")]
    [InlineData("""{"extraction_id":"e","tables_config":{"merge":"maybe"}}""", HttpStatusCode.BadRequest, "REQ_003")]
    [InlineData("""{"extraction_id":"e"}""", HttpStatusCode.NotFound, "STORAGE_002")]
    public async Task Bad_requests(string request, HttpStatusCode status, string code)
    {
        await using TestSandbox sandbox = await TestSandbox.StartAsync();
        Answer answer = await sandbox.PostJsonAsync("/tables", request);
        Assert.Equal((status, code), (answer.Status, answer.ErrorCode));
    }

    [Theory]
    [InlineData("tables_endpoint", "/tables")]
    [InlineData("tables_endpoint", "/batch/tables")]
    [InlineData("enable_adhoc_pipeline", "/pipeline/execute")]
    [InlineData("form_filler", "/form/detect")]
    public async Task A_feature_can_be_off(string feature, string path)
    {
        await using TestSandbox sandbox = await TestSandbox.StartAsync(new SandboxOptions { DisabledFeatures = [feature] });
        Answer answer = await sandbox.PostJsonAsync(path, "{}");
        Assert.Equal((HttpStatusCode.Forbidden, "AUTH_004"), (answer.Status, answer.ErrorCode));
        Assert.Contains(feature, answer.ErrorMessage, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_submission_has_its_id_under_both_names()
    {
        await using TestSandbox box = await TestSandbox.StartAsync();
        string extraction = (await box.ExtractAsync(TestPdf.Statement(), "file.pdf")).Json.GetProperty("extraction_id").GetString()!;
        Answer submitted = await box.PostJsonAsync("/tables", $$"""{"extraction_id":"{{extraction}}","async":true}""");
        Assert.Equal(submitted.JobId, submitted.Json.GetProperty("tables_id").GetString());
    }
}

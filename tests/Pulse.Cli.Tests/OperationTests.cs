using System.CommandLine;
using System.Text;
using System.Text.Json;
using Pulse.Sandbox;

namespace Pulse.Cli.Tests;

/// <summary>The commands of the API's other endpoints, against the sandbox.</summary>
[Collection(CliCollection.Name)]
public sealed class OperationTests(CliFixture fixture) : IDisposable
{
    const string Holder = """{"type":"object","properties":{"account_holder":{"type":"string"}}}""";
    const string Secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    static readonly string s_statement = CliFixture.Sample("bank-statement.pdf");
    static readonly string s_report = CliFixture.Sample("quarterly-report.pdf");
    static readonly string s_form = CliFixture.Sample("membership-application.pdf");

    readonly string _folder = Directory.CreateTempSubdirectory("pulse-cli-tests").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    static async Task<JsonElement> JsonAsync(params string[] arguments)
    {
        Run run = await CliFixture.RunAsync(["--json", "--quiet", .. arguments]);
        Assert.True(run.ExitCode == 0, run.Error);
        Assert.All(run.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries), static line => Assert.True(JsonElement.Parse(line).TryGetProperty("warning", out _), line));
        return JsonElement.Parse(Assert.Single(run.Output.TrimEnd().Split('\n')));
    }

    /// <summary>The result of the job that a command has waited for.</summary>
    static async Task<JsonElement> ResultAsync(params string[] arguments)
    {
        JsonElement job = await JsonAsync(arguments);
        Assert.Equal("completed", job.GetProperty("status").GetString());
        Assert.NotEmpty(Text(job, "job_id"));
        return job.GetProperty("result");
    }

    static async Task<Run> RefusedAsync(int exitCode, params string[] arguments)
    {
        Run run = await CliFixture.RunAsync(["--quiet", .. arguments]);
        Assert.Equal((exitCode, ""), (run.ExitCode, run.Output));
        Assert.StartsWith("pulse: ", Assert.Single(run.Error.TrimEnd().Split('\n')), StringComparison.Ordinal);
        return run;
    }

    static string Text(JsonElement element, string name) => element.GetProperty(name).GetString()!;

    static async Task<string> ExtractionAsync(string path) => Text(await JsonAsync("extract", path), "extraction_id");

    string Write(string name, string text)
    {
        string path = Path.Combine(_folder, name);
        File.WriteAllText(path, text);
        return path;
    }

    [Fact]
    public async Task Split()
    {
        JsonElement result = await ResultAsync("split", "--extraction-id", await ExtractionAsync(s_report), "--topic", "Outlook", "--topic", "Fleet=ships and their age");
        JsonElement splits = result.GetProperty("split_output").GetProperty("splits");
        Assert.Contains(12, splits.GetProperty("Outlook").EnumerateArray().Select(page => page.GetInt32()));
        Assert.NotEqual(0, splits.GetProperty("Fleet").GetArrayLength());
    }

    [Fact]
    public async Task Schema_from_a_file_in_place_for_several_and_by_topic()
    {
        string statement = await ExtractionAsync(s_statement);
        string report = await ExtractionAsync(s_report);
        string file = Write("schema.json", Holder);
        JsonElement one = await ResultAsync("schema", "--extraction-id", statement, "--schema", file, "--prompt", "as printed");
        Assert.Equal("Maria Jensen", Text(one.GetProperty("schema_output").GetProperty("values"), "account_holder"));
        JsonElement two = await ResultAsync("schema", "--extraction-id", statement, "--extraction-id", report, "--schema", Holder);
        Assert.Equal(2, two.GetProperty("extraction_ids").GetArrayLength());
        string split = Text(await ResultAsync("split", "--extraction-id", statement, "--topic", "Transactions"), "split_id");
        JsonElement byTopic = await ResultAsync("schema", "--split-id", split, "--topic-schema", $"Transactions={file}");
        Assert.Equal("Maria Jensen", Text(byTopic.GetProperty("results").GetProperty("Transactions").GetProperty("values"), "account_holder"));
    }

    [Fact]
    public async Task Schema_into_a_workbook()
    {
        string template = Path.Combine(_folder, "template.xlsx");
        await File.WriteAllBytesAsync(template, Workbook(), TestContext.Current.CancellationToken);
        JsonElement result = await ResultAsync("schema", "--extraction-id", await ExtractionAsync(s_statement), "--excel", template);
        string output = Path.Combine(_folder, "filled.xlsx");
        JsonElement saved = await JsonAsync("schema", "excel", Text(result, "schema_id"), "-o", output);
        Assert.Equal((output, new FileInfo(output).Length), (Text(saved, "output"), saved.GetProperty("size").GetInt64()));
        Assert.True((await File.ReadAllBytesAsync(output, TestContext.Current.CancellationToken)).AsSpan().StartsWith("PK"u8));
    }

    [Fact]
    public async Task Tables()
    {
        string report = await ExtractionAsync(s_report);
        JsonElement html = await ResultAsync("tables", "--extraction-id", report);
        Assert.StartsWith("<table>", Text(html.GetProperty("tables_output").GetProperty("tables")[0], "table_content"), StringComparison.Ordinal);
        JsonElement rows = await ResultAsync("tables", "--extraction-id", report, "--merge", "true", "--table-format", "json");
        Assert.NotEqual(0, rows.GetProperty("tables_output").GetProperty("tables")[0].GetProperty("table_content").GetProperty("headers").GetArrayLength());
    }

    [Fact]
    public async Task Batches()
    {
        JsonElement batch = await JsonAsync("batch", "extract", s_statement, s_form, "--output", "s3://bucket/out/", "--workers", "2");
        string id = Text(batch, "job_id");
        Assert.Equal(["bank-statement.pdf", "membership-application.pdf"], batch.GetProperty("result").GetProperty("items").EnumerateArray().Select(item => Text(item, "source")));
        JsonElement schema = await ResultAsync("batch", "schema", "--batch-id", id, "--schema", Holder, "--output", "/out", "--pages", "1");
        Assert.Equal(2, schema.GetProperty("items").GetArrayLength());
        string splits = Text(await JsonAsync("batch", "split", "--batch-id", id, "--topic", "Transactions", "--output", "/out"), "job_id");
        JsonElement topics = await ResultAsync("batch", "schema", "--split-batch-id", splits, "--topic-schema", $"Transactions={Holder}", "--output", "/out");
        Assert.Equal(2, topics.GetProperty("items").GetArrayLength());
        JsonElement tables = await ResultAsync("batch", "tables", "--extraction-id", await ExtractionAsync(s_report), "--output", "/out");
        Assert.Equal(1, tables.GetProperty("items").GetArrayLength());
    }

    [Fact]
    public async Task Pipelines()
    {
        JsonElement inPlace = await ResultAsync("pipeline", "run", s_statement, "--steps", $$$"""{"extract":{},"schema":{"input_schema":{{{Holder}}}}}""");
        Assert.Equal("Maria Jensen", Text(inPlace.GetProperty("results").GetProperty("schema").GetProperty("schema_output").GetProperty("values"), "account_holder"));
        JsonElement many = await ResultAsync("pipeline", "run", s_statement, s_form, "--steps", Write("steps.json", """{"batch_extract":{}}"""));
        Assert.Equal(2, many.GetProperty("results").GetProperty("batch_extract").GetProperty("total_files").GetInt32());
    }

    [Fact]
    public async Task Forms_and_their_PDF()
    {
        JsonElement detected = await ResultAsync("form", "detect", s_form, "--pages", "1");
        Assert.Equal(9, detected.GetProperty("form_fields").GetArrayLength());
        string filled = Path.Combine(_folder, "filled.pdf");
        JsonElement fill = await ResultAsync("form", "fill", s_form, "--instructions", "Full name: Maria", "--fields", """[{"name":"phone","text":"1"}]""", "-o", filled);
        Assert.Equal(2, fill.GetProperty("fields_filled").GetInt32());
        Assert.True((await File.ReadAllBytesAsync(filled, TestContext.Current.CancellationToken)).AsSpan().StartsWith("%PDF-"u8));
        JsonElement cleared = await ResultAsync("form", "clear", "--form-id", Text(fill, "form_id"));
        Assert.Equal(3, cleared.GetProperty("fields_cleared").GetInt32());
        Run plain = await CliFixture.RunAsync("--quiet", "form", "clear", filled, "-o", filled);
        Assert.Equal((0, $"{filled}\n"), (plain.ExitCode, plain.Output));
        Assert.Contains("cannot be combined", (await RefusedAsync(2, "form", "fill", s_form, "--instructions", "a: b", "--no-wait", "-o", filled)).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_PDF_by_the_id_of_its_job()
    {
        string id = Text(await JsonAsync("form", "fill", s_form, "--instructions", "Full name: Maria", "--no-wait"), "job_id");
        Assert.Equal(0, (await CliFixture.RunAsync("job", "wait", "--quiet", id)).ExitCode);
        string path = Path.Combine(_folder, "a.pdf");
        JsonElement saved = await JsonAsync("result", "pdf", id, "-o", path);
        Assert.Equal(("application/pdf", path), (Text(saved, "media_type"), Text(saved, "output")));
        Assert.Contains("404", (await RefusedAsync(1, "result", "image", id, "none.png", "-o", path)).Error, StringComparison.Ordinal);
        await RefusedAsync(2, "result", "pdf", id, "-o", Path.Combine(_folder, "no", "such", "folder.pdf"));
    }

    [Fact]
    public async Task A_request_from_a_file_stdin_or_in_place_with_options_put_into_it()
    {
        string id = await ExtractionAsync(s_report);
        string request = $$$"""{"extraction_id":"{{{id}}}","tables_config":{"merge":false}}""";
        foreach (string given in (string[])[Write("request.json", request), request])
        {
            JsonElement result = await ResultAsync("tables", "-r", given, "--merge", "true");
            Assert.NotEmpty(Text(result, "tables_id"));
        }

        Run run = await CliFixture.RunAsync(Encoding.UTF8.GetBytes("{}"), ["tables", "--json", "--quiet", "-r", "-", "--field", $"extraction_id={id}", "--field", "tables_config={\"table_format\":\"json\"}"]);
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Equal(JsonValueKind.Object, JsonElement.Parse(run.Output).GetProperty("result").GetProperty("tables_output").GetProperty("tables")[0].GetProperty("table_content").ValueKind);
    }

    [Fact]
    public async Task Without_json_the_result_is_readable_JSON_and_progress_is_on_stderr()
    {
        Run run = await CliFixture.RunAsync("tables", "--extraction-id", await ExtractionAsync(s_report));
        Assert.Equal(0, run.ExitCode);
        Assert.Contains("\n  \"tables_id\": ", run.Output, StringComparison.Ordinal);
        Assert.Contains("completed after", run.Error, StringComparison.Ordinal);
        Run id = await CliFixture.RunAsync("tables", "--no-wait", "--extraction-id", await ExtractionAsync(s_report));
        Assert.Matches("^[0-9a-f-]{36}\n$", id.Output);
    }

    [Theory]
    [InlineData(2, "extraction_id", "split", "--topic", "a")]
    [InlineData(2, "NAME=VALUE", "tables", "--field", "x")]
    [InlineData(2, "TOPIC=SCHEMA", "schema", "--split-id", "s", "--topic-schema", "x")]
    [InlineData(2, "not JSON", "tables", "-r", "{")]
    [InlineData(2, "cannot be read", "tables", "-r", "/no/such/file")]
    [InlineData(2, "cannot be read", "schema", "--extraction-id", "e", "--schema", "/no/such/file")]
    [InlineData(2, "cannot be read", "schema", "--extraction-id", "e", "--excel", "/no/such/file")]
    [InlineData(2, "exclude each other", "schema", "--extraction-id", "e", "--schema", "{}", "--field", "schema_config={\"input_schema\":{},\"excel_template\":\"AAAA\"}")]
    [InlineData(2, "workers", "batch", "extract", "--url", "https://example.com/a.pdf", "--output", "/o", "--workers", "11")]
    [InlineData(2, "output", "batch", "extract", "--url", "https://example.com/a.pdf")]
    [InlineData(2, "pages", "pipeline", "run", "--url", "https://example.com/a.pdf", "--steps", "{\"extract\":{\"pages\":\"0\"}}")]
    [InlineData(2, "steps", "pipeline", "run", "--url", "https://example.com/a.pdf")]
    [InlineData(2, "instructions", "form", "fill", "--url", "https://example.com/a.pdf")]
    [InlineData(2, "does not exist", "form", "detect", "/no/such/file.pdf")]
    [InlineData(1, "STORAGE_002", "tables", "--extraction-id", "nope")]
    [InlineData(1, "STORAGE_002", "schema", "excel", "nope", "-o", "/tmp/never")]
    public async Task What_is_wrong_is_one_sentence_on_stderr(int exitCode, string words, params string[] arguments) =>
        Assert.Contains(words, (await RefusedAsync(exitCode, arguments)).Error, StringComparison.Ordinal);

    [Fact]
    public async Task With_json_errors_are_objects()
    {
        Run run = await CliFixture.RunAsync("--json", "tables", "--extraction-id", "nope");
        JsonElement error = JsonElement.Parse(run.Error).GetProperty("error");
        Assert.Equal((1, ""), (run.ExitCode, run.Output));
        Assert.Equal(("NotFound", 404, "STORAGE_002"), (Text(error, "code"), error.GetProperty("http_status").GetInt32(), Text(error, "api_code")));
    }

    [Fact]
    public async Task A_job_that_fails_is_exit_code_5()
    {
        Run run = await CliFixture.RunAsync("--quiet", "form", "detect", s_form, "--field", "page_range=\"1\"", "--base-url", fixture.Sandbox.BaseUrl.AbsoluteUri, "--timeout", "1m");
        Assert.Equal(0, run.ExitCode);
        Run failed = await RefusedAsync(5, "form", "detect", Write("no.pdf", "no PDF at all"));
        Assert.Contains("FILE_001", failed.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_webhook_portal()
    {
        string link = $"{fixture.Sandbox.BaseUrl}_sandbox/webhooks";
        Assert.Equal($"{link}\n", (await CliFixture.RunAsync("webhook", "link")).Output);
        Assert.Equal(link, Text(await JsonAsync("webhook", "link"), "link"));
    }

    [Fact]
    public async Task What_was_signed_is_verified()
    {
        string secret = Write("secret", Secret + "\n");
        byte[] body = Encoding.UTF8.GetBytes("""{"test": 2432232314}""");
        Run signed = await CliFixture.RunAsync(body, ["webhook", "sign", "--id", "msg_p5jXN8AQM9LWM0D4loKWxJek", "--timestamp", "1614265330", "--secret-file", secret]);
        Assert.Contains("webhook-signature: v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=", signed.Output, StringComparison.Ordinal);
        string[] headers = [.. signed.Output.TrimEnd().Split('\n').SelectMany(line => (string[])["-H", line])];
        Run verified = await CliFixture.RunAsync(body, ["webhook", "verify", .. headers, "--secret-file", secret, "--now", "1614265331"]);
        Assert.Equal((0, "valid\n"), (verified.ExitCode, verified.Output));
        Run stale = await CliFixture.RunAsync(body, ["webhook", "verify", .. headers, "--secret-file", secret, "--json"]);
        Assert.Equal(1, stale.ExitCode);
        Assert.False(JsonElement.Parse(stale.Output).GetProperty("valid").GetBoolean());
        Run changed = await CliFixture.RunAsync("{}"u8.ToArray(), ["webhook", "verify", .. headers, "--secret-file", secret, "--now", "1614265331"]);
        Assert.Equal(1, changed.ExitCode);
        Assert.StartsWith("not valid: ", changed.Output, StringComparison.Ordinal);
    }

    /// <summary>A new command fails here until a test runs it.</summary>
    [Fact]
    public void Every_command_is_in_a_test()
    {
        string[] sources = [.. Directory.EnumerateFiles(Path.Combine(CliFixture.Root, "tests", "Pulse.Cli.Tests"), "*.cs").Select(File.ReadAllText)];
        foreach (string[] path in Leaves(PulseCommand.Create(new Terminal(Stream.Null, TextWriter.Null, TextWriter.Null, IsInteractive: false)), []))
        {
            string run = string.Join(", ", path.Select(name => $"\"{name}\""));
            Assert.True(sources.Any(source => source.Contains(run, StringComparison.Ordinal)), $"No test runs 'pulse {string.Join(' ', path)}'.");
        }
    }

    static IEnumerable<string[]> Leaves(Command command, string[] path)
    {
        if (command.Action is not null && path.Length > 0)
        {
            yield return path;
        }

        foreach (string[] leaf in command.Subcommands.SelectMany(inner => Leaves(inner, [.. path, inner.Name])))
        {
            yield return leaf;
        }
    }

    // One label in A1.
    static byte[] Workbook()
    {
        const string Main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
        using MemoryStream file = new();
        using (System.IO.Compression.ZipArchive archive = new(file, System.IO.Compression.ZipArchiveMode.Create, leaveOpen: true))
        {
            void Add(string name, string xml)
            {
                using StreamWriter writer = new(archive.CreateEntry(name).Open());
                writer.Write(xml);
            }

            Add("xl/workbook.xml", $"""<workbook xmlns="{Main}" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="One" sheetId="1" r:id="r1"/></sheets></workbook>""");
            Add("xl/_rels/workbook.xml.rels", """<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="t" Target="worksheets/sheet1.xml"/></Relationships>""");
            Add("xl/worksheets/sheet1.xml", $"""<worksheet xmlns="{Main}"><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>Account holder</t></is></c></row></sheetData></worksheet>""");
        }

        return file.ToArray();
    }
}

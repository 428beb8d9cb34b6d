using System.Text.Json;
using Pulse.Sandbox.Control;

namespace Pulse.Cli.Tests;

[Collection(CliCollection.Name)]
public sealed class ExtractTests(CliFixture fixture)
{
    static readonly string s_statement = CliFixture.Sample("bank-statement.pdf");
    static readonly string s_report = CliFixture.Sample("quarterly-report.pdf");

    [Fact]
    public async Task Markdown_goes_to_stdout_and_progress_to_stderr()
    {
        Run run = await CliFixture.RunAsync("extract", s_statement);
        Assert.Equal(0, run.ExitCode);
        Assert.Contains("Account holder: Maria Jensen", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("submitt", run.Output, StringComparison.Ordinal);
        Assert.Contains($"{s_statement}: submitted as ", run.Error, StringComparison.Ordinal);
        Assert.Contains("completed after", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Quiet_says_nothing_on_stderr()
    {
        Run run = await CliFixture.RunAsync("extract", "--quiet", s_statement);
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
    }

    [Fact]
    public async Task Json_is_one_object_a_line_in_the_order_of_the_arguments()
    {
        Run run = await CliFixture.RunAsync("extract", "--json", "--quiet", s_report, s_statement);
        string[] lines = run.Output.TrimEnd().Split('\n');
        Assert.Equal(2, lines.Length);
        using JsonDocument first = JsonDocument.Parse(lines[0]);
        using JsonDocument second = JsonDocument.Parse(lines[1]);
        Assert.Equal((s_report, 12), (first.RootElement.GetProperty("file").GetString(), first.RootElement.GetProperty("page_count").GetInt32()));
        Assert.Equal(("completed", 2), (second.RootElement.GetProperty("status").GetString(), second.RootElement.GetProperty("page_count").GetInt32()));
        Assert.Contains("Maria Jensen", second.RootElement.GetProperty("markdown").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Json_says_whether_a_failed_submit_may_have_been_accepted()
    {
        Run run = await CliFixture.RunAsync("extract", "--json", "--quiet", "--header", "X-Pulse-Sandbox-Fault: {\"status\": 502}", s_statement);
        using JsonDocument error = JsonDocument.Parse(run.Error);
        Assert.True(error.RootElement.GetProperty("error").GetProperty("may_have_been_accepted").GetBoolean());
        Assert.Equal(502, error.RootElement.GetProperty("error").GetProperty("http_status").GetInt32());
    }

    [Fact]
    public async Task One_bad_document_does_not_stop_the_others()
    {
        Run run = await CliFixture.RunAsync("extract", "--quiet", "/no/such/file.pdf", s_statement);
        Assert.Equal(ExitCodes.SomeFailed, run.ExitCode);
        Assert.Contains("Maria Jensen", run.Output, StringComparison.Ordinal);
        Assert.Contains("pulse: /no/such/file.pdf: '/no/such/file.pdf' does not exist.", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/no/such/file.pdf")]
    [InlineData("/proc")]
    public async Task Unusable_files_are_usage_errors(string file)
    {
        Run run = await CliFixture.RunAsync("extract", file);
        Assert.Equal((ExitCodes.Usage, ""), (run.ExitCode, run.Output));
    }

    [Fact]
    public async Task An_empty_file_is_a_usage_error()
    {
        string empty = Path.GetTempFileName();
        Run run = await CliFixture.RunAsync("extract", empty);
        File.Delete(empty);
        Assert.Equal(ExitCodes.Usage, run.ExitCode);
        Assert.Contains("is empty", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Errors_are_json_on_stderr_with_json()
    {
        Run run = await CliFixture.RunAsync("extract", "--json", "--quiet", "--model", "none", s_statement);
        Assert.Equal(ExitCodes.General, run.ExitCode);
        using JsonDocument error = JsonDocument.Parse(run.Error);
        JsonElement detail = error.RootElement.GetProperty("error");
        Assert.Equal(("BadRequest", 400, "REQ_003"), (detail.GetProperty("code").GetString(), detail.GetProperty("http_status").GetInt32(), detail.GetProperty("api_code").GetString()));
    }

    [Fact]
    public async Task Output_folder()
    {
        string folder = Directory.CreateTempSubdirectory("pulse-cli-").FullName;
        Run run = await CliFixture.RunAsync("extract", "--quiet", "-o", folder, s_statement);
        string written = Path.Combine(folder, "bank-statement.pdf.md");
        Assert.Equal((0, written + Environment.NewLine), (run.ExitCode, run.Output));
        Assert.Contains("Maria Jensen", await File.ReadAllTextAsync(written, TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Equal([written, Path.Combine(folder, "pulse-journal.jsonl")], Directory.GetFiles(folder).Order(StringComparer.Ordinal));
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Standard_input()
    {
        Run run = await CliFixture.RunAsync(await File.ReadAllBytesAsync(s_statement, TestContext.Current.CancellationToken), ["extract", "--quiet", "-"]);
        Assert.Equal(0, run.ExitCode);
        Assert.Contains("Maria Jensen", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Schema_and_other_options_reach_the_service()
    {
        const string schema = """{"type":"object","properties":{"account_holder":{"type":"string"}}}""";
        Run run = await CliFixture.RunAsync("extract", "--json", "--quiet", "--schema", schema, "--option", "returnHtml=true", "--option", """extensions={"chunking":{"chunkTypes":["page"]}}""", s_statement);
        Assert.Equal(0, run.ExitCode);
        using JsonDocument document = JsonDocument.Parse(run.Output);
        Assert.Equal("Maria Jensen", document.RootElement.GetProperty("structured_output").GetProperty("values").GetProperty("account_holder").GetString());
    }

    [Fact]
    public async Task Large_results_are_followed()
    {
        Run run = await CliFixture.RunAsync("extract", "--quiet", CliFixture.Sample("field-notes-80-pages.pdf"));
        Assert.Equal(0, run.ExitCode);
        Assert.Contains("FN-080", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_waiting_the_ids_are_printed_and_can_be_waited_for()
    {
        Run submitted = await CliFixture.RunAsync("extract", "--no-wait", s_statement);
        string id = submitted.Output.Trim();
        Assert.Equal(0, submitted.ExitCode);
        Run got = await CliFixture.RunAsync("job", "get", id);
        Assert.StartsWith(id, got.Output, StringComparison.Ordinal);
        Run waited = await CliFixture.RunAsync("job", "wait", id);
        Assert.Equal(0, waited.ExitCode);
        Assert.Contains("Maria Jensen", waited.Output, StringComparison.Ordinal);
        Run json = await CliFixture.RunAsync("job", "get", "--json", id);
        using JsonDocument body = JsonDocument.Parse(json.Output);
        Assert.Equal("completed", body.RootElement.GetProperty("status").GetString());
    }

    [Theory]
    [InlineData("failed")]
    [InlineData("canceled")]
    [InlineData("expired")]
    public async Task Jobs_that_end_otherwise_have_an_exit_code(string status)
    {
        string id = (await CliFixture.RunAsync("extract", "--no-wait", s_statement)).Output.Trim();
        fixture.Sandbox.Jobs.Force(id, new ForcedJobState { Status = status });
        Assert.Equal(ExitCodes.JobEnded, (await CliFixture.RunAsync("job", "wait", id)).ExitCode);
    }

    [Fact]
    public async Task A_wait_that_times_out_says_that_the_job_may_still_run()
    {
        string id = (await CliFixture.RunAsync("extract", "--no-wait", s_statement)).Output.Trim();
        fixture.Sandbox.Jobs.Force(id, new ForcedJobState { Status = "processing" });
        Run run = await CliFixture.RunAsync("job", "wait", "--timeout", "200ms", id);
        Assert.Equal(ExitCodes.WaitTimeout, run.ExitCode);
        Assert.Contains("may still run", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cancel()
    {
        string id = (await CliFixture.RunAsync("extract", "--no-wait", s_report)).Output.Trim();
        Assert.Equal(0, (await CliFixture.RunAsync("job", "cancel", id)).ExitCode);
    }

    [Fact]
    public async Task Authentication_has_an_exit_code_and_the_key_stays_secret()
    {
        string file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, "a-wrong-secret-key\n", TestContext.Current.CancellationToken);
        Run run = await CliFixture.RunAsync("extract", "--api-key-file", file, s_statement);
        File.Delete(file);
        Assert.Equal(ExitCodes.Authentication, run.ExitCode);
        Assert.DoesNotContain("a-wrong-secret-key", run.Error, StringComparison.Ordinal);
        Assert.Equal(ExitCodes.Usage, (await CliFixture.RunAsync("extract", "--api-key-file", "/no/such/key", s_statement)).ExitCode);
    }

    [Fact]
    public async Task The_key_may_come_from_stdin()
    {
        Run wrong = await CliFixture.RunAsync("a-wrong-secret-key\n"u8.ToArray(), ["extract", "--api-key-file", "-", s_statement]);
        Assert.Equal(ExitCodes.Authentication, wrong.ExitCode);
        Assert.DoesNotContain("a-wrong-secret-key", wrong.Error, StringComparison.Ordinal);
        Assert.Equal(0, (await CliFixture.RunAsync("pulse-sandbox-key\n"u8.ToArray(), ["extract", "--api-key-file", "-", s_statement])).ExitCode);
        Assert.Contains("stdin contains no API key", (await CliFixture.RunAsync([], ["extract", "--api-key-file", "-", s_statement])).Error, StringComparison.Ordinal);
        Run both = await CliFixture.RunAsync("key"u8.ToArray(), ["extract", "--api-key-file", "-", "-"]);
        Assert.Equal(ExitCodes.Usage, both.ExitCode);
        Assert.Contains("stdin can be read only once", both.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Options_of_tls_and_proxy_are_those_of_the_client()
    {
        Assert.Contains("--ca-file: '/no/such/file'", (await CliFixture.RunAsync("extract", "--ca-file", "/no/such/file", s_statement)).Error, StringComparison.Ordinal);
        Assert.Contains("--client-certificate: '/no/such/file'", (await CliFixture.RunAsync("job", "get", "a", "--client-certificate", "/no/such/file")).Error, StringComparison.Ordinal);
        Assert.Contains("--client-key", (await CliFixture.RunAsync("job", "get", "a", "--client-key", "/no/such/file")).Error, StringComparison.Ordinal);
        Run unreachable = await CliFixture.RunAsync("job", "get", "a", "--proxy", "http://localhost:1", "--max-retries", "0");
        Assert.Contains("no connection to the proxy localhost:1", unreachable.Error, StringComparison.Ordinal);
        Run exposed = await CliFixture.RunAsync("job", "get", "a", "--proxy", "http://user:secret-word@localhost:1");
        Assert.Equal(ExitCodes.Usage, exposed.ExitCode);
        Assert.Contains("HTTPS_PROXY", exposed.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("secret-word", exposed.Error, StringComparison.Ordinal);
        Assert.Equal(0, (await CliFixture.RunAsync("extract", "--proxy", "", s_statement)).ExitCode);
    }

    [Fact]
    public async Task Headers_of_ones_own()
    {
        Run good = await CliFixture.RunAsync("extract", "--header", "X-Gateway: a: b", "--header", "X-Team:docs", s_statement);
        Assert.Equal(0, good.ExitCode);
        Assert.Contains(fixture.Sandbox.Journal.Entries, static entry => entry.Headers.Contains(new("X-Gateway", "a: b")) && entry.Headers.Contains(new("X-Team", "docs")));
        foreach (string[] arguments in (string[][])[["--header", "X-A"], ["--header", ": secret"], ["--header", "X-A: secret", "--header", "x-a: secret"], ["--header", "x-api-key: secret"], ["--header", "X A: secret"]])
        {
            Run refused = await CliFixture.RunAsync(["job", "get", "a", .. arguments]);
            Assert.Equal(ExitCodes.Usage, refused.ExitCode);
            Assert.DoesNotContain("secret", refused.Error, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("extract", "--timeout", "soon", "x.pdf")]
    [InlineData("extract", "--wait", "--no-wait", "x.pdf")]
    [InlineData("extract", "--concurrency", "0", "x.pdf")]
    [InlineData("extract", "--option", "novalue", "x.pdf")]
    [InlineData("extract", "--base-url", "ftp://x", "x.pdf")]
    [InlineData("extract", "-", "-")]
    [InlineData("job", "get", "..")]
    public async Task Wrong_usage(params string[] arguments) =>
        Assert.Equal(ExitCodes.Usage, (await CliFixture.RunAsync(arguments)).ExitCode);

    [Theory]
    [InlineData("bash", "complete -o default -F _pulse pulse")]
    [InlineData("zsh", "#compdef pulse")]
    [InlineData("fish", "complete -c pulse -n '__pulse_at \\'\\'' -a extract")]
    public async Task Completion_scripts(string shell, string line)
    {
        Run run = await CliFixture.RunAsync("completion", shell);
        Assert.Equal(0, run.ExitCode);
        Assert.Contains(line, run.Output, StringComparison.Ordinal);
        Assert.Contains("no-wait", run.Output, StringComparison.Ordinal);
    }
}

using System.CommandLine;
using System.Reflection;
using System.Text.Json;
using Pulse.Cli.Output;
using Pulse.Client;

namespace Pulse.Cli.Tests;

/// <summary>Nothing is sent before every argument makes sense, and no argument ends the program with an exception.</summary>
[Collection(CliCollection.Name)]
public sealed class ArgumentTests(CliFixture fixture)
{
    static readonly string s_statement = CliFixture.Sample("bank-statement.pdf");

    [Theory]
    [InlineData("'--pages'", "extract", "--page", "1", "DOCUMENT")]
    [InlineData("'--pages'", "extract", "DOCUMENT", "--paegs=1")]
    [InlineData("'--no-wait'", "extract", "--nowait", "DOCUMENT")]
    [InlineData("'--json'", "extract", "--model", "--jsn", "DOCUMENT")]
    [InlineData("'-x'", "extract", "-x", "DOCUMENT")]
    [InlineData("'extract'", "extrcat", "DOCUMENT")]
    [InlineData("'wait'", "job", "wiat", "ID")]
    [InlineData("'--timeout'", "job", "wait", "ID", "--timout", "5s")]
    [InlineData("'--timeout'", "split", "--extraction-id", "e", "--topic", "t", "--timeot", "5s")]
    [InlineData("'-1'", "form", "detect", "DOCUMENT", "-1")]
    [InlineData("'--format' must come after 'extract'", "--format", "csv", "extract", "DOCUMENT")]
    [InlineData("must come before '--'", "--", "extract", "DOCUMENT")]
    [InlineData("found none", "extract", "/no/such/*.pdf")]
    [InlineData("a whole number", "extract", "--max-retries", "many", "DOCUMENT")]
    [InlineData("plain name", "completion", "bash", "--program", "a;b")]
    [InlineData("'bash' 'zsh' 'fish'", "completion", "tcsh")]
    [InlineData("pages", "extract", "--pages", "one", "DOCUMENT")]
    [InlineData("http://[", "extract", "DOCUMENT", "http://[")]
    [InlineData("https:///x", "extract", "DOCUMENT", "https:///x")]
    [InlineData("http://x:99999/", "extract", "DOCUMENT", "http://x:99999/")]
    [InlineData("duration", "extract", "DOCUMENT", "--timeout", "soon")]
    [InlineData("schema", "extract", "DOCUMENT", "--schema", "{nonsense")]
    public async Task A_typing_error_sends_nothing(string hint, params string[] arguments)
    {
        int before = fixture.Sandbox.Journal.Entries.Count();
        Run run = await CliFixture.RunAsync([.. arguments.Select(static word => word == "DOCUMENT" ? s_statement : word)]);
        Assert.Equal((ExitCodes.Usage, ""), (run.ExitCode, run.Output));
        Assert.Contains(hint, run.Error, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("unexpected error", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("failed unexpectedly", run.Error, StringComparison.Ordinal);
        Assert.Equal(before, fixture.Sandbox.Journal.Entries.Count());
    }

    [Theory]
    [InlineData("--idle-timeout: '1000h'", "--idle-timeout", "1000h")]
    [InlineData("--idle-timeout must be more than zero", "--idle-timeout", "0")]
    [InlineData("--max-retries must be from 0 to 20", "--max-retries", "21")]
    [InlineData("--base-url must be", "--base-url", "nonsense")]
    [InlineData("set --allow-insecure-http", "--base-url", "http://192.0.2.1")]
    [InlineData("--client-key is set without --client-certificate", "--client-key", "/nowhere.pem")]
    public async Task Errors_name_the_options_of_the_command_line(string words, params string[] arguments)
    {
        Run run = await CliFixture.RunAsync(["job", "get", "a", .. arguments]);
        Assert.Equal(ExitCodes.Usage, run.ExitCode);
        Assert.Contains(words, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_option_of_a_client_sets_what_it_is_named_for()
    {
        GlobalOptions options = new();
        RootCommand command = [];
        options.AddTo(command);
        foreach ((string name, string flag) in GlobalOptions.s_names.Where(static pair => pair.Key is not ("ApiKey" or "Proxy" or "Headers" or "LargeResultFolder")))
        {
            // The names of options that are not of a client belong to commands.
            if (typeof(PulseClientOptions).GetProperty(name) is not PropertyInfo property)
            {
                continue;
            }

            (string value, object read) = Nullable.GetUnderlyingType(property.PropertyType) is { } type
                ? type == typeof(TimeSpan) ? ("7s", TimeSpan.FromSeconds(7)) : ("7", (object)7)
                : property.PropertyType == typeof(bool) ? ("true", true) : ("x", "x");
            Assert.NotEqual(read, property.GetValue(new PulseClientOptions()));
            Assert.Equal(read, property.GetValue(options.DescribedOptions(command.Parse([flag, value]))));
        }
    }

    [Theory]
    [InlineData("--call-timeout")]
    [InlineData("--request-timeout")]
    public async Task A_silent_server_is_left_in_time(string option)
    {
        // It takes connections, and says nothing.
        using System.Net.Sockets.TcpListener silent = new(System.Net.IPAddress.Loopback, 0);
        silent.Start();
        System.Diagnostics.Stopwatch watch = System.Diagnostics.Stopwatch.StartNew();
        Run run = await CliFixture.RunAsync("job", "get", "a", "--base-url", $"http://{silent.LocalEndpoint}", "--max-retries", "0", option, "200ms");
        Assert.NotEqual(0, run.ExitCode);
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(45), run.Error);
    }

    [Theory]
    [InlineData("extract", "-o", "OUT", "http://[")]
    [InlineData("extract", "-o", "/dev/null/x", "DOCUMENT")]
    [InlineData("extract", "--base-url", "http://[", "DOCUMENT")]
    [InlineData("extract", "--base-url", "http://x:99999/", "DOCUMENT")]
    [InlineData("extract", "--header", "a\u0001: b", "DOCUMENT")]
    [InlineData("extract", "--option", "=", "DOCUMENT")]
    [InlineData("extract", "--name", "", "-")]
    [InlineData("extract", "")]
    [InlineData("extract", " ")]
    [InlineData("job", "get", "")]
    [InlineData("job", "get", "a\u001bb")]
    [InlineData("job", "get", "good", "..")]
    [InlineData("schema", "--extraction-id", "e", "--schema", "[")]
    public async Task No_argument_is_an_unexpected_error(params string[] arguments)
    {
        Run run = await CliFixture.RunAsync([.. arguments.Select(static word => word == "DOCUMENT" ? s_statement : word == "OUT" ? Path.GetTempPath() : word)]);
        Assert.True(run.ExitCode is ExitCodes.Usage or ExitCodes.General, $"{run.ExitCode}: {run.Error}");
        Assert.DoesNotContain("unexpected error", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("failed unexpectedly", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', run.Error);
    }

    [Fact]
    public async Task After_two_dashes_all_words_are_documents()
    {
        string folder = Directory.CreateTempSubdirectory("pulse-cli-").FullName;
        string before = Directory.GetCurrentDirectory();
        Run run = await CliFixture.RunAsync("extract", "--quiet", "--", s_statement, "--page");
        Assert.Contains("'--page' does not exist", run.Error, StringComparison.Ordinal);
        Assert.Contains("Maria Jensen", run.Output, StringComparison.Ordinal);
        Assert.Equal((ExitCodes.SomeFailed, before), (run.ExitCode, Directory.GetCurrentDirectory()));
        Directory.Delete(folder);
    }

    [Fact]
    public async Task A_wrong_key_ends_the_run_with_the_first_document()
    {
        string key = Path.GetTempFileName();
        await File.WriteAllTextAsync(key, "a-wrong-key\n", TestContext.Current.CancellationToken);
        int before = fixture.Sandbox.Journal.Entries.Count();
        Run run = await CliFixture.RunAsync(["extract", "--quiet", "--api-key-file", key, .. Enumerable.Range(0, 20).Select(static _ => s_statement)]);
        File.Delete(key);
        Assert.Equal(ExitCodes.Authentication, run.ExitCode);
        Assert.Contains("19 more documents were not sent", run.Error, StringComparison.Ordinal);
        Assert.Equal(before + 1, fixture.Sandbox.Journal.Entries.Count());
    }

    [Theory]
    [InlineData("get")]
    [InlineData("wait")]
    public async Task A_wrong_key_is_told_once(string verb)
    {
        string key = Path.GetTempFileName();
        await File.WriteAllTextAsync(key, "a-wrong-key\n", TestContext.Current.CancellationToken);
        Run run = await CliFixture.RunAsync(["job", verb, "--quiet", "--api-key-file", key, .. Enumerable.Range(0, 20).Select(static number => $"id-{number}")]);
        File.Delete(key);
        Assert.Equal((ExitCodes.Authentication, ""), (run.ExitCode, run.Output));
        Assert.Contains("AUTH_002", Assert.Single(run.Error.TrimEnd().Split('\n')), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_its_state_folder_only_what_could_be_lost_is_not_fetched()
    {
        try
        {
            Environment.SetEnvironmentVariable("XDG_STATE_HOME", "/dev/null");
            Assert.Equal(0, (await CliFixture.RunAsync("extract", "--quiet", s_statement)).ExitCode);
            Run large = await CliFixture.RunAsync("extract", "--quiet", CliFixture.Sample("field-notes-80-pages.pdf"));
            Assert.Equal((ExitCodes.Usage, ""), (large.ExitCode, large.Output));
            Assert.Contains("--large-result-folder", large.Error, StringComparison.Ordinal);

            // The job is named, and its result is still there.
            string id = large.Error.Split("pulse job wait ")[1].Split(' ', '\n')[0];
            Run later = await CliFixture.RunAsync("job", "wait", "--quiet", id, "--large-result-folder", CliFixture.State);
            Assert.Contains("FN-080", later.Output, StringComparison.Ordinal);
        }
        finally
        {
            Environment.SetEnvironmentVariable("XDG_STATE_HOME", CliFixture.State);
        }
    }

    [Theory]
    [InlineData(ExitCodes.Usage, "/no/such/1.pdf", "/no/such/2.pdf")]
    [InlineData(ExitCodes.SomeFailed, "/no/such/1.pdf", "DOCUMENT")]
    public async Task Documents_that_fail_alike_have_the_code_of_that_failure(int code, params string[] documents) =>
        Assert.Equal(code, (await CliFixture.RunAsync(["extract", .. documents.Select(static word => word == "DOCUMENT" ? s_statement : word)])).ExitCode);

    [Fact]
    public async Task Json_has_the_whole_result()
    {
        Run run = await CliFixture.RunAsync("extract", "--json", "--quiet", s_statement);
        using JsonDocument line = JsonDocument.Parse(run.Output);
        JsonElement result = line.RootElement.GetProperty("result");
        Assert.Equal(line.RootElement.GetProperty("markdown").GetString(), result.GetProperty("markdown").GetString());
        Assert.True(result.TryGetProperty("bounding_boxes", out _));
    }

    [Fact]
    public void Control_characters_are_shown_escaped()
    {
        Assert.Equal("a\\u001b[2Jb\\u000ac\\u009b\\u202e", Printable.Line("a\u001b[2Jb\nc\u009b\u202e"));
        Assert.Equal("a\nb\t\\u0007", Printable.Text("a\nb\t\u0007"));
        Assert.Equal("plain Ünïcode", Printable.Line("plain Ünïcode"));
    }

    [Fact]
    public async Task Names_with_control_characters_are_escaped_in_messages()
    {
        Run run = await CliFixture.RunAsync("extract", "/no/such\u001b]0;owned\u0007.pdf");
        Assert.Equal(ExitCodes.Usage, run.ExitCode);
        Assert.Contains("\\u001b]0;owned\\u0007", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("extract", "--no-wait", "--quiet", "DOCUMENT")]
    [InlineData("extract", "--quiet", "DOCUMENT")]
    [InlineData("extract", "--json", "--quiet", "DOCUMENT")]
    public async Task Ids_that_were_paid_for_are_told_when_the_output_is_full(params string[] arguments)
    {
        StringWriter error = new();
        int code = await PulseProgram.RunAsync(new Terminal(Stream.Null, new FullWriter(), error, IsInteractive: false), [.. arguments.Select(static word => word == "DOCUMENT" ? s_statement : word)]);
        Assert.Equal(ExitCodes.General, code);
        Assert.Contains("cannot write to standard output", error.ToString(), StringComparison.Ordinal);
        Assert.Contains("pulse job wait ", error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("extract", "--quiet", "DOCUMENT")]
    [InlineData("extract", "--quiet", "--json", "DOCUMENT")]
    [InlineData("job", "wait", "JOB")]
    public async Task A_large_result_that_could_not_be_printed_is_printed_by_the_next_wait(params string[] arguments)
    {
        string document = CliFixture.Sample("field-notes-80-pages.pdf");
        string job = arguments[0] == "job" ? (await CliFixture.RunAsync("extract", "--no-wait", "--quiet", document)).Output.Trim() : "";
        StringWriter error = new();
        string[] words = [.. arguments.Select(word => word == "DOCUMENT" ? document : word == "JOB" ? job : word)];
        Assert.Equal(ExitCodes.General, await PulseProgram.RunAsync(new Terminal(Stream.Null, new FullWriter(), error, IsInteractive: false), words));
        string id = error.ToString().Split("pulse job wait ")[^1].Split('\n', ' ')[0].Trim();

        Run again = await CliFixture.RunAsync("job", "wait", "--quiet", id);
        Assert.Equal((0, ""), (again.ExitCode, again.Error));
        Assert.Contains("FN-080", again.Output, StringComparison.Ordinal);

        // Delivered, it is kept no longer.
        Assert.DoesNotContain(Directory.GetFiles(Path.Combine(CliFixture.State, "pulse")), file => file.Contains(id, StringComparison.Ordinal));
        Assert.Equal(ExitCodes.General, (await CliFixture.RunAsync("job", "wait", "--quiet", id)).ExitCode);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_limit_of_a_wait_holds_for_the_submit(bool toFolder)
    {
        // It takes connections, and says nothing.
        using System.Net.Sockets.TcpListener silent = new(System.Net.IPAddress.Loopback, 0);
        silent.Start();
        string folder = Directory.CreateTempSubdirectory("pulse-cli-").FullName;
        string[] output = toFolder ? ["-o", folder] : [];
        System.Diagnostics.Stopwatch watch = System.Diagnostics.Stopwatch.StartNew();
        Run run = await CliFixture.RunAsync(["extract", "--quiet", "--base-url", $"http://{silent.LocalEndpoint}", "--timeout", "1s", "--request-timeout", "90s", .. output, s_statement]);
        Assert.NotEqual(0, run.ExitCode);
        Assert.NotEqual("", run.Error);

        // A machine may be busy; without the limit it would be the 90 seconds of the request.
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(45), run.Error);
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Looking_at_a_job_leaves_its_large_result()
    {
        string id = (await CliFixture.RunAsync("extract", "--no-wait", "--quiet", CliFixture.Sample("field-notes-80-pages.pdf"))).Output.Trim();
        Run got;
        do
        {
            got = await CliFixture.RunAsync("job", "get", id);
        }
        while (!got.Output.Contains("completed", StringComparison.Ordinal));

        Assert.Contains("FN-080", (await CliFixture.RunAsync("job", "wait", "--quiet", id)).Output, StringComparison.Ordinal);
    }

    sealed class FullWriter : StringWriter
    {
        public override void Write(char value) => throw new OutputException("No space left on device");

        public override void Write(string? value) => throw new OutputException("No space left on device");
    }
}

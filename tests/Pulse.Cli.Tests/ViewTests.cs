using System.Diagnostics;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Pulse.Cli.Viewing;
using Pulse.Sandbox;
using Pulse.Sandbox.Control;

namespace Pulse.Cli.Tests;

/// <summary><c>pulse view</c>; tests/page looks at the pages themselves.</summary>
[Collection(CliCollection.Name)]
public sealed class ViewTests(CliFixture fixture) : IDisposable
{
    static readonly string s_statement = CliFixture.Sample("bank-statement.pdf");

    readonly string _folder = Directory.CreateTempSubdirectory("pulse-cli-view").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    static JsonElement DataOf(string page) => JsonElement.Parse(Regex.Match(page, "<script type=\"application/json\" id=\"data\">(.*?)</script>", RegexOptions.Singleline).Groups[1].Value);

    static int Pictures(string page) => Regex.Count(page, "class=\"picture\" data-page=\"\\d+\">data:image/jpeg;base64,");

    static string Written(Run run, string path)
    {
        Assert.Equal((0, $"{path}\n"), (run.ExitCode, run.Output));
        return File.ReadAllText(path);
    }

    [Fact]
    public async Task A_document_is_extracted_and_shown_with_its_pages()
    {
        string path = Path.Combine(_folder, "page.html");
        Run run = await CliFixture.RunAsync("view", "--quiet", "--no-open", "-o", path, "--schema", """{"type":"object","properties":{"account_holder":{"type":"string"}}}""", s_statement);
        string page = Written(run, path);
        JsonElement data = DataOf(page);
        Assert.Equal("bank-statement.pdf", data.GetProperty("title").GetString());
        Assert.Equal("Maria Jensen", data.GetProperty("result").GetProperty("structured_output").GetProperty("values").GetProperty("account_holder").GetString());
        Assert.Equal(595, data.GetProperty("result").GetProperty("extensions").GetProperty("document_metadata").GetProperty("structure").GetProperty("page_sizes")[0].GetProperty("width").GetInt32());
        Assert.Equal(2, Pictures(page));

        // What the service has warned of, and by which job it can be seen again for nothing.
        Assert.Contains("warning:", run.Error, StringComparison.Ordinal);
        string job = data.GetProperty("job").GetProperty("job_id").GetString()!;
        Assert.Contains($"the job is {job}", run.Error, StringComparison.Ordinal);
        Run again = await CliFixture.RunAsync("view", "--quiet", "--no-open", "-o", path, job);
        page = Written(again, path);
        Assert.Equal(("", job, 0), (DataOf(page).GetProperty("title").GetString(), DataOf(page).GetProperty("job").GetProperty("job_id").GetString(), Pictures(page)));
        page = Written(await CliFixture.RunAsync("view", "--quiet", "--no-open", "-o", path, "--document", s_statement, job), path);
        Assert.Equal(("bank-statement.pdf", 2), (DataOf(page).GetProperty("title").GetString(), Pictures(page)));
        page = Written(await CliFixture.RunAsync("view", "--quiet", "--no-open", "-o", path, "--document", s_statement, "--no-pictures", job), path);
        Assert.Equal(0, Pictures(page));
    }

    [Fact]
    public async Task A_result_in_a_file_or_from_stdin_needs_no_key_and_no_service()
    {
        string json = Path.Combine(_folder, "result");
        await File.WriteAllTextAsync(json, "\ufeff \n{\"markdown\":\"text\"}", TestContext.Current.CancellationToken);
        string path = Path.Combine(_folder, "page.html");
        string[] nowhere = ["--base-url", "http://127.0.0.1:1/", "--no-open", "-o", path];
        Assert.Equal("text", DataOf(Written(await CliFixture.RunAsync(["view", json, .. nowhere]), path)).GetProperty("result").GetProperty("markdown").GetString());
        Assert.Equal("in", DataOf(Written(await CliFixture.RunAsync(Encoding.UTF8.GetBytes("{\"markdown\":\"in\"}"), ["view", "-", .. nowhere]), path)).GetProperty("result").GetProperty("markdown").GetString());

        // What pulse extract --json and --format json print.
        Run line = await CliFixture.RunAsync("extract", "--quiet", "--json", s_statement);
        Run piped = await CliFixture.RunAsync(Encoding.UTF8.GetBytes(line.Output), ["view", "-", "-o", "-"]);
        Assert.Equal(0, piped.ExitCode);
        Assert.Equal(2, DataOf(piped.Output).GetProperty("result").GetProperty("result").GetProperty("page_count").GetInt32());
        Assert.StartsWith("<!doctype html>", piped.Output, StringComparison.Ordinal);

        Run named = await CliFixture.RunAsync("view", "--json", json, "--no-open", "-o", path);
        Assert.Equal(path, JsonElement.Parse(named.Output).GetProperty("output").GetString());
    }

    [Theory]
    [InlineData("There is no file", "reprot.pdf")]
    [InlineData("There is no file", "folder/x")]
    [InlineData("is a folder", "/")]
    [InlineData("must not be empty", "")]
    [InlineData("--pages is for a document", "5b1f", "--pages", "1")]
    [InlineData("--schema is for a document", "-", "--schema", "{}")]
    [InlineData("--document: there is no file", "5b1f", "--document", "/nowhere.pdf")]
    [InlineData("cannot be written", "5b1f", "-o", "/nowhere/page.html")]
    [InlineData("expected NAME=VALUE", "SAMPLE", "--option", "x")]
    [InlineData("'--titel' is not an option", "5b1f", "--titel", "x")]
    public async Task What_makes_no_sense_sends_nothing(string words, params string[] arguments)
    {
        long before = fixture.Sandbox.Journal.Received;
        Run run = await CliFixture.RunAsync(["view", "--no-open", .. arguments.Select(static word => word == "SAMPLE" ? s_statement : word)]);
        Assert.Equal((ExitCodes.Usage, ""), (run.ExitCode, run.Output));
        Assert.Contains(words, run.Error, StringComparison.Ordinal);
        Assert.Equal(before, fixture.Sandbox.Journal.Received);
    }

    [Theory]
    [InlineData("{\"a\":1}\n{\"b\":2}")]
    [InlineData("{\"a\":")]
    [InlineData("")]
    public async Task What_is_not_one_result_is_refused(string text)
    {
        Run run = await CliFixture.RunAsync(Encoding.UTF8.GetBytes(text), ["view", "-", "-o", "-"]);
        Assert.Equal((ExitCodes.Usage, ""), (run.ExitCode, run.Output));
        Assert.Contains("stdin is not one result as JSON", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Jobs_that_cannot_be_shown_have_the_exit_codes_of_other_commands()
    {
        string path = Path.Combine(_folder, "page.html");
        Run unknown = await CliFixture.RunAsync("view", "--no-open", "-o", path, "nope");
        Assert.Equal((ExitCodes.General, ""), (unknown.ExitCode, unknown.Output));
        fixture.Sandbox.Jobs.Force("j-failed", new ForcedJobState { Status = "failed" });
        Run failed = await CliFixture.RunAsync("view", "--no-open", "-o", path, "j-failed");
        Assert.Equal((ExitCodes.JobEnded, ""), (failed.ExitCode, failed.Output));
        fixture.Sandbox.Jobs.Force("j-open", new ForcedJobState { Status = "processing" });
        Run late = await CliFixture.RunAsync("view", "--no-open", "-o", path, "--timeout", "100ms", "j-open");
        Assert.Equal((ExitCodes.WaitTimeout, ""), (late.ExitCode, late.Output));
        Assert.False(File.Exists(path));
    }

    [Fact]
    public async Task A_large_result_is_shown_and_kept()
    {
        await using PulseSandbox sandbox = await PulseSandbox.StartAsync(new SandboxOptions { LargeResultBytes = 1000 });
        string path = Path.Combine(_folder, "page.html");
        string[] there = ["--base-url", sandbox.BaseUrl.AbsoluteUri, "--quiet"];
        string job = (await CliFixture.RunAsync(["extract", "--no-wait", .. there, s_statement])).Output.Trim();
        Run run = await CliFixture.RunAsync(["view", "--no-open", "-o", path, .. there, job]);
        Assert.Equal(2, DataOf(Written(run, path)).GetProperty("result").GetProperty("page_count").GetInt32());
        Assert.Contains("can be fetched only once. It is kept in", run.Error, StringComparison.Ordinal);
        Assert.Equal(0, (await CliFixture.RunAsync(["view", "--no-open", "-o", path, .. there, job])).ExitCode);

        // It is still there for who wants to have it, who then has it alone.
        Run had = await CliFixture.RunAsync(["job", "wait", .. there, job]);
        Assert.Equal(0, had.ExitCode);
        Assert.Contains("Maria Jensen", had.Output, StringComparison.Ordinal);
        Assert.NotEqual(0, (await CliFixture.RunAsync(["view", "--no-open", "-o", path, .. there, job])).ExitCode);
    }

    [Fact]
    public async Task The_page_is_opened_by_the_browser_of_the_environment()
    {
        string note = Path.Combine(_folder, "opened");
        string browser = Path.Combine(_folder, "browser");
        await File.WriteAllTextAsync(browser, $"#!/bin/sh\nprintf '%s\\n' \"$@\" > '{note}.new'\nmv '{note}.new' '{note}'\n", TestContext.Current.CancellationToken);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(browser, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        string? Variable(string name) => name switch { "BROWSER" => $"no-such-browser:{browser} --new %s", "PATH" => "/usr/bin", _ => null };
        string page = Path.Combine(_folder, "a page; $(touch x) \"'.html");
        Assert.True(Browser.TryOpen(page, Variable, out string? reason));
        Assert.Null(reason);
        Stopwatch watch = Stopwatch.StartNew();
        while (!File.Exists(note))
        {
            Assert.True(watch.Elapsed < TimeSpan.FromMinutes(1));
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }

        Assert.Equal($"--new\n{new Uri(page).AbsoluteUri}\n", await File.ReadAllTextAsync(note, TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("BROWSER is 'no-such-browser'", "BROWSER", "no-such-browser")]
    [InlineData("there is no display", "PATH", "/usr/bin")]
    [InlineData("xdg-open is not found", "DISPLAY", ":0")]
    public void Without_a_browser_it_says_why(string words, string variable, string value)
    {
        Assert.False(Browser.TryOpen("/x.html", name => name == variable ? value : null, out string? reason));
        Assert.Contains(words, reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pictures_that_cannot_be_made_are_told_of_and_do_without()
    {
        string damaged = Path.Combine(_folder, "damaged.pdf");
        await File.WriteAllTextAsync(damaged, "%PDF-1.4\nno PDF at all", TestContext.Current.CancellationToken);
        Run run = await CliFixture.RunAsync("{}"u8.ToArray(), ["view", "-", "-o", "-", "--document", damaged]);
        Assert.Equal((0, 0), (run.ExitCode, Pictures(run.Output)));
        Assert.Contains("pulse: the pages are drawn without pictures: pdftoppm cannot draw", run.Error, StringComparison.Ordinal);
        string text = Path.Combine(_folder, "notes.txt");
        await File.WriteAllTextAsync(text, "text", TestContext.Current.CancellationToken);
        run = await CliFixture.RunAsync("{}"u8.ToArray(), ["view", "-", "-o", "-", "--document", text]);
        Assert.Contains("is neither a PDF nor a PNG or JPEG", run.Error, StringComparison.Ordinal);
        string picture = Path.Combine(_folder, "scan.png");
        await File.WriteAllBytesAsync(picture, [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A], TestContext.Current.CancellationToken);
        run = await CliFixture.RunAsync("{}"u8.ToArray(), ["view", "-", "-o", "-", "--document", picture]);
        Assert.Contains("data-page=\"1\">data:image/png;base64,iVBORw0KGgo=", run.Output, StringComparison.Ordinal);
    }
}

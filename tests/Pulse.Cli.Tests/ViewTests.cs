using System.Diagnostics;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Pulse.Cli.Viewing;
using Pulse.Client.Tests.Support;
using Pulse.Sandbox;
using Pulse.Sandbox.Control;

namespace Pulse.Cli.Tests;

/// <summary><c>pulse view</c>; tests/page looks at the pages themselves.</summary>
[Collection(CliCollection.Name)]
public sealed class ViewTests(CliFixture fixture) : IDisposable
{
    static readonly string s_statement = CliFixture.Sample("bank-statement.pdf");
    static readonly byte[] s_png = [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];

    readonly string _folder = Directory.CreateTempSubdirectory("pulse-cli-view").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    static JsonElement DataOf(string page) => JsonElement.Parse(Regex.Match(page, "<script type=\"application/json\" id=\"data\">(.*?)</script>", RegexOptions.Singleline).Groups[1].Value);

    static int Pictures(string page) => Regex.Count(page, "class=\"picture\" data-page=\"\\d+\">data:image/jpeg;base64,");

    static int[] Pages(string page) => [.. Regex.Matches(page, "class=\"picture\" data-page=\"(\\d+)\"").Select(static match => int.Parse(match.Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture))];

    /// <summary>A program of the test's own.</summary>
    string Program(string name, string script)
    {
        string path = Path.Combine(_folder, name);
        File.WriteAllText(path, $"#!/bin/sh\n{script}\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        return path;
    }

    /// <summary>Runs the program with a variable of the environment set.</summary>
    static async Task<Run> WithAsync(string variable, string? value, byte[] input, params string[] arguments)
    {
        string? before = Environment.GetEnvironmentVariable(variable);
        Environment.SetEnvironmentVariable(variable, value);
        try
        {
            return await CliFixture.RunAsync(input, arguments);
        }
        finally
        {
            Environment.SetEnvironmentVariable(variable, before);
        }
    }

    static async Task<string> ReadWhenThereAsync(string path)
    {
        Stopwatch watch = Stopwatch.StartNew();
        while (!File.Exists(path))
        {
            Assert.True(watch.Elapsed < TimeSpan.FromMinutes(1));
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }

        return await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken);
    }

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

        // The title is that of the document whose pages are shown.
        Run titled = await CliFixture.RunAsync("{}"u8.ToArray(), ["view", "-", "-o", "-", "--document", s_statement]);
        Assert.Equal("bank-statement.pdf", DataOf(titled.Output).GetProperty("title").GetString());
        Assert.Equal([1, 2], Pages(titled.Output));

        // A file that is called so is a result, or wrong; it is no document that is paid for.
        long before = fixture.Sandbox.Journal.Received;
        await File.WriteAllTextAsync(json + ".JSON", "[1", TestContext.Current.CancellationToken);
        Run damaged = await CliFixture.RunAsync("view", json + ".JSON", "--no-open");
        Assert.Equal(ExitCodes.Usage, damaged.ExitCode);
        Assert.Contains($"'{json}.JSON' is not one result as JSON", damaged.Error, StringComparison.Ordinal);
        Assert.Equal(before, fixture.Sandbox.Journal.Received);

        Run named = await CliFixture.RunAsync("view", "--json", json, "--no-open", "-o", path);
        Assert.Equal(path, JsonElement.Parse(named.Output).GetProperty("output").GetString());
    }

    [Theory]
    [InlineData("There is no file", "reprot.pdf")]
    [InlineData("There is no file", "folder/x")]
    [InlineData("is a folder", "/")]
    [InlineData("must not be empty", "")]
    [InlineData("pulse: The job id contains control characters or invalid Unicode.\n", "5b\u0001f")]
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
    public async Task What_is_asked_for_is_in_the_request()
    {
        string path = Path.Combine(_folder, "page.html");
        async Task<string[]> FieldsAsync(params string[] arguments)
        {
            long last = fixture.Sandbox.Journal.Entries.Max(static entry => entry.Sequence);
            Run run = await CliFixture.RunAsync(["view", "--quiet", "--no-open", "-o", path, s_statement, .. arguments]);
            Assert.Equal(0, run.ExitCode);
            return [.. fixture.Sandbox.Journal.Entries.First(entry => entry.Sequence > last && entry.Path == "/extract").Parts.Select(static part => part.Name)];
        }

        await CliFixture.RunAsync("job", "get", "any");
        string[] plain = await FieldsAsync();
        Assert.Contains("figureProcessing", plain);
        Assert.DoesNotContain("model", plain);
        string[] more = await FieldsAsync("--pages", "1", "--model", "pulse-ultra-2", "--option", "storage={\"enabled\":false}", "--no-pictures");
        Assert.Empty(((string[])["pages", "model", "storage"]).Except(more));
        Assert.DoesNotContain("figureProcessing", more);
        Assert.Equal(1, DataOf(await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken)).GetProperty("result").GetProperty("page_count").GetInt32());
    }

    [Fact]
    public async Task A_document_that_is_refused_has_its_exit_code_and_message()
    {
        string scan = Path.Combine(_folder, "scan.png");
        await File.WriteAllBytesAsync(scan, s_png, TestContext.Current.CancellationToken);
        string path = Path.Combine(_folder, "page.html");
        Run run = await CliFixture.RunAsync("view", "--no-open", "-o", path, scan);
        Assert.Equal((ExitCodes.General, ""), (run.ExitCode, run.Output));
        Assert.Contains($"pulse: {scan}: ", run.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(path));
    }

    [Fact]
    public async Task Images_of_the_result_are_fetched_and_one_that_is_not_there_is_left_out()
    {
        byte[] response = [.. Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\nContent-Type: image/png\r\nContent-Length: {s_png.Length}\r\nConnection: close\r\n\r\n"), .. s_png];
        using LoopbackServer server = LoopbackServer.Raw(response);
        string there = $"http://127.0.0.1:{server.Port}/one.png";
        fixture.Sandbox.Jobs.Force("j-images", new ForcedJobState
        {
            Status = "completed",
            Result = JsonElement.Parse($$$"""{"markdown":"text","bounding_boxes":{"Images":[{"image_url":"{{{there}}}"},{"image_url":"/results/j-images/images/none.png"},{"image_url":"data:image/gif;base64,R0lGODlhAQ=="}]}}"""),
        });
        string path = Path.Combine(_folder, "page.html");
        Run run = await CliFixture.RunAsync("view", "--no-open", "-o", path, "j-images");
        string page = Written(run, path);
        Assert.Contains($"data-url=\"{there}\">data:image/png;base64,{Convert.ToBase64String(s_png)}<", page, StringComparison.Ordinal);
        Assert.Equal(1, Regex.Count(page, "class=\"picture\""));
        Assert.Equal(1, Regex.Count(run.Error, "an image is not shown: "));
        page = Written(await CliFixture.RunAsync("view", "--no-open", "-o", path, "--no-pictures", "j-images"), path);
        Assert.Equal((1, 0), (server.Connections, Regex.Count(page, "class=\"picture\"")));
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

    [Theory]
    [InlineData("%s")]
    [InlineData("")]
    public async Task The_page_is_opened_by_the_browser_of_the_environment(string place)
    {
        string note = Path.Combine(_folder, "opened");
        string browser = Program("browser", $"printf '%s\\n' \"$@\" > '{note}.new'\nmv '{note}.new' '{note}'");
        string? Variable(string name) => name switch { "BROWSER" => $"no-such-browser:{browser} --new {place}", "PATH" => "/usr/bin", _ => null };
        string page = Path.Combine(_folder, "a page; $(touch x) \"'.html");
        Assert.True(Browser.TryOpen(page, Variable, out string? reason));
        Assert.Null(reason);
        Assert.Equal($"--new\n{new Uri(page).AbsoluteUri}\n", await ReadWhenThereAsync(note));
    }

    [Fact]
    public async Task A_page_is_opened_unless_it_is_not_to_be()
    {
        string note = Path.Combine(_folder, "opened");
        string browser = Program("browser", $"echo \"$1\" > '{note}.new'\nmv '{note}.new' '{note}'");
        string path = Path.Combine(_folder, "page.html");
        Run silent = await WithAsync("BROWSER", "no-such-browser", "{}"u8.ToArray(), "view", "-", "--no-open", "-o", path);
        Assert.Equal((0, ""), (silent.ExitCode, silent.Error));
        Run none = await WithAsync("BROWSER", "no-such-browser", "{}"u8.ToArray(), "view", "-", "-o", path);
        Assert.Equal((0, $"pulse: no browser was started (BROWSER is 'no-such-browser', which is not found); open {path} in one.\n"), (none.ExitCode, none.Error));
        Run opened = await WithAsync("BROWSER", browser, "{}"u8.ToArray(), "view", "-", "-o", path);
        Assert.Equal((0, ""), (opened.ExitCode, opened.Error));
        Assert.Equal($"{new Uri(path).AbsoluteUri}\n", await ReadWhenThereAsync(note));
    }

    [Theory]
    [InlineData("BROWSER is 'no-such-browser'", "BROWSER", "no-such-browser")]
    [InlineData("there is no display", "PATH", "/usr/bin")]
    [InlineData("xdg-open is not found", "DISPLAY", ":0")]
    [InlineData("xdg-open is not found", "WAYLAND_DISPLAY", "wayland-0")]
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
    }

    [Fact]
    public async Task A_document_that_is_an_image_is_its_own_picture()
    {
        string picture = Path.Combine(_folder, "scan");
        await File.WriteAllBytesAsync(picture, s_png, TestContext.Current.CancellationToken);
        Run run = await CliFixture.RunAsync("{}"u8.ToArray(), ["view", "-", "-o", "-", "--document", picture]);
        Assert.Contains("data-page=\"1\">data:image/png;base64,iVBORw0KGgo=", run.Output, StringComparison.Ordinal);
        await File.WriteAllBytesAsync(picture, [0xFF, 0xD8, 0xFF, 0xE0], TestContext.Current.CancellationToken);
        run = await CliFixture.RunAsync("{}"u8.ToArray(), ["view", "-", "-o", "-", "--document", picture]);
        Assert.Contains("data-page=\"1\">data:image/jpeg;base64,/9j/4A==", run.Output, StringComparison.Ordinal);

        // One that is too large for a page is not read: this one has a hole.
        using (FileStream large = File.OpenWrite(picture))
        {
            large.SetLength((64 * 1024 * 1024) + 1);
        }

        run = await CliFixture.RunAsync("{}"u8.ToArray(), ["view", "-", "-o", "-", "--document", picture]);
        Assert.Equal((0, 0), (run.ExitCode, Pages(run.Output).Length));
        Assert.Contains($"pulse: the pages are drawn without pictures: '{picture}' has more than 64 MiB.", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_program_that_draws_pages_is_given_the_document_and_its_pictures_are_taken()
    {
        // Something may stand before the head of a PDF.
        string document = Path.Combine(_folder, "-l 1.pdf");
        byte[] content = "\n\n%PDF-1.4 and so on"u8.ToArray();
        await File.WriteAllBytesAsync(document, content, TestContext.Current.CancellationToken);
        string programs = Directory.CreateDirectory(Path.Combine(_folder, "programs")).FullName;
        async Task<(Run Run, string Pages)> DrawnAsync(string script)
        {
            string said = Path.Combine(_folder, "said");
            Program("programs/pdftoppm", $"for last; do :; done\necho \"$last\" > '{said}'\n{script}");
            Run run = await WithAsync("PATH", $"{programs}:{Environment.GetEnvironmentVariable("PATH")}", "{}"u8.ToArray(), "view", "-", "-o", "-", "--document", document);
            Assert.Equal(0, run.ExitCode);
            string folder = Path.GetDirectoryName((await File.ReadAllTextAsync(said, TestContext.Current.CancellationToken)).Trim())!;
            Assert.StartsWith(Path.GetTempPath(), folder, StringComparison.Ordinal);
            Assert.False(Directory.Exists(folder));
            return (run, string.Join(' ', Pages(run.Output)));
        }

        string copy = Path.Combine(_folder, "copy");
        (Run good, string drawn) = await DrawnAsync($"cat > '{copy}'; for n in 1 2 10; do printf '\\377\\330\\377' > $last-$(printf %02d $n).jpg; done");
        Assert.Equal(("1 2 10", ""), (drawn, good.Error));
        Assert.Equal(content, await File.ReadAllBytesAsync(copy, TestContext.Current.CancellationToken));

        (Run failed, string none) = await DrawnAsync("echo 'it is broken' >&2; exit 1");
        Assert.Equal(("", $"pulse: the pages are drawn without pictures: pdftoppm cannot draw '{document}': it is broken.\n"), (none, failed.Error));
        (Run many, string first) = await DrawnAsync("n=1; while [ $n -le 200 ]; do printf '\\377\\330\\377' > $last-$(printf %03d $n).jpg; n=$((n + 1)); done");
        Assert.Equal(string.Join(' ', Enumerable.Range(1, 200)), first);
        Assert.Contains("only the first 200 pages have pictures", many.Error, StringComparison.Ordinal);

        Run missing = await WithAsync("PATH", _folder, "{}"u8.ToArray(), "view", "-", "-o", "-", "--document", document);
        Assert.Equal((0, 0), (missing.ExitCode, Pages(missing.Output).Length));
        Assert.Contains("pdftoppm is not on this machine (Debian: poppler-utils).", missing.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_a_document_that_is_extracted_only_what_is_unexpected_is_told()
    {
        string path = Path.Combine(_folder, "page.html");
        Run missing = await WithAsync("PATH", _folder, [], "view", "--quiet", "--no-open", "-o", path, s_statement);
        Assert.Equal(0, Pictures(Written(missing, path)));
        Assert.DoesNotContain("pdftoppm", missing.Error, StringComparison.Ordinal);
        Program("pdftoppm", "exit 3");
        Run broken = await WithAsync("PATH", _folder, [], "view", "--quiet", "--no-open", "-o", path, s_statement);
        Assert.Equal(0, Pictures(Written(broken, path)));
        Assert.Contains($"pulse: the pages are drawn without pictures: pdftoppm cannot draw '{s_statement}'.", broken.Error, StringComparison.Ordinal);
    }
}

using System.Net;
using System.Text;
using System.Text.Json;
using Pulse.Cli.Formats;
using Pulse.Client;
using Pulse.Client.Results;

namespace Pulse.Cli.Tests;

/// <summary>What <c>--format</c> and <c>--output</c> write.</summary>
[Collection(CliCollection.Name)]
public sealed class FormatTests : IDisposable
{
    static readonly string s_report = CliFixture.Sample("quarterly-report.pdf");
    static readonly string s_statement = CliFixture.Sample("bank-statement.pdf");

    readonly string _folder = Directory.CreateTempSubdirectory("pulse-cli-formats").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    static Job JobOf(string result) => Job.Parse(NativeBuffer.Copy(Encoding.UTF8.GetBytes($$"""{"job_id":"j","status":"completed","result":{{result}}}""")), "j", null);

    [Theory]
    [InlineData("md", ".md", "| 1. Summary | 3 |")]
    [InlineData("json", ".json", "\"bounding_boxes\"")]
    [InlineData("html", ".html", "<h1>Quarterly report</h1>")]
    [InlineData("text", ".txt", "1. Summary\t3\n")]
    [InlineData("csv", ".csv", "1. Summary,3\n2. Traffic,4\n")]
    public async Task Results_are_written_as_asked_to_stdout_and_to_files(string format, string extension, string words)
    {
        Run printed = await CliFixture.RunAsync("extract", "--quiet", "--format", format, s_report);
        Assert.Equal(0, printed.ExitCode);
        Assert.Contains(words, printed.Output, StringComparison.Ordinal);
        Run written = await CliFixture.RunAsync("extract", "--quiet", "--format", format, "-o", _folder, s_report);
        Assert.Equal(0, written.ExitCode);
        string path = Path.Combine(_folder, $"quarterly-report.pdf{extension}");
        Assert.Equal($"{path}\n", written.Output);
        Assert.Contains(words, await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken), StringComparison.Ordinal);

        // Another format of what is paid for costs nothing more, but for HTML, which another request asks for.
        Run again = await CliFixture.RunAsync("extract", "--quiet", "--format", format == "csv" ? "md" : format == "html" ? "html" : "csv", "-o", _folder, s_report);
        Assert.Equal(0, again.ExitCode);
        Assert.Equal(format == "html" ? 2 : 3, Directory.GetFiles(_folder).Length);
    }

    [Fact]
    public async Task A_job_is_printed_in_each_format()
    {
        string id = (await CliFixture.RunAsync("extract", "--no-wait", "--quiet", s_report)).Output.Trim();
        Run csv = await CliFixture.RunAsync("jobs", "watch", "--quiet", "--format", "csv", id);
        Assert.StartsWith("1. Summary,3\n", csv.Output, StringComparison.Ordinal);

        Run written = await CliFixture.RunAsync("job", "wait", "--quiet", "--json", "--format", "text", "-o", Path.Combine(_folder, "new"), id);
        string path = Path.Combine(_folder, "new", $"{id}.txt");
        Assert.Equal((0, path), (written.ExitCode, JsonElement.Parse(written.Output).GetProperty("output").GetString()));
        Assert.Contains("1. Summary\t3\n", await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken), StringComparison.Ordinal);

        // What cannot be written is not asked for.
        Run obstacle = await CliFixture.RunAsync("job", "wait", "--quiet", "-o", "/dev/null/x", id);
        Assert.Equal((ExitCodes.Usage, ""), (obstacle.ExitCode, obstacle.Output));
        Assert.Contains("needs --output", (await CliFixture.RunAsync("job", "wait", "--images", id)).Error, StringComparison.Ordinal);

        // Its request did not ask for HTML: nothing is printed, and the job is named.
        Run html = await CliFixture.RunAsync("jobs", "resume", "--quiet", "--format", "html", id);
        Assert.Equal((ExitCodes.General, ""), (html.ExitCode, html.Output));
        Assert.Contains($"pulse job wait {id} --format md", html.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("must be one of", "--format", "xml")]
    [InlineData("cannot be combined", "--format", "csv", "--json")]
    [InlineData("needs --output", "--images")]
    [InlineData("expected a JSON object", "--document-metadata", "--option", "extensions=1")]
    public async Task Formats_that_make_no_sense_send_nothing(string words, params string[] arguments)
    {
        Run run = await CliFixture.RunAsync(["extract", .. arguments, s_statement]);
        Assert.Equal((ExitCodes.Usage, ""), (run.ExitCode, run.Output));
        Assert.Contains(words, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Document_metadata_is_asked_for_beside_other_extensions()
    {
        Run run = await CliFixture.RunAsync("extract", "--json", "--quiet", "--document-metadata", "--option", """extensions={"altOutputs":{"returnHtml":true}}""", s_report);
        JsonElement extensions = JsonElement.Parse(run.Output).GetProperty("result").GetProperty("extensions");
        Assert.Equal("Harbourline Ferries", extensions.GetProperty("document_metadata").GetProperty("properties").GetProperty("authors")[0].GetString());
        Assert.Contains("<h1>", extensions.GetProperty("altOutputs").GetProperty("html").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_a_folder_the_documents_are_taken()
    {
        File.Copy(s_statement, Path.Combine(_folder, "a b.PDF"));
        File.Copy(s_statement, Path.Combine(_folder, ".hidden.pdf"));
        await File.WriteAllTextAsync(Path.Combine(_folder, "a b.PDF.html"), "an earlier result", TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(Path.Combine(_folder, "notes.log"), "no document", TestContext.Current.CancellationToken);
        Run run = await CliFixture.RunAsync("extract", "--quiet", "--json", _folder);
        Assert.Equal((0, Path.Combine(_folder, "a b.PDF")), (run.ExitCode, JsonElement.Parse(Assert.Single(run.Output.TrimEnd().Split('\n'))).GetProperty("file").GetString()));
    }

    [Fact]
    public async Task Warnings_are_shown_even_by_quiet()
    {
        Run run = await CliFixture.RunAsync("extract", "--quiet", "--model", "pulse-ultra-2", "--option", """figureProcessing={"description":true}""", s_statement);
        Assert.Equal(0, run.ExitCode);
        Assert.Contains("warning: The sandbox does not describe figures", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Verbose_shows_requests_with_times_and_no_key()
    {
        string key = Path.Combine(_folder, "key");
        await File.WriteAllTextAsync(key, "pulse-sandbox-key\n", TestContext.Current.CancellationToken);
        Run run = await CliFixture.RunAsync("extract", "--verbose", "--quiet", "--api-key-file", key, "--header", "X-Gateway: header-secret", s_statement);
        Assert.Equal(0, run.ExitCode);
        Assert.Matches(@"(?m)^pulse: \d+\.\d{3} s: POST /extract answered HTTP 200 after \d+ ms$", run.Error);
        Assert.DoesNotContain("pulse-sandbox-key", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("header-secret", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("Maria", run.Error, StringComparison.Ordinal);
        Run json = await CliFixture.RunAsync("job", "get", "--verbose", "--json", "nope");
        Assert.All(json.Error.TrimEnd().Split('\n'), static line => Assert.Equal(JsonValueKind.Object, JsonElement.Parse(line).ValueKind));
    }

    [Theory]
    [InlineData("""{"bounding_boxes":{"Tables":[{"cell_data":[{"text":"0t-a \"b\"","position":{"row":0,"column":0}},{"text":"0t- c","position":{"row":0,"column":2}},{"text":"0t-1,5","position":{"row":5,"column":1}}]}]}}""", "\"a \"\"b\"\"\",,\" c\"\n,\"1,5\",\n")]
    [InlineData("""{"bounding_boxes":{"Tables":[{"cell_data":[{"id":"tbl-1-r1c1","text":"x"},{"id":"tbl-1-r1c2","text":"12-b"}]},{"cell_data":[{"id":"t-r1c1","text":"y"}]}]}}""", "x,12-b\n\ny\n")]
    [InlineData("""{"markdown":"a\n| **h** | i \\| j |\n|---|:-:|\n| 1 | 2 |\n\ntext"}""", "h,i | j\n1,2\n")]
    [InlineData("""{"bounding_boxes":{"Tables":[{"cell_data":[{"text":"far","position":{"row":2000000000,"column":0}},{"text":"no","position":{"row":0,"column":2000000000}},{"text":"no","position":{"row":-1,"column":0}},{"text":7},5,null]},7]}}""", "far\n")]
    [InlineData("""{"bounding_boxes":{"Tables":"none"},"markdown":"no tables"}""", "")]
    public void Tables_are_CSV(string result, string csv)
    {
        using Job job = JobOf(result);
        Assert.Equal(csv, ResultFormats.Render(job, ResultFormat.Csv));
    }

    [Fact]
    public void Text_is_Markdown_without_its_marks()
    {
        Assert.Equal(
            "Title\nbold and code, a link, 2 * 3 * 4, snake_case_name, a*b\na\tb\n  x = *y\nfish & <chips>",
            PlainText.Of("# Title\n**bold** and `code`, [a link](http://x/), 2 * 3 * 4, snake\\_case_name, a\\*b\n| a | b |\n|---|---|\n```\n  x = *y\n```\nfish &amp; &lt;chips&gt;"));
        Assert.Equal("a\tb\nc\td\n", PlainText.Of("<table><tr><th>a</th><th>b</th></tr><tr><td>c</td><td>d</td></tr></table>"));
    }

    [Theory]
    [InlineData("https://x/results/j/images/img-1.jpeg?sig=1", null, "img-1.jpeg")]
    [InlineData("/results/j/images/..", "image/jpeg", "image-7.jpg")]
    [InlineData("/results/j/images/.bashrc", null, "image-7.png")]
    [InlineData("/results/j/images/a%2fb", "image/png; x", "image-7.png")]
    [InlineData("/results/j/images/plain", "image/webp", "plain.webp")]
    [InlineData("data:image/gif;base64,AAAA", "image/gif", "image-7.gif")]
    public void Names_of_images_lead_nowhere_else(string url, string? mediaType, string name) => Assert.Equal(name, Pictures.NameOf(url, mediaType, 7));

    [Fact]
    public async Task Images_are_written_beside_the_result()
    {
        using HttpListener service = new();
        int port;
        using (System.Net.Sockets.TcpListener free = new(IPAddress.Loopback, 0))
        {
            free.Start();
            port = ((IPEndPoint)free.LocalEndpoint).Port;
        }

        service.Prefixes.Add($"http://127.0.0.1:{port}/");
        service.Start();
        string picture = Convert.ToBase64String(Encoding.UTF8.GetBytes("inline picture"));
        List<string> bodies = [];
        Task serving = Task.Run(async () =>
        {
            while (service.IsListening)
            {
                HttpListenerContext context;
                try
                {
                    context = await service.GetContextAsync();
                }
                catch (Exception exception) when (exception is HttpListenerException or ObjectDisposedException)
                {
                    return;
                }

                using StreamReader reader = new(context.Request.InputStream);
                bodies.Add(await reader.ReadToEndAsync());
                string path = context.Request.Url!.AbsolutePath;
                (string type, string body) = path switch
                {
                    "/extract" => ("application/json", """{"job_id":"j","status":"pending"}"""),
                    "/results/j/images/one.png" => ("image/png", "\u0089PNG picture"),
                    _ => ("application/json", """{"job_id":"j","status":"completed","result":{"markdown":"text","bounding_boxes":{"Images":[{"image_url":"/results/j/images/one.png"},{"image_url":"data:image/gif;base64,PICTURE"},{"image_url":"/results/j/images/one.png"},{}]}}}""".Replace("PICTURE", picture, StringComparison.Ordinal)),
                };
                context.Response.ContentType = type;
                context.Response.Close(Encoding.Latin1.GetBytes(body.Replace("\u0089PNG", "\u0089PNG\r\n\u001a\n", StringComparison.Ordinal)), willBlock: true);
            }
        });
        Run run = await CliFixture.RunAsync("extract", "--quiet", "--images", "-o", _folder, "--base-url", $"http://127.0.0.1:{port}/", s_statement);
        service.Stop();
        await serving;
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Contains(bodies, static body => body.Contains("showImages", StringComparison.Ordinal));
        string images = Path.Combine(_folder, "bank-statement.pdf.md.images");
        Assert.Equal(["image-2.gif", "one.png"], Directory.GetFiles(images).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Equal("inline picture", await File.ReadAllTextAsync(Path.Combine(images, "image-2.gif"), TestContext.Current.CancellationToken));
    }
}

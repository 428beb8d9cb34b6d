using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Pulse.Client.Results;

namespace Pulse.Client.Tests.Reports;

/// <summary>The page of a result, as bytes; tests/page looks at it in a browser.</summary>
public sealed partial class HtmlReportTests : IDisposable
{
    static readonly byte[] s_png = [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A, 0, 1, 2];

    readonly string _folder = Directory.CreateTempSubdirectory("pulse-report-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    static ReadOnlyMemory<byte> Bytes(string text) => Encoding.UTF8.GetBytes(text);

    static string Page(HtmlReport report)
    {
        using MemoryStream stream = new();
        report.Write(stream);
        return Encoding.UTF8.GetString(stream.ToArray());
    }

    static JsonElement Data(string page)
    {
        Match block = DataBlock().Match(page);
        Assert.True(block.Success);

        // It ends where its script ends, whatever is in it.
        Assert.DoesNotContain('<', block.Groups[1].Value);
        return JsonElement.Parse(block.Groups[1].Value);
    }

    static Job JobOf(string json) => Job.Parse(NativeBuffer.Copy(Encoding.UTF8.GetBytes(json)), "j", null);

    [Fact]
    public void What_is_in_a_result_stays_what_it_is_and_ends_no_script()
    {
        const string Hostile = "</script><script>alert(1)</script><!--<script>]]>&amp;\u2028\ud83d\ude00";
        string result = JsonSerializer.Serialize(new Dictionary<string, string> { ["markdown"] = Hostile, [Hostile] = "</SCRIPT >" }, new JsonSerializerOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        Assert.Contains("</script>", result, StringComparison.Ordinal);
        JsonElement data = Data(Page(new HtmlReport(Bytes(result)) { Title = $"\"{Hostile}\\" }));
        Assert.Equal(Hostile, data.GetProperty("result").GetProperty("markdown").GetString());
        Assert.Equal("</SCRIPT >", data.GetProperty("result").GetProperty(Hostile).GetString());
        Assert.Equal($"\"{Hostile}\\", data.GetProperty("title").GetString());
        Assert.Equal(JsonValueKind.Null, data.GetProperty("job").ValueKind);
    }

    [Fact]
    public void The_policy_allows_the_script_and_the_style_of_the_page_and_nothing_else()
    {
        string page = Page(new HtmlReport(Bytes("{}")));
        string policy = Regex.Match(page, "http-equiv=\"Content-Security-Policy\" content=\"([^\"]*)\"").Groups[1].Value;
        string Hash(string element) => $"'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Regex.Match(page, $"<{element}>(.*?)</{element}>", RegexOptions.Singleline).Groups[1].Value)))}'";
        Assert.Equal(
            ["default-src 'none'", $"script-src {Hash("script")}", $"style-src {Hash("style")}", "img-src data:", "base-uri 'none'", "form-action 'none'", "require-trusted-types-for 'script'", "trusted-types 'none'"],
            policy.Split("; "));
        Assert.DoesNotMatch(@"\son[a-z]+\s*=\s*[""']|\sstyle=|src\s*=\s*[""']?http", page);
        Assert.StartsWith("<!doctype html>\n", page, StringComparison.Ordinal);
        Assert.EndsWith("</html>\n", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(49_151)]
    [InlineData(49_152)]
    [InlineData(49_153)]
    [InlineData(200_000)]
    public void Pieces_of_any_size_fit_together(int size)
    {
        // What is escaped lies at every place of a piece.
        string text = string.Concat(Enumerable.Range(0, size).Select(static i => i % 7 == 0 ? '<' : (char)('a' + (i % 26))));
        byte[] picture = [.. s_png, .. Enumerable.Range(0, size).Select(static i => (byte)i)];
        HtmlReport report = new(Bytes($"{{\"markdown\":\"{text}\"}}"));
        report.AddPage(3, picture);
        report.AddImage("/results/j/images/a.png?x=\"<1>&", picture);
        string page = Page(report);
        Assert.Equal(text, Data(page).GetProperty("result").GetProperty("markdown").GetString());
        MatchCollection pictures = PictureBlock().Matches(page);
        Assert.Equal(["data-page=\"3\"", "data-url=\"/results/j/images/a.png?x=&quot;&lt;1&gt;&amp;\""], pictures.Select(static match => match.Groups[1].Value));
        Assert.All(pictures, match => Assert.Equal(picture, Convert.FromBase64String(match.Groups[2].Value)));
    }

    [Fact]
    public async Task All_ways_of_writing_write_the_same()
    {
        HtmlReport report = new(Bytes($"{{\"markdown\":\"{new string('<', 300_000)}\"}}")) { Title = "A title" };
        string page = Page(report);
        using MemoryStream stream = new();
        await report.WriteAsync(stream, TestContext.Current.CancellationToken);
        Assert.Equal(page, Encoding.UTF8.GetString(stream.ToArray()));
        NativeBuffer buffer = report.ToBuffer();
        Assert.Equal(page, Encoding.UTF8.GetString(buffer.Content));
        buffer.Close();
        string path = Path.Combine(_folder, "page.html");
        await File.WriteAllTextAsync(path, "an older page", TestContext.Current.CancellationToken);
        await report.SaveAsync(path, TestContext.Current.CancellationToken);
        Assert.Equal(page, await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken));
        Assert.Equal([path], Directory.GetFiles(_folder));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{\"a\":}")]
    [InlineData("{} {}")]
    [InlineData("<html>")]
    public void What_is_no_JSON_is_refused(string json) => Assert.Throws<PulseProtocolException>(() => new HtmlReport(Bytes(json)));

    [Fact]
    public void A_result_that_is_damaged_inside_writes_nothing()
    {
        using Job job = JobOf("""{"job_id":"j","status":"completed","result":{"markdown":"a","page_count":1e}}""");
        using MemoryStream stream = new();
        Assert.Throws<PulseProtocolException>(() => new HtmlReport(job).Write(stream));
        Assert.Throws<PulseProtocolException>(() => new HtmlReport(job.Result!).Write(stream));
        Assert.Equal(0, stream.Length);
    }

    [Fact]
    public void A_job_is_shown_with_its_result_or_its_error()
    {
        using Job job = JobOf("""{"job_id":"j","status":"completed","created_at":"2026-01-01T00:00:00Z","result":{"markdown":"text"}}""");
        JsonElement data = Data(Page(new HtmlReport(job)));
        Assert.Equal("""{"job_id":"j","status":"completed","created_at":"2026-01-01T00:00:00Z"}""", data.GetProperty("job").GetRawText());
        Assert.Equal("""{"markdown":"text"}""", data.GetProperty("result").GetRawText());
        using Job failed = JobOf("""{"job_id":"j","status":"failed","error":"no <text>"}""");
        Assert.Equal("no <text>", Data(Page(new HtmlReport(failed))).GetProperty("job").GetProperty("error").GetString());

        // A report that is written late reads what it was made of, or says that it is gone.
        HtmlReport late = new(job);
        job.Dispose();
        Assert.Throws<ObjectDisposedException>(() => Page(late));
    }

    [Fact]
    public void Pictures_are_what_browsers_show()
    {
        HtmlReport report = new(Bytes("{}"));
        Assert.Throws<ArgumentException>(() => report.AddPage(1, Bytes("<svg onload=alert(1)>")));
        Assert.Throws<ArgumentException>(() => report.AddImage("x", Bytes("BM")));
        Assert.Throws<ArgumentOutOfRangeException>(() => report.AddPage(0, s_png));
        report.AddPage(1, new byte[] { 0xFF, 0xD8, 0xFF, 0xE0 });
        report.AddPage(2, Bytes("GIF89a"));
        report.AddPage(3, Bytes("RIFF....WEBPVP8 "));
        Assert.Equal(["image/jpeg", "image/gif", "image/webp"], Regex.Matches(Page(report), ">data:([a-z/]+);base64,").Select(static match => match.Groups[1].Value));
    }

    [GeneratedRegex("<script type=\"application/json\" id=\"data\">(.*?)</script>", RegexOptions.Singleline)]
    private static partial Regex DataBlock();

    [GeneratedRegex("<script type=\"text/plain\" class=\"picture\" ([^>]*)>data:image/png;base64,([A-Za-z0-9+/=]*)</script>")]
    private static partial Regex PictureBlock();
}

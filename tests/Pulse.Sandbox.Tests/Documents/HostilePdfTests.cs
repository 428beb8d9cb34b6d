using System.Globalization;
using System.IO.Compression;
using System.Net;
using System.Text;
using System.Text.Json;
using Pulse.Sandbox.Tests.Support;

namespace Pulse.Sandbox.Tests.Documents;

/// <summary>Files that end, stop or swell whoever reads them. The sandbox must refuse them and read the next one.</summary>
public class HostilePdfTests
{
    [Fact]
    public async Task A_file_that_overflows_the_stack_of_its_reader_is_refused_and_the_next_is_read()
    {
        await using TestSandbox box = await TestSandbox.StartAsync();
        for (int i = 0; i < 2; i++)
        {
            await RefusedAsync(box, MutualForms(), "FILE_003", "ended its reader");
        }

        Assert.Contains("Account statement", (await box.ExtractAsync(TestPdf.Statement(), "file.pdf")).Json.GetProperty("markdown").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_form_that_overflows_the_stack_of_its_reader_is_refused()
    {
        await using TestSandbox box = await TestSandbox.StartAsync();
        Answer response = await box.SendAsync(HttpMethod.Post, "/form/detect", TestSandbox.Form(MutualForms(), "form.pdf"));
        Assert.Equal(HttpStatusCode.BadRequest, response.Status);
        Assert.Equal("FILE_003", response.ErrorCode);
    }

    [Fact]
    public async Task A_file_that_takes_too_long_is_refused()
    {
        await using TestSandbox box = await TestSandbox.StartAsync(new SandboxOptions { DocumentTimeout = TimeSpan.FromMilliseconds(1) });
        await RefusedAsync(box, TestPdf.Statement(), "FILE_003", "within 0.001 s");
    }

    [Fact]
    public async Task A_file_that_unpacks_beyond_the_memory_limit_is_not_read_and_the_next_is()
    {
        await using TestSandbox box = await TestSandbox.StartAsync(new SandboxOptions { MaxDocumentMemory = 64L << 20 });

        // The parser makes an empty page of what it has no memory for.
        JsonElement result = (await box.ExtractAsync(Bomb(letters: 4_000_000), "file.pdf")).Json;
        Assert.Equal("", result.GetProperty("markdown").GetString());
        Assert.NotEmpty(result.GetProperty("warnings").EnumerateArray());
        Assert.Equal(HttpStatusCode.OK, (await box.ExtractAsync(TestPdf.Statement(), "file.pdf")).Status);
    }

    [Fact]
    public async Task What_a_reader_takes_outside_its_managed_memory_is_limited_too()
    {
        await using TestSandbox box = await TestSandbox.StartAsync(new SandboxOptions { MaxDocumentMemory = 96L << 20 });
        Assert.Equal(HttpStatusCode.OK, (await box.ExtractAsync(TestPdf.Statement(), "file.pdf")).Status);
        string[] limits =
        [
            .. Directory.EnumerateDirectories("/proc").Select(process => (Command: ReadAll(Path.Combine(process, "cmdline")), Limits: ReadAll(Path.Combine(process, "limits"))))
                .Where(process => process.Command.Contains($"read-documents\0{(96L + 256) << 20}\0", StringComparison.Ordinal))
                .Select(process => process.Limits),
        ];
        Assert.NotEmpty(limits);
        Assert.All(limits, text => Assert.Matches($@"Max data size +{(96L + 256) << 20} +{(96L + 256) << 20} ", text));

        static string ReadAll(string file)
        {
            try
            {
                return File.ReadAllText(file);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // Not a process, or one that has ended.
                return "";
            }
        }
    }

    [Fact]
    public async Task A_damaged_page_is_a_warning_and_the_others_are_read()
    {
        byte[] pdf = RawPdf.Build(
            "<</Type/Catalog/Pages 2 0 R>>",
            "<</Type/Pages/Kids[3 0 R 4 0 R]/Count 2>>",
            "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F 7 0 R>>>>/Contents 5 0 R>>",
            "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<<>>/Contents 6 0 R>>",
            RawPdf.Stream("BT /F 12 Tf 72 700 Td (Readable words) Tj ET"),
            RawPdf.Stream(new string('[', 100_000)),
            "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>");
        await using TestSandbox box = await TestSandbox.StartAsync();
        JsonElement result = (await box.ExtractAsync(pdf, "file.pdf")).Json;
        Assert.Contains("Readable words", result.GetProperty("markdown").GetString(), StringComparison.Ordinal);
        Assert.Contains(result.GetProperty("warnings").EnumerateArray(), warning => warning.GetString() == "Damaged pages were left out: 2");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(90)]
    [InlineData(180)]
    [InlineData(270)]
    public async Task A_turned_page_reads_as_an_upright_one(int rotation)
    {
        byte[] pdf = RawPdf.Build(
            "<</Type/Catalog/Pages 2 0 R>>",
            "<</Type/Pages/Kids[3 0 R]/Count 1>>",
            $"<</Type/Page/Parent 2 0 R/Rotate {rotation}/MediaBox[0 0 595 842]/Resources<</Font<</F 5 0 R>>>>/Contents 4 0 R>>",
            RawPdf.Stream("BT /F 12 Tf 72 742 Td (The first line of the page) Tj 0 -20 Td (and the second one) Tj ET"),
            "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>");
        await using TestSandbox box = await TestSandbox.StartAsync();
        JsonElement result = (await box.ExtractAsync(pdf, "file.pdf")).Json;
        Assert.Equal("The first line of the page and the second one", result.GetProperty("markdown").GetString()!.Trim().ReplaceLineEndings(" "));

        // The text begins a good tenth from the page's own left and top, which the turn has moved.
        JsonElement corners = result.GetProperty("bounding_boxes").GetProperty("Text")[0].GetProperty("bounding_box");
        double[] edges = [.. corners.EnumerateArray().Select(value => value.GetDouble())];
        (double left, double top) = (edges.Where((_, i) => i % 2 == 0).Min(), edges.Where((_, i) => i % 2 == 1).Min());
        (double right, double bottom) = (edges.Where((_, i) => i % 2 == 0).Max(), edges.Where((_, i) => i % 2 == 1).Max());
        double start = rotation switch { 90 => top, 180 => 1 - right, 270 => 1 - bottom, _ => left };
        double line = rotation switch { 90 => 1 - right, 180 => 1 - bottom, 270 => left, _ => top };
        Assert.Equal(72.0 / 595, start, 0.01);
        Assert.Equal(91.0 / 842, line, 0.02);
    }

    [Fact]
    public async Task Values_of_a_form_are_read_and_what_is_off_is_not()
    {
        byte[] pdf = RawPdf.Build(
            "<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[4 0 R 5 0 R 7 0 R]>>>>",
            "<</Type/Pages/Kids[3 0 R]/Count 1>>",
            "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<<>>/Annots[4 0 R 6 0 R 7 0 R]>>",
            "<</Type/Annot/Subtype/Widget/FT/Tx/T(name)/V(Maria Jensen)/Rect[72 700 300 720]/P 3 0 R>>",
            "<</FT/Btn/Ff 32768/T(kind)/V/Off/Kids[6 0 R]>>",
            "<</Type/Annot/Subtype/Widget/Parent 5 0 R/AS/Off/AP<</N<</Adult 8 0 R/Off 8 0 R>>>>/Rect[72 650 90 668]/P 3 0 R>>",
            "<</Type/Annot/Subtype/Widget/FT/Btn/T(agree)/V/Yes/AS/Yes/AP<</N<</Yes 8 0 R/Off 8 0 R>>>>/Rect[72 600 90 618]/P 3 0 R>>",
            RawPdf.Stream("", "/Type/XObject/Subtype/Form/BBox[0 0 18 18]"));
        await using TestSandbox box = await TestSandbox.StartAsync();
        string markdown = (await box.ExtractAsync(pdf, "file.pdf")).Json.GetProperty("markdown").GetString()!;
        Assert.Contains("Maria Jensen", markdown, StringComparison.Ordinal);
        Assert.Equal(1, markdown.Count(letter => letter == '\u2612'));
    }

    static async Task RefusedAsync(TestSandbox box, byte[] pdf, string code, string words)
    {
        Answer response = await box.ExtractAsync(pdf, "file.pdf");
        Assert.Equal(HttpStatusCode.BadRequest, response.Status);
        Assert.Equal(code, response.ErrorCode);
        Assert.Contains(words, response.ErrorMessage, StringComparison.Ordinal);
    }

    // Two form XObjects that draw each other: the parser follows them forever.
    static byte[] MutualForms() => RawPdf.Build(
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</XObject<</X 5 0 R>>>>/Contents 4 0 R>>",
        RawPdf.Stream("/X Do"),
        RawPdf.Stream("/Y Do", "/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</Y 6 0 R>>>>"),
        RawPdf.Stream("/X Do", "/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X 5 0 R>>>>"));

    // A few kilobytes that unpack to so many letters that nothing can hold them.
    static byte[] Bomb(int letters)
    {
        using var compressed = new MemoryStream();
        using (var zlib = new ZLibStream(compressed, CompressionLevel.Fastest, leaveOpen: true))
        {
            zlib.Write("BT /F 12 Tf 72 700 Td "u8);
            for (int i = 0; i < letters; i++)
            {
                zlib.Write("(a)Tj "u8);
            }

            zlib.Write("ET"u8);
        }

        return RawPdf.Build(
            "<</Type/Catalog/Pages 2 0 R>>",
            "<</Type/Pages/Kids[3 0 R]/Count 1>>",
            "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F 5 0 R>>>>/Contents 4 0 R>>",
            RawPdf.Stream(Encoding.Latin1.GetString(compressed.ToArray()), "/Filter/FlateDecode"),
            "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>");
    }
}

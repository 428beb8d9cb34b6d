using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using Pulse.Sandbox.Tests.Support;

namespace Pulse.Sandbox.Tests.Documents;

/// <summary>Files that good readers read although something about them is unusual.</summary>
public class UnusualPdfTests
{
    // One page with the words "Secret text", AES-128, made with qpdf: the user's password is "secret" in the first and empty in the second.
    const string WithPassword =
        "JVBERi0xLjYKJb/3ov4KMSAwIG9iago8PCAvUGFnZXMgMiAwIFIgL1R5cGUgL0NhdGFsb2cgPj4KZW5kb2JqCjIgMCBvYmoKPDwgL0NvdW50IDEgL0tpZHMgWyAzIDAgUiBdIC9UeXBl"
        + "IC9QYWdlcyA+PgplbmRvYmoKMyAwIG9iago8PCAvQ29udGVudHMgNCAwIFIgL01lZGlhQm94IFsgMCAwIDIwMCAyMDAgXSAvUGFyZW50IDIgMCBSIC9SZXNvdXJjZXMgPDwgL0ZvbnQg"
        + "PDwgL0YgNSAwIFIgPj4gPj4gL1R5cGUgL1BhZ2UgPj4KZW5kb2JqCjQgMCBvYmoKPDwgL0xlbmd0aCA4MCAvRmlsdGVyIC9GbGF0ZURlY29kZSA+PgpzdHJlYW0KPZYp2iKTqwuMNF1M"
        + "INBsDxBFNvdenAiQbi3sGq3DrO025fWkrjWwZvN220AmaYK7kdHTpvn7YB5PousK4ojpviSrDT7a6pIZ2RV8LjBlSvxlbmRzdHJlYW0KZW5kb2JqCjUgMCBvYmoKPDwgL0Jhc2VGb250"
        + "IC9IZWx2ZXRpY2EgL1N1YnR5cGUgL1R5cGUxIC9UeXBlIC9Gb250ID4+CmVuZG9iago2IDAgb2JqCjw8IC9DRiA8PCAvU3RkQ0YgPDwgL0F1dGhFdmVudCAvRG9jT3BlbiAvQ0ZNIC9B"
        + "RVNWMiAvTGVuZ3RoIDE2ID4+ID4+IC9GaWx0ZXIgL1N0YW5kYXJkIC9MZW5ndGggMTI4IC9PIDwwZGI1ODU1ZmM1MzI2NTY5ZTc2NTkwNmNhZjY0ZTQ0MjlhNGMyMGQ2ZTk5NmZkZWY5"
        + "NjNlOWI1MDgwZjllMDgzPiAvUCAtNCAvUiA0IC9TdG1GIC9TdGRDRiAvU3RyRiAvU3RkQ0YgL1UgPDJhNDc5NGZmOTk1YzljNDM5ZGNjNTQxNDhkNmY0YmVhMDEyMjQ1NmE5MWJhZTUx"
        + "MzQyNzNhNmRiMTM0Yzg3YzQ+IC9WIDQgPj4KZW5kb2JqCnhyZWYKMCA3CjAwMDAwMDAwMDAgNjU1MzUgZiAKMDAwMDAwMDAxNSAwMDAwMCBuIAowMDAwMDAwMDY0IDAwMDAwIG4gCjAw"
        + "MDAwMDAxMjMgMDAwMDAgbiAKMDAwMDAwMDI1MCAwMDAwMCBuIAowMDAwMDAwNDAwIDAwMDAwIG4gCjAwMDAwMDA0NzAgMDAwMDAgbiAKdHJhaWxlciA8PCAvUm9vdCAxIDAgUiAvU2l6"
        + "ZSA3IC9JRCBbPGNkYTZjOTdiYmQ5NDllZGEyMzdkZTFkOGE4NjU3Y2JmPjxjZGE2Yzk3YmJkOTQ5ZWRhMjM3ZGUxZDhhODY1N2NiZj5dIC9FbmNyeXB0IDYgMCBSID4+CnN0YXJ0eHJl"
        + "Zgo3NjkKJSVFT0YK";

    const string WithEmptyPassword =
        "JVBERi0xLjYKJb/3ov4KMSAwIG9iago8PCAvUGFnZXMgMiAwIFIgL1R5cGUgL0NhdGFsb2cgPj4KZW5kb2JqCjIgMCBvYmoKPDwgL0NvdW50IDEgL0tpZHMgWyAzIDAgUiBdIC9UeXBl"
        + "IC9QYWdlcyA+PgplbmRvYmoKMyAwIG9iago8PCAvQ29udGVudHMgNCAwIFIgL01lZGlhQm94IFsgMCAwIDIwMCAyMDAgXSAvUGFyZW50IDIgMCBSIC9SZXNvdXJjZXMgPDwgL0ZvbnQg"
        + "PDwgL0YgNSAwIFIgPj4gPj4gL1R5cGUgL1BhZ2UgPj4KZW5kb2JqCjQgMCBvYmoKPDwgL0xlbmd0aCA4MCAvRmlsdGVyIC9GbGF0ZURlY29kZSA+PgpzdHJlYW0KLsiMMBsWtvhjaoM3"
        + "4EhoREqlB969jemGTstvojAD9rOb8OJx3CbkAXd91PY31D5sKPoDbjR6Qrf3L3S3kMItAz7rJ6yPXtXJS5v/WuswQaVlbmRzdHJlYW0KZW5kb2JqCjUgMCBvYmoKPDwgL0Jhc2VGb250"
        + "IC9IZWx2ZXRpY2EgL1N1YnR5cGUgL1R5cGUxIC9UeXBlIC9Gb250ID4+CmVuZG9iago2IDAgb2JqCjw8IC9DRiA8PCAvU3RkQ0YgPDwgL0F1dGhFdmVudCAvRG9jT3BlbiAvQ0ZNIC9B"
        + "RVNWMiAvTGVuZ3RoIDE2ID4+ID4+IC9GaWx0ZXIgL1N0YW5kYXJkIC9MZW5ndGggMTI4IC9PIDw1NjZmYTg3M2VlMzNjNzk3Y2QzYjkwNGZkYWRmODE0YWZhMzRkZjlhMzhmNmVkNDFi"
        + "OTg0ZTJjNmRhMmFhNmY1PiAvUCAtNCAvUiA0IC9TdG1GIC9TdGRDRiAvU3RyRiAvU3RkQ0YgL1UgPGFjNTUzZWUxNjlhZTJmNDMzOWM2ZWQxMzQ2YjUwZjM2MDEyMjQ1NmE5MWJhZTUx"
        + "MzQyNzNhNmRiMTM0Yzg3YzQ+IC9WIDQgPj4KZW5kb2JqCnhyZWYKMCA3CjAwMDAwMDAwMDAgNjU1MzUgZiAKMDAwMDAwMDAxNSAwMDAwMCBuIAowMDAwMDAwMDY0IDAwMDAwIG4gCjAw"
        + "MDAwMDAxMjMgMDAwMDAgbiAKMDAwMDAwMDI1MCAwMDAwMCBuIAowMDAwMDAwNDAwIDAwMDAwIG4gCjAwMDAwMDA0NzAgMDAwMDAgbiAKdHJhaWxlciA8PCAvUm9vdCAxIDAgUiAvU2l6"
        + "ZSA3IC9JRCBbPGFkNGRhOTBmNTgwMmQ1ZDVlMzI2ZTMyYmJhODg0NTY1PjxhZDRkYTkwZjU4MDJkNWQ1ZTMyNmUzMmJiYTg4NDU2NT5dIC9FbmNyeXB0IDYgMCBSID4+CnN0YXJ0eHJl"
        + "Zgo3NjkKJSVFT0YK";

    [Fact]
    public async Task A_file_that_opens_without_a_password_is_read() =>
        Assert.Equal("Secret text", await MarkdownAsync(Convert.FromBase64String(WithEmptyPassword)));

    [Fact]
    public async Task The_password_of_the_request_opens_a_file()
    {
        await using TestSandbox box = await TestSandbox.StartAsync();
        byte[] pdf = Convert.FromBase64String(WithPassword);
        Assert.Equal("Secret text", (await box.ExtractAsync(pdf, "file.pdf", ("password", "secret"))).Json.GetProperty("markdown").GetString());
        foreach ((string, string)[] fields in ((string, string)[][])[[], [("password", "wrong")]])
        {
            Assert.Equal("FILE_006", (await box.ExtractAsync(pdf, "file.pdf", fields)).ErrorCode);
        }
    }

    [Fact]
    public async Task Filters_of_the_encryption_may_stand_in_an_object_of_their_own()
    {
        const string Filters = "<< /StdCF << /AuthEvent /DocOpen /CFM /AESV2 /Length 16 >> >>";
        string text = Encoding.Latin1.GetString(Convert.FromBase64String(WithEmptyPassword));
        Assert.Contains(Filters, text, StringComparison.Ordinal);
        text = text.Replace(Filters, "9 0 R".PadRight(Filters.Length), StringComparison.Ordinal);
        int table = text.IndexOf("xref\n", StringComparison.Ordinal);
        text = text.Insert(table, $"9 0 obj\n{Filters}\nendobj\n");
        Assert.Equal("Secret text", await MarkdownAsync(Encoding.Latin1.GetBytes(text)));
    }

    [Theory]
    [InlineData("trailer")]
    [InlineData("xref")]
    public async Task A_file_without_a_table_of_its_objects_is_read(string from)
    {
        string text = Encoding.Latin1.GetString(RawPdf.Page("BT /F 12 Tf 72 700 Td (Found all the same) Tj ET"));
        Assert.Equal("Found all the same", await MarkdownAsync(Encoding.Latin1.GetBytes(text[..text.LastIndexOf(from == "xref" ? "xref\n0" : "trailer", StringComparison.Ordinal)])));
    }

    [Fact]
    public async Task A_page_without_a_size_is_read() =>
        Assert.Equal("No size", await MarkdownAsync(RawPdf.Page("BT /F 12 Tf 72 700 Td (No size) Tj ET", "/MediaBox[0 0 0 0]")));

    [Fact]
    public async Task Text_that_is_drawn_twice_is_read_once() =>
        Assert.Equal("Bold by force", await MarkdownAsync(RawPdf.Page("BT /F 12 Tf 72 700 Td (Bold by force) Tj ET BT /F 12 Tf 72.4 700 Td (Bold by force) Tj ET")));

    [Fact]
    public async Task Narrow_blanks_part_words_and_kerning_does_not() =>
        Assert.Equal("tight words here", await MarkdownAsync(RawPdf.Page("BT /F 12 Tf 72 700 Td [(ti) 40 (ght) -150 (wo) -60 (rds) -150 (here)] TJ ET")));

    [Fact]
    public async Task Hebrew_is_read_from_the_right_and_numbers_from_the_left()
    {
        // Drawn from the left as it looks: the letters of the first word are the rightmost.
        byte[] pdf = RawPdf.Page(
            "BT /F 12 Tf 72 700 Td (dcba 2026 hgfe) Tj ET",
            "/MediaBox[0 0 595 842]",
            "<</Type/Font/Subtype/TrueType/BaseFont/Shalom/FirstChar 32/LastChar 104/Widths[" + string.Concat(Enumerable.Repeat("500 ", 73)) + "]/FontDescriptor 7 0 R/ToUnicode 6 0 R>>",
            RawPdf.Stream(
                "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n/CMapName /X def\n/CMapType 2 def\n1 begincodespacerange\n<00> <FF>\nendcodespacerange\n"
                + "2 beginbfrange\n<61> <68> <05D0>\n<20> <39> <0020>\nendbfrange\nendcmap\nCMapName currentdict /CMap defineresource pop\nend\nend"),
            "<</Type/FontDescriptor/FontName/Shalom/Flags 4/FontBBox[0 -200 500 800]/ItalicAngle 0/Ascent 800/Descent -200/CapHeight 700/StemV 80>>");
        Assert.Equal("\u05D4\u05D5\u05D6\u05D7 2026 \u05D0\u05D1\u05D2\u05D3", await MarkdownAsync(pdf));
    }

    [Fact]
    public async Task Lines_make_a_table_where_gaps_do_not()
    {
        // The texts of the first two columns stand so close that no gap parts them.
        var page = new StringBuilder("BT /F 12 Tf ");
        string[][] rows = [["Country", "Capital", "Area"], ["Austria", "Vienna", "83859"], ["Belgium", "Brussels", "30518"]];
        for (int row = 0; row < rows.Length; row++)
        {
            for (int column = 0; column < 3; column++)
            {
                page.Append(CultureInfo.InvariantCulture, $"1 0 0 1 {72 + (column * 56)} {700 - (row * 20)} Tm ({rows[row][column]}) Tj ");
            }
        }

        page.Append("ET ");
        for (int line = 0; line <= 3; line++)
        {
            page.Append(CultureInfo.InvariantCulture, $"70 {715 - (line * 20)} m 238 {715 - (line * 20)} l S {70 + (line * 56)} 655 m {70 + (line * 56)} 715 l S ");
        }

        Assert.Equal(
            "| Country | Capital | Area |\n| --- | --- | --- |\n| Austria | Vienna | 83859 |\n| Belgium | Brussels | 30518 |",
            await MarkdownAsync(RawPdf.Page(page.ToString())));
    }

    [Fact]
    public async Task A_wide_table_is_not_torn_in_two()
    {
        var pdf = new TestPdf();
        pdf.Page();
        for (int row = 0; row < 10; row++)
        {
            for (int column = 0; column < 10; column++)
            {
                pdf.Text(50 + (column * 50), 780 - (row * 16), string.Create(CultureInfo.InvariantCulture, $"{row}x{column}"));
            }
        }

        string markdown = await MarkdownAsync(pdf.Build());
        Assert.Contains("| 3x0 | 3x1 | 3x2 | 3x3 | 3x4 | 3x5 | 3x6 | 3x7 | 3x8 | 3x9 |", markdown, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(90)]
    [InlineData(180)]
    [InlineData(270)]
    public async Task Values_of_forms_stand_where_the_turned_page_shows_them(int rotation)
    {
        byte[] pdf = RawPdf.Build(
            "<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[6 0 R 7 0 R]>>>>",
            "<</Type/Pages/Kids[3 0 R]/Count 1>>",
            $"<</Type/Page/Parent 2 0 R/Rotate {rotation}/MediaBox[0 0 595 842]/Resources<</Font<</F 5 0 R>>>>/Contents 4 0 R/Annots[6 0 R 7 0 R 8 0 R]>>",
            RawPdf.Stream("BT /F 12 Tf 72 700 Td (Name of the person who asks:) Tj ET"),
            "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
            "<</Type/Annot/Subtype/Widget/FT/Tx/T(name)/V(Maria Jensen)/Rect[240 696 400 714]/P 3 0 R>>",
            "<</Type/Annot/Subtype/Widget/FT/Btn/T(agree)/V/Off/AS/Off/Rect[72 640 90 658]/P 3 0 R>>",
            "<</Type/Annot/Subtype/FreeText/Contents(typed on top)/Rect[72 600 300 618]/P 3 0 R>>");
        string[] lines = (await MarkdownAsync(pdf)).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(["Name of the person who asks: Maria Jensen", "\u2610", "typed on top"], lines.Select(line => string.Join(' ', line.Split(' ', StringSplitOptions.RemoveEmptyEntries))));

        await using TestSandbox box = await TestSandbox.StartAsync();
        JsonElement field = (await box.SendAsync(HttpMethod.Post, "/form/detect", TestSandbox.Form(pdf, "form.pdf"))).Json.GetProperty("form_fields")[0];
        double[] edges = [.. field.GetProperty("bounding_box").EnumerateArray().Select(edge => edge.GetDouble())];
        double[] upright = [240.0 / 595, 128.0 / 842, 400.0 / 595, 146.0 / 842];
        double[] expected = rotation switch
        {
            90 => [1 - upright[3], upright[0], 1 - upright[1], upright[2]],
            180 => [1 - upright[2], 1 - upright[3], 1 - upright[0], 1 - upright[1]],
            270 => [upright[1], 1 - upright[2], upright[3], 1 - upright[0]],
            _ => upright,
        };
        Assert.Equal(expected, edges.Select(edge => edge), (one, other) => Math.Abs(one - other) < 0.001);
    }

    [Theory]
    [InlineData("5 * 3 * 2", @"5 * 3 * 2")]
    [InlineData("*not* bold", @"\*not\* bold")]
    [InlineData("snake_case and _this_", @"snake_case and \_this\_")]
    [InlineData("a `tick`", @"a \`tick\`")]
    [InlineData("# no heading", @"\# no heading")]
    [InlineData("> no quotation", @"\> no quotation")]
    [InlineData("---", @"\---")]
    [InlineData("[text](link) and [1]", @"\[text](link) and [1]")]
    [InlineData("<b>x</b> 1 < 2", @"\<b>x\</b> 1 < 2")]
    [InlineData("&amp; R&D", @"\&amp; R&D")]
    [InlineData("~~x~~", @"\~\~x\~\~")]
    [InlineData("1. stays a list", "1. stays a list")]
    public async Task Text_that_looks_like_Markdown_is_escaped(string text, string markdown) =>
        Assert.Equal(markdown, await MarkdownAsync(new TestPdf().Page().Text(72, 700, text).Build()));

    static async Task<string> MarkdownAsync(byte[] pdf)
    {
        await using TestSandbox box = await TestSandbox.StartAsync();
        Answer response = await box.ExtractAsync(pdf, "file.pdf");
        Assert.True(response.Status == HttpStatusCode.OK, response.Text);
        return response.Json.GetProperty("markdown").GetString()!;
    }
}

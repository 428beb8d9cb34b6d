using System.Globalization;
using System.IO.Compression;
using System.Net;
using System.Text;
using System.Text.Json;
using Pulse.Sandbox.Tests.Support;

namespace Pulse.Sandbox.Tests.Documents;

/// <summary>Files that end, stop or swell whoever reads them. The sandbox must leave out what does it, read the rest, and read the next one.</summary>
public class HostilePdfTests
{
    [Fact]
    public async Task A_file_that_overflows_the_stack_of_its_reader_is_refused_and_the_next_is_read()
    {
        await using TestSandbox box = await TestSandbox.StartAsync();
        for (int i = 0; i < 2; i++)
        {
            await RefusedAsync(box, TwoPages(XObjects(8, 9, 10), "/Z Do", HiddenLoop(10), kids: "[3 0 R]"), "FILE_003", "ended its reader");
        }

        Assert.Contains("Account statement", (await box.ExtractAsync(TestPdf.Statement(), "file.pdf")).Json.GetProperty("markdown").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_reader_that_cannot_be_started_is_not_the_files_fault()
    {
        await using TestSandbox box = await TestSandbox.StartAsync(new SandboxOptions { ReaderProgram = "/bin/false" });
        Answer response = await box.ExtractAsync(TestPdf.Statement(), "file.pdf");
        Assert.Equal(HttpStatusCode.InternalServerError, response.Status);
        Assert.Contains("could not be started", response.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_form_that_overflows_the_stack_of_its_reader_is_refused()
    {
        await using TestSandbox box = await TestSandbox.StartAsync();
        byte[] pdf = TwoPages(XObjects(8, 9, 10), "/Z Do", HiddenLoop(10));
        Answer response = await box.SendAsync(HttpMethod.Post, "/form/detect", TestSandbox.Form(pdf, "form.pdf"));
        Assert.Equal(HttpStatusCode.BadRequest, response.Status);
        Assert.Equal("FILE_003", response.ErrorCode);
    }

    [Fact]
    public async Task A_file_that_takes_too_long_is_refused()
    {
        await using TestSandbox box = await TestSandbox.StartAsync(new SandboxOptions { DocumentTimeout = TimeSpan.FromMilliseconds(1) });
        await RefusedAsync(box, TestPdf.Statement(), "FILE_003", "within 0.001 s");
    }

    public static TheoryData<string, string, string[]> Loops => new()
    {
        // Forms that draw themselves: by way of another one, directly, and under the names of the page.
        { "/XObject<</X 8 0 R>>", "/X Do", [Form("(In form) Tj ET /Y Do", "/Resources<</Font<</F 5 0 R>>/XObject<</Y 9 0 R>>>>"), Form("ET /X Do", "/Resources<</XObject<</X 8 0 R>>>>")] },
        { "/XObject<</X 8 0 R>>", "/X Do", [Form("(In form) Tj ET /Y Do", "/Resources<</Font<</F 5 0 R>>/XObject<</Y 8 0 R>>>>")] },
        { "/XObject<</X 8 0 R/Y 9 0 R>>", "/X Do", [Form("(In form) Tj ET /#59 Do"), Form("ET /X Do")] },

        // Thirty forms, each of which draws the next one twice; a hundred and fifty, each of which draws the next one.
        { $"/XObject<<{string.Concat(Enumerable.Range(0, 30).Select(i => $"/X{i} {8 + i} 0 R"))}>>", "BT /F 12 Tf 72 600 Td (In form) Tj ET /X0 Do", [.. Enumerable.Range(1, 30).Select(i => Form($"ET /X{i} Do /X{i} Do"))] },
        { $"/XObject<<{string.Concat(Enumerable.Range(0, 150).Select(i => $"/X{i} {8 + i} 0 R"))}>>", "/X0 Do", [.. Enumerable.Range(1, 150).Select(i => Form($"{(i == 1 ? "(In form) Tj" : "")} ET /X{i} Do"))] },

        // Functions and color spaces that are made of themselves.
        { "/ColorSpace<</C 8 0 R>>", "/C cs 1 sc BT /F 12 Tf 72 600 Td (In form) Tj ET", ["[/Separation/Foo/DeviceGray 9 0 R]", "<</FunctionType 3/Domain[0 1]/Functions[9 0 R 9 0 R]/Bounds[0.5]/Encode[0 1 0 1]>>"] },
        { "/Shading<</C 8 0 R>>", "/C sh BT /F 12 Tf 72 600 Td (In form) Tj ET", ["<</ShadingType 2/ColorSpace/DeviceGray/Coords[0 0 1 1]/Function 9 0 R>>", "<</FunctionType 3/Domain[0 1]/Functions[9 0 R 9 0 R]/Bounds[0.5]/Encode[0 1 0 1]>>"] },
        { "/ColorSpace<</C 8 0 R>>", "/C cs 1 sc BT /F 12 Tf 72 600 Td (In form) Tj ET", ["[/Separation/Foo 8 0 R 9 0 R]", "<</FunctionType 2/Domain[0 1]/N 1>>"] },
    };

    [Theory]
    [MemberData(nameof(Loops))]
    public async Task What_contains_itself_is_left_out_and_the_rest_is_read(string resources, string content, string[] objects)
    {
        await using TestSandbox box = await TestSandbox.StartAsync();
        JsonElement result = (await box.ExtractAsync(TwoPages(resources, content, objects), "file.pdf")).Json;
        Assert.Equal(["First page", "In form", "Second page"], Lines(result));
        Assert.Equal(["Drawings and colors without end were left out of pages: 1"], Warnings(result));
    }

    [Fact]
    public async Task Forms_that_share_the_resources_of_their_page_are_no_loop()
    {
        await using TestSandbox box = await TestSandbox.StartAsync();
        byte[] pdf = RawPdf.Build(
            "<</Type/Catalog/Pages 2 0 R>>",
            "<</Type/Pages/Kids[3 0 R]/Count 1/Resources 5 0 R>>",
            "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R>>",
            RawPdf.Stream("/X Do /X Do"),
            "<</Font<</F 6 0 R>>/XObject<</X 7 0 R/Y 8 0 R>>>>",
            "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
            Form("ET /Y Do", "/Resources 5 0 R"),
            Form("(In form) Tj ET", "/Resources 5 0 R"));
        JsonElement result = (await box.ExtractAsync(pdf, "file.pdf")).Json;
        Assert.Contains("In form", result.GetProperty("markdown").GetString(), StringComparison.Ordinal);
        Assert.Empty(Warnings(result));
    }

    [Fact]
    public async Task A_tree_of_pages_that_contains_itself_is_read_once()
    {
        await using TestSandbox box = await TestSandbox.StartAsync();
        byte[] pdf = TwoPages("", "", ["<</Type/Pages/Kids[9 0 R]/Parent 2 0 R>>", "<</Type/Pages/Kids[8 0 R 2 0 R]/Parent 8 0 R>>"], kids: "[3 0 R 8 0 R 2 0 R 6 0 R]");
        Assert.Equal(["First page", "Second page"], Lines((await box.ExtractAsync(pdf, "file.pdf")).Json));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_tree_of_names_that_contains_itself_is_not_followed(bool packed)
    {
        await using TestSandbox box = await TestSandbox.StartAsync();
        byte[] pdf = packed
            ? PackedNames()
            : TwoPages("", "BT /F 12 Tf 72 600 Td (A name is /Dests or /Names) Tj ET", ["<</Kids[9 0 R]>>", "<</Kids[8 0 R]>>"], catalog: "/Names<</Dests 8 0 R>>");
        JsonElement result = (await box.ExtractAsync(pdf, "file.pdf")).Json;
        Assert.Equal(packed ? ["Packed"] : ["First page", "A name is /Dests or /Names", "Second page"], Lines(result));
        Assert.Empty(Warnings(result));
    }

    [Fact]
    public async Task A_form_keeps_its_named_destinations()
    {
        await using TestSandbox box = await TestSandbox.StartAsync();
        byte[] pdf = TwoPages("", "", ["<</Names[(here)[3 0 R/Fit]]>>", "<</Type/Annot/Subtype/Widget/FT/Tx/T(name)/Rect[72 500 300 520]/P 3 0 R>>"],
            catalog: "/Names<</Dests 8 0 R>>/AcroForm<</Fields[9 0 R]>>", page: "/Annots[9 0 R]");
        Answer filled = await box.SendAsync(HttpMethod.Post, "/form/fill", TestSandbox.Form(pdf, "form.pdf", ("instructions", "name: Maria")));
        string written = await box.Http.GetStringAsync(new Uri(filled.Json.GetProperty("pdf_url").GetString()!), TestContext.Current.CancellationToken);
        Assert.Contains("/Dests", written, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_page_that_ends_its_reader_is_left_out_and_the_others_are_read()
    {
        await using TestSandbox box = await TestSandbox.StartAsync();
        JsonElement result = (await box.ExtractAsync(TwoPages(XObjects(8, 9, 10), "/Z Do", HiddenLoop(10)), "file.pdf", ("figureProcessing", """{"showImages":true}"""))).Json;
        Assert.Equal(["Second page"], Lines(result));
        Assert.Equal(["Page 1 was left out: it ended its reader"], Warnings(result));
    }

    [Fact]
    public async Task A_page_that_takes_too_long_is_left_out_and_the_others_are_read()
    {
        // Sixteen forms, each of which draws the next one twice, are not too many; but the last one is long.
        string[] forms = [.. Enumerable.Range(1, 15).Select(i => Form($"ET /X{i} Do /X{i} Do")), Form("ET " + string.Concat(Enumerable.Repeat("q Q ", 20_000)))];
        byte[] pdf = TwoPages($"/XObject<<{string.Concat(forms.Select((_, i) => $"/X{i} {8 + i} 0 R"))}>>", "/X0 Do", forms);
        await using TestSandbox box = await TestSandbox.StartAsync(new SandboxOptions { DocumentTimeout = TimeSpan.FromSeconds(12) });
        JsonElement result = (await box.ExtractAsync(pdf, "file.pdf")).Json;
        Assert.Equal(["Second page"], Lines(result));
        Assert.Matches("^Page 1 was left out: it could not be read within [0-5]([.][0-9]+)? s$", Assert.Single(Warnings(result)));
    }

    [Fact]
    public async Task A_stream_that_unpacks_to_too_much_is_left_out_and_the_rest_is_read()
    {
        await using TestSandbox box = await TestSandbox.StartAsync(new SandboxOptions { MaxDocumentMemory = 64L << 20 });
        string bomb = RawPdf.Stream(Packed("BT /F 12 Tf 72 700 Td "u8, "(a)Tj "u8, 4_000_000), "/Type/XObject/Subtype/Form/BBox[0 0 600 900]/Filter/FlateDecode");
        JsonElement result = (await box.ExtractAsync(TwoPages("/XObject<</X 8 0 R>>", "/X Do", [bomb]), "file.pdf")).Json;
        Assert.Equal(["First page", "Second page"], Lines(result));
        Assert.Equal(["Streams that unpack to more than 4 MB were left out of pages: 1"], Warnings(result));
    }

    [Fact]
    public async Task A_page_that_needs_too_much_memory_is_left_out_and_the_others_are_read()
    {
        await using TestSandbox box = await TestSandbox.StartAsync(new SandboxOptions { MaxDocumentMemory = 64L << 20 });
        string letters = RawPdf.Stream(Packed("BT /F 12 Tf 72 700 Td ("u8, "aaaa"u8, 500_000), "/Type/XObject/Subtype/Form/BBox[0 0 600 900]/Filter/FlateDecode");
        JsonElement result = (await box.ExtractAsync(TwoPages("/XObject<</X 8 0 R>>", "/X Do", [letters]), "file.pdf")).Json;
        Assert.Equal(["Second page"], Lines(result));
        Assert.Equal(["Pages that need more memory than 64 MB were left out: 1"], Warnings(result));
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

    static string[] Lines(JsonElement result) => result.GetProperty("markdown").GetString()!.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    static string[] Warnings(JsonElement result) => [.. result.GetProperty("warnings").EnumerateArray().Select(warning => warning.GetString()!)];

    // Two pages of which the first is made ill. Objects of the test begin at number 8; the font is number 5.
    static byte[] TwoPages(string resources, string content, string[] objects, string kids = "[3 0 R 6 0 R]", string catalog = "", string page = "") => RawPdf.Build([
        $"<</Type/Catalog/Pages 2 0 R{catalog}>>",
        $"<</Type/Pages/Kids{kids}/Count 2>>",
        $"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F 5 0 R>>{resources}>>/Contents 4 0 R{page}>>",
        RawPdf.Stream($"BT /F 12 Tf 72 700 Td (First page) Tj ET {content}"),
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F 5 0 R>>>>/Contents 7 0 R>>",
        RawPdf.Stream("BT /F 12 Tf 72 700 Td (Second page) Tj ET"),
        .. objects]);

    // A form that begins as text.
    static string Form(string content, string entries = "") =>
        RawPdf.Stream($"BT /F 12 Tf 72 600 Td {content}", $"/Type/XObject/Subtype/Form/BBox[0 0 600 900]{entries}");

    static string XObjects(int x, int y, int z) => $"/XObject<</X {x} 0 R/Y {y} 0 R/Z {z} 0 R>>";

    // A loop that whoever looks at forms one by one does not see, for /Y is another form where /Z draws /X. The parser follows it forever.
    static string[] HiddenLoop(int z) => [Form("ET /Y Do"), Form("ET"), Form("ET /X Do", $"/Resources<</XObject<</Y {z} 0 R>>>>")];

    // A catalog in a packed object, with a tree of names that contains itself.
    static byte[] PackedNames()
    {
        const string catalog = "<</Type/Catalog/Pages 2 0 R/Names<</Dests 3 0 R>>>>";
        const string pages = "<</Type/Pages/Kids[5 0 R]/Count 1>>";
        string head = $"1 0 2 {catalog.Length} 3 {catalog.Length + pages.Length} ";
        string packed = Packed(Encoding.Latin1.GetBytes(head + catalog + pages), "<</Kids[3 0 R]>> "u8, 1);
        (int Number, string Text)[] plain =
        [
            (4, RawPdf.Stream(packed, $"/Type/ObjStm/N 3/First {head.Length}/Filter/FlateDecode")),
            (5, "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F 7 0 R>>>>/Contents 6 0 R>>"),
            (6, RawPdf.Stream("BT /F 12 Tf 72 700 Td (Packed) Tj ET")),
            (7, "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"),
        ];
        var pdf = new StringBuilder("%PDF-1.5\n");
        var table = new StringBuilder("\0\0\0\0\u0002\0\u0004\0\u0002\0\u0004\u0001\u0002\0\u0004\u0002");
        foreach ((int number, string text) in plain)
        {
            table.Append('\u0001').Append((char)(pdf.Length >> 8)).Append((char)(pdf.Length & 255)).Append('\0');
            pdf.Append(CultureInfo.InvariantCulture, $"{number} 0 obj\n{text}\nendobj\n");
        }

        int start = pdf.Length;
        table.Append('\u0001').Append((char)(start >> 8)).Append((char)(start & 255)).Append('\0');
        pdf.Append(CultureInfo.InvariantCulture, $"8 0 obj\n{RawPdf.Stream(table.ToString(), "/Type/XRef/Size 9/W[1 2 1]/Root 1 0 R")}\nendobj\nstartxref\n{start}\n%%EOF\n");
        return Encoding.Latin1.GetBytes(pdf.ToString());
    }

    // Few bytes that unpack to many.
    static string Packed(ReadOnlySpan<byte> start, ReadOnlySpan<byte> repeated, int times)
    {
        using var compressed = new MemoryStream();
        using (var zlib = new ZLibStream(compressed, CompressionLevel.Fastest, leaveOpen: true))
        {
            zlib.Write(start);
            for (int i = 0; i < times; i++)
            {
                zlib.Write(repeated);
            }

            zlib.Write(")Tj ET"u8);
        }

        return Encoding.Latin1.GetString(compressed.ToArray());
    }
}

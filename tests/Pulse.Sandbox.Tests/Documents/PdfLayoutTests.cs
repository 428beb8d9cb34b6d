using System.Text.Json;
using Pulse.Sandbox.Tests.Support;

namespace Pulse.Sandbox.Tests.Documents;

public class PdfLayoutTests
{
    static async Task<JsonElement> ExtractAsync(byte[] pdf, params (string, string)[] fields)
    {
        await using TestSandbox box = await TestSandbox.StartAsync();
        return (await box.ExtractAsync(pdf, "file.pdf", fields)).Json;
    }

    static async Task<string> MarkdownAsync(TestPdf pdf) => (await ExtractAsync(pdf.Build())).GetProperty("markdown").GetString()!;

    [Fact]
    public async Task A_statement_becomes_headings_lines_a_table_and_a_paragraph()
    {
        JsonElement result = await ExtractAsync(TestPdf.Statement());
        Assert.Equal(
            """
            # Account statement

            Account holder: Maria Jensen
            Balance: 1,234.50 EUR

            ## Transactions

            | Date | Description | Amount |
            | --- | --- | --- |
            | 2026-01-02 | Coffee beans | -12.00 |
            | 2026-01-05 | Salary | 3,000.00 |

            This statement was made for a test and it has a second sentence that goes on for a while, so that a paragraph is wrapped over two lines.
            """,
            result.GetProperty("markdown").GetString());
        Assert.Equal(result.GetProperty("markdown").GetString(), result.GetProperty("content").GetString());
        Assert.Equal(1, result.GetProperty("page_count").GetInt32());
    }

    [Fact]
    public async Task Lists_captions_and_footnotes_have_boxes_of_their_own()
    {
        JsonElement result = await ExtractAsync(new TestPdf()
            .Page().Text(72, 780, "Rules of the club", 18)
            .Text(72, 750, "Everybody who joins has read these rules, and follows them at all times.")
            .Text(72, 720, "1. Boats come back before dark.").Text(72, 700, "2. Oars are washed.").Text(72, 680, "3. Nobody rows alone.")
            .Text(72, 650, "1984 was the year in which the club was founded, and that is a long time ago.")
            .Text(72, 620, "Figure 2. Members of the first crew").Text(72, 600, "Table 3 shows the members of the second crew.")
            .Text(72, 200, "2. September is no list, for nothing follows it.")
            .Text(72, 90, "1 With the exception of honorary members.", 8).Text(72, 76, "* Since the last change.", 8)
            .Build());
        JsonElement boxes = result.GetProperty("bounding_boxes");
        Assert.Equal(["1. Boats come back before dark.", "2. Oars are washed.", "3. Nobody rows alone."], Texts("List Items"));
        Assert.Equal(["Figure 2. Members of the first crew"], Texts("Caption"));
        Assert.Equal(["1 With the exception of honorary members.", "* Since the last change."], Texts("Footnote"));
        Assert.Equal(["Rules of the club"], Texts("Title"));
        Assert.Equal(4, Texts("Text").Length);
        Assert.StartsWith("txt-", boxes.GetProperty("Caption")[0].GetProperty("id").GetString(), StringComparison.Ordinal);

        string[] Texts(string kind) => [.. boxes.GetProperty(kind).EnumerateArray().Select(box => box.GetProperty("content").GetString()!)];
    }

    [Fact]
    public async Task Headings_follow_the_size_of_the_type()
    {
        string markdown = await MarkdownAsync(new TestPdf()
            .Page().Text(72, 780, "The whole", 24).Text(72, 740, "A part", 18)
            .Text(72, 700, "This is a line of ordinary text in the first part of the document.")
            .Text(72, 660, "A section", 14).Text(72, 630, "This is another line of ordinary text, in the section.")
            .Page().Text(72, 780, "Another part", 18).Text(72, 740, "A bold line", 11, bold: true)
            .Text(72, 720, "This is the last line of ordinary text."));
        Assert.Equal(
            "# The whole\n\n## A part\n\nThis is a line of ordinary text in the first part of the document.\n\n### A section\n\n"
            + "This is another line of ordinary text, in the section.\n\n## Another part\n\n#### A bold line\n\nThis is the last line of ordinary text.",
            markdown);
    }

    [Fact]
    public async Task Two_columns_of_prose_are_read_one_after_the_other()
    {
        var pdf = new TestPdf();
        pdf.Page().Text(72, 780, "A title across both columns of the page", 18);
        for (int i = 0; i < 8; i++)
        {
            pdf.Text(72, 740 - (i * 14), $"Left column words in line {i + 1} here");
            pdf.Text(320, 740 - (i * 14), $"Right column words in line {i + 1} too");
        }

        string markdown = await MarkdownAsync(pdf);
        Assert.StartsWith("# A title across both columns of the page\n\nLeft column words in line 1 here Left column words in line 2 here", markdown, StringComparison.Ordinal);
        Assert.True(markdown.IndexOf("Left column words in line 8", StringComparison.Ordinal) < markdown.IndexOf("Right column words in line 1", StringComparison.Ordinal));
        Assert.DoesNotContain("|", markdown, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_table_may_have_empty_and_wrapped_cells()
    {
        string markdown = await MarkdownAsync(new TestPdf().Page()
            .Text(72, 700, "Item").Text(200, 700, "Note").Text(400, 700, "Price")
            .Text(72, 676, "Pen | blue").Text(200, 676, "writes well and").Text(400, 676, "1.50")
            .Text(200, 663, "lasts long")
            .Text(72, 639, "Ink").Text(400, 639, "3.00"));
        Assert.Equal("| Item | Note | Price |\n| --- | --- | --- |\n| Pen \\| blue | writes well and lasts long | 1.50 |\n| Ink |  | 3.00 |", markdown);
    }

    [Fact]
    public async Task A_pair_of_texts_side_by_side_is_no_table()
    {
        Assert.Equal("Copenhagen   1 May 2026", await MarkdownAsync(new TestPdf().Page().Text(72, 700, "Copenhagen").Text(400, 700, "1 May 2026")));
    }

    [Fact]
    public async Task A_heading_and_a_small_text_on_one_line_are_two_things()
    {
        string markdown = await MarkdownAsync(new TestPdf().Page()
            .Text(72, 780, "Account statement", 20).Text(400, 780, "Strait Savings Bank", 9)
            .Text(72, 740, "This is a line of ordinary text, which is the size that most of it has."));
        Assert.Equal("# Account statement\n\nStrait Savings Bank\n\nThis is a line of ordinary text, which is the size that most of it has.", markdown);
    }

    [Fact]
    public async Task List_items_stay_apart()
    {
        string markdown = await MarkdownAsync(new TestPdf().Page()
            .Text(72, 700, "- The first thing of the list that is written here in full length, so the line is full")
            .Text(72, 686, "- The second thing of the list that is written here in full length, so that is it")
            .Text(72, 672, "3. The third thing"));
        Assert.Equal(3, markdown.Split("\n\n").Length);
    }

    [Fact]
    public async Task Running_headers_footers_and_page_numbers_are_told_apart()
    {
        var pdf = new TestPdf();
        for (int i = 1; i <= 3; i++)
        {
            pdf.Page().Text(72, 815, "The Annual Report", 9).Text(72, 600, $"The text of page {i} is not the same as that of the others.")
                .Text(72, 40, "Confidential", 9).Text(290, 22, $"Page {i} of 3", 9);
        }

        JsonElement boxes = (await ExtractAsync(pdf.Build())).GetProperty("bounding_boxes");
        Assert.Equal(3, boxes.GetProperty("Header").GetArrayLength());
        Assert.Equal(3, boxes.GetProperty("Footer").GetArrayLength());
        Assert.Equal(["Page 1 of 3", "Page 2 of 3", "Page 3 of 3"], boxes.GetProperty("Page Number").EnumerateArray().Select(item => item.GetProperty("content").GetString()));
        Assert.Equal(3, boxes.GetProperty("Text").GetArrayLength());
    }

    [Fact]
    public async Task Boxes_have_ids_pages_and_four_corners_from_the_top_left()
    {
        JsonElement boxes = (await ExtractAsync(TestPdf.Statement())).GetProperty("bounding_boxes");
        JsonElement title = boxes.GetProperty("Title")[0];
        Assert.Equal("txt-1", title.GetProperty("id").GetString());
        Assert.Equal("Account statement", title.GetProperty("content").GetString());
        Assert.Equal(1, title.GetProperty("page_number").GetInt32());
        double[] corners = [.. title.GetProperty("bounding_box").EnumerateArray().Select(value => value.GetDouble())];
        Assert.Equal(8, corners.Length);
        Assert.All(corners, value => Assert.InRange(value, 0, 1));
        Assert.Equal(72 / 595.0, corners[0], 0.01);
        Assert.InRange(corners[1], 0.05, 0.08);
        Assert.Equal(corners[1], corners[3]);
        Assert.Equal(corners[2], corners[4]);
        Assert.Equal(corners[5], corners[7]);
        Assert.Equal(corners[0], corners[6]);
        Assert.True(corners[5] > corners[1]);
    }

    [Fact]
    public async Task Table_boxes_hold_their_cells()
    {
        JsonElement table = (await ExtractAsync(TestPdf.Statement())).GetProperty("bounding_boxes").GetProperty("Tables")[0];
        Assert.Equal("tbl-1", table.GetProperty("table_info").GetProperty("id").GetString());
        Assert.Equal("[3,3]", table.GetProperty("table_info").GetProperty("dimensions").GetRawText());
        Assert.Equal(1, table.GetProperty("table_info").GetProperty("location").GetProperty("page").GetInt32());
        JsonElement cell = table.GetProperty("cell_data")[4];
        Assert.Equal("tbl-1-r2c2", cell.GetProperty("id").GetString());
        Assert.Equal("Coffee beans", cell.GetProperty("text").GetString());
        Assert.Equal(8, cell.GetProperty("location").GetProperty("coordinates").GetArrayLength());
    }

    [Fact]
    public async Task Markdown_with_ids_refers_to_every_box()
    {
        JsonElement boxes = (await ExtractAsync(TestPdf.Statement())).GetProperty("bounding_boxes");
        string html = boxes.GetProperty("markdown_with_ids").GetString()!;
        Assert.Contains("""<h1 data-bb-text-id="txt-1">Account statement</h1>""", html, StringComparison.Ordinal);
        Assert.Contains("""<table data-bb-table-id="tbl-1">""", html, StringComparison.Ordinal);
        foreach (JsonElement text in boxes.GetProperty("Text").EnumerateArray())
        {
            Assert.Contains($"data-bb-text-id=\"{text.GetProperty("id").GetString()}\"", html, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Pages_are_selected_and_keep_their_numbers()
    {
        JsonElement result = await ExtractAsync(TestPdf.Pages(5), ("pages", "2,4-9"));
        Assert.Equal(3, result.GetProperty("page_count").GetInt32());
        Assert.Equal(3, result.GetProperty("credits_used").GetInt32());
        Assert.Equal([2, 4, 5], result.GetProperty("bounding_boxes").GetProperty("Text").EnumerateArray().Select(item => item.GetProperty("page_number").GetInt32()));
        Assert.Equal(["txt-1", "txt-2", "txt-3"], result.GetProperty("bounding_boxes").GetProperty("Text").EnumerateArray().Select(item => item.GetProperty("id").GetString()));
        Assert.DoesNotContain("sheet 3", result.GetProperty("markdown").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Words_are_listed_when_asked_for()
    {
        JsonElement result = await ExtractAsync(TestPdf.Statement(), ("extensions", """{"altOutputs":{"wlbb":true}}"""));
        JsonElement words = result.GetProperty("extensions").GetProperty("altOutputs").GetProperty("wlbb").GetProperty("words");
        Assert.Equal(["Account", "statement", "Account", "holder:", "Maria", "Jensen"], words.EnumerateArray().Take(6).Select(word => word.GetProperty("text").GetString()));
        Assert.Equal("w-1", words[0].GetProperty("id").GetString());
        Assert.Equal(8, words[0].GetProperty("bounding_box").GetArrayLength());

        // Every word of the page is in the Markdown.
        string markdown = result.GetProperty("markdown").GetString()!;
        Assert.All(words.EnumerateArray(), word => Assert.Contains(word.GetProperty("text").GetString()!, markdown, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Metadata_are_given_when_asked_for()
    {
        JsonElement result = await ExtractAsync(TestPdf.Statement(), ("extensions", """{"document_metadata":true}"""));
        JsonElement metadata = result.GetProperty("extensions").GetProperty("document_metadata");
        Assert.Equal("application/pdf", metadata.GetProperty("file").GetProperty("media_type").GetString());
        Assert.Equal(TestPdf.Statement().Length, metadata.GetProperty("file").GetProperty("size_bytes").GetInt32());
        Assert.Equal("Statement", metadata.GetProperty("properties").GetProperty("title").GetString());
        Assert.Equal("A Bank", metadata.GetProperty("properties").GetProperty("authors")[0].GetString());
        Assert.Equal(595, metadata.GetProperty("structure").GetProperty("page_sizes")[0].GetProperty("width").GetDouble(), 1.0);
    }
}

using System.IO.Compression;
using System.Net;
using System.Text;
using Pulse.Sandbox.Tests.Support;

namespace Pulse.Sandbox.Tests.Documents;

public class FileTypeTests
{
    public static TheoryData<string, byte[], string> Refused => new()
    {
        { "scan.pdf", [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A], "PNG" },
        { "photo.txt", [0xFF, 0xD8, 0xFF, 0xE0, 0, 0], "JPG" },
        { "a.gif", "GIF89a....."u8.ToArray(), "GIF" },
        { "a.tif", [0x49, 0x49, 0x2A, 0x00, 1], "TIFF" },
        { "a.webp", "RIFF\0\0\0\0WEBP."u8.ToArray(), "WEBP" },
        { "letter.bin", Office("word/document.xml"), "DOCX" },
        { "table.pdf", Office("xl/workbook.xml"), "XLSX" },
        { "slides", Office("ppt/presentation.xml"), "PPTX" },
        { "old.doc", [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1, 0], "DOC" },
        { "old.xls", [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1, 0], "XLS" },
        { "a.rtf", @"{\rtf1 hello}"u8.ToArray(), "RTF" },
        { "data.zip", Office("a/b.txt"), "ZIP" },
        { "noise.pdf", [0, 1, 2, 3, 4], "PDF" },
        { "noise", [0, 1, 2, 3, 4], "UNKNOWN" },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public async Task What_cannot_be_read_is_FILE_001(string name, byte[] bytes, string type)
    {
        await using TestSandbox box = await TestSandbox.StartAsync();
        foreach (string async in new[] { "false", "true" })
        {
            Answer answer = await box.ExtractAsync(bytes, name, ("async", async));
            Assert.Equal((HttpStatusCode.BadRequest, "FILE_001"), (answer.Status, answer.ErrorCode));
            Assert.Equal(type, answer.Json.GetProperty("error").GetProperty("details").GetProperty("received_type").GetString());
            Assert.Contains("PDF", answer.Json.GetProperty("error").GetProperty("details").GetProperty("supported_types").GetRawText(), StringComparison.Ordinal);
        }

        Assert.Empty(box.Sandbox.Jobs.Ids);
        Assert.Empty(box.Sandbox.Journal.Submits);
    }

    [Fact]
    public async Task The_content_decides_and_not_the_name()
    {
        await using TestSandbox box = await TestSandbox.StartAsync();
        Assert.Contains("# Account statement", (await box.ExtractAsync(TestPdf.Statement(), "image.png")).Json.GetProperty("markdown").GetString(), StringComparison.Ordinal);
        Assert.Equal("text", (await box.ExtractAsync("text"u8.ToArray(), "file.pdf")).Json.GetProperty("markdown").GetString());
    }

    [Fact]
    public async Task An_empty_file_is_FILE_004()
    {
        await using TestSandbox box = await TestSandbox.StartAsync();
        Assert.Equal("FILE_004", (await box.ExtractAsync([])).ErrorCode);
        Assert.Equal("FILE_004", (await box.ExtractAsync([], "file.pdf", ("async", "true"))).ErrorCode);
    }

    [Fact]
    public async Task A_damaged_PDF_file_is_FILE_003()
    {
        await using TestSandbox box = await TestSandbox.StartAsync();
        Assert.Equal("FILE_003", (await box.ExtractAsync("%PDF-1.7 and then nothing of the kind"u8.ToArray())).ErrorCode);
    }

    [Fact]
    public async Task An_encrypted_PDF_file_is_FILE_006()
    {
        await using TestSandbox box = await TestSandbox.StartAsync();
        Assert.Equal("FILE_006", (await box.ExtractAsync(TestPdf.Encrypted())).ErrorCode);
    }

    [Fact]
    public async Task A_PDF_file_without_text_is_extracted_with_a_warning()
    {
        await using TestSandbox box = await TestSandbox.StartAsync();
        Answer answer = await box.ExtractAsync(new TestPdf().Page().Build());
        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.Equal("", answer.Json.GetProperty("markdown").GetString());
        Assert.Contains("no text layer", answer.Json.GetProperty("warnings").GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_PDF_file_may_have_bytes_before_its_header()
    {
        await using TestSandbox box = await TestSandbox.StartAsync();
        Answer answer = await box.ExtractAsync([.. "\r\n\r\n"u8, .. TestPdf.Statement()]);
        Assert.Equal(HttpStatusCode.OK, answer.Status);
    }

    static byte[] Office(string entry)
    {
        using var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create))
        {
            using Stream content = zip.CreateEntry(entry).Open();
            content.Write(Encoding.UTF8.GetBytes("content"));
        }

        return stream.ToArray();
    }
}

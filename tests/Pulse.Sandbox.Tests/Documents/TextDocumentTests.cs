using System.Text;
using System.Text.Json;
using Pulse.Sandbox.Tests.Support;

namespace Pulse.Sandbox.Tests.Documents;

public class TextDocumentTests
{
    [Fact]
    public async Task Text_passes_through_page_by_page()
    {
        await using TestSandbox box = await TestSandbox.StartAsync();
        JsonElement result = (await box.ExtractTextAsync("First page\r\nsecond line\fSecond page # not a heading\n\f")).Json;
        Assert.Equal("First page\nsecond line\n\nSecond page # not a heading", result.GetProperty("markdown").GetString());
        Assert.Equal(2, result.GetProperty("page_count").GetInt32());
        Assert.Equal(2, result.GetProperty("bounding_boxes").GetProperty("Text")[1].GetProperty("page_number").GetInt32());
        Assert.Equal(JsonValueKind.Null, result.GetProperty("bounding_boxes").GetProperty("Text")[0].GetProperty("bounding_box").ValueKind);
    }

    [Fact]
    public async Task Markdown_passes_through_and_is_understood()
    {
        const string text = "# Title\n\nA paragraph\nof two lines.\n\n| A | B |\n|---|:-:|\n| 1 | 2 \\| 3 |\n\n## End";
        await using TestSandbox box = await TestSandbox.StartAsync();
        JsonElement result = (await box.ExtractAsync(Encoding.UTF8.GetBytes(text), "a.md")).Json;
        Assert.Equal(text, result.GetProperty("markdown").GetString());
        JsonElement boxes = result.GetProperty("bounding_boxes");
        Assert.Equal(["Title", "End"], boxes.GetProperty("Title").EnumerateArray().Select(item => item.GetProperty("content").GetString()));
        Assert.Equal("2 | 3", boxes.GetProperty("Tables")[0].GetProperty("cell_data")[3].GetProperty("text").GetString());
    }

    public static TheoryData<byte[], string> Encodings => new()
    {
        { [0xEF, 0xBB, 0xBF, (byte)'x', 0xC3, 0xA9], "xé" },
        { [0xFF, 0xFE, (byte)'x', 0, 0xE9, 0], "xé" },
        { [0xFE, 0xFF, 0, (byte)'x', 0, 0xE9], "xé" },
        { [(byte)'x', 0xE9], "xé" },
        { [0x93, (byte)'x', 0x94, (byte)' ', 0x80, (byte)'5', (byte)' ', 0xE9], "“x” €5 é" },
    };

    [Theory]
    [MemberData(nameof(Encodings))]
    public async Task Text_may_be_UTF_8_UTF_16_Latin_1_or_Windows_1252(byte[] bytes, string text)
    {
        await using TestSandbox box = await TestSandbox.StartAsync();
        Assert.Equal(text, (await box.ExtractAsync(bytes, "a.txt")).Json.GetProperty("markdown").GetString());
    }
}

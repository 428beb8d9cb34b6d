using System.Text;
using Pulse.Client.Results;

namespace Pulse.Client.Tests.Results;

public sealed class JsonScannerTests
{
    [Theory]
    [InlineData("", JsonFaultReason.Empty)]
    [InlineData(" \n", JsonFaultReason.Empty)]
    [InlineData("<html>", JsonFaultReason.NotJson)]
    [InlineData("[1]", JsonFaultReason.NotAnObject)]
    [InlineData("null", JsonFaultReason.NotAnObject)]
    [InlineData("{\"a\":1", JsonFaultReason.Truncated)]
    [InlineData("{\"a\":\"x", JsonFaultReason.Truncated)]
    [InlineData("{\"a\":{\"b\":[1,2}", JsonFaultReason.Truncated)]
    [InlineData("{\"a\":[1}}", JsonFaultReason.Unbalanced)]
    [InlineData("{\"a\":{1]}", JsonFaultReason.Unbalanced)]
    [InlineData("{\"a\":1} x", JsonFaultReason.TrailingData)]
    [InlineData("{\"a\":1}{}", JsonFaultReason.TrailingData)]
    [InlineData("{\"a\":tru}", JsonFaultReason.InvalidToken)]
    [InlineData("{\"a\":01}", JsonFaultReason.InvalidToken)]
    [InlineData("{\"a\" 1}", JsonFaultReason.InvalidToken)]
    [InlineData("{a:1}", JsonFaultReason.InvalidToken)]
    [InlineData("{\"a\":1,}", JsonFaultReason.InvalidToken)]
    public void Faults_are_told_apart(string body, object reason)
    {
        Assert.False(JsonEnvelope.TryScan(Encoding.UTF8.GetBytes(body), out _, out JsonFault fault));
        Assert.Equal((JsonFaultReason)reason, fault.Reason);
    }

    [Fact]
    public void Invalid_utf8_is_found_where_it_is()
    {
        Assert.False(JsonEnvelope.TryScan([.. "{\"a\":\"é"u8, 0xFF, .. "\"}"u8], out _, out JsonFault fault));
        Assert.Equal(new JsonFault(JsonFaultReason.InvalidUtf8, 8), fault);
    }

    [Fact]
    public void A_byte_order_mark_and_white_space_are_no_matter() =>
        Assert.True(JsonEnvelope.TryScan([0xEF, 0xBB, 0xBF, .. " {\"a\" : 1 } \r\n"u8], out _, out _));

    [Fact]
    public void A_megabyte_of_nesting_is_neither_a_crash_nor_a_value()
    {
        byte[] open = [.. "{\"a\":"u8, .. Enumerable.Repeat((byte)'[', 1_000_000)];
        Assert.False(JsonEnvelope.TryScan(open, out _, out JsonFault fault));
        Assert.Equal(JsonFaultReason.Truncated, fault.Reason);
        byte[] whole = [.. open, .. Enumerable.Repeat((byte)']', 1_000_000), (byte)'}'];
        Assert.True(JsonEnvelope.TryScan(whole, out _, out _));
        Assert.True(JsonValidator.TryValidate(whole, out _));
    }

    [Fact]
    public void Containers_end_at_every_place_of_a_block()
    {
        for (int length = 0; length < 200; length++)
        {
            string inner = new('x', length);
            byte[] json = Encoding.UTF8.GetBytes($"{{\"{inner}\":\"]}}\"}},[");
            Assert.True(JsonSkipper.TrySkipContainer(json, 0, out int end, out _));
            Assert.Equal(json.Length - 2, end);
        }
    }

    [Fact]
    public void Backslashes_may_cross_blocks()
    {
        for (int offset = 0; offset < 70; offset++)
        {
            for (int count = 0; count < 70; count++)
            {
                string json = $"{{\"{new string('p', offset)}\":\"{new string('\\', count)}\"";
                byte[] text = Encoding.UTF8.GetBytes(json + (count % 2 == 0 ? "}" : "}\"}"));
                Assert.True(JsonSkipper.TrySkipContainer(text, 0, out int end, out _));
                Assert.Equal(text.Length, end);
                Assert.True(JsonEnvelope.TryScan(text, out JsonObjectIndex index, out _));
                Assert.Equal(1, index.Count);
            }
        }
    }

    [Fact]
    public void The_last_of_two_members_with_one_name_counts_however_it_is_written()
    {
        byte[] json = Encoding.UTF8.GetBytes("""{"ab":1,"\u0061b":2}""");
        Assert.True(JsonEnvelope.TryScan(json, out JsonObjectIndex index, out _));
        Assert.True(index.TryFind(json, "ab"u8, out JsonSlice value, out _));
        Assert.Equal("2", Encoding.UTF8.GetString(value.Of(json)));
    }

    [Theory]
    [InlineData("", "{\"a\":[10,{\"b/c\":1,\"~\":2}]}")]
    [InlineData("/a/0", "10")]
    [InlineData("/a/1/b~1c", "1")]
    [InlineData("/a/1/~0", "2")]
    public void Pointers(string pointer, string expected)
    {
        byte[] json = Encoding.UTF8.GetBytes("{\"a\":[10,{\"b/c\":1,\"~\":2}]}");
        Assert.True(JsonPointer.TryFind(json, new JsonSlice(0, json.Length), Encoding.UTF8.GetBytes(pointer), out JsonSlice value, out _, out _, out _));
        Assert.Equal(expected, Encoding.UTF8.GetString(value.Of(json)));
    }

    [Theory]
    [InlineData("a", JsonPointerError.InvalidPointer)]
    [InlineData("/~", JsonPointerError.InvalidPointer)]
    [InlineData("/~2", JsonPointerError.InvalidPointer)]
    [InlineData("/a/2", JsonPointerError.NotFound)]
    [InlineData("/a/-", JsonPointerError.NotFound)]
    [InlineData("/a/00", JsonPointerError.NotFound)]
    [InlineData("/a/x", JsonPointerError.NotFound)]
    [InlineData("/a/99999999999", JsonPointerError.NotFound)]
    [InlineData("/b/x", JsonPointerError.NotFound)]
    [InlineData("/", JsonPointerError.NotFound)]
    [InlineData("/c/d", JsonPointerError.Malformed)]
    public void Pointers_that_lead_nowhere(string pointer, object expected)
    {
        byte[] json = Encoding.UTF8.GetBytes("{\"a\":[1,2],\"b\":3,\"c\":{\"d\" 1}}");
        Assert.False(JsonPointer.TryFind(json, new JsonSlice(0, json.Length), Encoding.UTF8.GetBytes(pointer), out _, out _, out JsonPointerError error, out _));
        Assert.Equal((JsonPointerError)expected, error);
    }

    [Theory]
    [InlineData("a\\u00e9\\n", "aé\n")]
    [InlineData("\\ud83d\\ude00", "😀")]
    [InlineData("\\ud83d", "\uFFFD")]
    [InlineData("\\ude00x", "\uFFFDx")]
    [InlineData("\\ud83d\\u0041", "\uFFFDA")]
    public void Escapes(string raw, string expected)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(raw);
        byte[] text = new byte[bytes.Length];
        Assert.True(JsonText.TryUnescape(bytes, text, out int written, out _));
        Assert.Equal(expected, Encoding.UTF8.GetString(text, 0, written));
    }

    [Fact]
    public void Every_control_character_is_found_wherever_it_is()
    {
        for (int control = 0; control < 0x20; control++)
        {
            for (int at = 0; at < 40; at++)
            {
                byte[] raw = Enumerable.Repeat((byte)'~', 40).ToArray();
                raw[at] = (byte)control;
                Assert.False(JsonText.TryUnescape(raw, new byte[raw.Length], out _, out int fault));
                Assert.Equal(at, fault);
            }
        }

        foreach (byte plain in (ReadOnlySpan<byte>)[0x20, 0x5B, 0x5D, 0x7F, 0x80, 0x9F, 0xFF])
        {
            byte[] raw = Enumerable.Repeat(plain, 40).ToArray();
            Assert.True(JsonText.TryUnescape(raw, new byte[raw.Length], out int written, out _));
            Assert.Equal(40, written);
        }
    }

    [Theory]
    [InlineData("ab\\x", 2)]
    [InlineData("\\u12", 0)]
    [InlineData("abc\\", 3)]
    [InlineData("a\nb", 1)]
    public void Bad_escapes_are_found_where_they_are(string raw, int offset)
    {
        Assert.False(JsonText.TryUnescape(Encoding.UTF8.GetBytes(raw), new byte[raw.Length], out _, out int fault));
        Assert.Equal(offset, fault);
    }

    /// <summary>As tests/c/test_json.c has it for the native library's own way.</summary>
    [Theory]
    [InlineData("{}[]\"\\, x", 300)]
    [InlineData("\"\\\"\\{}a", 300)]
    [InlineData("{}[]\"\\,:0a_yY|~\t\n\u007f[]a", 700)]
    public void The_end_of_a_container_is_where_a_look_at_each_character_finds_it(string characters, int longest)
    {
        Random random = new(20260101);
        for (int round = 0; round < 20_000; round++)
        {
            int frequent = 1 << (round % 7);
            byte[] text = new byte[random.Next(1, longest)];
            for (int i = 0; i < text.Length; i++)
            {
                text[i] = (byte)(random.Next(frequent) > 0 ? characters[^1] : characters[random.Next(characters.Length)]);
            }

            text[0] = (byte)(random.Next(2) == 0 ? '{' : '[');
            int end = new JsonStructure().FindEnd(text, out bool isBalanced);
            Assert.True((end, isBalanced) == FindSlowly(text), Encoding.Latin1.GetString(text));
        }
    }

    static (int End, bool IsBalanced) FindSlowly(byte[] text)
    {
        int braces = 0;
        int brackets = 0;
        bool inString = false;
        bool isEscaped = false;
        for (int i = 0; i < text.Length; i++)
        {
            bool wasEscaped = isEscaped;
            isEscaped = text[i] == '\\' && !wasEscaped;
            if (text[i] == '"')
            {
                inString ^= !wasEscaped;
            }

            if (inString)
            {
                continue;
            }

            braces += text[i] == '{' ? 1 : text[i] == '}' ? -1 : 0;
            brackets += text[i] == '[' ? 1 : text[i] == ']' ? -1 : 0;
            if (braces < 0 || brackets < 0 || (braces == 0 && brackets == 0))
            {
                return (i, braces == 0 && brackets == 0);
            }
        }

        return (-1, false);
    }
}

using System.Buffers;
using System.Text;
using System.Text.Unicode;

namespace Pulse.Sandbox.Documents.Text;

/// <summary>Tells text from binary data and decodes it.</summary>
static class TextDecoder
{
    const byte FirstSpecial = 0x80;
    const byte LastSpecial = 0x9F;

    // What Windows-1252 has where Latin-1 has control characters; five places are not defined.
    const string Special = "€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008DŽ\u008F\u0090‘’“”•–—˜™š›œ\u009DžŸ";

    static readonly SearchValues<byte> s_undefined = SearchValues.Create([0x81, 0x8D, 0x8F, 0x90, 0x9D]);

    static readonly Encoding s_utf16Le = new UnicodeEncoding(bigEndian: false, byteOrderMark: true);
    static readonly Encoding s_utf16Be = new UnicodeEncoding(bigEndian: true, byteOrderMark: true);

    /// <summary>Whether the bytes are UTF-8, UTF-16 with a byte order mark, or Windows-1252 (of which Latin-1 is a part), without control characters that no text has.</summary>
    public static bool IsText(ReadOnlySpan<byte> bytes)
    {
        if (Utf16(bytes) is not null)
        {
            return true;
        }

        foreach (byte b in bytes)
        {
            if (b < 0x20 && b is not ((byte)'\t' or (byte)'\n' or (byte)'\r' or (byte)'\f' or 0x1B) || b == 0x7F)
            {
                return false;
            }
        }

        return Utf8.IsValid(bytes) || bytes.IndexOfAny(s_undefined) < 0;
    }

    /// <param name="bytes">What <see cref="IsText"/> has accepted.</param>
    /// <param name="encodingName">The name of the encoding that was found.</param>
    public static string Decode(ReadOnlySpan<byte> bytes, out string encodingName)
    {
        if (Utf16(bytes) is { } utf16)
        {
            encodingName = "UTF-16";
            return utf16.GetString(bytes[2..]);
        }

        if (bytes.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]))
        {
            bytes = bytes[3..];
        }

        if (Utf8.IsValid(bytes))
        {
            encodingName = "UTF-8";
            return Encoding.UTF8.GetString(bytes);
        }

        if (bytes.IndexOfAnyInRange(FirstSpecial, LastSpecial) < 0)
        {
            encodingName = "ISO-8859-1";
            return Encoding.Latin1.GetString(bytes);
        }

        encodingName = "windows-1252";
        return string.Create(bytes.Length, bytes, static (text, bytes) =>
        {
            for (int i = 0; i < text.Length; i++)
            {
                text[i] = bytes[i] is >= FirstSpecial and <= LastSpecial ? Special[bytes[i] - FirstSpecial] : (char)bytes[i];
            }
        });
    }

    static Encoding? Utf16(ReadOnlySpan<byte> bytes) =>
        bytes.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]) ? s_utf16Le
        : bytes.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF]) ? s_utf16Be
        : null;
}

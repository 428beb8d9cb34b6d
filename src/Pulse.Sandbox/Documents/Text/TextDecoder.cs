using System.Text;
using System.Text.Unicode;

namespace Pulse.Sandbox.Documents.Text;

/// <summary>Tells text from binary data and decodes it.</summary>
static class TextDecoder
{
    static readonly Encoding s_utf16Le = new UnicodeEncoding(bigEndian: false, byteOrderMark: true);
    static readonly Encoding s_utf16Be = new UnicodeEncoding(bigEndian: true, byteOrderMark: true);

    /// <summary>Whether the bytes are UTF-8, UTF-16 with a byte order mark, or Latin-1, without control characters that no text has.</summary>
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

        return Utf8.IsValid(bytes) || bytes.IndexOfAnyInRange((byte)0x80, (byte)0x9F) < 0;
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

        bool utf8 = Utf8.IsValid(bytes);
        encodingName = utf8 ? "UTF-8" : "ISO-8859-1";
        return utf8 ? Encoding.UTF8.GetString(bytes) : Encoding.Latin1.GetString(bytes);
    }

    static Encoding? Utf16(ReadOnlySpan<byte> bytes) =>
        bytes.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]) ? s_utf16Le
        : bytes.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF]) ? s_utf16Be
        : null;
}

namespace Pulse.Client.Results;

/// <summary>The kinds of files that the API promises.</summary>
enum FileKind
{
    Pdf,
    Image,
    Excel,
}

/// <summary>Tells by the first bytes whether a file can be what it was promised to be.</summary>
static class FileSignatures
{
    /// <summary>What is wrong with a file; null when nothing shows.</summary>
    internal static string? Problem(ReadOnlySpan<byte> content, FileKind promised, string? mediaType)
    {
        if (content.IsEmpty)
        {
            return "it is empty";
        }

        return promised switch
        {
            FileKind.Pdf => content[..Math.Min(content.Length, 1024)].IndexOf("%PDF"u8) >= 0 ? null : "it does not begin as a PDF does",
            FileKind.Excel => content.StartsWith("PK"u8) || content.StartsWith((ReadOnlySpan<byte>)[0xD0, 0xCF, 0x11, 0xE0]) ? null : "it does not begin as an Excel file does",
            _ => ImageProblem(content, mediaType),
        };
    }

    static string? ImageProblem(ReadOnlySpan<byte> content, string? mediaType)
    {
        bool isPng = content.StartsWith((ReadOnlySpan<byte>)[0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A]);
        bool isJpeg = content.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF]);
        return mediaType?.ToUpperInvariant() switch
        {
            "IMAGE/PNG" => isPng ? null : "it does not begin as a PNG does",
            "IMAGE/JPEG" or "IMAGE/JPG" => isJpeg ? null : "it does not begin as a JPEG does",
            _ => isPng || isJpeg || IsOtherImage(content) ? null : "it does not begin as an image does",
        };
    }

    static bool IsOtherImage(ReadOnlySpan<byte> content) =>
        content.StartsWith("GIF8"u8)
        || content.StartsWith("BM"u8)
        || content.StartsWith("II*\0"u8)
        || content.StartsWith("MM\0*"u8)
        || (content.StartsWith("RIFF"u8) && content.Length >= 12 && content[8..12].SequenceEqual("WEBP"u8))
        || content.StartsWith("<svg"u8);
}

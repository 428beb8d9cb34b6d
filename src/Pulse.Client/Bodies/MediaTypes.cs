namespace Pulse.Client.Bodies;

/// <summary>Media types of the documents that the service reads.</summary>
static class MediaTypes
{
    internal const string Unknown = "application/octet-stream";

    internal static string? FromName(string fileName) => Path.GetExtension(fileName).ToUpperInvariant() switch
    {
        ".PDF" => "application/pdf",
        ".PNG" => "image/png",
        ".JPG" or ".JPEG" => "image/jpeg",
        ".TIF" or ".TIFF" => "image/tiff",
        ".BMP" => "image/bmp",
        ".WEBP" => "image/webp",
        ".GIF" => "image/gif",
        ".DOCX" => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        ".PPTX" => "application/vnd.openxmlformats-officedocument.presentationml.presentation",
        ".XLSX" => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        ".XLSM" => "application/vnd.ms-excel.sheet.macroEnabled.12",
        ".XLS" => "application/vnd.ms-excel",
        ".DOC" => "application/msword",
        ".HTML" or ".HTM" => "text/html",
        ".TXT" => "text/plain",
        ".MD" or ".MARKDOWN" => "text/markdown",
        ".CSV" => "text/csv",
        _ => null,
    };

    /// <summary>Looks at the first bytes of a stream that can seek, and puts it back.</summary>
    internal static string FromContent(Stream stream)
    {
        if (!stream.CanSeek)
        {
            return Unknown;
        }

        long position = stream.Position;
        Span<byte> start = stackalloc byte[8];
        int count = stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        stream.Position = position;
        return FromStart(start[..count]);
    }

    internal static string FromStart(ReadOnlySpan<byte> start) => start switch
    {
        _ when start.StartsWith("%PDF-"u8) => "application/pdf",
        _ when start.StartsWith((ReadOnlySpan<byte>)[0x89, (byte)'P', (byte)'N', (byte)'G']) => "image/png",
        _ when start.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF]) => "image/jpeg",
        _ when start.StartsWith("<!DOCTY"u8) || start.StartsWith("<html"u8) => "text/html",
        _ => Unknown,
    };
}

using Pulse.Sandbox.Http;

namespace Pulse.Sandbox.Documents;

/// <summary>What the bytes of a document were recognised as.</summary>
/// <param name="Format">Null when the sandbox cannot read it.</param>
/// <param name="Name">The type's name as the API writes it, for example <c>DOCX</c>.</param>
/// <param name="Problem">Why it cannot be read; empty when it can.</param>
readonly record struct DetectedType(DocumentFormat? Format, string Name, string Problem);

/// <summary>Recognises documents by their bytes. Names and declared media types are often wrong, so they only decide between kinds of text.</summary>
static class TypeDetector
{
    const string NoOcr = "The sandbox has no OCR and cannot read images; it reads PDF files with a text layer, plain text and Markdown";
    const string NoOffice = "The sandbox cannot read Office files; it reads PDF files with a text layer, plain text and Markdown";
    const string Unknown = "The file type was not recognised; the sandbox reads PDF files with a text layer, plain text and Markdown";

    /// <exception cref="ApiException"><c>FILE_004</c> when there are no bytes.</exception>
    public static DetectedType Detect(ReadOnlySpan<byte> bytes, string? fileName)
    {
        if (bytes.IsEmpty)
        {
            throw ApiErrors.EmptyFile();
        }

        string extension = Path.GetExtension(fileName ?? "").TrimStart('.').ToUpperInvariant();
        return bytes[..Math.Min(bytes.Length, 1024)].IndexOf("%PDF-"u8) >= 0 ? new(DocumentFormat.Pdf, "PDF", "")
            : Image(bytes) is { } image ? new(null, image, NoOcr)
            : bytes.StartsWith("PK\x03\x04"u8) ? Zip(bytes, extension)
            : bytes.StartsWith((ReadOnlySpan<byte>)[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1])
                ? new(null, extension is "XLS" or "PPT" or "DOC" ? extension : "DOC", NoOffice)
            : bytes.StartsWith("{\\rtf"u8) ? new(null, "RTF", NoOffice)
            : !Text.TextDecoder.IsText(bytes) ? new(null, extension.Length > 0 ? extension : "UNKNOWN", Unknown)
            : IsHtml(bytes) ? new(null, "HTML", "The sandbox does not read HTML; it reads PDF files with a text layer, plain text and Markdown")
            : new(extension is "MD" or "MARKDOWN" ? DocumentFormat.Markdown : DocumentFormat.Text, "TXT", "");
    }

    static string? Image(ReadOnlySpan<byte> bytes) =>
        bytes.StartsWith((ReadOnlySpan<byte>)[0x89, (byte)'P', (byte)'N', (byte)'G']) ? "PNG"
        : bytes.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF]) ? "JPG"
        : bytes.StartsWith("GIF8"u8) ? "GIF"
        : bytes.StartsWith("II*\0"u8) || bytes.StartsWith("MM\0*"u8) ? "TIFF"
        : bytes.StartsWith("BM"u8) && bytes.Length > 26 && bytes[..26].Contains((byte)0) ? "BMP"
        : bytes.StartsWith("RIFF"u8) && bytes.Length > 12 && bytes[8..12].SequenceEqual("WEBP"u8) ? "WEBP"
        : null;

    // The names of a ZIP archive's entries stand in it uncompressed.
    static DetectedType Zip(ReadOnlySpan<byte> bytes, string extension) =>
        bytes.IndexOf("word/"u8) >= 0 ? new(null, "DOCX", NoOffice)
        : bytes.IndexOf("xl/"u8) >= 0 ? new(null, "XLSX", NoOffice)
        : bytes.IndexOf("ppt/"u8) >= 0 ? new(null, "PPTX", NoOffice)
        : new(null, extension.Length > 0 ? extension : "ZIP", Unknown);

    static bool IsHtml(ReadOnlySpan<byte> bytes)
    {
        string start = Text.TextDecoder.Decode(bytes[..Math.Min(bytes.Length, 1024)], out _).TrimStart();
        return start.StartsWith("<!doctype html", StringComparison.OrdinalIgnoreCase) || start.StartsWith("<html", StringComparison.OrdinalIgnoreCase);
    }
}

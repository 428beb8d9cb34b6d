using Pulse.Sandbox.Documents.Pdf;
using Pulse.Sandbox.Documents.Text;
using Pulse.Sandbox.Http;

namespace Pulse.Sandbox.Documents;

/// <summary>Reads a document of any supported type.</summary>
static class DocumentReader
{
    /// <param name="bytes">The whole document.</param>
    /// <param name="fileName">Its name, to tell Markdown from plain text; may be null.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <exception cref="ApiException">The document is empty, not supported, damaged or encrypted.</exception>
    public static SourceDocument Read(ReadOnlyMemory<byte> bytes, string? fileName, CancellationToken cancellation)
    {
        DetectedType type = TypeDetector.Detect(bytes.Span, fileName);
        return type.Format switch
        {
            DocumentFormat.Pdf => PdfDocumentReader.Read(bytes, cancellation),
            DocumentFormat.Text or DocumentFormat.Markdown => TextDocumentReader.Read(bytes.Span, type.Format.Value),
            _ => throw ApiErrors.UnsupportedType(type.Name, type.Problem),
        };
    }
}

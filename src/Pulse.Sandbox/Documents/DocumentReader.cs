using Pulse.Sandbox.Documents.Isolation;
using Pulse.Sandbox.Documents.Text;
using Pulse.Sandbox.Http;

namespace Pulse.Sandbox.Documents;

/// <summary>Reads a document of any supported type.</summary>
static class DocumentReader
{
    /// <param name="workers">What reads PDF files.</param>
    /// <param name="bytes">The whole document.</param>
    /// <param name="fileName">Its name, to tell Markdown from plain text; may be null.</param>
    /// <param name="withImages">Whether its pictures are wanted.</param>
    /// <param name="password">What opens it; null for none.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <exception cref="ApiException">The document is empty, not supported, damaged or encrypted.</exception>
    public static async Task<(SourceDocument Document, IReadOnlyList<DocumentImage> Images)> ReadAsync(
        DocumentWorkers workers, ReadOnlyMemory<byte> bytes, string? fileName, bool withImages, string? password, CancellationToken cancellation)
    {
        DetectedType type = TypeDetector.Detect(bytes.Span, fileName);
        switch (type.Format)
        {
            case DocumentFormat.Pdf:
                WorkerAnswer read = await workers.ReadAsync(withImages ? WorkerTask.TextAndImages : WorkerTask.Text, bytes, password, cancellation).ConfigureAwait(false);
                return (read.Document!, read.Images);
            case DocumentFormat.Text or DocumentFormat.Markdown:
                return (TextDocumentReader.Read(bytes.Span, type.Format.Value), []);
            default:
                throw ApiErrors.UnsupportedType(type.Name, type.Problem);
        }
    }
}

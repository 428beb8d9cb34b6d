using System.Runtime.ExceptionServices;
using UglyToad.PdfPig;
using UglyToad.PdfPig.Exceptions;

namespace Pulse.Sandbox.Documents.Pdf;

/// <summary>Opens PDF files, mended ones too, with guards against what would end the parser.</summary>
static class PdfOpener
{
    // Of the memory there is, a stream may unpack to one of so many parts; what the parser makes of it is larger.
    const int PartForStream = 16;

    const long MostMemory = 1L << 30;

    /// <param name="bytes">The file.</param>
    /// <param name="password">Its password; null tries the empty one only.</param>
    /// <param name="toWrite">Whether the file will be written again, and so has to keep what is of no use to a reader.</param>
    /// <exception cref="PdfDocumentEncryptedException">The password does not fit.</exception>
    public static OpenedPdf Open(ReadOnlyMemory<byte> bytes, string? password, bool toWrite = false)
    {
        long memory = Math.Min(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes, MostMemory);
        var filters = new GuardedFilters(memory / PartForStream, objects =>
        {
            if (!toWrite)
            {
                DestinationTree.Hide(objects.Span);
            }
        });

        // As tolerant as the parser can be.
        var options = new ParsingOptions
        {
            UseLenientParsing = true,
            SkipMissingFonts = true,
            UseActualText = true,
            Passwords = password is null ? [""] : ["", password],
            FilterProvider = filters,
        };
        PdfDocument pdf = Open(toWrite ? bytes : DestinationTree.HideIn(bytes), options);
        return new OpenedPdf(pdf, filters, PdfLoops.Break(pdf));
    }

    static PdfDocument Open(ReadOnlyMemory<byte> bytes, ParsingOptions options)
    {
        try
        {
            return PdfDocument.Open(bytes, options);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            if (PdfMender.TryMend(bytes.Span) is not { } mended)
            {
                throw;
            }

            try
            {
                return PdfDocument.Open(mended, options);
            }
            catch (Exception) when (e is PdfDocumentEncryptedException)
            {
                // Mending was no help; the first finding says more.
                ExceptionDispatchInfo.Throw(e);
                throw;
            }
        }
    }
}

/// <summary>A PDF file that was opened.</summary>
/// <param name="Document">The parser's view of it.</param>
/// <param name="Filters">What unpacks its streams.</param>
/// <param name="LoopingPages">The pages from which something that contains itself was taken.</param>
sealed record OpenedPdf(PdfDocument Document, GuardedFilters Filters, IReadOnlyList<int> LoopingPages) : IDisposable
{
    public void Dispose() => Document.Dispose();
}

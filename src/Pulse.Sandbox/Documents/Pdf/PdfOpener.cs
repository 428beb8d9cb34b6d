using System.Runtime.ExceptionServices;
using UglyToad.PdfPig;
using UglyToad.PdfPig.Exceptions;

namespace Pulse.Sandbox.Documents.Pdf;

/// <summary>Opens PDF files, mended ones too.</summary>
static class PdfOpener
{
    /// <param name="bytes">The file.</param>
    /// <param name="password">Its password; null tries the empty one only.</param>
    /// <exception cref="PdfDocumentEncryptedException">The password does not fit.</exception>
    public static PdfDocument Open(ReadOnlyMemory<byte> bytes, string? password)
    {
        // As tolerant as the parser can be.
        var options = new ParsingOptions { UseLenientParsing = true, SkipMissingFonts = true, UseActualText = true, Passwords = password is null ? [""] : ["", password] };
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

using Pulse.Sandbox.Http;
using UglyToad.PdfPig;
using UglyToad.PdfPig.Content;
using UglyToad.PdfPig.Exceptions;

namespace Pulse.Sandbox.Documents.Pdf;

/// <summary>Reads the text layer of PDF files.</summary>
static class PdfDocumentReader
{
    /// <summary>As tolerant as the parser can be.</summary>
    internal static ParsingOptions Options => new() { UseLenientParsing = true, SkipMissingFonts = true };

    /// <exception cref="ApiException">The file is damaged or encrypted.</exception>
    public static SourceDocument Read(ReadOnlyMemory<byte> bytes, CancellationToken cancellation)
    {
        try
        {
            using PdfDocument pdf = PdfDocument.Open(bytes, Options);
            var pages = new List<DocumentPage>(pdf.NumberOfPages);
            int empty = 0;
            for (int number = 1; number <= pdf.NumberOfPages; number++)
            {
                cancellation.ThrowIfCancellationRequested();
                DocumentPage page = ReadPage(pdf.GetPage(number));
                empty += page.Words.Count == 0 ? 1 : 0;
                pages.Add(page);
            }

            if (pages.Count == 0)
            {
                throw ApiErrors.Corrupt("The PDF file has no pages");
            }

            return new SourceDocument(DocumentFormat.Pdf, PageFurniture.Mark(HeadingLevels.Mark(pages)), Properties(pdf))
            {
                Warnings = empty == 0 ? [] : [$"{empty} of {pages.Count} pages have no text layer; the sandbox has no OCR"],
            };
        }
        catch (PdfDocumentEncryptedException)
        {
            throw ApiErrors.Encrypted();
        }
        catch (Exception e) when (e is not (ApiException or OperationCanceledException or OutOfMemoryException))
        {
            // The parser reports damage with whatever exception it meets first, its own or the runtime's.
            throw ApiErrors.Corrupt("The PDF file is damaged and cannot be read");
        }
    }

    static DocumentPage ReadPage(Page page)
    {
        var words = new List<PdfWord>();
        foreach (UglyToad.PdfPig.Content.Word word in page.GetWords())
        {
            if (!string.IsNullOrWhiteSpace(word.Text))
            {
                words.Add(PdfWord.From(word, page.Width, page.Height));
            }
        }

        var layout = new PageLayout(page.Width, page.Height);
        List<Block> blocks = layout.Arrange(words);
        return new DocumentPage(page.Number, page.Width, page.Height, blocks, [.. layout.ReadingOrder.Select(word => new Word(word.Text, word.ToBox(page.Width, page.Height)))]);
    }

    static DocumentProperties Properties(PdfDocument pdf)
    {
        DocumentInformation information = pdf.Information;
        return new DocumentProperties
        {
            Title = Known(information.Title),
            Author = Known(information.Author),
            Subject = Known(information.Subject),
            Keywords = Known(information.Keywords),
            Application = Known(information.Creator),
            Producer = Known(information.Producer),
            CreatedAt = information.GetCreatedDateTimeOffset(),
            ModifiedAt = information.GetModifiedDateTimeOffset(),
            PdfVersion = pdf.Version.ToString("0.0", System.Globalization.CultureInfo.InvariantCulture),
        };
    }

    static string? Known(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;
}

using Pulse.Sandbox.Http;
using UglyToad.PdfPig;
using UglyToad.PdfPig.AcroForms;
using UglyToad.PdfPig.AcroForms.Fields;
using UglyToad.PdfPig.Content;
using UglyToad.PdfPig.DocumentLayoutAnalysis.WordExtractor;
using UglyToad.PdfPig.Exceptions;
using UglyToad.PdfPig.Util;

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
            var unreadable = new List<int>();
            AcroForm? form = Form(pdf);
            for (int number = 1; number <= pdf.NumberOfPages; number++)
            {
                cancellation.ThrowIfCancellationRequested();
                if (TryReadPage(pdf, number, form) is { } page)
                {
                    empty += page.Words.Count == 0 ? 1 : 0;
                    pages.Add(page);
                }
                else
                {
                    unreadable.Add(number);
                    pages.Add(new DocumentPage(number, 0, 0, [], []));
                }
            }

            if (pages.Count == 0)
            {
                throw ApiErrors.Corrupt("The PDF file has no pages");
            }

            if (unreadable.Count == pages.Count)
            {
                throw ApiErrors.Corrupt("The PDF file is damaged: none of its pages can be read");
            }

            return new SourceDocument(DocumentFormat.Pdf, PageFurniture.Mark(HeadingLevels.Mark(pages)), Properties(pdf))
            {
                Warnings =
                [
                    .. empty == 0 ? Array.Empty<string>() : [$"{empty} of {pages.Count} pages have no text layer; the sandbox has no OCR"],
                    .. unreadable.Count == 0 ? Array.Empty<string>() : [$"Damaged pages were left out: {string.Join(", ", unreadable)}"],
                ],
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

    // One damaged page is no reason to refuse the others.
    static DocumentPage? TryReadPage(PdfDocument pdf, int number, AcroForm? form)
    {
        try
        {
            return ReadPage(pdf.GetPage(number), form);
        }
        catch (Exception e) when (e is not (PdfDocumentEncryptedException or OutOfMemoryException))
        {
            return null;
        }
    }

    static DocumentPage ReadPage(Page page, AcroForm? form)
    {
        PageTurn turn = PageTurn.Of(page);
        if (turn.Width <= 0 || turn.Height <= 0)
        {
            return new DocumentPage(page.Number, 0, 0, [], []);
        }

        // The first extractor expects lines that run to the right; the second, which is slower, does not care.
        ILookup<bool, Letter> letters = page.Letters.ToLookup(letter => PageTurn.DirectionOf(letter) == LineDirection.Right);
        List<PdfWord> words =
        [
            .. DefaultWordExtractor.Instance.GetWords([.. letters[true]])
                .Concat(NearestNeighbourWordExtractor.Instance.GetWords([.. letters[false]]))
                .Where(word => !string.IsNullOrWhiteSpace(word.Text))
                .Select(word => PdfWord.From(word, turn)),
            .. FieldValues(page, form, turn),
        ];
        var layout = new PageLayout(turn);
        List<Block> blocks = layout.Arrange(words);
        return new DocumentPage(page.Number, page.Width, page.Height, blocks, [.. layout.ReadingOrder.Select(word => new Word(word.Text, word.ToBox(turn)))]);
    }

    // What was filled into a form is no part of the page's own text.
    static IEnumerable<PdfWord> FieldValues(Page page, AcroForm? form, PageTurn turn) =>
        form is null || page.Rotation.Value != 0
            ? []
            : form.GetFields()
                .Where(field => field.PageNumber == page.Number && field.Bounds is not null)
                .SelectMany(field => PdfWord.InRectangle(ValueOf(field), field.Bounds!.Value, turn));

    static string ValueOf(AcroFieldBase field) => field switch
    {
        AcroTextField text => text.Value ?? "",
        AcroComboBoxField choice => string.Join(", ", choice.SelectedOptions),
        AcroListBoxField choice => string.Join(", ", choice.SelectedOptions),
        AcroCheckboxField { IsChecked: true } => "\u2612",
        AcroRadioButtonField { IsSelected: true, CurrentValue.Data: not "Off" } => "\u2612",
        _ => "",
    };

    static AcroForm? Form(PdfDocument pdf)
    {
        try
        {
            return pdf.TryGetForm(out AcroForm? form) ? form : null;
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // A damaged form is no reason to refuse the pages.
            return null;
        }
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

using Pulse.Sandbox.Http;
using UglyToad.PdfPig;
using UglyToad.PdfPig.AcroForms;
using UglyToad.PdfPig.AcroForms.Fields;
using UglyToad.PdfPig.Annotations;
using UglyToad.PdfPig.Content;
using UglyToad.PdfPig.Exceptions;

namespace Pulse.Sandbox.Documents.Pdf;

/// <summary>Reads the text layer of PDF files.</summary>
static class PdfDocumentReader
{
    // As the API writes them.
    const string Checked = "\u2612";
    const string Unchecked = "\u2610";

    /// <exception cref="ApiException">The file is damaged or encrypted.</exception>
    public static SourceDocument Read(ReadOnlyMemory<byte> bytes, string? password, CancellationToken cancellation) =>
        Read(bytes, password, new PageProgress(), cancellation);

    /// <param name="bytes">The file.</param>
    /// <param name="password">What opens it; null for none.</param>
    /// <param name="progress">Which pages to leave out, and who is told of the others.</param>
    /// <param name="cancellation">Ends the reading between two pages.</param>
    /// <exception cref="ApiException">The file is damaged or encrypted.</exception>
    public static SourceDocument Read(ReadOnlyMemory<byte> bytes, string? password, PageProgress progress, CancellationToken cancellation)
    {
        try
        {
            using OpenedPdf opened = PdfOpener.Open(bytes, password);
            PdfDocument pdf = opened.Document;
            var pages = new List<DocumentPage>(pdf.NumberOfPages);
            int empty = 0;
            var unreadable = new List<int>();
            var tooLarge = new List<int>();
            var outOfMemory = new List<int>();
            AcroForm? form = Form(pdf);
            for (int number = 1; number <= pdf.NumberOfPages; number++)
            {
                cancellation.ThrowIfCancellationRequested();
                DocumentPage? page = null;
                if (!progress.LeftOut.Contains(number))
                {
                    progress.Begins(number);
                    opened.Filters.TakeExceeded();
                    try
                    {
                        page = TryReadPage(pdf, number, form);
                        if (page is null)
                        {
                            unreadable.Add(number);
                        }
                    }
                    catch (OutOfMemoryException)
                    {
                        // What the page took is free again, and enough for the others.
                        outOfMemory.Add(number);
                    }
                }

                if (opened.Filters.TakeExceeded())
                {
                    tooLarge.Add(number);
                }
                else if (page is { Words.Count: 0 })
                {
                    empty++;
                }

                pages.Add(page ?? new DocumentPage(number, 0, 0, [], []));
            }

            progress.Ends();
            if (pages.Count == 0)
            {
                throw ApiErrors.Corrupt("The PDF file has no pages");
            }

            if (unreadable.Count + progress.LeftOut.Count == pages.Count)
            {
                throw ApiErrors.Corrupt("The PDF file is damaged: none of its pages can be read");
            }

            return new SourceDocument(DocumentFormat.Pdf, BlockLabels.Mark(PageFurniture.Mark(HeadingLevels.Mark(pages))), Properties(pdf, form))
            {
                Warnings =
                [
                    .. empty == 0 ? Array.Empty<string>() : [$"{empty} of {pages.Count} pages have no text layer; the sandbox has no OCR"],
                    .. OfPages("Damaged pages were left out", unreadable),
                    .. OfPages("Drawings and colors without end were left out of pages", opened.LoopingPages),
                    .. OfPages($"Streams that unpack to more than {opened.Filters.Limit >> 20} MB were left out of pages", tooLarge),
                    .. OfPages($"Pages that need more memory than {GC.GetGCMemoryInfo().TotalAvailableMemoryBytes >> 20} MB were left out", outOfMemory),
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

    static IEnumerable<string> OfPages(string what, IReadOnlyCollection<int> pages) => pages.Count == 0 ? [] : [$"{what}: {string.Join(", ", pages)}"];

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
        List<PdfWord> words =
        [
            .. WordBuilder.Build(page.Letters, turn),
            .. FieldValues(page, form, turn),
            .. Notes(page, turn),
        ];
        var layout = new PageLayout(turn, RuledTable.FindAll(page, turn));
        List<Block> blocks = layout.Arrange(words);
        return new DocumentPage(page.Number, turn.PageWidth, turn.PageHeight, blocks, [.. layout.ReadingOrder.Select(word => new Word(word.Text, word.ToBox(turn)))]);
    }

    // What was filled into a form is no part of the page's own text.
    static IEnumerable<PdfWord> FieldValues(Page page, AcroForm? form, PageTurn turn) =>
        form is null
            ? []
            : form.GetFields()
                .Where(field => field.PageNumber == page.Number && field.Bounds is not null)
                .SelectMany(field => PdfWord.InRectangle(ValueOf(field), ShownPage.Of(page, field.Bounds!.Value), turn));

    // Text that a reader of the file has typed onto the page.
    static IEnumerable<PdfWord> Notes(Page page, PageTurn turn)
    {
        try
        {
            return
            [
                .. page.GetAnnotations()
                    .Where(note => note.Type == AnnotationType.FreeText && !note.Flags.HasFlag(AnnotationFlags.Hidden) && !string.IsNullOrWhiteSpace(note.Content))
                    .SelectMany(note => PdfWord.InRectangle(note.Content!, ShownPage.Of(page, note.Rectangle), turn)),
            ];
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // A damaged annotation is no reason to refuse the page.
            return [];
        }
    }

    static string ValueOf(AcroFieldBase field) => field switch
    {
        AcroTextField text => text.Value ?? "",
        AcroComboBoxField choice => string.Join(", ", choice.SelectedOptions),
        AcroListBoxField choice => string.Join(", ", choice.SelectedOptions),
        AcroCheckboxField box => box.IsChecked ? Checked : Unchecked,
        AcroRadioButtonField button => button.IsSelected && button.CurrentValue.Data != "Off" ? Checked : Unchecked,
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

    static DocumentProperties Properties(PdfDocument pdf, AcroForm? form)
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
            IsEncrypted = pdf.IsEncrypted,
            FormFieldCount = form?.GetFields().Count(),
            PdfVersion = pdf.Version.ToString("0.0", System.Globalization.CultureInfo.InvariantCulture),
        };
    }

    static string? Known(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;
}

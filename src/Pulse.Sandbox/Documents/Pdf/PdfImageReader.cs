using System.Globalization;
using UglyToad.PdfPig.Content;
using UglyToad.PdfPig.Tokens;

namespace Pulse.Sandbox.Documents.Pdf;

/// <summary>Takes the pictures out of PDF files, those at least that are JPEG or can be written as PNG.</summary>
static class PdfImageReader
{
    public static IReadOnlyList<DocumentImage> Read(ReadOnlyMemory<byte> bytes, string? password, IReadOnlyList<DocumentPage> pages, PageProgress progress, CancellationToken cancellation)
    {
        using OpenedPdf opened = PdfOpener.Open(bytes, password);
        var images = new List<DocumentImage>();
        foreach (DocumentPage page in pages.Where(page => page.Width > 0))
        {
            cancellation.ThrowIfCancellationRequested();
            progress.Begins(page.Number);
            int number = 0;
            foreach (IPdfImage image in opened.Document.GetPage(page.Number).GetImages())
            {
                (string type, ReadOnlyMemory<byte> content) = IsJpeg(image) ? ("jpeg", image.RawMemory) : image.TryGetPng(out byte[]? png) ? ("png", png) : ("", default);
                if (type.Length > 0)
                {
                    string name = string.Create(CultureInfo.InvariantCulture, $"pdf_image_{page.Number}_{++number}.{(type == "jpeg" ? "jpg" : type)}");
                    images.Add(new DocumentImage(name, $"image/{type}", page.Number, BoxOf(image, page), content.ToArray()));
                }
            }
        }

        progress.Ends();
        return images;
    }

    static bool IsJpeg(IPdfImage image) =>
        image.ImageDictionary.TryGet(NameToken.Filter, out IToken filter)
        && (filter is NameToken name ? name : filter is ArrayToken { Length: 1 } list ? list[0] as NameToken : null)?.Data is "DCTDecode" or "DCT";

    static Box BoxOf(IPdfImage image, DocumentPage page) => new(
        image.BoundingBox.Left / page.Width, 1 - (image.BoundingBox.Top / page.Height), image.BoundingBox.Right / page.Width, 1 - (image.BoundingBox.Bottom / page.Height));
}

using UglyToad.PdfPig.Content;
using UglyToad.PdfPig.Core;

namespace Pulse.Sandbox.Documents.Pdf;

/// <summary>Where the rectangles of fields and annotations are on the page as it is shown: the parser moves and turns letters only.</summary>
static class ShownPage
{
    public static PdfRectangle Of(Page page, PdfRectangle rectangle)
    {
        PdfRectangle visible = page.CropBox.Bounds;
        (double left, double right) = (rectangle.Left - visible.Left, rectangle.Right - visible.Left);
        (double bottom, double top) = (rectangle.Bottom - visible.Bottom, rectangle.Top - visible.Bottom);
        return page.Rotation.Value switch
        {
            90 => new PdfRectangle(bottom, page.Height - right, top, page.Height - left),
            180 => new PdfRectangle(page.Width - right, page.Height - top, page.Width - left, page.Height - bottom),
            270 => new PdfRectangle(page.Width - top, left, page.Width - bottom, right),
            _ => new PdfRectangle(left, bottom, right, top),
        };
    }

    /// <summary>A rectangle of the shown page in parts of its size.</summary>
    public static Box ToBox(Page page, PdfRectangle shown)
    {
        PageTurn turn = PageTurn.Of(page);
        return new Box(shown.Left / turn.PageWidth, 1 - (shown.Top / turn.PageHeight), shown.Right / turn.PageWidth, 1 - (shown.Bottom / turn.PageHeight));
    }
}

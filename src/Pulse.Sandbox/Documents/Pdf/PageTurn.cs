using UglyToad.PdfPig.Content;
using UglyToad.PdfPig.Core;

namespace Pulse.Sandbox.Documents.Pdf;

/// <summary>Where the lines of a page run to.</summary>
enum LineDirection
{
    Right,
    Up,
    Left,
    Down,
}

/// <summary>
/// How a page must be turned so that most of its text is upright. The layout is found on the upright page; boxes are reported on the
/// page as it is shown.
/// </summary>
/// <param name="Direction">Where most lines run to on the page as it is shown.</param>
/// <param name="PageWidth">The shown page's width in points.</param>
/// <param name="PageHeight">The shown page's height in points.</param>
readonly record struct PageTurn(LineDirection Direction, double PageWidth, double PageHeight)
{
    // What readers take for a page whose size is missing or makes no sense.
    const double UsualWidth = 612;
    const double UsualHeight = 792;

    bool IsSideways => Direction is LineDirection.Up or LineDirection.Down;

    /// <summary>The upright page's width.</summary>
    public double Width => IsSideways ? PageHeight : PageWidth;

    /// <summary>The upright page's height.</summary>
    public double Height => IsSideways ? PageWidth : PageHeight;

    public static PageTurn Of(Page page) => new(
        page.Letters
            .Where(letter => !string.IsNullOrWhiteSpace(letter.Value))
            .GroupBy(DirectionOf)
            .OrderByDescending(group => group.Count())
            .Select(group => group.Key)
            .FirstOrDefault(),
        page.Width > 0 ? page.Width : UsualWidth,
        page.Height > 0 ? page.Height : UsualHeight);

    public static LineDirection DirectionOf(Letter letter)
    {
        double x = letter.EndBaseLine.X - letter.StartBaseLine.X;
        double y = letter.EndBaseLine.Y - letter.StartBaseLine.Y;
        return Math.Abs(x) >= Math.Abs(y)
            ? x >= 0 ? LineDirection.Right : LineDirection.Left
            : y > 0 ? LineDirection.Up : LineDirection.Down;
    }

    /// <summary>A point of the PDF, y growing upwards, on the upright page, y growing downwards.</summary>
    public (double X, double Y) ToUpright(PdfPoint point) => Direction switch
    {
        LineDirection.Up => (point.Y, point.X),
        LineDirection.Down => (PageHeight - point.Y, PageWidth - point.X),
        LineDirection.Left => (PageWidth - point.X, point.Y),
        _ => (point.X, PageHeight - point.Y),
    };

    /// <summary>A box of the upright page on the page as it is shown.</summary>
    public Box ToPage(Box box) => Direction switch
    {
        LineDirection.Up => new Box(box.Top, 1 - box.Right, box.Bottom, 1 - box.Left),
        LineDirection.Down => new Box(1 - box.Bottom, box.Left, 1 - box.Top, box.Right),
        LineDirection.Left => new Box(1 - box.Right, 1 - box.Bottom, 1 - box.Left, 1 - box.Top),
        _ => box,
    };
}

namespace Pulse.Sandbox.Documents.Pdf;

/// <summary>A word in points, with y growing downwards from the top of the page.</summary>
sealed record PdfWord(string Text, double Left, double Top, double Right, double Bottom, double Baseline, double Size, bool Bold, bool Horizontal)
{
    public static PdfWord From(UglyToad.PdfPig.Content.Word word, double width, double height)
    {
        UglyToad.PdfPig.Core.PdfRectangle box = word.BoundingBox;
        UglyToad.PdfPig.Content.Letter first = word.Letters[0];
        double left = Math.Min(box.Left, box.Right);
        double right = Math.Max(box.Left, box.Right);
        double bottom = Math.Min(box.Bottom, box.Top);
        double top = Math.Max(box.Bottom, box.Top);

        // Some fonts declare no usable size; the height of the glyphs is then the best guess.
        double size = word.Letters.Max(letter => letter.PointSize);
        size = size is > 0.5 and < 1000 ? size : Math.Max(top - bottom, 1);
        return new PdfWord(
            word.Text.Trim(), Math.Clamp(left, 0, width), Math.Clamp(height - top, 0, height), Math.Clamp(right, 0, width),
            Math.Clamp(height - bottom, 0, height), height - first.StartBaseLine.Y, size, IsBold(first),
            word.TextOrientation == UglyToad.PdfPig.Content.TextOrientation.Horizontal);
    }

    public Box ToBox(double width, double height) => new(Left / width, Top / height, Right / width, Bottom / height);

    static bool IsBold(UglyToad.PdfPig.Content.Letter letter) =>
        letter.FontDetails?.IsBold == true || (letter.FontName?.Contains("Bold", StringComparison.OrdinalIgnoreCase) ?? false);
}

namespace Pulse.Sandbox.Documents.Pdf;

/// <summary>A word in points, with y growing downwards from the top of the page.</summary>
sealed record PdfWord(string Text, double Left, double Top, double Right, double Bottom, double Baseline, double Size, bool Bold, bool Horizontal)
{
    public static PdfWord From(IReadOnlyList<UglyToad.PdfPig.Content.Letter> letters, PageTurn turn)
    {
        UglyToad.PdfPig.Content.Letter first = letters[0];
        double left = double.MaxValue, top = double.MaxValue, right = double.MinValue, bottom = double.MinValue;
        foreach (UglyToad.PdfPig.Content.Letter letter in letters)
        {
            // A glyph may be narrower than its advance, or have no outline at all.
            (double X, double Y) start = turn.ToUpright(letter.StartBaseLine);
            (double X, double Y) end = turn.ToUpright(letter.EndBaseLine);
            (double Left, double Top, double Right, double Bottom) edges = Edges(letter.BoundingBox, turn);
            left = Math.Min(left, Math.Min(edges.Left, Math.Min(start.X, end.X)));
            right = Math.Max(right, Math.Max(edges.Right, Math.Max(start.X, end.X)));
            top = Math.Min(top, Math.Min(edges.Top, Math.Min(start.Y, end.Y)));
            bottom = Math.Max(bottom, Math.Max(edges.Bottom, Math.Max(start.Y, end.Y)));
        }

        (left, right) = (Math.Clamp(left, 0, turn.Width), Math.Clamp(right, 0, turn.Width));
        (top, bottom) = (Math.Clamp(top, 0, turn.Height), Math.Clamp(bottom, 0, turn.Height));

        // Some fonts declare no usable size; the height of the glyphs is then the best guess.
        double size = letters.Max(letter => letter.PointSize);
        size = size is > 0.5 and < 1000 ? size : Math.Max(bottom - top, 1);
        return new PdfWord(
            RightToLeft.Text(letters, turn), left, top, right, bottom, turn.ToUpright(first.StartBaseLine).Y, size, IsBold(first),
            PageTurn.DirectionOf(first) == turn.Direction);
    }

    /// <summary>The words of a text that is not drawn on the page but stands in a rectangle of it, such as a form field's value.</summary>
    public static IEnumerable<PdfWord> InRectangle(string text, UglyToad.PdfPig.Core.PdfRectangle rectangle, PageTurn turn)
    {
        (double left, double top, double right, double bottom) = Edges(rectangle, turn);
        string[] lines = text.ReplaceLineEndings("\n").Split('\n');
        double height = (bottom - top) / lines.Length;
        double size = Math.Clamp(height * 0.7, 1, 11);
        for (int i = 0; i < lines.Length; i++)
        {
            double baseline = top + (height * i) + ((height + size) / 2) - (size * 0.2);
            double advance = Math.Min(size * 0.5, (right - left) / Math.Max(lines[i].Length, 1));
            double x = left;
            foreach (string word in lines[i].Split(' '))
            {
                double end = x + (advance * word.Length);
                if (word.Length > 0)
                {
                    yield return new PdfWord(word, x, baseline - (size * 0.8), end, baseline + (size * 0.2), baseline, size, Bold: false, Horizontal: true);
                }

                x = end + advance;
            }
        }
    }

    public Box ToBox(PageTurn turn) => turn.ToPage(new Box(Left / turn.Width, Top / turn.Height, Right / turn.Width, Bottom / turn.Height));

    static (double Left, double Top, double Right, double Bottom) Edges(UglyToad.PdfPig.Core.PdfRectangle box, PageTurn turn)
    {
        (double X, double Y)[] corners = [turn.ToUpright(box.BottomLeft), turn.ToUpright(box.TopLeft), turn.ToUpright(box.BottomRight), turn.ToUpright(box.TopRight)];
        return (
            Math.Clamp(corners.Min(corner => corner.X), 0, turn.Width), Math.Clamp(corners.Min(corner => corner.Y), 0, turn.Height),
            Math.Clamp(corners.Max(corner => corner.X), 0, turn.Width), Math.Clamp(corners.Max(corner => corner.Y), 0, turn.Height));
    }

    static bool IsBold(UglyToad.PdfPig.Content.Letter letter) =>
        letter.FontDetails?.IsBold == true || (letter.FontName?.Contains("Bold", StringComparison.OrdinalIgnoreCase) ?? false);
}

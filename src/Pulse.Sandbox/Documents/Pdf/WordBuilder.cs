using UglyToad.PdfPig.Content;

namespace Pulse.Sandbox.Documents.Pdf;

/// <summary>
/// Puts letters together to words in the order in which the file draws them: a word ends where the next letter does not continue it.
/// The parser's own extractors look for neighbors on the page instead; they join the words of tight lines, or tear raised letters off.
/// </summary>
static class WordBuilder
{
    // In ems: the narrowest blank, and how far a letter may step back.
    const double Blank = 0.1;
    const double MaxOverlap = 0.3;
    const double MaxRise = 0.5;

    // What is drawn twice at nearly one place is a poor man's bold face.
    const double SamePlace = 0.1;

    public static IEnumerable<PdfWord> Build(IEnumerable<Letter> letters, PageTurn turn)
    {
        var seen = new HashSet<(string, int, int)>();
        var open = new List<Letter>();
        foreach (Letter letter in letters)
        {
            bool blank = string.IsNullOrWhiteSpace(letter.Value);
            if (!blank && !IsNew(letter, seen))
            {
                continue;
            }

            if (open.Count > 0 && (blank || !Continues(open[^1], letter)))
            {
                yield return PdfWord.From(open, turn);
                open = [];
            }

            if (!blank)
            {
                open.Add(letter);
            }
        }

        if (open.Count > 0)
        {
            yield return PdfWord.From(open, turn);
        }
    }

    static bool Continues(Letter previous, Letter next)
    {
        LineDirection direction = PageTurn.DirectionOf(previous);
        if (direction != PageTurn.DirectionOf(next) && IsWide(next))
        {
            return false;
        }

        // Only differences count, so that the size of the page does not.
        var line = new PageTurn(direction, 0, 0);
        (double start, double baseline) = line.ToUpright(next.StartBaseLine);
        (double end, double previousBaseline) = line.ToUpright(previous.EndBaseLine);
        double size = Math.Max(SizeOf(previous), SizeOf(next));
        double rise = Math.Abs(baseline - previousBaseline);
        bool sameSize = Math.Abs(SizeOf(previous) - SizeOf(next)) < size * 0.05;
        if (rise > size * (sameSize ? MaxRise : SamePlace))
        {
            return false;
        }

        if (start - end <= size * Blank && start - end >= -size * MaxOverlap)
        {
            return true;
        }

        // From right to left.
        double gap = line.ToUpright(previous.StartBaseLine).X - line.ToUpright(next.EndBaseLine).X;
        return RightToLeft.IsRightToLeft(next.Value) && gap <= size * Blank && gap >= -size * MaxOverlap;
    }

    static bool IsNew(Letter letter, HashSet<(string, int, int)> seen)
    {
        double cell = Math.Max(SizeOf(letter) * SamePlace, 0.05);
        int x = (int)Math.Clamp(letter.StartBaseLine.X / cell, int.MinValue / 2, int.MaxValue / 2);
        int y = (int)Math.Clamp(letter.StartBaseLine.Y / cell, int.MinValue / 2, int.MaxValue / 2);
        for (int dx = -1; dx <= 1; dx++)
        {
            for (int dy = -1; dy <= 1; dy++)
            {
                if (seen.Contains((letter.Value, x + dx, y + dy)))
                {
                    return false;
                }
            }
        }

        return seen.Add((letter.Value, x, y));
    }

    static bool IsWide(Letter letter) => letter.StartBaseLine != letter.EndBaseLine;

    static double SizeOf(Letter letter) => letter.PointSize is > 0.5 and < 1000 ? letter.PointSize : Math.Max(letter.BoundingBox.Height, 1);
}

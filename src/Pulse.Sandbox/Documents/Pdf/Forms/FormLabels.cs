namespace Pulse.Sandbox.Documents.Pdf.Forms;

/// <summary>Finds the text on the page that names a field: to the left of it, above it, or to the right of a check box.</summary>
static class FormLabels
{
    const double Gap = 0.3;
    const double Above = 0.035;

    public static string? Near(SourceDocument document, FormField field, bool isSingle)
    {
        DocumentPage? page = document.Pages.FirstOrDefault(page => page.Number == field.Page);
        if (page is null)
        {
            return null;
        }

        bool textFollows = field.Kind == FormFieldKind.CheckBox && isSingle;
        List<(Word Word, double Distance)> candidates = [];
        foreach (Word word in page.Words)
        {
            double? distance = Distance(word.Box, field.Box, textFollows);
            if (distance is { } d)
            {
                candidates.Add((word, d));
            }
        }

        if (candidates.Count == 0)
        {
            return null;
        }

        // The words of the line that comes nearest, up to a wide gap.
        Box nearest = candidates.MinBy(candidate => candidate.Distance).Word.Box;
        Word[] line = [.. page.Words.Where(word => Overlap(word.Box.Top, word.Box.Bottom, nearest.Top, nearest.Bottom)).OrderBy(word => word.Box.Left)];
        int at = Array.FindIndex(line, word => word.Box == nearest);
        int first = at;
        int last = at;
        while (first > 0 && line[first].Box.Left - line[first - 1].Box.Right < 0.02 && (!textFollows || line[first - 1].Box.Left > field.Box.Right))
        {
            first--;
        }

        while (last + 1 < line.Length && line[last + 1].Box.Left - line[last].Box.Right < 0.02)
        {
            last++;
        }

        return string.Join(' ', line[first..(last + 1)].Select(word => word.Text)).TrimEnd(':', ' ', '.', '_');
    }

    static double? Distance(Box word, Box field, bool textFollows)
    {
        bool sameLine = Overlap(word.Top, word.Bottom, field.Top, field.Bottom);
        double before = field.Left - word.Right;
        double after = word.Left - field.Right;
        double above = field.Top - word.Bottom;
        return sameLine && textFollows && after is > -0.005 and < Gap ? after
            : sameLine && !textFollows && before is > -0.005 and < Gap ? before
            : !textFollows && above is > -0.005 and < Above && Overlap(word.Left, word.Right, field.Left, field.Right) ? 1 + above
            : null;
    }

    static bool Overlap(double from, double to, double otherFrom, double otherTo) => Math.Min(to, otherTo) - Math.Max(from, otherFrom) > 0;
}

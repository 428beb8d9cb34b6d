namespace Pulse.Sandbox.Documents.Pdf;

/// <summary>Finds text that is set in two columns, and puts the left column before the right one.</summary>
static class ProseColumns
{
    const int LeastRows = 6;
    const double LeastWordsInPart = 4;

    /// <summary>Cuts a page's rows into bands that are read one after the other.</summary>
    public static List<List<PdfRow>> Split(List<PdfRow> rows)
    {
        if (FindGutter(rows) is not { } gutter)
        {
            return [rows];
        }

        var bands = new List<List<PdfRow>>();
        int i = 0;
        while (i < rows.Count)
        {
            int start = i;
            bool crossing = Crosses(rows[i], gutter);
            while (i < rows.Count && Crosses(rows[i], gutter) == crossing)
            {
                i++;
            }

            List<PdfRow> band = rows.GetRange(start, i - start);
            if (crossing)
            {
                bands.Add(band);
                continue;
            }

            IEnumerable<PdfWord> words = band.SelectMany(row => row.Words);
            bands.AddRange(Split(PdfRow.Group(words.Where(word => word.Right <= gutter))));
            bands.AddRange(Split(PdfRow.Group(words.Where(word => word.Right > gutter))));
        }

        bands.RemoveAll(band => band.Count == 0);
        return bands;
    }

    static double? FindGutter(List<PdfRow> rows)
    {
        if (rows.Count < LeastRows)
        {
            return null;
        }

        double left = rows.Min(row => row.Left);
        double right = rows.Max(row => row.Right);
        double step = Math.Max((right - left) / 100, 1);
        double? best = null;
        int fewest = (rows.Count / 5) + 1;
        for (double x = left + ((right - left) * 0.3); x <= left + ((right - left) * 0.7); x += step)
        {
            int crossing = rows.Count(row => Crosses(row, x));
            if (crossing < fewest && IsProse(rows, x))
            {
                fewest = crossing;
                best = x;
            }
        }

        return best;
    }

    // A table has a gutter too, but its cells are short.
    static bool IsProse(List<PdfRow> rows, double x)
    {
        int leftRows = 0, leftWords = 0, leftParts = 0, rightRows = 0, rightWords = 0, rightParts = 0;
        foreach (PdfRow row in rows)
        {
            if (Crosses(row, x))
            {
                continue;
            }

            foreach (IReadOnlyList<PdfWord> segment in row.Segments)
            {
                bool left = segment[0].Left < x;
                leftParts += left ? 1 : 0;
                rightParts += left ? 0 : 1;
                leftWords += left ? segment.Count : 0;
                rightWords += left ? 0 : segment.Count;
            }

            leftRows += row.Left < x ? 1 : 0;
            rightRows += row.Right > x ? 1 : 0;
        }

        return leftRows >= LeastRows && rightRows >= LeastRows / 2
            && leftWords >= leftParts * LeastWordsInPart && rightWords >= rightParts * LeastWordsInPart;
    }

    // Whether the row has no wide gap at x: the ordinary blank between two words is none.
    static bool Crosses(PdfRow row, double x)
    {
        foreach (IReadOnlyList<PdfWord> segment in row.Segments)
        {
            if (segment[0].Left < x && segment.Max(word => word.Right) > x)
            {
                return true;
            }
        }

        return false;
    }
}

namespace Pulse.Sandbox.Documents.Pdf;

/// <summary>Consecutive rows whose wide gaps stand below one another.</summary>
sealed class TableRegion
{
    TableRegion(int rowCount, List<IReadOnlyList<PdfWord>[]> cells)
    {
        RowCount = rowCount;
        Cells = cells;
    }

    /// <summary>How many of the page's rows the table takes up.</summary>
    public int RowCount { get; }

    /// <summary>The words of each cell, row by row, all rows of one length.</summary>
    public IReadOnlyList<IReadOnlyList<PdfWord>[]> Cells { get; }

    /// <summary>Finds the table that begins with a row; null when none does.</summary>
    public static TableRegion? TryFind(List<PdfRow> rows, int start)
    {
        if (rows[start].Segments.Count < 2)
        {
            return null;
        }

        List<(double Left, double Right)> gutters = Gaps(rows[start]);
        int end = start + 1;
        int lastFull = start;
        int fullRows = 1;
        while (end < rows.Count)
        {
            PdfRow row = rows[end];
            double leading = row.Baseline - rows[end - 1].Baseline;
            bool full = row.Segments.Count > 1;
            if (leading > row.Size * (full ? 3.5 : 1.75))
            {
                break;
            }

            List<(double Left, double Right)> common = Intersect(gutters, row);
            if (common.Count == 0 || common.Count < (gutters.Count + 1) / 2)
            {
                break;
            }

            gutters = common;
            if (full)
            {
                lastFull = end;
                fullRows++;
            }

            end++;
        }

        // Two short lines with a gap in each are no table yet: a name and a date, side by side.
        if (fullRows < 2 || (fullRows < 3 && gutters.Count < 2))
        {
            return null;
        }

        var cells = new List<IReadOnlyList<PdfWord>[]>();
        for (int i = start; i <= lastFull; i++)
        {
            IReadOnlyList<PdfWord>[] row = Cut(rows[i], gutters);

            // The second line of a wrapped cell belongs to the row above it.
            if (rows[i].Segments.Count == 1 && cells.Count > 0 && IsWrapped(rows, i))
            {
                for (int column = 0; column < row.Length; column++)
                {
                    cells[^1][column] = [.. cells[^1][column], .. row[column]];
                }
            }
            else
            {
                cells.Add(row);
            }
        }

        return new TableRegion(lastFull - start + 1, cells);
    }

    static bool IsWrapped(List<PdfRow> rows, int index) =>
        rows[index].Baseline - rows[index - 1].Baseline < (rows[index + 1].Baseline - rows[index].Baseline) * 0.9;

    static List<(double Left, double Right)> Gaps(PdfRow row)
    {
        var gaps = new List<(double, double)>();
        for (int i = 1; i < row.Segments.Count; i++)
        {
            gaps.Add((row.Segments[i - 1].Max(word => word.Right), row.Segments[i][0].Left));
        }

        return gaps;
    }

    static List<(double Left, double Right)> Intersect(List<(double Left, double Right)> gutters, PdfRow row)
    {
        List<(double Left, double Right)> free = [(double.MinValue, row.Left), .. Gaps(row), (row.Right, double.MaxValue)];
        var common = new List<(double, double)>();
        foreach ((double left, double right) in gutters)
        {
            foreach ((double freeLeft, double freeRight) in free)
            {
                double from = Math.Max(left, freeLeft);
                double to = Math.Min(right, freeRight);
                if (to - from >= row.Size * 0.5)
                {
                    common.Add((from, to));
                }
            }
        }

        return common;
    }

    static IReadOnlyList<PdfWord>[] Cut(PdfRow row, List<(double Left, double Right)> gutters)
    {
        var cells = new IReadOnlyList<PdfWord>[gutters.Count + 1];
        for (int i = 0; i < cells.Length; i++)
        {
            double left = i == 0 ? double.MinValue : Middle(gutters[i - 1]);
            double right = i == gutters.Count ? double.MaxValue : Middle(gutters[i]);
            cells[i] = [.. row.Words.Where(word => (word.Left + word.Right) / 2 is var middle && middle >= left && middle < right)];
        }

        return cells;

        static double Middle((double Left, double Right) gutter) => (gutter.Left + gutter.Right) / 2;
    }
}

using UglyToad.PdfPig.Content;
using UglyToad.PdfPig.Core;
using UglyToad.PdfPig.Graphics;

namespace Pulse.Sandbox.Documents.Pdf;

/// <summary>A grid of lines that is drawn on a page, with y growing downwards on the upright page.</summary>
sealed class RuledTable
{
    // Drawings have thousands of lines, tables do not.
    const int MaxLines = 2000;
    const double Thin = 3;
    const double Near = 2.5;
    const double ShortestLine = 4;
    const int LeastWords = 4;
    const int MaxLinesOfRow = 8;

    readonly double[] _columns;
    readonly double[] _rows;

    RuledTable(double[] columns, double[] rows)
    {
        _columns = columns;
        _rows = rows;
    }

    public double Top => _rows[0];

    public double Bottom => _rows[^1];

    /// <summary>The grids with two columns or more.</summary>
    public static IReadOnlyList<RuledTable> FindAll(Page page, PageTurn turn)
    {
        List<Line> lines = [.. page.Paths.Where(path => !path.IsClipping).SelectMany(path => LinesOf(path, turn)).Take(MaxLines + 1)];
        if (lines.Count is < 5 or > MaxLines)
        {
            return [];
        }

        var tables = new List<RuledTable>();
        foreach (List<Line> grid in Connected(lines))
        {
            double[] columns = Places(grid.Where(line => line.Vertical));
            double[] rows = Places(grid.Where(line => !line.Vertical));
            if (columns.Length >= 3 && rows.Length >= 2)
            {
                tables.Add(new RuledTable(columns, rows));
            }
        }

        return tables;
    }

    /// <summary>The words in their cells; null when these are no table, or when other words stand beside it.</summary>
    public IReadOnlyList<IReadOnlyList<PdfWord>[]>? TryFill(IReadOnlyList<PdfWord> words)
    {
        List<PdfWord> inside = [.. words.Where(word => word.Baseline >= Top && word.Baseline <= Bottom)];
        if (inside.Count < LeastWords || inside.Exists(word => Column(word) < 0))
        {
            return null;
        }

        var rows = new List<IReadOnlyList<PdfWord>[]>();
        for (int i = 1; i < _rows.Length; i++)
        {
            List<PdfWord> band = [.. inside.Where(word => word.Baseline >= _rows[i - 1] && (word.Baseline < _rows[i] || (i == _rows.Length - 1 && word.Baseline <= _rows[i])))];
            if (Rows(band) is not { } found)
            {
                return null;
            }

            rows.AddRange(found);
        }

        int columns = Enumerable.Range(0, _columns.Length - 1).Count(column => rows.Exists(row => row[column].Count > 0));
        return rows.Count < 2 || columns < 2 ? null : rows;
    }

    // Between two lines stands one row whose cells may be wrapped; or, when each baseline fills the first cell and another, a row a baseline.
    // More lines than that between two rules, and these frame a page.
    List<IReadOnlyList<PdfWord>[]>? Rows(List<PdfWord> band)
    {
        if (band.Count == 0)
        {
            return [];
        }

        List<IReadOnlyList<PdfWord>[]> lines = [.. PdfRow.Group(band).Select(row => Cells(row.Words))];
        return lines.Count > 2 && lines.TrueForAll(cells => cells[0].Count > 0 && cells.Count(cell => cell.Count > 0) > 1) ? lines
            : lines.Count <= MaxLinesOfRow ? [Cells(band)]
            : null;
    }

    IReadOnlyList<PdfWord>[] Cells(IReadOnlyList<PdfWord> words) =>
        [.. Enumerable.Range(0, _columns.Length - 1).Select(column => words.Where(word => Column(word) == column).ToList())];

    int Column(PdfWord word)
    {
        double middle = (word.Left + word.Right) / 2;
        return middle > _columns[^1] ? -1 : Array.FindLastIndex(_columns, edge => edge <= middle);
    }

    readonly record struct Line(bool Vertical, double Place, double From, double To);

    static IEnumerable<Line> LinesOf(PdfPath path, PageTurn turn)
    {
        foreach (PdfSubpath subpath in path)
        {
            if (subpath.GetBoundingRectangle() is not { } bounds)
            {
                continue;
            }

            (double x1, double y1) = turn.ToUpright(bounds.BottomLeft);
            (double x2, double y2) = turn.ToUpright(bounds.TopRight);
            (double left, double right) = (Math.Min(x1, x2), Math.Max(x1, x2));
            (double top, double bottom) = (Math.Min(y1, y2), Math.Max(y1, y2));
            bool thin = bottom - top < Thin || right - left < Thin;
            if (thin && Math.Max(right - left, bottom - top) >= ShortestLine)
            {
                yield return right - left > bottom - top ? new Line(false, (top + bottom) / 2, left, right) : new Line(true, (left + right) / 2, top, bottom);
            }
            else if (!thin && path.IsStroked && subpath.IsDrawnAsRectangle)
            {
                yield return new Line(false, top, left, right);
                yield return new Line(false, bottom, left, right);
                yield return new Line(true, left, top, bottom);
                yield return new Line(true, right, top, bottom);
            }
        }
    }

    static IEnumerable<List<Line>> Connected(List<Line> lines)
    {
        int[] group = [.. Enumerable.Range(0, lines.Count)];
        for (int i = 0; i < lines.Count; i++)
        {
            for (int k = i + 1; k < lines.Count; k++)
            {
                if (Touch(lines[i], lines[k]))
                {
                    group[Root(i)] = Root(k);
                }
            }
        }

        return Enumerable.Range(0, lines.Count).GroupBy(Root).Select(members => members.Select(member => lines[member]).ToList());

        int Root(int line)
        {
            while (group[line] != line)
            {
                line = group[line] = group[group[line]];
            }

            return line;
        }
    }

    static bool Touch(Line first, Line second) => first.Vertical == second.Vertical
        ? Math.Abs(first.Place - second.Place) <= Near && first.From <= second.To + Near && second.From <= first.To + Near
        : first.Place >= second.From - Near && first.Place <= second.To + Near && second.Place >= first.From - Near && second.Place <= first.To + Near;

    static double[] Places(IEnumerable<Line> lines)
    {
        var places = new List<double>();
        foreach (double place in lines.Select(line => line.Place).Order())
        {
            if (places.Count == 0 || place - places[^1] > Near)
            {
                places.Add(place);
            }
        }

        return [.. places];
    }
}

using System.Text.RegularExpressions;

namespace Pulse.Sandbox.Documents.Pdf;

/// <summary>Finds the blocks of a page and their order: columns of prose one after the other, tables as such, paragraphs by their spacing.</summary>
sealed partial class PageLayout(PageTurn turn, IReadOnlyList<RuledTable> ruled)
{
    readonly List<PdfWord> _order = [];

    /// <summary>The words in the order of the blocks that <see cref="Arrange"/> has made.</summary>
    public IReadOnlyList<PdfWord> ReadingOrder => _order;

    public List<Block> Arrange(IReadOnlyList<PdfWord> words)
    {
        var blocks = new List<Block>();
        List<PdfWord> open = [.. words.Where(word => word.Horizontal)];
        foreach (RuledTable grid in ruled.OrderBy(grid => grid.Top))
        {
            // Lines say more than gaps. A grid beside other text belongs to its column, where the gaps find it.
            if (grid.TryFill(open) is { } table)
            {
                ArrangeText(open.Where(word => word.Baseline < grid.Top), blocks);
                blocks.Add(Table(table));
                open = [.. open.Where(word => word.Baseline > grid.Bottom)];
            }
        }

        ArrangeText(open, blocks);

        // Text that runs upwards or upside down: stamps and margins. It is kept, after everything else.
        List<PdfWord> turned = [.. words.Where(word => !word.Horizontal)];
        if (turned.Count > 0)
        {
            _order.AddRange(turned);
            string text = string.Join(' ', turned.Select(word => word.Text));
            Box? box = Bounds(turned);
            blocks.Add(new Block { Kind = BlockKind.Text, Lines = [new TextLine(text, [text], box, true)], Box = box, FontSize = turned[0].Size });
        }

        return blocks;
    }

    void ArrangeText(IEnumerable<PdfWord> words, List<Block> blocks)
    {
        foreach (List<PdfRow> band in ProseColumns.Split(PdfRow.Group(words)))
        {
            ArrangeBand(band, blocks);
        }
    }

    void ArrangeBand(List<PdfRow> rows, List<Block> blocks)
    {
        int i = 0;
        while (i < rows.Count)
        {
            if (TableRegion.TryFind(rows, i) is { } table)
            {
                blocks.Add(Table(table.Cells));
                i += table.RowCount;
                continue;
            }

            if (SplitBySize(rows[i]) is { } pieces)
            {
                blocks.AddRange(pieces.Select(piece => Paragraph([piece], [piece])));
                i++;
                continue;
            }

            int end = i + 1;
            while (end < rows.Count && Continues(rows, i, end) && TableRegion.TryFind(rows, end) is null)
            {
                end++;
            }

            blocks.Add(Paragraph(rows.GetRange(i, end - i), rows));
            i = end;
        }
    }

    // A heading on the left and something small on the right, on one baseline, are two things.
    static List<PdfRow>? SplitBySize(PdfRow row)
    {
        if (row.Segments.Count < 2)
        {
            return null;
        }

        double[] sizes = [.. row.Segments.Select(segment => segment.Max(word => word.Size))];
        return sizes.Max() > sizes.Min() * 1.15 ? [.. row.Segments.SelectMany(PdfRow.Group)] : null;
    }

    static bool Continues(List<PdfRow> rows, int start, int next)
    {
        PdfRow previous = rows[next - 1];
        PdfRow row = rows[next];
        double leading = row.Baseline - previous.Baseline;
        double size = Math.Max(previous.Size, row.Size);
        double usual = next - start > 1 ? rows[start + 1].Baseline - rows[start].Baseline : size * 1.5;
        return Math.Abs(previous.Size - row.Size) <= size * 0.1
            && previous.Bold == row.Bold
            && leading <= size * 1.75
            && leading <= usual * 1.25
            && !ListItem.IsMatch(row.Text);
    }

    Block Paragraph(List<PdfRow> rows, List<PdfRow> column)
    {
        double right = column.Max(row => row.Right);
        double left = column.Min(row => row.Left);
        var lines = new List<TextLine>(rows.Count);
        for (int i = 0; i < rows.Count; i++)
        {
            PdfRow row = rows[i];
            _order.AddRange(RightToLeft.Order(row.Words));
            string[] segments = [.. row.Segments.Select(PdfRow.TextOf)];
            if (RightToLeft.IsMainlyRightToLeft(row.Words))
            {
                Array.Reverse(segments);
            }

            // A line that leaves room for the first word of the next was ended on purpose.
            bool breaks = i + 1 < rows.Count
                && (row.Segments.Count > 1 || right - row.Right > rows[i + 1].Words[0].Right - rows[i + 1].Words[0].Left + (row.Size * 0.5) || right - left < row.Size * 4);
            lines.Add(new TextLine(string.Join("   ", segments), segments, Bounds(row.Words), breaks));
        }

        return new Block
        {
            Kind = BlockKind.Text,
            Lines = lines,
            Box = Box.Union(lines.Select(line => line.Box)),
            FontSize = rows.Max(row => row.Size),
            Bold = rows.All(row => row.Bold),
        };
    }

    Block Table(IReadOnlyList<IReadOnlyList<PdfWord>[]> cells)
    {
        var rows = new List<IReadOnlyList<TableCell>>();
        foreach (IReadOnlyList<PdfWord>[] row in cells)
        {
            rows.Add([.. row.Select(cell => new TableCell(string.Join(' ', PdfRow.Group(cell).Select(line => line.Text)), Bounds(cell)))]);
            _order.AddRange(row.SelectMany(cell => cell));
        }

        return new Block
        {
            Kind = BlockKind.Table,
            Rows = rows,
            Box = Box.Union(rows.SelectMany(row => row).Select(cell => cell.Box)),
            FontSize = cells[0].SelectMany(cell => cell).Select(word => word.Size).DefaultIfEmpty(0).Max(),
        };
    }

    Box? Bounds(IReadOnlyList<PdfWord> words) => Box.Union(words.Select(word => (Box?)word.ToBox(turn)));

    [GeneratedRegex(@"^([•◦▪●○■–*-]|\(?[1-9]\d{0,2}[.)]|\(?[a-z][.)])\s")]
    public static partial Regex ListItem { get; }
}

using System.Text.RegularExpressions;
using Pulse.Sandbox.Documents;
using Pulse.Sandbox.Results;

namespace Pulse.Sandbox.Structured;

/// <summary>Finds what looks like a label with a value in a document: <c>Label: value</c>, columns, tables, headings.</summary>
sealed partial class LabelIndex
{
    const int LongestLabel = 60;

    readonly List<LabelledText> _pairs = [];
    readonly List<(string Text, string Citation, int Order)> _lines = [];
    readonly List<(int Order, int Level, string[] Words)> _headings = [];
    readonly List<NumberedBlock> _tables = [];
    readonly Dictionary<string, int> _tableOrders = new(StringComparer.Ordinal);
    int _order;

    public LabelIndex(NumberedDocument document)
    {
        for (int i = 0; i < document.Blocks.Count; i++)
        {
            NumberedBlock block = document.Blocks[i];
            if (block.Block.Kind == BlockKind.Table)
            {
                AddTable(block);
            }
            else
            {
                AddLines(block, i + 1 < document.Blocks.Count ? document.Blocks[i + 1] : null);
            }
        }
    }

    /// <summary>The pairs, in the order of the document.</summary>
    public IReadOnlyList<LabelledText> Pairs => _pairs;

    /// <summary>All lines of text, without Markdown's marks.</summary>
    public IReadOnlyList<(string Text, string Citation, int Order)> Lines => _lines;

    public IReadOnlyList<NumberedBlock> Tables => _tables;

    /// <summary>The part of the document below the heading that fits best; null when none fits.</summary>
    public (int From, int To)? SectionOf(string[] words)
    {
        int best = LabelScore.Least - 1;
        (int, int)? section = null;
        for (int i = 0; i < _headings.Count; i++)
        {
            int score = LabelScore.Of(words, _headings[i].Words);
            if (score <= best)
            {
                continue;
            }

            best = score;
            int end = _headings.FindIndex(i + 1, heading => heading.Level <= _headings[i].Level);
            section = (_headings[i].Order, end < 0 ? int.MaxValue : _headings[end].Order);
        }

        return section;
    }

    /// <summary>The order number of a table, to be compared with those of pairs and sections.</summary>
    public int OrderOf(NumberedBlock table) => _tableOrders[table.Id];

    void AddLines(NumberedBlock block, NumberedBlock? next)
    {
        if (block.Block.Kind == BlockKind.Title)
        {
            _headings.Add((_order++, block.Block.Level, LabelWords.Split(block.Block.Text)));
            if (next is { Block.Kind: BlockKind.Text or BlockKind.ListItem } && next.Block.Text.Length <= 200)
            {
                Add(block.Block.Text, next.Block.Text, next.Id, weight: 30);
            }
        }

        IReadOnlyList<TextLine> lines = block.Block.Lines;
        for (int i = 0; i < lines.Count; i++)
        {
            string text = Clean(lines[i].Text);
            _lines.Add((text, block.Id, _order));
            AddSegments([.. lines[i].Segments.Select(Clean)], i + 1 < lines.Count ? Clean(lines[i + 1].Text) : null, block.Id);
            _order++;
        }
    }

    void AddSegments(string[] segments, string? nextLine, string citation)
    {
        for (int i = 0; i < segments.Length; i++)
        {
            string? after = i + 1 < segments.Length ? segments[i + 1] : null;
            if (Pair.Match(segments[i]) is { Success: true } pair)
            {
                string value = pair.Groups[2].Value;
                if (value.Length > 0)
                {
                    Add(pair.Groups[1].Value, value, citation, weight: 0);
                }
                else if (after is not null)
                {
                    Add(pair.Groups[1].Value, after, citation, weight: 0);
                }
                else if (nextLine is not null && !Pair.IsMatch(nextLine))
                {
                    Add(pair.Groups[1].Value, nextLine, citation, weight: 5);
                }
            }
            else if (after is not null)
            {
                Add(segments[i], after, citation, weight: 5);
            }
            else if (nextLine is not null && i == 0)
            {
                // A label by itself, its value below.
                Add(segments[i], nextLine, citation, weight: 35);
            }
        }
    }

    void AddTable(NumberedBlock table)
    {
        _tables.Add(table);
        _tableOrders[table.Id] = _order;
        IReadOnlyList<IReadOnlyList<TableCell>> rows = table.Block.Rows;
        bool headed = IsHeaded(rows);
        for (int row = 0; row < rows.Count; row++)
        {
            // The first cell of a row names the others; with two columns it names the second, but for a row of headings.
            for (int column = 1; column < rows[row].Count; column++)
            {
                if (rows[row][column].Text.Length > 0)
                {
                    Add(rows[row][0].Text.TrimEnd(':', ' '), rows[row][column].Text, table.CellId(row, column), rows[row].Count == 2 && !(row == 0 && headed) ? 5 : 25);
                    break;
                }
            }

            // The header of a column names what stands below it.
            for (int column = 0; row > 0 && column < rows[row].Count; column++)
            {
                if (rows[row][column].Text.Length > 0)
                {
                    Add(rows[0][column].Text, rows[row][column].Text, table.CellId(row, column), rows.Count == 2 && headed ? 5 : 30);
                }
            }

            _order++;
        }
    }

    // A table of two columns may be a list of labels and values, without headings: then its first row has a value in it.
    static bool IsHeaded(IReadOnlyList<IReadOnlyList<TableCell>> rows) => rows[0].Count > 2 || !rows[0].Any(cell => cell.Text.Any(char.IsDigit));

    void Add(string label, string value, string citation, int weight)
    {
        if (label.Length is > 0 and <= LongestLabel && value.Length > 0)
        {
            _pairs.Add(new LabelledText(LabelWords.Split(label), value, citation, _order, weight));
        }
    }

    static string Clean(string text) => ListMark.Replace(text, "").Replace("**", "", StringComparison.Ordinal).Replace("__", "", StringComparison.Ordinal).Trim();

    // A colon inside a time or a URL ends no label.
    [GeneratedRegex(@"^([^:]{1,60}?)\s*:(?:\s+(.*)|)$")]
    static partial Regex Pair { get; }

    [GeneratedRegex(@"^(\s*[-*+>•]\s+)+")]
    static partial Regex ListMark { get; }
}

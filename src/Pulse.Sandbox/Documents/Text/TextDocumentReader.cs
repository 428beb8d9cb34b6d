using System.Text.RegularExpressions;

namespace Pulse.Sandbox.Documents.Text;

/// <summary>Reads plain text and Markdown: pages end at form feeds, blocks at blank lines, and the text itself passes through.</summary>
static partial class TextDocumentReader
{
    public static SourceDocument Read(ReadOnlySpan<byte> bytes, DocumentFormat format)
    {
        // Not ReplaceLineEndings, to which a form feed is a line ending too.
        string text = TextDecoder.Decode(bytes, out string encoding).Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n');
        string[] pages = text.Split('\f');

        // Many programs end the last page too.
        int count = pages.Length > 1 && string.IsNullOrWhiteSpace(pages[^1]) ? pages.Length - 1 : pages.Length;
        var result = new List<DocumentPage>(count);
        for (int i = 0; i < count; i++)
        {
            string page = pages[i].Trim('\n');
            result.Add(new DocumentPage(i + 1, 0, 0, Blocks(page), [], page));
        }

        string? title = result.SelectMany(page => page.Blocks).FirstOrDefault(block => block.Kind == BlockKind.Title)?.Text;
        return new SourceDocument(format, result, new DocumentProperties { Title = title })
        {
            Warnings = encoding == "ISO-8859-1" ? ["The text is not UTF-8; it was read as ISO-8859-1"] : [],
        };
    }

    static List<Block> Blocks(string page)
    {
        var blocks = new List<Block>();
        var open = new List<string>();
        foreach (string line in page.Split('\n'))
        {
            bool table = IsTableLine(line);
            if (open.Count > 0 && (string.IsNullOrWhiteSpace(line) || table != IsTableLine(open[0])))
            {
                blocks.Add(Close(open));
            }

            if (string.IsNullOrWhiteSpace(line))
            {
                continue;
            }

            if (Heading.Match(line) is { Success: true } heading)
            {
                if (open.Count > 0)
                {
                    blocks.Add(Close(open));
                }

                blocks.Add(new Block
                {
                    Kind = BlockKind.Title,
                    Level = heading.Groups[1].Length,
                    Lines = [Line(heading.Groups[2].Value)],
                });
                continue;
            }

            open.Add(line);
        }

        if (open.Count > 0)
        {
            blocks.Add(Close(open));
        }

        return blocks;
    }

    static Block Close(List<string> lines)
    {
        Block block = lines.Count >= 2 && IsTableLine(lines[0]) && TableRule.IsMatch(lines[1])
            ? new Block { Kind = BlockKind.Table, Rows = Rows(lines) }
            : new Block { Kind = BlockKind.Text, Lines = [.. lines.Select(Line)] };
        lines.Clear();
        return block;
    }

    static TextLine Line(string text)
    {
        string trimmed = text.Trim();
        string[] segments = WideGap.Split(trimmed);
        return new TextLine(trimmed, segments, null, Breaks: true);
    }

    static List<IReadOnlyList<TableCell>> Rows(List<string> lines)
    {
        var rows = new List<IReadOnlyList<TableCell>>();
        int columns = 0;
        for (int i = 0; i < lines.Count; i++)
        {
            if (i == 1)
            {
                continue;
            }

            List<TableCell> cells = [.. Cells(lines[i]).Select(text => new TableCell(text, null))];
            columns = Math.Max(columns, cells.Count);
            rows.Add(cells);
        }

        foreach (List<TableCell> row in rows.Cast<List<TableCell>>())
        {
            while (row.Count < columns)
            {
                row.Add(new TableCell("", null));
            }
        }

        return rows;
    }

    static IEnumerable<string> Cells(string line) =>
        UnescapedBar.Split(line.Trim().Trim('|')).Select(cell => cell.Replace("\\|", "|", StringComparison.Ordinal).Trim());

    static bool IsTableLine(string line) => line.AsSpan().TrimStart().StartsWith('|');

    [GeneratedRegex(@"^ {0,3}(#{1,6})\s+(.+?)\s*#*\s*$")]
    static partial Regex Heading { get; }

    [GeneratedRegex(@"^\s*\|(\s*:?-+:?\s*\|?)+\s*$")]
    static partial Regex TableRule { get; }

    [GeneratedRegex(@"(?<!\\)\|")]
    static partial Regex UnescapedBar { get; }

    [GeneratedRegex(@"\t+| {2,}")]
    static partial Regex WideGap { get; }
}

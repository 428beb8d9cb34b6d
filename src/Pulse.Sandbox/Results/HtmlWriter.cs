using System.Text;
using Pulse.Sandbox.Documents;

namespace Pulse.Sandbox.Results;

/// <summary>Writes a document as HTML, with or without the ids of its blocks.</summary>
static class HtmlWriter
{
    public static string Write(NumberedDocument document, bool ids)
    {
        var html = new StringBuilder();
        foreach (NumberedBlock block in document.Blocks)
        {
            if (html.Length > 0)
            {
                html.Append('\n');
            }

            Write(html, block, ids);
        }

        return html.ToString();
    }

    /// <summary>Writes a table, its first row being the header.</summary>
    public static string Table(IReadOnlyList<IReadOnlyList<TableCell>> rows)
    {
        var html = new StringBuilder();
        Table(html, new NumberedBlock("", 0, new Block { Kind = BlockKind.Table, Rows = rows }), ids: false);
        return html.ToString();
    }

    static void Write(StringBuilder html, NumberedBlock block, bool ids)
    {
        if (block.Block.Kind == BlockKind.Table)
        {
            Table(html, block, ids);
            return;
        }

        string tag = block.Block.Kind switch
        {
            BlockKind.Title => $"h{block.Block.Level}",
            BlockKind.Header => "header",
            BlockKind.Footer or BlockKind.PageNumber => "footer",
            _ => "p",
        };
        html.Append('<').Append(tag);
        Attribute(html, "data-bb-text-id", block.Id, ids);
        html.Append('>').Append(Encode(block.Block.Text).Replace("\n", "<br>", StringComparison.Ordinal));
        html.Append("</").Append(tag).Append('>');
    }

    static void Table(StringBuilder html, NumberedBlock block, bool ids)
    {
        html.Append("<table");
        Attribute(html, "data-bb-table-id", block.Id, ids);
        html.Append('>');
        for (int row = 0; row < block.Block.Rows.Count; row++)
        {
            string tag = row == 0 ? "th" : "td";
            html.Append("<tr>");
            for (int column = 0; column < block.Block.Rows[row].Count; column++)
            {
                html.Append('<').Append(tag);
                Attribute(html, "data-bb-cell-id", block.CellId(row, column), ids);
                html.Append('>').Append(Encode(block.Block.Rows[row][column].Text)).Append("</").Append(tag).Append('>');
            }

            html.Append("</tr>");
        }

        html.Append("</table>");
    }

    static void Attribute(StringBuilder html, string name, string value, bool wanted)
    {
        if (wanted)
        {
            html.Append(' ').Append(name).Append("=\"").Append(value).Append('"');
        }
    }

    // WebUtility would also turn every letter beyond ASCII into a number.
    static string Encode(string text) => text
        .Replace("&", "&amp;", StringComparison.Ordinal)
        .Replace("<", "&lt;", StringComparison.Ordinal)
        .Replace(">", "&gt;", StringComparison.Ordinal);
}

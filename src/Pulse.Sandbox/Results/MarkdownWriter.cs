using System.Text;
using Pulse.Sandbox.Documents;

namespace Pulse.Sandbox.Results;

/// <summary>Writes a document as Markdown, page after page.</summary>
static class MarkdownWriter
{
    public static string Write(NumberedDocument document) =>
        string.Join("\n\n", document.Pages.Select(page => Write(document, page)).Where(text => text.Length > 0));

    public static string Write(NumberedDocument document, DocumentPage page) =>
        page.Markdown ?? string.Join("\n\n", document.BlocksOf(page).Select(block => Write(block.Block)));

    public static string Write(Block block) => block.Kind switch
    {
        BlockKind.Title => new string('#', block.Level) + " " + MarkdownText.Escape(block.Text.Replace('\n', ' ')),
        BlockKind.Table => Table(block),
        _ => MarkdownText.EscapeLines(Bullet(block.Text)),
    };

    static string Table(Block block)
    {
        var text = new StringBuilder();
        for (int i = 0; i < block.Rows.Count; i++)
        {
            text.Append(i == 0 ? "|" : "\n|");
            foreach (TableCell cell in block.Rows[i])
            {
                text.Append(' ').Append(MarkdownText.Escape(cell.Text.Replace('\n', ' ')).Replace("|", "\\|", StringComparison.Ordinal)).Append(" |");
            }

            if (i == 0)
            {
                text.Append("\n|").Insert(text.Length, " --- |", block.Rows[0].Count);
            }
        }

        return text.ToString();
    }

    static string Bullet(string text) =>
        text.Length > 2 && text[1] == ' ' && text[0] is '•' or '◦' or '▪' or '●' or '○' or '■' ? "- " + text[2..] : text;
}

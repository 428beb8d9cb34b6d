using System.Net;
using System.Text.RegularExpressions;

namespace Pulse.Cli.Formats;

/// <summary>The text of Markdown without its marks: for reading and searching. Tables become columns with tabs between them.</summary>
static partial class PlainText
{
    internal static string Of(string markdown)
    {
        List<string> lines = [];
        bool isCode = false;
        foreach (string line in markdown.Split('\n'))
        {
            if (line.TrimStart().StartsWith("```", StringComparison.Ordinal))
            {
                isCode = !isCode;
            }
            else if (isCode)
            {
                lines.Add(line);
            }
            else if (MarkdownTable.IsRow(line))
            {
                if (!MarkdownTable.IsRule(line))
                {
                    lines.Add(string.Join('\t', MarkdownTable.Cells(line).Select(Inline)));
                }
            }
            else
            {
                lines.Add(Inline(LineMark().Replace(line.TrimEnd('\r'), "")));
            }
        }

        return string.Join('\n', lines);
    }

    /// <summary>A piece of a line.</summary>
    internal static string Inline(string text)
    {
        // Cells and rows of tables in HTML stay apart.
        text = CellEnd().Replace(text, "\t");
        text = Break().Replace(text, "\n");
        text = Tag().Replace(text, "");
        text = Link().Replace(text, "$1");
        text = Emphasis().Replace(text, "$2");
        return WebUtility.HtmlDecode(Escaped().Replace(text, "$1"));
    }

    [GeneratedRegex(@"^\s{0,3}(#{1,6}\s+|>\s?)", RegexOptions.CultureInvariant)]
    private static partial Regex LineMark();

    [GeneratedRegex(@"</t[dh]>\s*(?=<t[dh])", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex CellEnd();

    [GeneratedRegex(@"<br\s*/?>|</tr>|</p>|</h[1-6]>|</li>", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Break();

    [GeneratedRegex(@"</?[A-Za-z][^<>]{0,2000}>|<!--.{0,2000}?-->", RegexOptions.CultureInvariant | RegexOptions.Singleline)]
    private static partial Regex Tag();

    [GeneratedRegex(@"!?\[([^\[\]]{0,2000})\]\([^()\s]{0,4000}\)", RegexOptions.CultureInvariant)]
    private static partial Regex Link();

    [GeneratedRegex(@"(?<![\\\w*])(\*\*\*|\*\*|\*|`)(?=\S)([^*`\n]+?)(?<=\S)\1(?![\w*])", RegexOptions.CultureInvariant)]
    private static partial Regex Emphasis();

    [GeneratedRegex(@"\\([\\`*_{}\[\]()#+\-.!|<>~&])", RegexOptions.CultureInvariant)]
    private static partial Regex Escaped();
}

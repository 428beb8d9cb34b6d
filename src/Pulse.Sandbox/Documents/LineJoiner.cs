using System.Text;

namespace Pulse.Sandbox.Documents;

/// <summary>Puts the lines of a paragraph together.</summary>
static class LineJoiner
{
    public static string Join(IReadOnlyList<TextLine> lines)
    {
        var text = new StringBuilder();
        for (int i = 0; i < lines.Count; i++)
        {
            if (i > 0)
            {
                Append(text, lines[i - 1], lines[i].Text);
            }
            else
            {
                text.Append(lines[i].Text);
            }
        }

        return text.ToString();
    }

    static void Append(StringBuilder text, TextLine previous, string next)
    {
        if (previous.Breaks)
        {
            text.Append('\n');
        }
        else if (text.Length > 1 && text[^1] is '-' or '\u00AD' && char.IsLetter(text[^2]) && next.Length > 0 && char.IsLower(next[0]))
        {
            text.Length--;
        }
        else
        {
            text.Append(' ');
        }

        text.Append(next);
    }
}

using System.Globalization;
using System.Text;
using Pulse.Client.Results;

namespace Pulse.Cli.Output;

/// <summary>Makes text from outside fit for a terminal, which would obey control characters in it.</summary>
static class Printable
{
    /// <summary>One line: all control characters are escaped, line ends too.</summary>
    internal static string Line(string text) => Escape(text, "");

    /// <summary>A document's text: line ends and tabs stay.</summary>
    internal static string Text(string text) => Escape(text, "\n\r\t");

    static string Escape(string text, string kept)
    {
        text = RawPaths.Readable(text);
        if (!text.Any(character => IsHarmful(character) && !kept.Contains(character, StringComparison.Ordinal)))
        {
            return text;
        }

        StringBuilder escaped = new(text.Length + 16);
        foreach (char character in text)
        {
            if (!IsHarmful(character) || kept.Contains(character, StringComparison.Ordinal))
            {
                escaped.Append(character);
            }
            else
            {
                escaped.Append(CultureInfo.InvariantCulture, $"\\u{(int)character:x4}");
            }
        }

        return escaped.ToString();
    }

    // Besides C0 and C1: what turns the direction of the rest of a line.
    static bool IsHarmful(char character) => char.IsControl(character) || character is >= '\u202a' and <= '\u202e' or >= '\u2066' and <= '\u2069';
}

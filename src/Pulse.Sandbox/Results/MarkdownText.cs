using System.Buffers;
using System.Text;

namespace Pulse.Sandbox.Results;

/// <summary>Writes text of a document so that Markdown shows it as it is.</summary>
static class MarkdownText
{
    static readonly SearchValues<char> s_special = SearchValues.Create(@"\`*_[<&~|");
    static readonly SearchValues<char> s_entity = SearchValues.Create("#abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789");

    /// <summary>Escapes what would have a meaning inside a line.</summary>
    public static string Escape(string text)
    {
        if (text.AsSpan().IndexOfAny(s_special) < 0)
        {
            return text;
        }

        var result = new StringBuilder(text.Length + 8);
        for (int i = 0; i < text.Length; i++)
        {
            if (HasMeaning(text, i))
            {
                result.Append('\\');
            }

            result.Append(text[i]);
        }

        return result.ToString();
    }

    /// <summary>The same for a paragraph: what would make a line a heading, a quotation or a rule is escaped too. Lists stay lists.</summary>
    public static string EscapeLines(string text) => string.Join('\n', Escape(text).Split('\n').Select(EscapeStart));

    static string EscapeStart(string line) => line switch
    {
        ['#' or '>' or '+', ..] => "\\" + line,
        ['-' or '=', ..] when line.Trim('-', ' ').Length == 0 || line.Trim('=', ' ').Length == 0 => "\\" + line,
        _ => line,
    };

    static bool HasMeaning(string text, int i)
    {
        char before = i > 0 ? text[i - 1] : ' ';
        char after = i + 1 < text.Length ? text[i + 1] : ' ';
        return text[i] switch
        {
            '\\' => char.IsAsciiLetterOrDigit(after) is false && after is not ' ',
            '`' => true,
            '*' => !(before == ' ' && after == ' '),

            // Between letters an underscore is one, as in snake_case.
            '_' => !(char.IsLetterOrDigit(before) && char.IsLetterOrDigit(after)) && !(before == ' ' && after == ' '),
            '~' => before == '~' || after == '~',
            '[' => text.IndexOf("](", i, StringComparison.Ordinal) > i || text.IndexOf("]:", i, StringComparison.Ordinal) > i,
            '<' => char.IsAsciiLetter(after) || after is '/' or '!' or '?',
            '&' => text.IndexOf(';', i) is var end && end > i + 1 && text.AsSpan(i + 1, end - i - 1).IndexOfAnyExcept(s_entity) < 0,
            '|' => i == 0 || text[i - 1] == '\n',
            _ => false,
        };
    }
}

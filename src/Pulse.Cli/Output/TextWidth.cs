using System.Globalization;
using System.Text;

namespace Pulse.Cli.Output;

/// <summary>How many columns of a terminal a text takes.</summary>
static class TextWidth
{
    const string Gap = "...";

    // Blocks whose characters take two columns: East Asian ones and pictures.
    static readonly (int First, int Last)[] s_wide =
    [
        (0x1100, 0x115F), (0x2E80, 0x303E), (0x3041, 0xA4CF), (0xA960, 0xA97F), (0xAC00, 0xD7A3), (0xF900, 0xFAFF), (0xFE30, 0xFE6F),
        (0xFF00, 0xFF60), (0xFFE0, 0xFFE6), (0x1F300, 0x1F64F), (0x1F680, 0x1F6FF), (0x1F900, 0x1F9FF), (0x20000, 0x3FFFD),
    ];

    internal static int Of(string text)
    {
        int width = 0;
        foreach (Rune rune in text.EnumerateRunes())
        {
            width += Of(rune);
        }

        return width;
    }

    /// <summary>As much of the beginning as fits.</summary>
    internal static string Cut(string text, int columns)
    {
        if (Of(text) <= columns)
        {
            return text;
        }

        StringBuilder cut = new();
        int width = 0;
        foreach (Rune rune in text.EnumerateRunes())
        {
            width += Of(rune);
            if (width > columns)
            {
                break;
            }

            cut.Append(rune.ToString());
        }

        return cut.ToString();
    }

    /// <summary>The beginning and the end, where not all of it fits.</summary>
    internal static string CutMiddle(string text, int columns)
    {
        if (Of(text) <= columns || columns <= Gap.Length)
        {
            return Cut(text, columns);
        }

        int head = (columns - Gap.Length) / 2;
        string reversed = string.Concat(text.EnumerateRunes().Reverse().Select(static rune => rune.ToString()));
        string tail = string.Concat(Cut(reversed, columns - Gap.Length - head).EnumerateRunes().Reverse().Select(static rune => rune.ToString()));
        return $"{Cut(text, head)}{Gap}{tail}";
    }

    static int Of(Rune rune) =>
        Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark or UnicodeCategory.Format ? 0
        : Array.Exists(s_wide, block => rune.Value >= block.First && rune.Value <= block.Last) ? 2
        : 1;
}

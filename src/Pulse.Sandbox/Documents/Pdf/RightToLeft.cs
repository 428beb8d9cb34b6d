using System.Text;
using UglyToad.PdfPig.Content;

namespace Pulse.Sandbox.Documents.Pdf;

/// <summary>Brings what stands on a page from the left to the right into the order in which it is read, where scripts run from right to left.</summary>
static class RightToLeft
{
    const string Mirrored = "()[]{}<>\u00AB\u00BB";

    /// <summary>The text of a word of the page.</summary>
    public static string Text(IReadOnlyList<Letter> word, PageTurn turn)
    {
        string drawn = string.Concat(word.Select(letter => letter.Value));
        if (!IsRightToLeft(drawn))
        {
            return drawn.Trim();
        }

        // Marks stand over the letter that they follow, and so at about its place.
        Letter[] letters = [.. word.OrderByDescending(letter => turn.ToUpright(letter.StartBaseLine).X)];
        var text = new StringBuilder();
        for (int i = 0; i < letters.Length; i++)
        {
            int end = i;
            while (end < letters.Length && IsLeftToRight(letters[end].Value))
            {
                end++;
            }

            // A number or a Latin word keeps its direction.
            for (int k = end - 1; k >= i; k--)
            {
                text.Append(letters[k].Value);
            }

            i = Math.Max(i, end);
            if (i < letters.Length)
            {
                text.Append(Mirror(letters[i].Value));
            }
        }

        return text.ToString().Normalize(NormalizationForm.FormKC).Trim();
    }

    /// <summary>The words of a line, given from left to right, in the order in which they are read.</summary>
    public static IReadOnlyList<PdfWord> Order(IReadOnlyList<PdfWord> words)
    {
        int right = words.Count(word => IsRightToLeft(word.Text));
        if (right == 0)
        {
            return words;
        }

        bool mainly = IsMainlyRightToLeft(words);
        var ordered = new List<PdfWord>(words);
        if (mainly)
        {
            ordered.Reverse();
        }

        // The runs of the other direction are turned back.
        int start = -1;
        for (int i = 0; i <= ordered.Count; i++)
        {
            bool other = i < ordered.Count && (mainly ? IsLeftToRight(ordered[i].Text) : IsRightToLeft(ordered[i].Text));
            if (other && start < 0)
            {
                start = i;
            }
            else if (!other && start >= 0)
            {
                ordered.Reverse(start, i - start);
                start = -1;
            }
        }

        return ordered;
    }

    /// <summary>Whether a line is read from the right.</summary>
    public static bool IsMainlyRightToLeft(IReadOnlyList<PdfWord> words) =>
        words.Count(word => IsRightToLeft(word.Text)) * 2 > words.Count(word => word.Text.Any(char.IsLetter));

    /// <summary>Whether there is a letter of such a script.</summary>
    public static bool IsRightToLeft(string text)
    {
        foreach (char c in text)
        {
            if (c is >= '\u0590' and <= '\u08FF' or >= '\uFB1D' and <= '\uFDFF' or >= '\uFE70' and <= '\uFEFC')
            {
                return true;
            }
        }

        return false;
    }

    static bool IsLeftToRight(string text) => text.Length > 0 && !IsRightToLeft(text) && text.Any(char.IsLetterOrDigit);

    static string Mirror(string text) =>
        text.Length == 1 && Mirrored.IndexOf(text[0], StringComparison.Ordinal) is >= 0 and var place ? Mirrored[place ^ 1].ToString() : text;
}

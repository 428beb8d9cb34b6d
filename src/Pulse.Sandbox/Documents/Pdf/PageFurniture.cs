using System.Text.RegularExpressions;

namespace Pulse.Sandbox.Documents.Pdf;

/// <summary>Finds running headers, footers and page numbers: short texts at the edge of the page, numbers or repeated on other pages.</summary>
static partial class PageFurniture
{
    const double Margin = 0.1;

    public static List<DocumentPage> Mark(List<DocumentPage> pages)
    {
        var repeated = new Dictionary<(bool Top, string Text), int>();
        foreach (DocumentPage page in pages)
        {
            foreach ((bool, string) key in page.Blocks.Select(Key).OfType<(bool, string)>().Distinct())
            {
                repeated[key] = repeated.GetValueOrDefault(key) + 1;
            }
        }

        // On two or three pages a text has to be on all but one of them, on more pages on half of them.
        int least = Math.Max(2, pages.Count / 2);
        return pages.ConvertAll(page => page with { Blocks = [.. page.Blocks.Select(Mark)] });

        Block Mark(Block block)
        {
            if (Key(block) is not { } key)
            {
                return block;
            }

            BlockKind? kind = PageNumber.IsMatch(block.Text) ? BlockKind.PageNumber
                : repeated[key] >= least ? (key.Top ? BlockKind.Header : BlockKind.Footer)
                : null;
            return kind is { } found ? block with { Kind = found, Level = 0 } : block;
        }
    }

    static (bool Top, string Text)? Key(Block block)
    {
        if (block.Box is not { } box || block.Lines.Count is 0 or > 2)
        {
            return null;
        }

        bool top = box.Bottom <= Margin;
        return top || box.Top >= 1 - Margin ? (top, Digits.Replace(block.Text, "0")) : null;
    }

    [GeneratedRegex(@"^(page\s+|p\.\s*|[-–]\s*)?\d{1,4}(\s*(/|of)\s*\d{1,4})?(\s*[-–])?$", RegexOptions.IgnoreCase)]
    static partial Regex PageNumber { get; }

    [GeneratedRegex(@"\d+")]
    static partial Regex Digits { get; }
}

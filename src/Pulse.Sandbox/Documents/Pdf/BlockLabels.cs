using System.Text.RegularExpressions;

namespace Pulse.Sandbox.Documents.Pdf;

/// <summary>Names the paragraphs that say themselves what they are: items of lists, captions, footnotes.</summary>
static partial class BlockLabels
{
    const int LongestCaption = 300;

    // A footnote is set smaller than the text, in the lower half of its page.
    const double LargestNote = 0.92;

    /// <param name="pages">With headings, headers and footers marked.</param>
    public static List<DocumentPage> Mark(List<DocumentPage> pages)
    {
        double body = HeadingLevels.BodySize(pages);
        return pages.ConvertAll(page => page with { Blocks = Mark(page.Blocks, body) });
    }

    static Block[] Mark(IReadOnlyList<Block> blocks, double body)
    {
        Block[] marked = [.. blocks];
        for (int i = 0; i < marked.Length; i++)
        {
            // One number with a dot may begin a sentence; several that follow one another are a list.
            bool isItem = Bullet.IsMatch(blocks[i].Text) || (IsNumbered(blocks, i) && (IsNumbered(blocks, i - 1) || IsNumbered(blocks, i + 1)));
            BlockKind kind = blocks[i].Kind != BlockKind.Text ? blocks[i].Kind
                : blocks[i].Text.Length <= LongestCaption && Caption.IsMatch(blocks[i].Text) ? BlockKind.Caption
                : isItem ? BlockKind.ListItem
                : BlockKind.Text;
            marked[i] = blocks[i] with { Kind = kind };
        }

        // From the bottom up: what stands under a footnote is a footnote too, or no part of the text.
        for (int i = marked.Length - 1; i >= 0 && IsUnderText(marked[i], body); i--)
        {
            if (marked[i].Kind is BlockKind.Text or BlockKind.ListItem)
            {
                marked[i] = marked[i] with { Kind = BlockKind.Footnote };
            }
        }

        return marked;
    }

    static bool IsNumbered(IReadOnlyList<Block> blocks, int index) =>
        index >= 0 && index < blocks.Count && blocks[index].Kind == BlockKind.Text && PageLayout.ListItem.IsMatch(blocks[index].Text);

    static bool IsUnderText(Block block, double body) =>
        block.Kind is BlockKind.Footer or BlockKind.PageNumber
        || (block.Kind is BlockKind.Text or BlockKind.ListItem && block.Box is { Top: > 0.5 } && block.FontSize > 0 && block.FontSize <= body * LargestNote && NoteMark.IsMatch(block.Text));

    [GeneratedRegex(@"^[•◦▪●○■]\s")]
    private static partial Regex Bullet { get; }

    [GeneratedRegex(@"^(figure|fig\.|table|chart|exhibit|listing)\s*(\d+|[A-Z]\.?\d*)(\.\d+)*\s*[:.–—-]\s", RegexOptions.IgnoreCase)]
    private static partial Regex Caption { get; }

    [GeneratedRegex(@"^(\d{1,3}|[*†‡§¶])[.)]?\s*\p{L}")]
    private static partial Regex NoteMark { get; }
}

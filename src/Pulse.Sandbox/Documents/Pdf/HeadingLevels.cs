namespace Pulse.Sandbox.Documents.Pdf;

/// <summary>Tells headings from paragraphs by the size and weight of the type, across the whole document.</summary>
static class HeadingLevels
{
    const double LeastRatio = 1.15;
    const int DeepestLevel = 4;

    public static List<DocumentPage> Mark(List<DocumentPage> pages)
    {
        double body = BodySize(pages);
        double[] sizes = [.. pages.SelectMany(page => page.Blocks)
            .Where(block => IsLarge(block, body))
            .Select(block => Rounded(block.FontSize))
            .Distinct()
            .OrderDescending()];
        return pages.ConvertAll(page => page with { Blocks = [.. page.Blocks.Select(block => Mark(block, body, sizes))] });
    }

    static Block Mark(Block block, double body, double[] sizes)
    {
        int level = IsLarge(block, body) ? Array.IndexOf(sizes, Rounded(block.FontSize)) + 1
            : IsBoldLine(block) ? sizes.Length + 1
            : 0;
        return level == 0 ? block : block with { Kind = BlockKind.Title, Level = Math.Min(level, DeepestLevel) };
    }

    static bool IsLarge(Block block, double body) =>
        block.Kind == BlockKind.Text && block.Lines.Count <= 3 && block.FontSize >= body * LeastRatio
        && block.Text.Length <= 200 && block.Text.Any(char.IsLetterOrDigit);

    // A bold line by itself is a heading, unless it is a label with its value or the end of a sentence.
    static bool IsBoldLine(Block block) =>
        block.Kind == BlockKind.Text && block.Bold && block.Lines.Count == 1 && block.Lines[0].Segments.Count == 1
        && block.Text.Length <= 80 && block.Text.Any(char.IsLetter) && !block.Text.Contains(": ", StringComparison.Ordinal) && block.Text[^1] is not ('.' or ',' or ';' or ':');

    /// <summary>The size in which most of the text is set.</summary>
    public static double BodySize(List<DocumentPage> pages)
    {
        var weights = new Dictionary<double, long>();
        foreach (Block block in pages.SelectMany(page => page.Blocks))
        {
            double size = Rounded(block.FontSize);
            weights[size] = weights.GetValueOrDefault(size) + block.Text.Length;
        }

        return weights.Count == 0 ? 0 : weights.MaxBy(pair => (pair.Value, -pair.Key)).Key;
    }

    static double Rounded(double size) => Math.Round(size * 2, MidpointRounding.AwayFromZero) / 2;
}

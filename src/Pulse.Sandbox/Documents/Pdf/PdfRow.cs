namespace Pulse.Sandbox.Documents.Pdf;

/// <summary>The words of one baseline, from left to right.</summary>
sealed class PdfRow
{
    // Wider than a blank in justified text, narrower than the gap between columns.
    const double GapInEms = 1.2;

    PdfRow(List<PdfWord> words)
    {
        Words = words;
        Size = words.Max(word => word.Size);
        Baseline = words.Average(word => word.Baseline);
        Segments = Split(words, Size * GapInEms);
    }

    public IReadOnlyList<PdfWord> Words { get; }

    /// <summary>The runs of words without a wide gap.</summary>
    public IReadOnlyList<IReadOnlyList<PdfWord>> Segments { get; }

    public double Size { get; }

    public double Baseline { get; }

    public double Left => Words[0].Left;

    public double Right => Words[^1].Right;

    public bool Bold => Words.All(word => word.Bold);

    public string Text => TextOf(Words);

    /// <summary>The words of a line or a part of one, in the order in which they are read.</summary>
    public static string TextOf(IReadOnlyList<PdfWord> words) => string.Join(' ', RightToLeft.Order(words).Select(word => word.Text));

    /// <summary>Puts words on common baselines, from top to bottom.</summary>
    public static List<PdfRow> Group(IEnumerable<PdfWord> words)
    {
        var rows = new List<PdfRow>();
        var open = new List<PdfWord>();
        foreach (PdfWord word in words.OrderBy(word => word.Baseline))
        {
            // A superscript is raised by about a third of its line's size.
            if (open.Count > 0 && word.Baseline - open[0].Baseline > Math.Max(word.Size, open[0].Size) * 0.4)
            {
                rows.Add(Close(open));
                open = [];
            }

            open.Add(word);
        }

        if (open.Count > 0)
        {
            rows.Add(Close(open));
        }

        return rows;
    }

    static PdfRow Close(List<PdfWord> words)
    {
        words.Sort((a, b) => a.Left.CompareTo(b.Left));
        return new PdfRow(words);
    }

    static List<IReadOnlyList<PdfWord>> Split(List<PdfWord> words, double gap)
    {
        var segments = new List<IReadOnlyList<PdfWord>>();
        var open = new List<PdfWord>();
        double right = double.MaxValue;
        foreach (PdfWord word in words)
        {
            if (open.Count > 0 && word.Left - right > gap)
            {
                segments.Add(open);
                open = [];
            }

            right = open.Count == 0 ? word.Right : Math.Max(right, word.Right);
            open.Add(word);
        }

        segments.Add(open);
        return segments;
    }
}

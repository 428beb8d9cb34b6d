namespace Pulse.Sandbox.Documents;

/// <summary>What a block is, in the words of the API's <c>bounding_boxes</c>.</summary>
enum BlockKind
{
    Text,
    Title,
    Header,
    Footer,
    PageNumber,
    ListItem,
    Caption,
    Footnote,
    Table,
}

/// <summary>One line of text.</summary>
/// <param name="Text">The whole line.</param>
/// <param name="Segments">The pieces of the line that wide gaps separate; one when there are none.</param>
/// <param name="Box">Where it stands; null for documents without a layout.</param>
/// <param name="Breaks">Whether the line ends here for a reason other than the width of its column.</param>
sealed record TextLine(string Text, IReadOnlyList<string> Segments, Box? Box, bool Breaks);

/// <summary>One cell of a table.</summary>
sealed record TableCell(string Text, Box? Box);

/// <summary>A heading, a paragraph, a table, or a piece of a page's furniture.</summary>
sealed record Block
{
    public required BlockKind Kind { get; init; }

    /// <summary>The lines of text; empty for a table.</summary>
    public IReadOnlyList<TextLine> Lines { get; init; } = [];

    /// <summary>The rows of a table, all of one length, the first being the header; empty for anything else.</summary>
    public IReadOnlyList<IReadOnlyList<TableCell>> Rows { get; init; } = [];

    /// <summary>1 for the highest heading; 0 when this is none.</summary>
    public int Level { get; init; }

    public Box? Box { get; init; }

    /// <summary>The size of the type in points; 0 when unknown.</summary>
    public double FontSize { get; init; }

    public bool Bold { get; init; }

    /// <summary>The text on lines of its own where the document breaks them, otherwise flowing.</summary>
    public string Text => Lines.Count > 0
        ? LineJoiner.Join(Lines)
        : string.Join('\n', Rows.Select(row => string.Join("   ", row.Select(cell => cell.Text))));
}

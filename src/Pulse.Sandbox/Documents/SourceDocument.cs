namespace Pulse.Sandbox.Documents;

/// <summary>What a document was recognised as.</summary>
enum DocumentFormat
{
    Pdf,
    Text,
    Markdown,
}

/// <summary>A word and where it stands.</summary>
readonly record struct Word(string Text, Box Box);

/// <summary>One page of a document.</summary>
/// <param name="Number">Counted from 1 in the whole document.</param>
/// <param name="Width">In points; 0 without a layout.</param>
/// <param name="Height">In points; 0 without a layout.</param>
/// <param name="Blocks">In reading order.</param>
/// <param name="Words">In reading order; empty without a layout.</param>
/// <param name="Markdown">The page's own Markdown when the document brings it along; null when it is to be made from the blocks.</param>
sealed record DocumentPage(
    int Number, double Width, double Height, IReadOnlyList<Block> Blocks, IReadOnlyList<Word> Words, string? Markdown = null);

/// <summary>A document that was read. Immutable.</summary>
sealed record SourceDocument(DocumentFormat Format, IReadOnlyList<DocumentPage> Pages, DocumentProperties Properties)
{
    /// <summary>What the reader thinks the caller should know.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];
}

/// <summary>What a document says about itself; null is unknown.</summary>
sealed record DocumentProperties
{
    public string? Title { get; init; }

    public string? Author { get; init; }

    public string? Subject { get; init; }

    public string? Keywords { get; init; }

    public string? Application { get; init; }

    public string? Producer { get; init; }

    public DateTimeOffset? CreatedAt { get; init; }

    public DateTimeOffset? ModifiedAt { get; init; }

    public string? PdfVersion { get; init; }

    public bool? IsEncrypted { get; init; }

    public int? FormFieldCount { get; init; }
}

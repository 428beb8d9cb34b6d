using Pulse.Sandbox.Documents;
using Pulse.Sandbox.Requests;

namespace Pulse.Sandbox.Results;

/// <summary>A block with the id that the result refers to it by.</summary>
/// <param name="Id"><c>txt-1</c> or <c>tbl-1</c>, counted over the selected pages.</param>
/// <param name="Page">The number of its page in the whole document.</param>
/// <param name="Block">The block.</param>
sealed record NumberedBlock(string Id, int Page, Block Block)
{
    /// <summary>The id of a table's cell; rows and columns count from 1.</summary>
    public string CellId(int row, int column) => $"{Id}-r{row + 1}c{column + 1}";
}

/// <summary>The selected pages of a document.</summary>
sealed class NumberedDocument
{
    NumberedDocument(SourceDocument source, IReadOnlyList<DocumentPage> pages, List<NumberedBlock> blocks)
    {
        Source = source;
        Pages = pages;
        Blocks = blocks;
    }

    public SourceDocument Source { get; }

    public IReadOnlyList<DocumentPage> Pages { get; }

    /// <summary>All blocks of the pages, in reading order.</summary>
    public IReadOnlyList<NumberedBlock> Blocks { get; }

    public static NumberedDocument Create(SourceDocument source, PageSelection? selection)
    {
        List<DocumentPage> pages = [.. source.Pages.Where(page => selection?.Contains(page.Number) ?? true)];
        var blocks = new List<NumberedBlock>();
        int texts = 0;
        int tables = 0;
        foreach (DocumentPage page in pages)
        {
            foreach (Block block in page.Blocks)
            {
                string id = block.Kind == BlockKind.Table ? $"tbl-{++tables}" : $"txt-{++texts}";
                blocks.Add(new NumberedBlock(id, page.Number, block));
            }
        }

        return new NumberedDocument(source, pages, blocks);
    }

    /// <summary>Several documents as one; the ids of blocks begin with that of their extraction then.</summary>
    public static NumberedDocument Combine(IReadOnlyList<(string Id, NumberedDocument Document)> parts)
    {
        if (parts.Count == 1)
        {
            return parts[0].Document;
        }

        List<NumberedBlock> blocks = [.. parts.SelectMany(part => part.Document.Blocks.Select(block => block with { Id = $"{part.Id}-{block.Id}" }))];
        return new NumberedDocument(parts[0].Document.Source, [.. parts.SelectMany(part => part.Document.Pages)], blocks);
    }

    /// <summary>Some of the pages, with the ids that the blocks have in the whole.</summary>
    public NumberedDocument Select(Func<int, bool> isSelected) =>
        new(Source, [.. Pages.Where(page => isSelected(page.Number))], [.. Blocks.Where(block => isSelected(block.Page))]);

    public IEnumerable<NumberedBlock> BlocksOf(DocumentPage page) => Blocks.Where(block => block.Page == page.Number);
}

using Pulse.Sandbox.Documents;

namespace Pulse.Sandbox.Results;

/// <summary>
/// Cuts a document into chunks of a limited size. <c>page</c>: one page each; <c>header</c>: a heading with what follows it;
/// <c>semantic</c>: whole blocks, as many as fit; <c>recursive</c>: at blank lines, line ends, sentences, then blanks.
/// </summary>
static class Chunker
{
    const int DefaultSize = 1000;

    static readonly string[] s_separators = ["\n\n", "\n", ". ", " "];

    public static List<string> Chunk(NumberedDocument document, string type, int? size)
    {
        int limit = size ?? DefaultSize;
        return type switch
        {
            // Only a size that was asked for cuts a page.
            "page" => [.. document.Pages.SelectMany(page => Limit(MarkdownWriter.Write(document, page), size ?? int.MaxValue))],
            "header" => [.. Sections(document).SelectMany(section => Limit(section, size ?? int.MaxValue))],
            "semantic" => [.. Pack(document.Blocks.SelectMany(block => Limit(MarkdownWriter.Write(block.Block), limit)), "\n\n", limit)],
            _ => [.. Limit(MarkdownWriter.Write(document), limit)],
        };
    }

    static IEnumerable<string> Sections(NumberedDocument document)
    {
        var open = new List<string>();
        foreach (NumberedBlock block in document.Blocks)
        {
            if (block.Block.Kind == BlockKind.Title && open.Count > 0)
            {
                yield return string.Join("\n\n", open);
                open.Clear();
            }

            open.Add(MarkdownWriter.Write(block.Block));
        }

        if (open.Count > 0)
        {
            yield return string.Join("\n\n", open);
        }
    }

    static IEnumerable<string> Limit(string text, int limit, int separator = 0)
    {
        if (text.Length <= limit)
        {
            return text.Length > 0 ? [text] : [];
        }

        if (separator == s_separators.Length)
        {
            return text.Chunk(limit).Select(piece => new string(piece));
        }

        string between = s_separators[separator];
        return Pack(text.Split(between).SelectMany(piece => Limit(piece, limit, separator + 1)), between, limit);
    }

    static IEnumerable<string> Pack(IEnumerable<string> pieces, string between, int limit)
    {
        string open = "";
        foreach (string piece in pieces)
        {
            if (open.Length > 0 && open.Length + between.Length + piece.Length > limit)
            {
                yield return open;
                open = "";
            }

            open = open.Length == 0 ? piece : open + between + piece;
        }

        if (open.Length > 0)
        {
            yield return open;
        }
    }
}

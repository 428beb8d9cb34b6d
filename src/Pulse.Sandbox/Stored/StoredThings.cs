using Pulse.Sandbox.Jobs;
using Pulse.Sandbox.Results;

namespace Pulse.Sandbox.Stored;

/// <summary>A document that was extracted and kept, for the steps that follow on an extraction.</summary>
sealed record StoredExtraction(string Id, string Organization, NumberedDocument Document) : IStored
{
    // Besides its text each word, line and cell has a box and an object or two.
    const int BytesPerCharacter = 8;
    const int BytesPerWord = 120;

    public long Size { get; } = Document.Pages.Sum(page =>
        ((long)page.Words.Count * BytesPerWord) + ((page.Markdown?.Length ?? 0) * 2L) + page.Blocks.Sum(block => (block.Text.Length + 32L) * BytesPerCharacter));
}

/// <summary>An extraction whose pages were distinguished by topics.</summary>
/// <param name="Id">The split's id.</param>
/// <param name="Organization">Whose it is.</param>
/// <param name="Extraction">What was split.</param>
/// <param name="Splits">The pages of each topic, in the order of the request.</param>
sealed record StoredSplit(string Id, string Organization, StoredExtraction Extraction, IReadOnlyList<KeyValuePair<string, IReadOnlyList<int>>> Splits) : IStored
{
    public long Size => Splits.Sum(split => split.Value.Count * sizeof(int));
}

/// <summary>A workbook that was made by filling a template.</summary>
sealed record StoredWorkbook(string Id, string Organization, ReadOnlyMemory<byte> Bytes) : IStored
{
    public long Size => Bytes.Length;
}

/// <summary>A form's PDF, as it came or as it was changed.</summary>
sealed record StoredForm(string Id, string Organization, ReadOnlyMemory<byte> Pdf) : IStored
{
    public long Size => Pdf.Length;
}

/// <summary>A file that a job has made.</summary>
sealed record StoredFile(string Id, string Organization, string MediaType, ReadOnlyMemory<byte> Bytes) : IStored
{
    public long Size => Bytes.Length;

    /// <summary>The id of one of several files of a job. Job ids have no slash in them.</summary>
    public static string IdOf(string jobId, string name) => $"{jobId}/{name}";
}

/// <summary>A batch and its children.</summary>
/// <param name="Id">The id of the batch's job.</param>
/// <param name="Organization">Whose it is.</param>
/// <param name="Kind">What its children do.</param>
/// <param name="Children">In the order of the request.</param>
sealed record StoredBatch(string Id, string Organization, BatchKind Kind, IReadOnlyList<BatchChild> Children) : IStored
{
    public long Size => 0;
}

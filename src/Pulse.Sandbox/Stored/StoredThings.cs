using System.Text.Json;
using Pulse.Sandbox.Documents.Isolation;
using Pulse.Sandbox.Jobs;
using Pulse.Sandbox.Results;

namespace Pulse.Sandbox.Stored;

/// <summary>A document that was extracted and kept, for the steps that follow on an extraction.</summary>
sealed class StoredExtraction(string id, string organization, NumberedDocument document) : IStored
{
    // As text: the objects of a document take more than ten times as much. No step needs the words one by one.
    readonly byte[] _document = KeptBytes.Pack(stream =>
        JsonSerializer.Serialize(stream, document.Source with { Pages = [.. document.Pages.Select(page => page with { Words = [] })] }, WorkerJsonContext.Default.SourceDocument));

    public string Id => id;

    public string Organization => organization;

    public long Size => _document.Length;

    /// <summary>The document, made again: whoever needs it more than once holds it meanwhile.</summary>
    public NumberedDocument Read()
    {
        using Stream stream = KeptBytes.Unpack(_document);
        return NumberedDocument.Create(JsonSerializer.Deserialize(stream, WorkerJsonContext.Default.SourceDocument)!, selection: null);
    }
}

/// <summary>An extraction whose pages were distinguished by topics.</summary>
/// <param name="Id">The split's id.</param>
/// <param name="Organization">Whose it is.</param>
/// <param name="Extraction">What was split.</param>
/// <param name="Splits">The pages of each topic, in the order of the request.</param>
sealed record StoredSplit(string Id, string Organization, StoredExtraction Extraction, IReadOnlyList<KeyValuePair<string, IReadOnlyList<int>>> Splits) : IStored
{
    // The extraction may be forgotten before its split.
    public long Size => Extraction.Size + Splits.Sum(split => split.Value.Count * sizeof(int));
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

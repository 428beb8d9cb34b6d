using System.Collections.Concurrent;
using Pulse.Sandbox.Results;

namespace Pulse.Sandbox.Jobs;

/// <summary>A document that was extracted and kept, for the steps that follow on an extraction.</summary>
sealed record StoredExtraction(string Id, string Organization, NumberedDocument Document);

/// <summary>The kept extractions by id. Thread-safe.</summary>
sealed class ExtractionStore
{
    readonly ConcurrentDictionary<string, StoredExtraction> _extractions = new(StringComparer.Ordinal);

    public void Add(StoredExtraction extraction) => _extractions[extraction.Id] = extraction;

    public StoredExtraction? Find(string id) => _extractions.GetValueOrDefault(id);

    public void Clear() => _extractions.Clear();
}

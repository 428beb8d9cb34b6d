using Pulse.Sandbox.Http;
using Pulse.Sandbox.Jobs;
using Pulse.Sandbox.Results;
using Pulse.Sandbox.Server;
using Pulse.Sandbox.Stored;

namespace Pulse.Sandbox.Steps;

/// <summary>What a step works on.</summary>
/// <param name="ExtractionIds">The extractions it comes from.</param>
/// <param name="Read">Reads their pages; whoever needs them more than once holds them meanwhile.</param>
sealed record StepSource(IReadOnlyList<string> ExtractionIds, Func<NumberedDocument> Read)
{
    public static StepSource Of(StoredExtraction extraction) => new([extraction.Id], extraction.Read);

    /// <summary>Finds an extraction, or all completed extractions of a batch.</summary>
    /// <exception cref="ApiException">There is nothing of that id, or it is another organization's.</exception>
    public static StepSource Find(SandboxState state, string organization, string id) =>
        state.Batches.Find(id) is { Kind: BatchKind.Extract } ? Combine(state, organization, ChildIds(state, organization, id)) : Of(state.Extractions.Get(id, organization));

    public static StepSource Combine(SandboxState state, string organization, IReadOnlyList<string> ids)
    {
        List<StoredExtraction> parts = [.. ids.Select(id => state.Extractions.Get(id, organization))];
        return new StepSource(ids, () => NumberedDocument.Combine([.. parts.Select(part => (part.Id, part.Read()))]));
    }

    /// <summary>The ids of what the completed children of a batch have made.</summary>
    public static IReadOnlyList<string> ChildIds(SandboxState state, string organization, string batchId)
    {
        StoredBatch batch = state.Batches.Get(batchId, organization);
        string[] ids = [.. batch.Children
            .Where(child => child.Job.Work is { IsCompletedSuccessfully: true, Result.Error: null })
            .Select(child => child.Job.Work.Result.StoredId)
            .OfType<string>()];
        return ids.Length > 0 ? ids : throw ApiErrors.InvalidBody($"The batch '{batchId}' has no completed children");
    }
}

using Pulse.Client.Results;

namespace Pulse.Client.Batch;

/// <summary>A store that several processes share, in terms of documents and paths, which need not be UTF-8.</summary>
sealed class SharedStore(IBatchStore store)
{
    internal Task AddAsync(IReadOnlyList<BatchDocument> documents, CancellationToken cancellationToken) =>
        store.AddAsync([.. documents.Select(TextOf).Distinct(StringComparer.Ordinal)], cancellationToken);

    /// <summary>Takes documents for this process.</summary>
    internal async Task<IReadOnlyList<BatchDocument>> TakeAsync(int count, CancellationToken cancellationToken)
    {
        IReadOnlyList<string> taken = await store.TakeAsync(count, cancellationToken).ConfigureAwait(false);
        return [.. taken.Select(static text => BatchDocument.IsUrl(text) ? BatchDocument.FromUrl(text) : BatchDocument.FromPath(RawPaths.FromText(text)))];
    }

    internal Task<bool> IsFinishedAsync(CancellationToken cancellationToken) => store.IsFinishedAsync(cancellationToken);

    internal Task PutBackAsync(BatchDocument document, TimeSpan delay) => store.PutBackAsync(TextOf(document), delay);

    internal Task EndAsync(BatchOutcome outcome) => store.EndAsync(
        TextOf(outcome.Document),
        outcome.State == BatchState.AlreadyDone ? BatchState.Completed : outcome.State,
        outcome.JobId,
        (outcome.Error ?? outcome.JournalError)?.Message,
        outcome.OutputPath is { } path ? RawPaths.ToText(Path.GetFileName(path)) : null);

    internal async Task<IBatchClaim?> ClaimAsync(string key, CancellationToken cancellationToken) =>
        await store.ClaimAsync(key, cancellationToken).ConfigureAwait(false) is { } claim ? new Claim(claim) : null;

    internal async Task<string> NameAsync(string source, IEnumerable<string> names) =>
        RawPaths.FromText(await store.NameAsync(RawPaths.ToText(source), [.. names.Select(RawPaths.ToText)]).ConfigureAwait(false));

    /// <summary>A document as every process can open it.</summary>
    /// <exception cref="ArgumentException">Only this process has it.</exception>
    static string TextOf(BatchDocument document) => document.Source is { } source
        ? RawPaths.ToText(source)
        : throw new ArgumentException($"'{RawPaths.Readable(document.Name)}' is no file and no URL. Processes that share a run (Store) must all be able to open a document.", nameof(document));

    sealed class Claim(IBatchClaim claim) : IBatchClaim
    {
        public async Task<BatchRecord> ReadAsync()
        {
            BatchRecord record = await claim.ReadAsync().ConfigureAwait(false);
            return record with { Outputs = record.Outputs?.ToDictionary(static output => RawPaths.FromText(output.Key), static output => output.Value, StringComparer.Ordinal) };
        }

        public Task<bool> IntentAsync(string document) => claim.IntentAsync(RawPaths.ToText(document));

        public Task RefusedAsync(string message) => claim.RefusedAsync(message);

        public Task UnknownAsync(string message) => claim.UnknownAsync(message);

        public Task SubmittedAsync(string jobId) => claim.SubmittedAsync(jobId);

        public Task DoneAsync(string jobId, string? output, string? hash) => claim.DoneAsync(jobId, output is null ? null : RawPaths.ToText(output), hash);

        public Task FailedAsync(string jobId, string message) => claim.FailedAsync(jobId, message);

        public ValueTask DisposeAsync() => claim.DisposeAsync();
    }
}

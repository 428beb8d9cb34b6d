using Pulse.Client.Results;

namespace Pulse.Client.Batch;

/// <summary>
/// A store that several processes share, in terms of documents and paths, which need not be UTF-8. Whatever it throws, its callers see a
/// <see cref="PulseException"/>: a store that somebody else has written must not cost a document its job.
/// </summary>
sealed class SharedStore(IBatchStore store)
{
    internal Task AddAsync(IReadOnlyList<BatchDocument> documents, CancellationToken cancellationToken)
    {
        string[] texts = [.. documents.Select(TextOf).Distinct(StringComparer.Ordinal)];
        return CallAsync(() => store.AddAsync(texts, cancellationToken), cancellationToken);
    }

    /// <summary>Takes documents for this process.</summary>
    internal async Task<IReadOnlyList<BatchDocument>> TakeAsync(int count, CancellationToken cancellationToken)
    {
        IReadOnlyList<string> taken = await CallAsync(() => store.TakeAsync(count, cancellationToken), cancellationToken).ConfigureAwait(false);
        return [.. taken.Select(static text => BatchDocument.IsUrl(text) ? BatchDocument.FromUrl(text) : BatchDocument.FromPath(RawPaths.FromText(text)))];
    }

    internal Task<bool> IsFinishedAsync(CancellationToken cancellationToken) => CallAsync(() => store.IsFinishedAsync(cancellationToken), cancellationToken);

    internal Task PutBackAsync(BatchDocument document, TimeSpan delay) => CallAsync(() => store.PutBackAsync(TextOf(document), delay));

    internal Task EndAsync(BatchOutcome outcome) => CallAsync(() => store.EndAsync(
        TextOf(outcome.Document),
        outcome.State == BatchState.AlreadyDone ? BatchState.Completed : outcome.State,
        outcome.JobId,
        (outcome.Error ?? outcome.JournalError)?.Message,
        outcome.OutputPath is { } path ? RawPaths.ToText(Path.GetFileName(path)) : null));

    internal async Task<IBatchClaim?> ClaimAsync(string key, CancellationToken cancellationToken) =>
        await CallAsync(() => store.ClaimAsync(key, cancellationToken), cancellationToken).ConfigureAwait(false) is { } claim ? new Claim(claim) : null;

    internal async Task<string> NameAsync(string source, IEnumerable<string> names) =>
        RawPaths.FromText(await CallAsync(() => store.NameAsync(RawPaths.ToText(source), [.. names.Select(RawPaths.ToText)])).ConfigureAwait(false));

    /// <summary>A document as every process can open it.</summary>
    /// <exception cref="ArgumentException">Only this process has it.</exception>
    static string TextOf(BatchDocument document) => document.Source is { } source
        ? RawPaths.ToText(source)
        : throw new ArgumentException($"'{RawPaths.Readable(document.Name)}' is no file and no URL. Processes that share a run (Store) must all be able to open a document.", nameof(document));

    static async Task<T> CallAsync<T>(Func<Task<T>> call, CancellationToken cancellationToken = default)
    {
        try
        {
            return await call().ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is not PulseException && !(exception is OperationCanceledException && cancellationToken.IsCancellationRequested))
        {
            throw new PulseException(PulseErrorCode.Internal, $"The store failed unexpectedly ({exception.GetType().Name}): {exception.Message}", exception);
        }
    }

    static Task<bool> CallAsync(Func<Task> call, CancellationToken cancellationToken = default) => CallAsync(
        async () =>
        {
            await call().ConfigureAwait(false);
            return true;
        },
        cancellationToken);

    sealed class Claim(IBatchClaim claim) : IBatchClaim
    {
        public async Task<BatchRecord> ReadAsync()
        {
            BatchRecord record = await CallAsync(claim.ReadAsync).ConfigureAwait(false);
            return record with { Outputs = record.Outputs?.ToDictionary(static output => RawPaths.FromText(output.Key), static output => output.Value, StringComparer.Ordinal) };
        }

        public Task<bool> IntentAsync(string document) => CallAsync(() => claim.IntentAsync(RawPaths.ToText(document)));

        public Task RefusedAsync(string message) => CallAsync(() => claim.RefusedAsync(message));

        public Task UnknownAsync(string message) => CallAsync(() => claim.UnknownAsync(message));

        public Task SubmittedAsync(string jobId) => CallAsync(() => claim.SubmittedAsync(jobId));

        public Task DoneAsync(string jobId, string? output, string? hash) => CallAsync(() => claim.DoneAsync(jobId, output is null ? null : RawPaths.ToText(output), hash));

        public Task FailedAsync(string jobId, string message) => CallAsync(() => claim.FailedAsync(jobId, message));

        public async ValueTask DisposeAsync()
        {
            try
            {
                await claim.DisposeAsync().ConfigureAwait(false);
            }
            catch (Exception exception) when (exception is not OutOfMemoryException)
            {
                // It has promised to throw nothing. What has become of the document counts more.
            }
        }
    }
}

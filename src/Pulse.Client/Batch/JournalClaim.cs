using Pulse.Client.Http;

namespace Pulse.Client.Batch;

/// <summary>A document's record in a journal, which this process has for itself.</summary>
sealed class JournalClaim(BatchJournal journal, string key) : IBatchClaim
{
    public Task<BatchRecord> ReadAsync() => Task.FromResult(journal.Find(key));

    public async Task<bool> IntentAsync(string document)
    {
        await Written(() => journal.Intent(key, document)).ConfigureAwait(false);
        return true;
    }

    public Task RefusedAsync(string message) => Written(() => journal.Refused(key, message));

    public Task UnknownAsync(string message) => Written(() => journal.Unknown(key, message));

    public Task SubmittedAsync(string jobId) => Written(() => journal.Submitted(key, jobId));

    public Task DoneAsync(string jobId, string? output, string? hash) => Written(() => journal.Done(key, jobId, output, hash));

    public Task FailedAsync(string jobId, string message) => Written(() => journal.Failed(key, jobId, message));

    public ValueTask DisposeAsync() => default;

    static async Task Written(Action write)
    {
        // It waits for the disk.
        await PoolThread.Enter();
        write();
    }
}

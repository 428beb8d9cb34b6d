namespace Pulse.Client.Batch;

/// <summary>A document's record in a journal, which this process has for itself.</summary>
sealed class JournalClaim(BatchJournal journal, string key) : IBatchClaim
{
    public Task<BatchRecord> ReadAsync() => Task.FromResult(journal.Find(key));

    public Task<bool> IntentAsync(string document)
    {
        journal.Intent(key, document);
        return Task.FromResult(true);
    }

    public Task RefusedAsync(string message) => Written(() => journal.Refused(key, message));

    public Task UnknownAsync(string message) => Written(() => journal.Unknown(key, message));

    public Task SubmittedAsync(string jobId) => Written(() => journal.Submitted(key, jobId));

    public Task DoneAsync(string jobId, string? output, string? hash) => Written(() => journal.Done(key, jobId, output, hash));

    public Task FailedAsync(string jobId, string message) => Written(() => journal.Failed(key, jobId, message));

    public ValueTask DisposeAsync() => default;

    static Task Written(Action write)
    {
        try
        {
            write();
            return Task.CompletedTask;
        }
        catch (PulseException exception)
        {
            return Task.FromException(exception);
        }
    }
}

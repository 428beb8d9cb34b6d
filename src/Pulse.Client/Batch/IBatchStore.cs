namespace Pulse.Client.Batch;

/// <summary>
/// The documents of a run and what is known of each, shared by processes: one object of each process, which has what it has taken until
/// it gives it back, is disposed of, or is taken for dead. <c>Pulse.Client.Postgres</c> has one. Documents are texts without meaning
/// for the store; they may contain NUL. Thread-safe. Methods throw a <see cref="PulseException"/> when the store cannot be reached for long.
/// </summary>
public interface IBatchStore : IAsyncDisposable
{
    /// <summary>Adds documents to the run. Those that it has already stay as they are.</summary>
    Task AddAsync(IReadOnlyCollection<string> documents, CancellationToken cancellationToken);

    /// <summary>Takes documents that have not ended, and that no other process has, for this one.</summary>
    /// <param name="count">At most so many; at least 1.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The documents; none if there is none at present.</returns>
    Task<IReadOnlyList<string>> TakeAsync(int count, CancellationToken cancellationToken);

    /// <summary>Whether all documents of the run have ended.</summary>
    Task<bool> IsFinishedAsync(CancellationToken cancellationToken);

    /// <summary>Gives a document back that has not ended.</summary>
    /// <param name="document">The document.</param>
    /// <param name="delay">How long nobody takes it.</param>
    Task PutBackAsync(string document, TimeSpan delay);

    /// <summary>Notes how a document has ended: nobody takes it any more.</summary>
    /// <param name="document">The document.</param>
    /// <param name="state">Completed, Failed, Unknown or Open.</param>
    /// <param name="jobId">Its job, as far as that is known.</param>
    /// <param name="message">What went wrong; null for nothing.</param>
    /// <param name="output">The name of its result's file; null for none.</param>
    Task EndAsync(string document, BatchState state, string? jobId, string? message, string? output);

    /// <summary>Takes the record of a document with its options, which is that of all runs.</summary>
    /// <param name="key">What tells it from all others.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The record; null while another process has it.</returns>
    Task<IBatchClaim?> ClaimAsync(string key, CancellationToken cancellationToken);

    /// <summary>Gives a document the name of a result file, the same each time.</summary>
    /// <param name="document">The document.</param>
    /// <param name="names">The names that it may have, the best first; the last is no other document's.</param>
    /// <returns>The first that is its own or nobody's.</returns>
    Task<string> NameAsync(string document, IReadOnlyList<string> names);
}

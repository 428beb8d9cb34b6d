namespace Pulse.Client.Batch;

/// <summary>
/// A document's record, which one process at a time may go on with. What is written is kept over the end of this process when the
/// method returns. A <see cref="BatchRunner"/> calls one method at a time. All but <see cref="IAsyncDisposable.DisposeAsync"/>, which throws nothing,
/// throw a <see cref="PulseException"/> for what cannot be read or written.
/// </summary>
public interface IBatchClaim : IAsyncDisposable
{
    /// <summary>Reads what is known.</summary>
    Task<BatchRecord> ReadAsync();

    /// <summary>
    /// Notes that the document will be sent: it is <see cref="BatchRecordState.Unknown"/> from now on. What follows is about this submit, whoever
    /// has the record then.
    /// </summary>
    /// <param name="document">Its name, for the reader.</param>
    /// <returns>False if another process has taken the record over meanwhile; then the document must not be sent.</returns>
    Task<bool> IntentAsync(string document);

    /// <summary>Notes that it was not accepted: it is new again.</summary>
    Task RefusedAsync(string message);

    /// <summary>Notes why nobody knows whether it was accepted.</summary>
    Task UnknownAsync(string message);

    /// <summary>Notes its job.</summary>
    Task SubmittedAsync(string jobId);

    /// <summary>Notes that the result of its job was delivered.</summary>
    /// <param name="jobId">The job.</param>
    /// <param name="output">The name of the result's file; null for none.</param>
    /// <param name="hash">What is in the file.</param>
    Task DoneAsync(string jobId, string? output, string? hash);

    /// <summary>Notes that its job has ended otherwise than completed.</summary>
    Task FailedAsync(string jobId, string message);
}

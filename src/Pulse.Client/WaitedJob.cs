namespace Pulse.Client;

/// <summary>The outcome of one of many waits: a completed job, or an error.</summary>
/// <param name="JobId">The job's id.</param>
/// <param name="Job">The completed job; if there is an error, the last snapshot, or null.</param>
/// <param name="Error">Null for a completed job; otherwise the exception that <see cref="JobsClient.WaitAsync"/> would have thrown.</param>
public sealed record WaitedJob(string JobId, Job? Job, PulseException? Error)
{
    /// <summary>Whether the job has completed.</summary>
    public bool IsCompleted => Error is null;

    /// <summary>Returns the completed job, or throws the error.</summary>
    /// <exception cref="PulseException">The job did not complete.</exception>
    public Job JobOrThrow() => Error is null ? Job! : throw Error;
}

namespace Pulse.Client;

/// <summary>How one of many waits ended: with a completed job, or with an error that tells why there is none.</summary>
/// <param name="JobId">The job.</param>
/// <param name="Job">The completed job; with an error the last snapshot, if there is one.</param>
/// <param name="Error">Null for a completed job; else what <see cref="JobsClient.WaitAsync"/> would have thrown.</param>
public sealed record WaitedJob(string JobId, Job? Job, PulseException? Error)
{
    /// <summary>Whether the job has completed.</summary>
    public bool IsCompleted => Error is null;

    /// <summary>The completed job, or the error as an exception.</summary>
    /// <exception cref="PulseException">The job did not complete.</exception>
    public Job JobOrThrow() => Error is null ? Job! : throw Error;
}

namespace Pulse.Client.Waiting;

/// <summary>How a wait ended.</summary>
enum WaitEnd
{
    /// <summary>The job reached a terminal status.</summary>
    Finished,

    /// <summary>The time, or the number of attempts, is used up.</summary>
    TimedOut,

    /// <summary>The caller stopped.</summary>
    Stopped,

    /// <summary>A failure that waiting cannot fix.</summary>
    Failed,
}

/// <summary>
/// The outcome of a wait, and the only place that knows which error it is. The last snapshot comes along with every end, and belongs
/// to the receiver.
/// </summary>
/// <param name="JobId">The job that was waited for.</param>
/// <param name="End">How the wait ended.</param>
/// <param name="Job">The last snapshot; null when no poll had succeeded.</param>
/// <param name="Failure">What made it fail or time out; null for the other ends.</param>
readonly record struct WaitOutcome(string JobId, WaitEnd End, Job? Job, PulseException? Failure = null)
{
    /// <summary>The error for callers; null when the job has completed. Made when it is asked for: many waits may end together.</summary>
    internal PulseException? Error => End switch
    {
        WaitEnd.Finished => Job!.Status switch
        {
            JobStatus.Completed => null,
            JobStatus.Failed => new PulseJobException(PulseErrorCode.JobFailed, $"Job '{Job.Id}' failed: {Job.Error ?? "the service gave no reason"}", Job),
            JobStatus.Canceled => new PulseJobException(PulseErrorCode.JobCanceled, $"Job '{Job.Id}' was canceled.", Job),
            _ => new PulseJobException(PulseErrorCode.JobExpired, $"Job '{Job.Id}' has expired: its output was purged after the retention time.", Job),
        },
        WaitEnd.Stopped => new PulseException(PulseErrorCode.Stopped, $"The wait for job '{JobId}' was stopped. The job may still run: wait for it again by its id.") { JobId = JobId, LastSnapshot = Job },
        _ => Failure,
    };

    /// <summary>The completed job, or the exception that .NET callers expect: a stopped wait is a canceled operation.</summary>
    internal Job JobOrThrow(CancellationToken cancellationToken) => Error switch
    {
        null => Job!,
        { Code: PulseErrorCode.Stopped } stopped => throw new PulseWaitStoppedException(stopped.Message, JobId, Job, cancellationToken),
        PulseException error => throw error,
    };
}

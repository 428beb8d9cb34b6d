namespace Pulse.Client.Waiting;

/// <summary>Turns the outcome of a wait into what .NET callers expect: a completed job or an exception.</summary>
static class Outcomes
{
    internal static Job JobOrThrow(WaitOutcome outcome, string jobId, CancellationToken cancellationToken) => outcome.End switch
    {
        WaitEnd.Finished when outcome.Job!.Status == JobStatus.Completed => outcome.Job,
        WaitEnd.Finished => throw JobError(outcome.Job!),
        WaitEnd.Stopped => throw new PulseWaitStoppedException($"The wait for job '{jobId}' was stopped. The job may still run: wait for it again by its id.", jobId, outcome.Job, cancellationToken),
        _ => throw outcome.Error!,
    };

    /// <summary>The error for a job that has ended otherwise than completed.</summary>
    internal static PulseJobException JobError(Job job) => job.Status switch
    {
        JobStatus.Failed => new(PulseErrorCode.JobFailed, $"Job '{job.Id}' failed: {job.Error ?? "the service gave no reason"}", job),
        JobStatus.Canceled => new(PulseErrorCode.JobCanceled, $"Job '{job.Id}' was canceled.", job),
        _ => new(PulseErrorCode.JobExpired, $"Job '{job.Id}' has expired: its output was purged after the retention time.", job),
    };
}

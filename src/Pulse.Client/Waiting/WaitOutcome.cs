using System.Globalization;

namespace Pulse.Client.Waiting;

/// <summary>How a wait ended.</summary>
enum WaitEnd : byte
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

    /// <summary>The error of a wait whose client was closed.</summary>
    internal static PulseException ClientClosed(string jobId) =>
        new(PulseErrorCode.Closed, $"The client was closed during the wait for job '{jobId}'. The job may still run.") { JobId = jobId };

    /// <summary>The error of a wait whose time or attempts are used up.</summary>
    /// <param name="left">The wait, and what was known of its job.</param>
    /// <param name="last">The last snapshot, which belongs to the error's receiver.</param>
    internal static PulseTimeoutException TimedOut(in LeftWait left, Job? last)
    {
        JobWait wait = left.Wait;
        string limit = wait.Attempt >= wait.Options.MaxAttempts
            ? string.Create(CultureInfo.InvariantCulture, $"after {wait.Attempt} polls (MaxAttempts)")
            : string.Create(CultureInfo.InvariantCulture, $"within {wait.Options.Timeout.TotalSeconds:0.###} s");
        string state = left.StatusText.Length == 0 ? "no poll succeeded" : $"its last status was '{left.StatusText}'";
        PulseException? lastFailure = left.LastFailure;
        string cause = lastFailure is null ? "" : $"; the last poll failed: {lastFailure.Message.TrimEnd('.')}";
        return new PulseTimeoutException($"Job '{wait.JobId}' did not end {limit}; {state}{cause}. The job may still run: wait for it again by its id.", lastFailure)
        {
            JobId = wait.JobId,
            LastSnapshot = last,
            HttpStatus = lastFailure?.HttpStatus ?? 0,
            RetryAfter = lastFailure?.RetryAfter,
        };
    }
}

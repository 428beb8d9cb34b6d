namespace Pulse.Client;

/// <summary>How a job is waited for. The defaults are the API's documented polling strategy (docs/api.md, section 5), with jitter and a limit.</summary>
public sealed partial record WaitOptions
{
    /// <summary>Whether somebody knows for sure that the job exists.</summary>
    internal bool IsKnownJob { get; init; }

    internal bool HasTimeout => Timeout > TimeSpan.Zero;

    internal void Validate()
    {
        Check(Timeout >= TimeSpan.Zero || Timeout == System.Threading.Timeout.InfiniteTimeSpan, nameof(Timeout), "must not be negative (zero: no limit)");
        Check(Timeout <= TimeSpan.FromDays(24), nameof(Timeout), "must be at most 24 days");
        ValidateDescribed();
    }

    static void Check(bool good, string name, string rule)
    {
        if (!good)
        {
            throw new ArgumentOutOfRangeException(name, $"{name} {rule}.");
        }
    }
}

/// <summary>How the moments of the polls are chosen. The numbers are those of <c>PULSE_POLL_...</c>.</summary>
public enum PollPolicy
{
    /// <summary>The API's documented strategy: growing delays, 1 s, ×1.5, at most 10 s (docs/api.md, section 5).</summary>
    Documented = 0,

    /// <summary>At the moments at which jobs have ended before, as far as this client has seen some end; else as documented. Initial delay, multiplier and jitter then hold only for the latter; the longest delay and the service's `Retry-After` for both.</summary>
    Adaptive = 1,
}

/// <summary>What adaptive polling strives for, measured against the documented policy. The numbers are those of <c>PULSE_GOAL_...</c>.</summary>
public enum AdaptiveGoal
{
    /// <summary>Fewer requests and sooner notice, both by about the same share.</summary>
    Balanced = 0,

    /// <summary>The same delay with as few requests as possible.</summary>
    FewerRequests = 1,

    /// <summary>The same number of requests with as little delay as possible.</summary>
    LessDelay = 2,
}

/// <summary>What a report of progress is about. The numbers are those of <c>PULSE_PROGRESS_...</c>.</summary>
public enum WaitEvent
{
    /// <summary>The status changed, or is seen for the first time.</summary>
    Status = 1,

    /// <summary>A poll brought nothing new.</summary>
    Poll = 2,

    /// <summary>A poll failed transiently; it will be repeated.</summary>
    Retry = 3,
}

/// <summary>A report from a wait.</summary>
/// <param name="Event">What happened.</param>
/// <param name="JobId">The job.</param>
/// <param name="Status">The status at the last good poll.</param>
/// <param name="StatusText">The same as the service wrote it; empty before the first good poll.</param>
/// <param name="Attempt">Polls so far.</param>
/// <param name="Waited">Time since the wait began.</param>
/// <param name="NextDelay">Time until the next poll; zero when there is none.</param>
/// <param name="Error">How a poll failed.</param>
public readonly record struct WaitProgress(
    WaitEvent Event,
    string JobId,
    JobStatus Status,
    string StatusText,
    int Attempt,
    TimeSpan Waited,
    TimeSpan NextDelay,
    PulseException? Error);

namespace Pulse.Client;

/// <summary>How a job is waited for. The defaults are the API's documented polling strategy (seed: polling strategy), with jitter and a limit.</summary>
public sealed record WaitOptions
{
    /// <summary>The limit of the entire wait: polls, retries, delays and a large result's download included.</summary>
    /// <value>Default: 30 minutes. Zero or <see cref="System.Threading.Timeout.InfiniteTimeSpan"/>: none.</value>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>The delay between the first poll, which is made at once, and the second.</summary>
    /// <value>Default: 1 s.</value>
    public TimeSpan InitialDelay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>What a delay is multiplied with after each poll, 1 to 10.</summary>
    /// <value>Default: 1.5.</value>
    public double Multiplier { get; init; } = 1.5;

    /// <summary>The longest delay, the initial one included; only a hint of the service makes one longer.</summary>
    /// <value>Default: 10 s.</value>
    public TimeSpan MaxDelay { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>By what share, 0 to 1, a delay is made longer or shorter at random, so that many waits do not march in step.</summary>
    /// <value>Default: 0.1.</value>
    public double Jitter { get; init; } = 0.1;

    /// <summary>The most polls; the wait then ends as if its time were up.</summary>
    /// <value>Default: none. The seed's sample uses 60.</value>
    public int? MaxAttempts { get; init; }

    /// <summary>Whether every poll is reported, and not only changes of the status.</summary>
    /// <value>Default: false.</value>
    public bool ReportEveryPoll { get; init; }

    /// <summary>Which policy chooses the moments of the polls.</summary>
    /// <value>Default: <see cref="PollPolicy.Documented"/>.</value>
    public PollPolicy Policy { get; init; }

    /// <summary>What <see cref="PollPolicy.Adaptive"/> does with what it has learned.</summary>
    /// <value>Default: <see cref="AdaptiveGoal.Balanced"/>.</value>
    public AdaptiveGoal AdaptiveGoal { get; init; }

    /// <summary>
    /// For how long a 404 is polled again where the job has been seen before, or was submitted by this client: replicas of the service
    /// may not know it yet. For any other job a 404 ends the wait at once.
    /// </summary>
    /// <value>Default: 1 minute. Zero: a 404 always ends the wait.</value>
    public TimeSpan NotFoundGrace { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Whether somebody knows for sure that the job exists.</summary>
    internal bool IsKnownJob { get; init; }

    internal bool HasTimeout => Timeout > TimeSpan.Zero;

    internal void Validate()
    {
        TimeSpan longest = TimeSpan.FromDays(24);
        Check(Timeout >= TimeSpan.Zero || Timeout == System.Threading.Timeout.InfiniteTimeSpan, nameof(Timeout), "must not be negative (zero: no limit)");
        Check(Timeout <= longest, nameof(Timeout), "must be at most 24 days");
        Check(InitialDelay > TimeSpan.Zero && InitialDelay <= longest, nameof(InitialDelay), "must be more than zero");
        Check(MaxDelay > TimeSpan.Zero && MaxDelay <= longest, nameof(MaxDelay), "must be more than zero");
        Check(Multiplier is >= 1 and <= 10, nameof(Multiplier), "must be from 1 to 10");
        Check(Jitter is >= 0 and <= 1, nameof(Jitter), "must be from 0 to 1");
        Check(Policy is PollPolicy.Documented or PollPolicy.Adaptive, nameof(Policy), "is none of the policies");
        Check(AdaptiveGoal is >= AdaptiveGoal.Balanced and <= AdaptiveGoal.LessDelay, nameof(AdaptiveGoal), "is none of the goals");
        Check(NotFoundGrace >= TimeSpan.Zero && NotFoundGrace <= longest, nameof(NotFoundGrace), "must be from zero to 24 days");
        Check(MaxAttempts is null or > 0, nameof(MaxAttempts), "must be more than zero");
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
    /// <summary>The API's documented strategy: growing delays, 1 s, ×1.5, at most 10 s (seed: polling strategy).</summary>
    Documented = 0,

    /// <summary>At the moments at which jobs have ended before, as far as this client has seen some end; else as documented. Initial delay, multiplier and jitter then hold only for the latter; the longest delay and the service's hints for both.</summary>
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

// Made by `make generate` from tools/Pulse.Describe/Options. Do not edit.
#nullable enable
namespace Pulse.Client;

public sealed partial record WaitOptions
{
    /// <summary>The time limit for the entire wait: polls, retries, delays and a large result's download included. Zero or <see cref="System.Threading.Timeout.InfiniteTimeSpan"/>: none.</summary>
    /// <value>Default: 30 minutes.</value>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>The delay between the first poll, which is made at once, and the second.</summary>
    /// <value>Default: 1 s.</value>
    public TimeSpan InitialDelay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The longest delay, the initial one included; only the service's <c>Retry-After</c> makes one longer.</summary>
    /// <value>Default: 10 s.</value>
    public TimeSpan MaxDelay { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>What a delay is multiplied with after each poll, 1 to 10.</summary>
    /// <value>Default: 1.5.</value>
    public double Multiplier { get; init; } = 1.5;

    /// <summary>The share, 0 to 1, by which a delay is made longer or shorter at random, so that many waits do not march in step.</summary>
    /// <value>Default: 0.1.</value>
    public double Jitter { get; init; } = 0.1;

    /// <summary>The most polls. The wait then ends as if its time were up.</summary>
    /// <value>Default: none.</value>
    public int? MaxAttempts { get; init; }

    /// <summary>Whether every poll is reported, and not only changes of the status.</summary>
    /// <value>Default: false.</value>
    public bool ReportEveryPoll { get; init; }

    /// <summary>Which policy chooses the moments of the polls.</summary>
    /// <value>Default: the documented one.</value>
    public PollPolicy Policy { get; init; }

    /// <summary>What the adaptive policy does with what it has learned.</summary>
    /// <value>Default: balanced.</value>
    public AdaptiveGoal AdaptiveGoal { get; init; }

    /// <summary>For how long a 404 is polled again where the job has been seen before, or was submitted by this client: replicas of the service may not know it yet. For any other job a 404 ends the wait at once. Zero: a 404 always ends the wait.</summary>
    /// <value>Default: 1 minute.</value>
    public TimeSpan NotFoundGrace { get; init; } = TimeSpan.FromMinutes(1);

    void ValidateDescribed()
    {
        TimeSpan longest = TimeSpan.FromDays(24);
        Check(InitialDelay > TimeSpan.Zero && InitialDelay <= longest, nameof(InitialDelay), "must be more than zero and at most 24 days");
        Check(MaxDelay > TimeSpan.Zero && MaxDelay <= longest, nameof(MaxDelay), "must be more than zero and at most 24 days");
        Check(Multiplier is (>= 1 and <= 10), nameof(Multiplier), "must be from 1 to 10");
        Check(Jitter is (>= 0 and <= 1), nameof(Jitter), "must be from 0 to 1");
        Check(MaxAttempts is null or (>= 1 and <= int.MaxValue), nameof(MaxAttempts), "must be more than zero");
        Check(Policy is (>= PollPolicy.Documented and <= PollPolicy.Adaptive), nameof(Policy), "is none of the policies");
        Check(AdaptiveGoal is (>= AdaptiveGoal.Balanced and <= AdaptiveGoal.LessDelay), nameof(AdaptiveGoal), "is none of the goals");
        Check(NotFoundGrace >= TimeSpan.Zero && NotFoundGrace <= longest, nameof(NotFoundGrace), "must be from zero to 24 days");
    }
}

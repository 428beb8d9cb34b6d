// Made by `make generate` from tools/Pulse.Describe/Options. Do not edit.
#nullable enable
namespace Pulse.Client;

public sealed partial record WaitOptions
{
    /// <summary>The timeout of the entire wait, including polls, delays, and the download of a large result. Zero or <see cref="System.Threading.Timeout.InfiniteTimeSpan"/>: none.</summary>
    /// <value>Default: 30 minutes.</value>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>The delay between the first poll, which is made immediately, and the second.</summary>
    /// <value>Default: 1 s.</value>
    public TimeSpan InitialDelay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The maximum delay, which also applies to the initial one. Only a <c>Retry-After</c> from the service can exceed it.</summary>
    /// <value>Default: 10 s.</value>
    public TimeSpan MaxDelay { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The factor by which the delay grows after each poll, 1 to 10.</summary>
    /// <value>Default: 1.5.</value>
    public double Multiplier { get; init; } = 1.5;

    /// <summary>The fraction, 0 to 1, by which each delay varies at random, so that many waits do not poll in step.</summary>
    /// <value>Default: 0.1.</value>
    public double Jitter { get; init; } = 0.1;

    /// <summary>The maximum number of polls. After the last one the wait ends as if it had timed out.</summary>
    /// <value>Default: none.</value>
    public int? MaxAttempts { get; init; }

    /// <summary>Whether every poll is reported, not only changes of the status.</summary>
    /// <value>Default: false.</value>
    public bool ReportEveryPoll { get; init; }

    /// <summary>The policy that decides when to poll.</summary>
    /// <value>Default: the documented one.</value>
    public PollPolicy Policy { get; init; }

    /// <summary>What the adaptive policy optimizes.</summary>
    /// <value>Default: balanced.</value>
    public AdaptiveGoal AdaptiveGoal { get; init; }

    /// <summary>How long a 404 is polled again if the job has been seen before or was submitted by this client, because replicas of the service may not know it yet. For any other job a 404 ends the wait immediately. Zero: a 404 always ends the wait.</summary>
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
        Check(Policy is (>= PollPolicy.Documented and <= PollPolicy.Adaptive), nameof(Policy), "is not a known policy");
        Check(AdaptiveGoal is (>= AdaptiveGoal.Balanced and <= AdaptiveGoal.LessDelay), nameof(AdaptiveGoal), "is not a known goal");
        Check(NotFoundGrace >= TimeSpan.Zero && NotFoundGrace <= longest, nameof(NotFoundGrace), "must be from zero to 24 days");
    }
}

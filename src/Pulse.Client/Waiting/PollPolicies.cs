namespace Pulse.Client.Waiting;

/// <summary>When a wait wants its job polled. Changes nothing.</summary>
interface IPollPolicy
{
    /// <summary>The delay before the first poll of a wait that joins.</summary>
    TimeSpan FirstDelay(JobWait wait, WatchedJob job, long now);

    /// <summary>The delay after a poll that did not end the wait.</summary>
    TimeSpan NextDelay(JobWait wait, WatchedJob job, long now);
}

/// <summary>The policies of one watcher, one for each <see cref="PollPolicy"/>.</summary>
sealed class PollPolicies
{
    internal PollPolicies(DurationLearner durations, WatcherClock clock, Func<double> randomizer)
    {
        Documented = new DocumentedPolicy(randomizer);
        Adaptive = new AdaptivePolicy(durations, Documented, clock, randomizer);
    }

    internal DocumentedPolicy Documented { get; }

    internal AdaptivePolicy Adaptive { get; }

    /// <summary>The policy that a wait asks for.</summary>
    internal IPollPolicy For(JobWait wait) => wait.Options.Policy == PollPolicy.Adaptive ? Adaptive : Documented;
}

using Pulse.Client.Http;

namespace Pulse.Client.Waiting;

/// <summary><see cref="PollPolicy.Documented"/>: at once, then after delays each a multiple of the one before, up to the cap (docs/api.md, section 5).</summary>
sealed class DocumentedPolicy(Func<double> randomizer) : IPollPolicy
{
    public TimeSpan FirstDelay(JobWait wait, WatchedJob job, long now) => TimeSpan.Zero;

    public TimeSpan NextDelay(JobWait wait, WatchedJob job, long now) => Backoff.Jitter(Grown(wait.Options, wait.Attempt), wait.Options.Jitter, randomizer);

    // Before jitter. It grows also where another policy decides, which may have to fall back any time.
    static TimeSpan Grown(WaitOptions options, int pollsBefore)
    {
        double grown = options.InitialDelay.Ticks * Math.Min(Math.Pow(options.Multiplier, pollsBefore), long.MaxValue);
        return grown < options.MaxDelay.Ticks ? TimeSpan.FromTicks((long)grown) : options.MaxDelay;
    }
}

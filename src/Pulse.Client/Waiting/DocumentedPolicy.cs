using Pulse.Client.Http;

namespace Pulse.Client.Waiting;

/// <summary><see cref="PollPolicy.Documented"/>: at once, then after delays each a multiple of the one before, up to the cap (docs/api.md, section 5).</summary>
sealed class DocumentedPolicy(Func<double> randomizer) : IPollPolicy
{
    public TimeSpan FirstDelay(JobWait wait, WatchedJob job, long now) => TimeSpan.Zero;

    public TimeSpan NextDelay(JobWait wait, WatchedJob job, long now) => Backoff.Jitter(Grown(wait), wait.Options.Jitter, randomizer);

    /// <summary>The delay that follows the last one, before jitter. It grows also where another policy decides, which may have to fall back any time.</summary>
    internal static TimeSpan Grown(JobWait wait)
    {
        WaitOptions options = wait.Options;
        TimeSpan grown = wait.Delay == TimeSpan.Zero ? options.InitialDelay : wait.Delay * options.Multiplier;
        return grown < options.MaxDelay ? grown : options.MaxDelay;
    }
}

namespace Pulse.Client.Http;

/// <summary>The delay before a repeated request (docs/api.md, section 8): what the service asks for (`Retry-After`), else 1 s doubled each time, with 10 % jitter; at most 60 s.</summary>
static class Backoff
{
    static readonly TimeSpan s_cap = TimeSpan.FromSeconds(60);

    internal static TimeSpan Delay(int retry, TimeSpan? hint, Func<double> randomizer)
    {
        TimeSpan delay = hint ?? Jitter(TimeSpan.FromSeconds(Math.Pow(2, Math.Min(retry, 10))), 0.1, randomizer);
        return delay < s_cap ? delay : s_cap;
    }

    /// <summary>Spreads a delay evenly over plus or minus the given share of it.</summary>
    internal static TimeSpan Jitter(TimeSpan delay, double share, Func<double> randomizer) =>
        delay * (1 + (share * ((2 * randomizer()) - 1)));
}

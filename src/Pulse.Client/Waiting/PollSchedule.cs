using Pulse.Client.Http;

namespace Pulse.Client.Waiting;

/// <summary>The documented polling policy (seed: polling strategy): 1 s, ×1.5, at most 10 s, plus jitter; a hint of the service lengthens a delay.</summary>
struct PollSchedule(WaitOptions options, Func<double> randomizer)
{
    TimeSpan _delay = options.InitialDelay < options.MaxDelay ? options.InitialDelay : options.MaxDelay;

    internal TimeSpan Next(TimeSpan? serverHint)
    {
        TimeSpan delay = Backoff.Jitter(_delay, options.Jitter, randomizer);
        TimeSpan grown = _delay * options.Multiplier;
        _delay = grown < options.MaxDelay ? grown : options.MaxDelay;
        return serverHint > delay ? serverHint.Value : delay;
    }
}

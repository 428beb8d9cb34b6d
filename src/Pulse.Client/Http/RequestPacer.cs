namespace Pulse.Client.Http;

/// <summary>Spaces the starts of requests evenly. One number is all its state: the moment at which the next request may start.</summary>
sealed class RequestPacer(double perSecond, TimeProvider clock)
{
    readonly Lock _lock = new();
    readonly long _start = clock.GetTimestamp();
    TimeSpan _next;

    /// <summary>Takes the next place and waits for its moment.</summary>
    internal Task WaitAsync(CancellationToken cancellationToken)
    {
        if (perSecond <= 0)
        {
            return Task.CompletedTask;
        }

        TimeSpan delay;
        lock (_lock)
        {
            TimeSpan now = clock.GetElapsedTime(_start);
            TimeSpan slot = _next > now ? _next : now;
            _next = slot + TimeSpan.FromSeconds(1 / perSecond);
            delay = slot - now;
        }

        return delay <= TimeSpan.Zero ? Task.CompletedTask : Task.Delay(delay, clock, cancellationToken);
    }
}

namespace Pulse.Client.Waiting;

/// <summary>A timer for whatever is due first; it is set again only when something earlier comes up.</summary>
class WatcherTimer : IDisposable
{
    readonly ITimer _timer;
    readonly Action _due;
    long _armedFor = long.MaxValue;

    internal WatcherTimer(TimeProvider clock, Action due)
    {
        _due = due;
        _timer = clock.CreateTimer(static state => ((WatcherTimer)state!).Fire(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public void Dispose() => _timer.Dispose();

    /// <summary>The caller holds the watcher's lock.</summary>
    internal void Arm(long due, long now)
    {
        if (due >= Interlocked.Read(ref _armedFor))
        {
            return;
        }

        Interlocked.Exchange(ref _armedFor, due);

        // Timers count whole milliseconds and drop the rest: rounded up, none is too early. After 24 days it looks again.
        const long longest = 24 * TimeSpan.TicksPerDay;
        long ticks = Math.Clamp(due - now, 0, longest) + TimeSpan.TicksPerMillisecond - 1;
        _timer.Change(TimeSpan.FromMilliseconds(ticks / TimeSpan.TicksPerMillisecond), Timeout.InfiniteTimeSpan);
    }

    /// <summary>Nothing is left to be due.</summary>
    internal void Disarm()
    {
        Interlocked.Exchange(ref _armedFor, long.MaxValue);
        _timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    void Fire()
    {
        Interlocked.Exchange(ref _armedFor, long.MaxValue);
        _due();
    }
}

/// <summary>The timer of limits. Nothing rests on them, which is how tests on a fake clock tell them from delays.</summary>
sealed class DeadlineTimer(TimeProvider clock, Action due) : WatcherTimer(clock, due);

namespace Pulse.Bench.Simulator;

/// <summary>A clock that jumps from one timer to the next. Everything runs on one thread.</summary>
sealed class VirtualClock : TimeProvider
{
    static readonly DateTimeOffset s_start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    readonly List<Timer> _timers = [];

    internal long Ticks { get; private set; }

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => Ticks;

    public override DateTimeOffset GetUtcNow() => s_start.AddTicks(Ticks);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        Timer timer = new(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Runs all timers up to a moment, and stands there.</summary>
    internal void RunTo(long ticks)
    {
        while (Earliest() is { } timer && timer.Due <= ticks)
        {
            Ticks = Math.Max(Ticks, timer.Due);
            _timers.Remove(timer);
            timer.Fire();
        }

        Ticks = Math.Max(Ticks, ticks);
    }

    /// <summary>Runs the next timer; false when there is none.</summary>
    internal bool RunNext()
    {
        if (Earliest() is not { } timer)
        {
            return false;
        }

        RunTo(timer.Due);
        return true;
    }

    Timer? Earliest()
    {
        Timer? earliest = null;
        foreach (Timer timer in _timers)
        {
            earliest = earliest is null || timer.Due < earliest.Due ? timer : earliest;
        }

        return earliest;
    }

    sealed class Timer(VirtualClock clock, TimerCallback callback, object? state) : ITimer
    {
        internal long Due { get; private set; }

        internal void Fire() => callback(state);

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            clock._timers.Remove(this);
            if (dueTime >= TimeSpan.Zero)
            {
                Due = clock.Ticks + dueTime.Ticks;
                clock._timers.Add(this);
            }

            return true;
        }

        public void Dispose() => clock._timers.Remove(this);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return default;
        }
    }
}

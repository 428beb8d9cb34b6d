namespace Pulse.Client.Waiting;

/// <summary>The clock of one watcher: ticks since it was made, which never go back.</summary>
sealed class WatcherClock(TimeProvider provider)
{
    readonly long _start = provider.GetTimestamp();

    internal long Now => provider.GetElapsedTime(_start).Ticks;

    /// <summary>What it reads the time from, for timers and the wall clock.</summary>
    internal TimeProvider Provider => provider;
}

namespace Pulse.Client.Waiting;

/// <summary>
/// <see cref="PollPolicy.Adaptive"/>: when jobs of its kind and size are likely to end; as documented while there is not enough
/// evidence. The evidence comes from all jobs, whatever policy their waits have.
/// </summary>
sealed class AdaptivePolicy(DurationLearner durations, DocumentedPolicy documented, WatcherClock clock, Func<double> randomizer) : IPollPolicy
{
    public TimeSpan FirstDelay(JobWait wait, WatchedJob job, long now) => Learned(wait, job, now) ?? documented.FirstDelay(wait, job, now);

    public TimeSpan NextDelay(JobWait wait, WatchedJob job, long now) => Learned(wait, job, now) ?? documented.NextDelay(wait, job, now);

    /// <summary>What this client knows of the submit of a job; null when it knows nothing.</summary>
    internal JobHistory? Recall(string jobId, long now) =>
        durations.TryRecall(jobId, out JobOrigin origin, out TimeSpan age) ? new JobHistory(origin) { BornAt = now - age.Ticks } : null;

    /// <summary>Notes a poll that found a job under way; for the holder of the gate.</summary>
    internal void Saw(WatchedJob job, Job snapshot, long now)
    {
        if (job.History is not { } history)
        {
            return;
        }

        history.SeenRunningAt = now;
        if (history.BornAt == long.MinValue && snapshot.CreatedAt is { } created)
        {
            // The clocks of two machines differ: an age below zero is that of a job just made.
            history.BornAt = now - Math.Max((clock.Provider.GetUtcNow() - created).Ticks, 0);
        }
    }

    /// <summary>Learns from a job that has ended.</summary>
    internal void Learn(Job ended, JobHistory? history, long now)
    {
        if (ended.Status != JobStatus.Completed)
        {
            return;
        }

        if (ended.CreatedAt is { } created && ended.UpdatedAt is { } updated && updated > created)
        {
            durations.Observe(history?.Origin ?? default, updated - created);
        }
        else if (history is { BornAt: not long.MinValue, SeenRunningAt: not long.MinValue })
        {
            // It ended between two polls; where in between nobody knows.
            long somewhere = history.SeenRunningAt + (long)(randomizer() * (now - history.SeenRunningAt));
            durations.Observe(history.Origin, TimeSpan.FromTicks(somewhere - history.BornAt));
        }
    }

    TimeSpan? Learned(JobWait wait, WatchedJob job, long now) =>
        job.History is { BornAt: not long.MinValue } history
            ? durations.NextDelay(history.Origin, TimeSpan.FromTicks(now - history.BornAt), wait.Options)
            : null;
}

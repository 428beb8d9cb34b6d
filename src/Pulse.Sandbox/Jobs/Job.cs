using Pulse.Sandbox.Control;

namespace Pulse.Sandbox.Jobs;

/// <summary>
/// A job. Its status is no stored value but follows from the clock: nothing has to run for time to pass, and a clock that
/// jumps takes every job with it. Thread-safe.
/// </summary>
sealed class Job : IDisposable
{
    // How long a reader waits for real work that is late on the sandbox's clock, before it is told that the job still runs.
    static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);

    readonly Lock _lock = new();
    readonly JobTiming _timing;
    readonly CancellationTokenSource _stop = new();
    DateTimeOffset? _canceled;
    ForcedJobState? _forced;
    DateTimeOffset? _forcedAt;
    int _pollsBefore;

    public Job(string id, string organization, DateTimeOffset createdAt, JobTiming timing, Func<CancellationToken, Task<JobOutcome>> work)
    {
        Id = id;
        Organization = organization;
        CreatedAt = createdAt;
        _timing = timing;
        Work = work(_stop.Token);
    }

    public string Id { get; }

    /// <summary>The jobs of a batch; empty for any other job. A batch is over when all of them are.</summary>
    public IReadOnlyList<BatchChild> Children { get; init; } = [];

    public string Organization { get; }

    public DateTimeOffset CreatedAt { get; }

    /// <summary>The real work, which never faults: what goes wrong in it is an outcome.</summary>
    public Task<JobOutcome> Work { get; }

    /// <summary>The state that the control plane has put over the real one; null when it has not.</summary>
    public ForcedJobState? Forced
    {
        get
        {
            lock (_lock)
            {
                return _pollsBefore > 0 ? null : _forced;
            }
        }
    }

    public void Force(ForcedJobState? state, DateTimeOffset now)
    {
        lock (_lock)
        {
            _forced = state;
            _forcedAt = now;
            _pollsBefore = state?.AfterPolls ?? 0;
        }
    }

    /// <summary>Counts a poll that has seen the real state.</summary>
    public void CountPoll(DateTimeOffset now)
    {
        lock (_lock)
        {
            if (_pollsBefore > 0 && --_pollsBefore == 0)
            {
                _forcedAt = now;
            }
        }
    }

    /// <param name="now">The time of the sandbox's clock.</param>
    /// <param name="cancellation">Ends a wait for real work.</param>
    /// <param name="waits">Whether to wait for real work that is late.</param>
    public async ValueTask<JobSnapshot> ObserveAsync(DateTimeOffset now, CancellationToken cancellation, bool waits = true)
    {
        if (Children.Count == 0)
        {
            return await ObserveSelfAsync(now, waits, cancellation).ConfigureAwait(false);
        }

        var children = new List<JobSnapshot>(Children.Count);
        foreach (BatchChild child in Children)
        {
            children.Add(await child.Job.ObserveAsync(now, cancellation, waits).ConfigureAwait(false));
        }

        JobSnapshot self = await ObserveSelfAsync(now, waits, cancellation).ConfigureAwait(false);
        if (self.Status == "completed" && Forced is null)
        {
            self = children.TrueForAll(child => child.IsTerminal)
                ? self with { UpdatedAt = children.Max(child => child.UpdatedAt) }
                : new JobSnapshot("processing", CreatedAt + (_timing.Base / 4), null);
        }

        return self with { Children = children };
    }

    async ValueTask<JobSnapshot> ObserveSelfAsync(DateTimeOffset now, bool waits, CancellationToken cancellation)
    {
        lock (_lock)
        {
            if (_pollsBefore == 0 && _forced?.Status is { } status)
            {
                return new JobSnapshot(status, _forcedAt, Work.IsCompletedSuccessfully && Work.Result.Error is null && status == "completed" ? Work.Result : null);
            }

            if (_canceled is not null)
            {
                return new JobSnapshot("canceled", _canceled, null);
            }
        }

        TimeSpan age = now - CreatedAt;
        TimeSpan pending = _timing.Base / 4;
        if (age < pending)
        {
            return new JobSnapshot("pending", null, null);
        }

        var processing = new JobSnapshot("processing", CreatedAt + pending, null);
        if (age < _timing.Base || !await IsWorkDoneAsync(waits, cancellation).ConfigureAwait(false))
        {
            return processing;
        }

        JobOutcome outcome = await Work.ConfigureAwait(false);
        DateTimeOffset end = CreatedAt + _timing.Base + (_timing.PerPage * outcome.Pages);
        if (now < end)
        {
            return processing;
        }

        // A cancel may have come in while this waited for the work.
        lock (_lock)
        {
            if (_canceled is not null)
            {
                return new JobSnapshot("canceled", _canceled, null);
            }
        }

        outcome.Large?.SetExpiry(end + _timing.LargeResultLifetime);
        return outcome.Error is not null ? new JobSnapshot("failed", end, outcome)
            : _timing.Retention is { } retention && now >= end + retention ? new JobSnapshot("expired", end + retention, null)
            : new JobSnapshot("completed", end, outcome);
    }

    /// <summary>Cancels the job if it is pending or processing.</summary>
    /// <returns>Whether the job is canceled by this call.</returns>
    public async ValueTask<bool> CancelAsync(DateTimeOffset now, CancellationToken cancellation)
    {
        JobSnapshot snapshot = await ObserveAsync(now, cancellation).ConfigureAwait(false);
        if (snapshot.Status is not ("pending" or "processing"))
        {
            return false;
        }

        lock (_lock)
        {
            if (_canceled is not null)
            {
                return false;
            }

            _canceled = now;
            _forced = null;
        }

        await _stop.CancelAsync().ConfigureAwait(false);
        foreach (BatchChild child in Children)
        {
            await child.Job.CancelAsync(now, cancellation).ConfigureAwait(false);
        }

        return true;
    }

    public void Dispose()
    {
        _stop.Cancel();
        _stop.Dispose();
    }

    async ValueTask<bool> IsWorkDoneAsync(bool waits, CancellationToken cancellation)
    {
        if (Work.IsCompleted || !waits)
        {
            return Work.IsCompleted;
        }

        try
        {
            await Work.WaitAsync(s_patience, cancellation).ConfigureAwait(false);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }
}

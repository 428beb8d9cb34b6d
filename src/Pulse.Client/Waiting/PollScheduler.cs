using System.Diagnostics.CodeAnalysis;
using System.Threading.RateLimiting;
using Pulse.Client.Diagnostics;

namespace Pulse.Client.Waiting;

/// <summary>
/// Starts polls when they are due: a heap, one timer, a bounded number of polls in flight, and a permit of the client's limiter for
/// each. The poll that fell due first goes first, so when there is more to do than the limits allow, all jobs are late by about the
/// same time, which is measured.
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "Close() disposes of the timer.")]
sealed class PollScheduler
{
    readonly Lock _gate;
    readonly WatcherClock _clock;
    readonly RateLimiter _limiter;
    readonly int _maxInFlight;
    readonly Action<WatchedJob, CancellationToken> _poll;
    readonly DueHeap<WatchedJob> _due = new();
    readonly LatenessHistogram _lateness = new();
    readonly WatcherTimer _timer;

    // A thread is starting polls. Whoever comes meanwhile leaves it what there is to do.
    bool _starting;
    bool _hasPermit;
    bool _awaitsPermit;
    bool _closed;
    int _inFlight;
    long _started;

    /// <param name="gate">Guards all state.</param>
    /// <param name="clock">Tells the time.</param>
    /// <param name="limiter">Shared by all requests of the client.</param>
    /// <param name="maxInFlight">Polls without a response at once.</param>
    /// <param name="poll">Begins a poll, without the gate; must not throw. <see cref="PollEnded"/> is owed for each.</param>
    internal PollScheduler(Lock gate, WatcherClock clock, RateLimiter limiter, int maxInFlight, Action<WatchedJob, CancellationToken> poll)
    {
        (_gate, _clock, _limiter, _maxInFlight, _poll) = (gate, clock, limiter, maxInFlight, poll);
        _timer = new WatcherTimer(clock.Provider, Run);
    }

    /// <summary>Polls started so far.</summary>
    internal long Started => Interlocked.Read(ref _started);

    /// <summary>Asks for a poll of a job at a moment, if none is due before; for the holder of the gate.</summary>
    internal void Schedule(WatchedJob job, long at)
    {
        _gate.AssertHeld();
        if (job.HeapIndex >= 0)
        {
            if (job.Due <= at)
            {
                return;
            }

            _due.Remove(job);
        }

        // During a poll it is not in the heap: when the poll is over, its waits say what they want then.
        job.Due = job.Polling ? Math.Min(job.Due, at) : at;
        if (!job.Polling)
        {
            _due.Add(job);
        }
    }

    /// <summary>Takes a job out if it is here; for the holder of the gate.</summary>
    internal void Remove(WatchedJob job)
    {
        _gate.AssertHeld();
        if (job.HeapIndex < 0)
        {
            return;
        }

        _due.Remove(job);
        if (_due.Count == 0 && !_closed)
        {
            _timer.Disarm();
        }
    }

    /// <summary>Starts what is due, as far as the limits allow, and sets the timer for the rest.</summary>
    internal void Run()
    {
        _gate.AssertNotHeld();
        while (true)
        {
            WatchedJob? next;
            bool needsPermit;
            CancellationToken token = default;
            long late = 0;
            lock (_gate)
            {
                if (_starting)
                {
                    return;
                }

                next = TakeDue(out needsPermit);
                if (next is not null)
                {
                    long now = _clock.Now;
                    late = Math.Max(now - next.Due, 0);
                    _lateness.Add(now, late);
                    next.Poll = new PollUnderWay(next.Waits.Any?.Terms.Headers);
                    token = next.Poll.Token;
                }
                else if (!needsPermit)
                {
                    return;
                }

                _starting = true;
            }

            if (next is not null)
            {
                Interlocked.Increment(ref _started);
                ClientMetrics.Polls.Add(1);
                ClientMetrics.Lateness.Record(late / (double)TimeSpan.TicksPerSecond);
                _poll(next, token);
            }
            else
            {
                _ = AwaitPermitAsync();
            }

            lock (_gate)
            {
                _starting = false;
            }
        }
    }

    /// <summary>A poll has ended: its place is free for the next.</summary>
    internal void PollEnded()
    {
        _gate.AssertNotHeld();
        lock (_gate)
        {
            _inFlight--;
        }
    }

    /// <summary>Whether no poll starts any more; for the holder of the gate.</summary>
    internal bool IsClosed
    {
        get
        {
            _gate.AssertHeld();
            return _closed;
        }
    }

    /// <summary>From here on no poll starts; for the holder of the gate.</summary>
    internal void Close()
    {
        _gate.AssertHeld();
        _closed = true;
        _timer.Dispose();
    }

    /// <summary>Fills in how punctual the polls are; for the holder of the gate.</summary>
    internal WaitStatistics Measure(WaitStatistics statistics)
    {
        _gate.AssertHeld();
        long now = _clock.Now;
        return statistics with
        {
            Polls = Started,
            PollsInFlight = _inFlight,
            LatenessMedian = _lateness.Quantile(now, 0.5),
            LatenessP99 = _lateness.Quantile(now, 0.99),
            LatenessMax = _lateness.Max,
            Behind = _due.TryPeek(out WatchedJob? first) && first.Due < now ? TimeSpan.FromTicks(now - first.Due) : TimeSpan.Zero,
        };
    }

    /// <summary>The job that is polled next, if that may happen now.</summary>
    WatchedJob? TakeDue(out bool needsPermit)
    {
        _gate.AssertHeld();
        needsPermit = false;
        if (_closed || !_due.TryPeek(out WatchedJob? first))
        {
            return null;
        }

        long now = _clock.Now;
        if (first.Due > now)
        {
            _timer.Arm(first.Due, now);
            return null;
        }

        // Each end of a poll, and each permit, comes back here.
        if (_inFlight >= _maxInFlight || _awaitsPermit)
        {
            return null;
        }

        if (!_hasPermit)
        {
            using RateLimitLease lease = _limiter.AttemptAcquire();
            if (!lease.IsAcquired)
            {
                _awaitsPermit = true;
                needsPermit = true;
                return null;
            }
        }

        _hasPermit = false;
        _inFlight++;
        _due.Remove(first);
        first.Phase = PollPhase.UnderWay;
        return first;
    }

    async Task AwaitPermitAsync()
    {
        using RateLimitLease lease = await _limiter.AcquireAsync().ConfigureAwait(false);
        lock (_gate)
        {
            _awaitsPermit = false;
            _hasPermit = true;
        }

        Run();
    }
}

using System.Threading.RateLimiting;
using Microsoft.Extensions.Logging;
using Pulse.Client.Diagnostics;
using Pulse.Client.Http;

namespace Pulse.Client.Waiting;

/// <summary>
/// Waits for any number of jobs: the door through which waits come, stop and are asked about. No thread, task, timer or closure per
/// waiting job. The work is done by
/// <list type="bullet">
/// <item><see cref="WaitRegistry"/>: who waits for which job (<see cref="JobWait"/>, <see cref="WatchedJob"/>);</item>
/// <item><see cref="PollScheduler"/>: starts polls when they are due and the limits allow it;</item>
/// <item><see cref="WaitDeadlines"/>: ends waits whose time is used up;</item>
/// <item><see cref="JobPoller"/>: makes one poll and tells all waits what it brought;</item>
/// <item><see cref="PollPolicies"/>: when the next poll is (<see cref="DocumentedPolicy"/>, <see cref="AdaptivePolicy"/>);</item>
/// <item><see cref="PollTolerance"/>: which failures of a poll a wait outlives;</item>
/// <item><see cref="WaitEnder"/>: ends each wait once, with a <see cref="WaitOutcome"/>.</item>
/// </list>
/// </summary>
/// <remarks>
/// The locking: there is one lock, the gate, and all of the above share it.
/// <para>
/// It guards the registry, both heaps with their timers, the counters of the scheduler, every <see cref="WatchedJob"/>, and of
/// every <see cref="JobWait"/> all but what its receiver adds. While a poll of a job is under way (<see cref="WatchedJob.Polling"/>),
/// that poll alone writes what is known of the job and how far its waits are: it writes under the gate, and may read without it.
/// </para>
/// <para>
/// It is held for a few instructions and never while anything is sent, parsed, logged or learned from, nor while a receiver is
/// called: receivers may come back at once. The locks that are taken inside it, those of the <see cref="DurationLearner"/>, of the
/// limiter and of timers, call nothing back.
/// </para>
/// <para>
/// Debug builds assert it (<see cref="LockAssertions"/>): what is for the holder of the gate, and what must not be done with it.
/// </para>
/// </remarks>
sealed class JobWatcher
{
    // What was seen this short a time ago is as good as a first poll.
    static readonly TimeSpan s_fresh = TimeSpan.FromMilliseconds(250);

    readonly Lock _gate = new();
    readonly WatcherClock _clock;
    readonly PollScheduler _scheduler;
    readonly WaitDeadlines _deadlines;
    readonly WaitRegistry _registry;
    readonly WaitEnder _ender;
    readonly PollPolicies _policies;
    readonly JobPoller _poller;
    bool _closed;

    internal JobWatcher(IJobSource source, RateLimiter limiter, int maxPolls, TimeProvider clock, Func<double> randomizer, ILogger logger)
    {
        Redactor = source.Redactor;
        Durations = new DurationLearner(clock);
        _clock = new WatcherClock(clock);
        _policies = new PollPolicies(Durations, _clock, randomizer);
        _scheduler = new PollScheduler(_gate, _clock, limiter, maxPolls, (job, token) => _ = _poller!.PollAsync(job, token));
        _deadlines = new WaitDeadlines(_gate, _clock, wait => _ender!.End(wait, WaitEnd.TimedOut));
        _registry = new WaitRegistry(_gate, _scheduler, _deadlines, Bodies);
        _ender = new WaitEnder(_gate, _registry, Bodies, source.Redactor);
        _poller = new JobPoller(_gate, source, _registry, _scheduler, _ender, _policies, new PollTolerance(Durations), Bodies, _clock, logger);
    }

    /// <summary>Takes the secrets out of what is said about a job.</summary>
    internal Redactor? Redactor { get; }

    /// <summary>Packs and unpacks the last snapshots of jobs.</summary>
    internal AlikeBodies Bodies { get; } = new();

    /// <summary>What this client has learned about how long jobs take.</summary>
    internal DurationLearner Durations { get; }

    internal long Polls => _scheduler.Started;

    internal WaitStatistics Statistics
    {
        get
        {
            lock (_gate)
            {
                return _scheduler.Measure(new WaitStatistics { Waits = _registry.Waits, Jobs = _registry.Jobs });
            }
        }
    }

    /// <summary>Begins a wait. Its end is told exactly once, whatever happens.</summary>
    internal void Add(JobWait wait)
    {
        bool closed;
        lock (_gate)
        {
            closed = _closed;
            if (!closed)
            {
                Enter(wait);
            }
        }

        if (closed)
        {
            wait.Ended(new(wait.JobId, WaitEnd.Failed, null, WaitOutcome.ClientClosed(wait.JobId)));
            return;
        }

        ClientMetrics.JobsWaiting.Add(1);
        _scheduler.Run();
    }

    /// <summary>Ends a wait early, at once; does nothing when it has ended.</summary>
    internal void Stop(JobWait wait) => _ender.End(wait, WaitEnd.Stopped);

    /// <summary>Asks for the next poll of a job now: somebody says that it has ended. Polling remains authoritative.</summary>
    internal bool Hurry(string jobId)
    {
        lock (_gate)
        {
            if (_registry.Find(jobId) is not { HasWaits: true } job)
            {
                return false;
            }

            // A poll that is under way may have been answered before the job ended, and plans the next one itself.
            if (!job.Polling)
            {
                _scheduler.Schedule(job, _clock.Now);
            }
            else if (job.Phase == PollPhase.UnderWay)
            {
                job.Phase = PollPhase.Hurried;
            }
        }

        _scheduler.Run();
        return true;
    }

    /// <summary>Ends all waits with <see cref="PulseErrorCode.Closed"/>.</summary>
    internal void Close()
    {
        List<LeftWait> left = [];
        List<CancellationTokenSource> polls = [];
        lock (_gate)
        {
            if (_closed)
            {
                return;
            }

            _closed = true;
            _scheduler.Close();
            _deadlines.Close();
            foreach (WatchedJob job in _registry.All)
            {
                if (job.Poll is { } poll)
                {
                    polls.Add(poll);
                }

                // A transfer that is cut off reports by itself what was received.
                foreach (JobWait wait in job.Phase == PollPhase.Following ? [] : job.Waits.ToArray())
                {
                    left.Add(_ender.Leave(wait));
                }
            }

            _registry.Clear();
        }

        foreach (CancellationTokenSource poll in polls)
        {
            poll.Cancel();
        }

        foreach (LeftWait wait in left)
        {
            _ender.Tell(wait, WaitEnd.Failed, WaitOutcome.ClientClosed(wait.Wait.JobId));
        }
    }

    void Enter(JobWait wait)
    {
        long now = _clock.Now;
        string jobId = wait.JobId;
        WatchedJob job = _registry.FindOrAdd(jobId, out bool isNew);
        if (isNew)
        {
            job.History = _policies.Adaptive.Recall(jobId, now);
        }

        if (wait.Options.Policy == PollPolicy.Adaptive)
        {
            job.History ??= new JobHistory(default);
        }

        wait.StartedAt = now;
        long firstPollAt = now + _policies.For(wait).FirstDelay(wait, job, now).Ticks;

        // Any number of waits that come one after another for the same job make no more polls than one.
        TimeSpan fresh = wait.Options.InitialDelay < s_fresh ? wait.Options.InitialDelay : s_fresh;
        firstPollAt = Math.Max(firstPollAt, now + job.LeftSincePoll(fresh, now).Ticks);
        _registry.Join(wait, job);
        _scheduler.Schedule(job, firstPollAt);
    }
}

using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Threading.RateLimiting;
using Microsoft.Extensions.Logging;
using Pulse.Client.Diagnostics;
using Pulse.Client.Http;

namespace Pulse.Client.Waiting;

/// <summary>Where the watcher gets jobs from.</summary>
interface IJobSource
{
    /// <summary>Takes the secrets out of what is said about a job.</summary>
    Redactor? Redactor { get; }

    /// <summary>Polls a job once, without repeating and without following.</summary>
    ValueTask<Job> PollAsync(string jobId, CancellationToken cancellationToken);

    /// <summary>Whether the end of this job is that of a wait, or a large result must be fetched first.</summary>
    bool NeedsFollowing(Job job);

    /// <summary>Puts a large result in its link's place.</summary>
    Task FollowAsync(Job job, CancellationToken cancellationToken);
}

/// <summary>
/// Waits for any number of jobs. There is one heap of polls and one of deadlines, a timer for each, and no thread, task,
/// timer or closure per waiting job. Polls start in the order in which they fell due, a bounded number of them at once, each
/// with a permit of the limiter that all requests of the client share. So when there is more to do than the limits allow,
/// what has waited longest goes first, and all jobs are late by about the same time, which is measured.
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "Close() disposes of both timers.")]
sealed class JobWatcher
{
    // A proxy's page in place of one answer is no reason to give up a job that is paid for; three in a row are.
    const int MostProtocolFailures = 3;

    // What was seen this short a time ago is as good as a first poll of one's own.
    static readonly TimeSpan s_fresh = TimeSpan.FromMilliseconds(250);

    readonly Lock _lock = new();
    readonly Dictionary<string, WatchedJob> _jobs = new(StringComparer.Ordinal);
    readonly DueHeap<WatchedJob> _polls = new();
    readonly DueHeap<JobWait> _deadlines = new();
    readonly LatenessHistogram _lateness = new();
    readonly IJobSource _source;
    readonly RateLimiter _limiter;
    readonly TimeProvider _clock;
    readonly Func<double> _randomizer;
    readonly ILogger _logger;
    readonly int _mostPolls;
    readonly long _start;
    readonly WatcherTimer _pollTimer;
    readonly WatcherTimer _deadlineTimer;
    readonly List<JobWait> _pooledBatch = [];
    bool _batchTaken;
    bool _pumping;
    bool _permit;
    bool _acquiring;
    bool _closed;
    int _inFlight;
    int _waits;
    long _pollCount;
    long _mostLate;

    /// <summary>Takes the secrets out of what is said about a job.</summary>
    internal Redactor? Redactor => _source.Redactor;

    internal JobWatcher(IJobSource source, RateLimiter limiter, int mostPolls, TimeProvider clock, Func<double> randomizer, ILogger logger)
    {
        _source = source;
        _limiter = limiter;
        _mostPolls = mostPolls;
        _clock = clock;
        _randomizer = randomizer;
        _logger = logger;
        _start = clock.GetTimestamp();
        _pollTimer = new WatcherTimer(clock, Pump);
        _deadlineTimer = new DeadlineTimer(clock, PassDeadlines);
        Durations = new DurationLearner(clock);
    }

    /// <summary>What this client has learned about how long jobs take.</summary>
    internal DurationLearner Durations { get; }

    internal long Polls => Interlocked.Read(ref _pollCount);

    long Now => _clock.GetElapsedTime(_start).Ticks;

    internal WaitStatistics Statistics
    {
        get
        {
            lock (_lock)
            {
                long now = Now;
                bool overdue = _polls.TryPeek(out WatchedJob? first) && first.Due < now;
                return new WaitStatistics
                {
                    Waits = _waits,
                    Jobs = _jobs.Count,
                    Polls = Polls,
                    PollsInFlight = _inFlight,
                    LatenessMedian = _lateness.Quantile(now, 0.5),
                    LatenessP99 = _lateness.Quantile(now, 0.99),
                    LatenessMax = TimeSpan.FromTicks(_mostLate),
                    Behind = overdue ? TimeSpan.FromTicks(now - first!.Due) : TimeSpan.Zero,
                };
            }
        }
    }

    /// <summary>Begins a wait. Its end is told exactly once, whatever happens.</summary>
    internal void Add(JobWait wait)
    {
        bool closed;
        lock (_lock)
        {
            closed = _closed;
            if (!closed)
            {
                Enter(wait, Now);
            }
        }

        if (closed)
        {
            wait.Ended(new(wait.JobId, WaitEnd.Failed, null, Closed(wait.JobId)));
            return;
        }

        ClientMetrics.JobsWaiting.Add(1);
        Pump();
    }

    /// <summary>Ends a wait early, at once; does nothing when it has ended.</summary>
    internal void Stop(JobWait wait) => End(wait, WaitEnd.Stopped);

    /// <summary>Asks for the next poll of a job now: somebody says that it has ended. A hint, the poll stays the truth.</summary>
    internal bool Hurry(string jobId)
    {
        lock (_lock)
        {
            if (!_jobs.TryGetValue(jobId, out WatchedJob? watched) || watched.First is null)
            {
                return false;
            }

            for (JobWait? wait = watched.First; wait is not null; wait = wait.Next)
            {
                wait.NextPollAt = Math.Min(wait.NextPollAt, Now);
            }

            if (!watched.Polling)
            {
                Schedule(watched);
            }
        }

        Pump();
        return true;
    }

    /// <summary>Ends all waits with <see cref="PulseErrorCode.Closed"/>.</summary>
    internal void Close()
    {
        List<(JobWait Wait, Job? Last)> ended = [];
        List<CancellationTokenSource> polls = [];
        lock (_lock)
        {
            if (_closed)
            {
                return;
            }

            _closed = true;
            foreach (WatchedJob watched in _jobs.Values)
            {
                if (watched.PollCancellation is { } poll)
                {
                    polls.Add(poll);
                }

                // A transfer that is cut off reports by itself what was received.
                while (!watched.Following && watched.First is { } wait)
                {
                    ended.Add((wait, Last(wait, watched)));
                    Leave(wait);
                }
            }

            _jobs.Clear();
        }

        _pollTimer.Dispose();
        _deadlineTimer.Dispose();
        foreach (CancellationTokenSource poll in polls)
        {
            poll.Cancel();
        }

        foreach ((JobWait wait, Job? last) in ended)
        {
            Tell(wait, new(wait.JobId, WaitEnd.Failed, last, Closed(wait.JobId)));
        }
    }

    void Enter(JobWait wait, long now)
    {
        ref WatchedJob? watched = ref CollectionsMarshal.GetValueRefOrAddDefault(_jobs, wait.JobId, out bool known);
        if (!known)
        {
            watched = new WatchedJob(wait.JobId);
            if (Durations.TryRecall(wait.JobId, out JobOrigin origin, out TimeSpan age))
            {
                watched.History = new JobHistory(origin) { BornAt = now - age.Ticks };
            }
        }

        if (wait.Options.Policy == PollPolicy.Adaptive)
        {
            watched!.History ??= new JobHistory(default);
        }

        wait.StartedAt = now;
        wait.NextPollAt = now + FirstDelay(wait, watched!, now).Ticks;
        if (watched!.LastPollAt != long.MinValue)
        {
            // Any number of waits that come one after another for the same job make no more polls than one.
            TimeSpan fresh = wait.Options.InitialDelay < s_fresh ? wait.Options.InitialDelay : s_fresh;
            wait.NextPollAt = Math.Max(wait.NextPollAt, watched.LastPollAt + fresh.Ticks);
        }

        _waits++;
        watched.Add(wait);
        if (wait.Options.HasTimeout)
        {
            wait.Due = now + wait.Options.Timeout.Ticks;
            _deadlines.Add(wait);
            ArmDeadlines();
        }

        // A poll that is under way serves this wait too.
        if (!watched.Polling && (watched.HeapIndex < 0 || wait.NextPollAt < watched.Due))
        {
            Schedule(watched);
        }
    }

    /// <summary>The first poll is made at once (seed: polling strategy), unless the job is known to be too young to have ended.</summary>
    TimeSpan FirstDelay(JobWait wait, WatchedJob watched, long now) =>
        Learned(wait, watched, now) ?? TimeSpan.Zero;

    TimeSpan? Learned(JobWait wait, WatchedJob watched, long now) =>
        wait.Options.Policy == PollPolicy.Adaptive && watched.History is { BornAt: not long.MinValue } history
            ? Durations.NextDelay(history.Origin, TimeSpan.FromTicks(now - history.BornAt), wait.Options)
            : null;

    /// <summary>Puts a job where its earliest wait wants it. The caller holds the lock.</summary>
    void Schedule(WatchedJob watched)
    {
        if (watched.HeapIndex >= 0)
        {
            _polls.Remove(watched);
        }

        long due = long.MaxValue;
        for (JobWait? wait = watched.First; wait is not null; wait = wait.Next)
        {
            due = Math.Min(due, wait.NextPollAt);
        }

        watched.Due = due;
        _polls.Add(watched);
    }

    /// <summary>Starts what is due, as far as the limits allow, and sets the timer for the rest. One thread at a time does it.</summary>
    void Pump()
    {
        while (true)
        {
            WatchedJob? due;
            bool acquire = false;
            CancellationToken token = default;
            long late = 0;
            lock (_lock)
            {
                if (_pumping)
                {
                    return;
                }

                due = TakeDue(out acquire);
                if (due is not null)
                {
                    long now = Now;
                    late = Math.Max(now - due.Due, 0);
                    _lateness.Add(now, late);
                    _mostLate = Math.Max(_mostLate, late);
                    due.PollCancellation = new CancellationTokenSource();
                    token = due.PollCancellation.Token;
                }
                else if (!acquire)
                {
                    return;
                }

                _pumping = true;
            }

            if (due is not null)
            {
                Interlocked.Increment(ref _pollCount);
                ClientMetrics.Polls.Add(1);
                ClientMetrics.Lateness.Record(late / (double)TimeSpan.TicksPerSecond);
                _ = PollAsync(due, token);
            }
            else
            {
                _ = AcquireAsync();
            }

            lock (_lock)
            {
                _pumping = false;
            }
        }
    }

    /// <summary>The job that is polled next, if that may happen now. The caller holds the lock.</summary>
    WatchedJob? TakeDue(out bool acquire)
    {
        acquire = false;
        if (_closed || !_polls.TryPeek(out WatchedJob? first))
        {
            return null;
        }

        if (first.Due > Now)
        {
            _pollTimer.Arm(first.Due, Now);
            return null;
        }

        // Each end of a poll, and each permit, comes back here.
        if (_inFlight >= _mostPolls || _acquiring)
        {
            return null;
        }

        if (!_permit)
        {
            using RateLimitLease lease = _limiter.AttemptAcquire();
            if (!lease.IsAcquired)
            {
                _acquiring = true;
                acquire = true;
                return null;
            }
        }

        _permit = false;
        _inFlight++;
        _polls.Remove(first);
        first.Polling = true;
        return first;
    }

    async Task AcquireAsync()
    {
        using RateLimitLease lease = await _limiter.AcquireAsync().ConfigureAwait(false);
        lock (_lock)
        {
            _acquiring = false;
            _permit = true;
        }

        Pump();
    }

    async Task PollAsync(WatchedJob watched, CancellationToken token)
    {
        Job? job = null;
        PulseException? failure = null;
        try
        {
            job = await _source.PollAsync(watched.Id, token).ConfigureAwait(false);
        }
        catch (PulseException exception)
        {
            failure = exception;
        }
        catch (OperationCanceledException)
        {
            // Nobody waits for it any more.
        }
        catch (Exception exception)
        {
            failure = new PulseException(PulseErrorCode.Internal, $"A poll of job '{watched.Id}' failed in an unforeseen way ({exception.GetType().Name}): {exception.Message}", exception) { JobId = watched.Id };
        }

        lock (_lock)
        {
            _inFlight--;
        }

        // The place is free for the next poll, whatever becomes of this answer.
        if (job is { IsTerminal: true })
        {
            Pump();
            await FinishAsync(watched, job, token).ConfigureAwait(false);
            return;
        }

        Continue(watched, job, failure);
        Pump();
    }

    /// <summary>Tells all waits that their job goes on, or how the poll failed, and plans the next.</summary>
    void Continue(WatchedJob watched, Job? job, PulseException? failure)
    {
        long now = Now;
        watched.LastPollAt = now;
        if (job is not null)
        {
            Remember(watched, job, now);
        }
        else if (failure is not null)
        {
            watched.LastFailure = failure;
            watched.NotFoundSince = failure.Code == PulseErrorCode.NotFound ? Math.Min(watched.NotFoundSince, now) : long.MaxValue;
            watched.ProtocolFailures += failure.Code == PulseErrorCode.Protocol ? 1 : 0;
        }

        JobWait? only = null;
        List<JobWait>? several = null;
        lock (_lock)
        {
            Collect(watched, ref only, ref several);
        }

        if (only is not null)
        {
            Continue(only, watched, job, failure, now);
        }

        if (several is not null)
        {
            foreach (JobWait wait in several)
            {
                Continue(wait, watched, job, failure, now);
            }
        }

        job?.Dispose();
        lock (_lock)
        {
            GiveBack(several);
            watched.Polling = false;
            watched.PollCancellation = null;
            if (watched.First is null)
            {
                Forget(watched);
            }
            else if (!_closed)
            {
                Schedule(watched);
            }
        }
    }

    void Continue(JobWait wait, WatchedJob watched, Job? job, PulseException? failure, long now)
    {
        TimeSpan waited = TimeSpan.FromTicks(now - wait.StartedAt);
        wait.Attempt++;
        if (job is null && failure is null)
        {
            // The poll was given up because nobody waited; somebody came in the meantime.
            wait.NextPollAt = now;
            return;
        }

        if (failure is not null && !MayPass(failure, wait.Options, watched, now))
        {
            failure.JobId ??= wait.JobId;
            End(wait, WaitEnd.Failed, failure);
            return;
        }

        bool spent = wait.Attempt == wait.Options.MaxAttempts;
        TimeSpan delay = spent ? TimeSpan.Zero : NextDelay(wait, watched, failure?.RetryAfter, now);
        wait.NextPollAt = now + delay.Ticks;
        Report(wait, watched, job, failure, waited, delay);
        if (failure is not null)
        {
            _logger.PollFailed(wait.JobId, failure.Code, failure.HttpStatus, delay.TotalMilliseconds);
        }

        if (spent)
        {
            End(wait, WaitEnd.TimedOut);
        }
    }

    bool MayPass(PulseException failure, WaitOptions options, WatchedJob watched, long now) => failure.Code switch
    {
        PulseErrorCode.Protocol => watched.ProtocolFailures < MostProtocolFailures,
        PulseErrorCode.NotFound => (options.IsKnownJob || watched.LastBody is not null || Durations.TryRecall(watched.Id, out _, out _))
            && now - watched.NotFoundSince < options.NotFoundGrace.Ticks,
        _ => RequestExecutor.IsTransient(failure),
    };

    TimeSpan NextDelay(JobWait wait, WatchedJob watched, TimeSpan? hint, long now)
    {
        WaitOptions options = wait.Options;
        TimeSpan? learned = Learned(wait, watched, now);

        // The documented policy (seed: polling strategy): each delay a multiple of the one before, up to the cap.
        TimeSpan grown = wait.Delay == TimeSpan.Zero ? options.InitialDelay : wait.Delay * options.Multiplier;
        wait.Delay = grown < options.MaxDelay ? grown : options.MaxDelay;
        TimeSpan delay = learned ?? Backoff.Jitter(wait.Delay, options.Jitter, _randomizer);
        return hint > delay ? hint.Value : delay;
    }

    /// <summary>Keeps what a poll has shown of a job that goes on.</summary>
    void Remember(WatchedJob watched, Job job, long now)
    {
        watched.ProtocolFailures = 0;
        watched.NotFoundSince = long.MaxValue;
        watched.LastFailure = null;
        if (watched.History is { } history)
        {
            history.SeenRunningAt = now;
            if (history.BornAt == long.MinValue && job.CreatedAt is { } created)
            {
                // The clocks of two machines differ: an age below zero is that of a job just made.
                history.BornAt = now - Math.Max((_clock.GetUtcNow() - created).Ticks, 0);
            }
        }

        watched.Status = job.Status;
        if (!string.Equals(watched.StatusText, job.StatusText, StringComparison.Ordinal))
        {
            watched.StatusText = Known(job.StatusText);
            _logger.JobStatusChanged(watched.Id, job.StatusText, watched.First?.Attempt + 1 ?? 0);
        }

        ReadOnlySpan<byte> body = job.Json.Span;
        if (!body.SequenceEqual(watched.LastBody))
        {
            byte[] kept = body.ToArray();
            lock (_lock)
            {
                watched.LastBody = kept;
            }
        }
    }

    // A hundred thousand jobs need not keep a hundred thousand copies of the same word.
    static string Known(string status) => status switch
    {
        "pending" => "pending",
        "processing" => "processing",
        _ => status,
    };

    static void Report(JobWait wait, WatchedJob watched, Job? job, PulseException? failure, TimeSpan waited, TimeSpan nextDelay)
    {
        WaitEvent what;
        if (failure is not null)
        {
            what = WaitEvent.Retry;
        }
        else
        {
            what = string.Equals(wait.SeenStatus, watched.StatusText, StringComparison.Ordinal) ? WaitEvent.Poll : WaitEvent.Status;
            wait.SeenStatus = watched.StatusText;
        }

        if (what == WaitEvent.Status || wait.Options.ReportEveryPoll)
        {
            wait.Progressed(new WaitProgress(what, wait.JobId, watched.Status, watched.StatusText, wait.Attempt, waited, nextDelay, failure));
        }

        if (what == WaitEvent.Status && wait.WantsSnapshots)
        {
            wait.Changed(job!.Share());
        }
    }

    /// <summary>The job has ended: fetches its large result if it has one, and ends all its waits.</summary>
    async Task FinishAsync(WatchedJob watched, Job job, CancellationToken token)
    {
        long now = Now;
        Learn(watched, job, now);
        watched.Status = job.Status;
        watched.StatusText = job.StatusText;
        _logger.JobStatusChanged(watched.Id, job.StatusText, watched.First?.Attempt + 1 ?? 0);
        JobWait? only = null;
        List<JobWait>? several = null;
        lock (_lock)
        {
            watched.Following = _source.NeedsFollowing(job);
            watched.LastBody = watched.Following ? job.Json.ToArray() : watched.LastBody;
            Collect(watched, ref only, ref several);
        }

        if (only is not null)
        {
            only.Attempt++;
            Report(only, watched, job, null, TimeSpan.FromTicks(now - only.StartedAt), TimeSpan.Zero);
        }

        if (several is not null)
        {
            foreach (JobWait wait in several)
            {
                wait.Attempt++;
                Report(wait, watched, job, null, TimeSpan.FromTicks(now - wait.StartedAt), TimeSpan.Zero);
            }
        }

        PulseException? failure = null;
        bool cutOff = false;
        if (watched.Following)
        {
            try
            {
                await _source.FollowAsync(job, token).ConfigureAwait(false);
            }
            catch (PulseException exception)
            {
                failure = exception;
            }
            catch (OperationCanceledException)
            {
                cutOff = true;
            }
            catch (Exception exception)
            {
                failure = new PulseException(PulseErrorCode.Internal, $"The large result of job '{watched.Id}' could not be fetched ({exception.GetType().Name}): {exception.Message}", exception) { JobId = watched.Id };
            }
        }

        List<JobWait> ended = several ?? [];
        ended.Clear();
        lock (_lock)
        {
            while (watched.First is { } wait)
            {
                Leave(wait);
                ended.Add(wait);
            }

            watched.Polling = false;
            watched.PollCancellation = null;
            Forget(watched);
        }

        for (int i = 0; i < ended.Count; i++)
        {
            JobWait wait = ended[i];
            if (cutOff && wait.AskedToEnd is null)
            {
                // It came when the last of the others had just left.
                Job? seen = i == ended.Count - 1 ? job : null;
                seen?.Dispose();
                Again(wait);
                continue;
            }

            // The last receiver gets the snapshot itself.
            Job snapshot = i < ended.Count - 1 ? job.Share() : job;
            WaitEnd end = cutOff ? wait.AskedToEnd!.Value : failure is null ? WaitEnd.Finished : WaitEnd.Failed;
            PulseException? error = end == WaitEnd.TimedOut ? TimedOut(wait, watched, snapshot) : failure?.For(snapshot);
            if (error is not null)
            {
                error.JobId ??= wait.JobId;
            }

            Tell(wait, new(wait.JobId, end, snapshot, error));
        }

        if (ended.Count == 0)
        {
            job.Dispose();
        }

        lock (_lock)
        {
            GiveBack(several);
        }
    }

    void Again(JobWait wait)
    {
        ClientMetrics.JobsWaiting.Add(-1);
        Add(wait);
    }

    void Learn(WatchedJob watched, Job job, long now)
    {
        if (job.Status != JobStatus.Completed)
        {
            return;
        }

        if (job.CreatedAt is { } created && job.UpdatedAt is { } updated && updated > created)
        {
            Durations.Observe(watched.History?.Origin ?? default, updated - created);
        }
        else if (watched.History is { BornAt: not long.MinValue, SeenRunningAt: not long.MinValue } history)
        {
            // It ended between two polls; where in between nobody knows.
            long somewhere = history.SeenRunningAt + (long)(_randomizer() * (now - history.SeenRunningAt));
            Durations.Observe(history.Origin, TimeSpan.FromTicks(somewhere - history.BornAt));
        }
    }

    void PassDeadlines()
    {
        while (true)
        {
            JobWait? passed;
            lock (_lock)
            {
                if (_closed || !_deadlines.TryPeek(out passed))
                {
                    return;
                }

                if (passed.Due > Now)
                {
                    ArmDeadlines();
                    return;
                }

                _deadlines.Remove(passed);
            }

            End(passed, WaitEnd.TimedOut);
        }
    }

    void End(JobWait wait, WaitEnd end, PulseException? error = null)
    {
        CancellationTokenSource? poll = null;
        Job? last = null;
        WatchedJob? watched;
        bool deferred;
        lock (_lock)
        {
            watched = wait.Watched;
            if (watched is null)
            {
                return;
            }

            deferred = watched.Following && watched.HasOne;
            if (deferred)
            {
                // Its outcome is not known before the transfer has been cut off: what came must not get lost.
                wait.AskedToEnd ??= end;
                poll = watched.PollCancellation;
            }
            else
            {
                last = Last(wait, watched);
                Leave(wait);
                if (watched.First is null)
                {
                    poll = watched.PollCancellation;
                    if (!watched.Polling)
                    {
                        Forget(watched);
                    }
                }
            }
        }

        if (!deferred)
        {
            // Each wait has an error of its own: its snapshot is the receiver's to dispose of.
            if (error?.LastSnapshot is { } seen)
            {
                last?.Dispose();
                last = seen.Share();
            }

            PulseException? failure = end == WaitEnd.TimedOut ? TimedOut(wait, watched, last) : error?.For(last);

            Tell(wait, new(wait.JobId, end, last, failure));
        }

        poll?.Cancel();
    }

    Job? Last(JobWait wait, WatchedJob watched)
    {
        if (!wait.TakesBytes)
        {
            return watched.LastSnapshot(Redactor);
        }

        wait.TakeLastBody(watched.LastBody);
        return null;
    }

    /// <summary>Takes a wait out of everything. The caller holds the lock.</summary>
    void Leave(JobWait wait)
    {
        if (wait.HeapIndex >= 0)
        {
            _deadlines.Remove(wait);
            if (_deadlines.Count == 0 && !_closed)
            {
                _deadlineTimer.Disarm();
            }
        }

        wait.Watched!.Remove(wait);
        _waits--;
    }

    /// <summary>Drops a job that nobody waits for. The caller holds the lock.</summary>
    void Forget(WatchedJob watched)
    {
        if (watched.HeapIndex >= 0)
        {
            _polls.Remove(watched);
            if (_polls.Count == 0 && !_closed)
            {
                _pollTimer.Disarm();
            }
        }

        if (_jobs.TryGetValue(watched.Id, out WatchedJob? current) && current == watched)
        {
            _jobs.Remove(watched.Id);
        }
    }

    void Collect(WatchedJob watched, ref JobWait? only, ref List<JobWait>? several)
    {
        if (watched.HasOne)
        {
            only = watched.First;
            return;
        }

        several = _batchTaken ? [] : _pooledBatch;
        _batchTaken = true;
        for (JobWait? wait = watched.First; wait is not null; wait = wait.Next)
        {
            several.Add(wait);
        }
    }

    void GiveBack(List<JobWait>? batch)
    {
        if (batch == _pooledBatch)
        {
            _pooledBatch.Clear();
            _batchTaken = false;
        }
    }

    void ArmDeadlines()
    {
        if (_deadlines.TryPeek(out JobWait? first))
        {
            _deadlineTimer.Arm(first.Due, Now);
        }
    }

    static void Tell(JobWait wait, in WaitOutcome outcome)
    {
        ClientMetrics.JobsWaiting.Add(-1);
        wait.Ended(outcome);
    }

    static PulseTimeoutException TimedOut(JobWait wait, WatchedJob watched, Job? last)
    {
        string limit = wait.Attempt == wait.Options.MaxAttempts
            ? string.Create(CultureInfo.InvariantCulture, $"after {wait.Attempt} polls (MaxAttempts)")
            : string.Create(CultureInfo.InvariantCulture, $"within {wait.Options.Timeout.TotalSeconds:0.###} s");
        string state = watched.StatusText.Length == 0 ? "no poll succeeded" : $"its last status was '{watched.StatusText}'";
        PulseException? lastFailure = watched.LastFailure;
        string cause = lastFailure is null ? "" : $"; the last poll failed: {lastFailure.Message.TrimEnd('.')}";
        return new PulseTimeoutException($"Job '{wait.JobId}' did not end {limit}; {state}{cause}. The job may still run: wait for it again by its id.", lastFailure)
        {
            JobId = wait.JobId,
            LastSnapshot = last,
            HttpStatus = lastFailure?.HttpStatus ?? 0,
            RetryAfter = lastFailure?.RetryAfter,
        };
    }

    static PulseException Closed(string jobId) => new(PulseErrorCode.Closed, $"The client was closed during the wait for job '{jobId}'. The job may still run.") { JobId = jobId };
}

using System.Runtime.InteropServices;
using Microsoft.Extensions.Logging;
using Pulse.Client.Diagnostics;
using Pulse.Client.Http;

namespace Pulse.Client.Waiting;

/// <summary>
/// Makes one poll of a job, from its start until all its waits know what it brought. Between the two <see cref="WatchedJob.Polling"/>
/// is set, and this poll is the only one that writes what is known of the job and how far its waits are. It writes under the gate, and
/// so may read without it.
/// </summary>
sealed class JobPoller(Lock gate, IJobSource source, WaitRegistry registry, PollScheduler scheduler, WaitEnder ender, PollPolicies policies, PollTolerance tolerance, AlikeBodies bodies, WatcherClock clock, ILogger logger)
{
    readonly PollStepLists _lists = new(gate);

    /// <summary>Polls a job. The scheduler has begun it.</summary>
    /// <param name="job">The job.</param>
    /// <param name="token">Gives up the poll once nobody waits for it.</param>
    internal async Task PollAsync(WatchedJob job, CancellationToken token)
    {
        gate.AssertNotHeld();
        Job? snapshot = null;
        PulseException? failure = null;

        // Ends with this method; whoever started the poll may be another call.
        CallHeaders.Current = job.Poll?.Headers;
        try
        {
            snapshot = await source.PollAsync(job.Id, token).ConfigureAwait(false);
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
            failure = Unforeseen(job, $"A poll of job '{job.Id}' failed unexpectedly", exception);
        }

        // The place is free for the next poll, whatever becomes of this response.
        scheduler.PollEnded();
        if (snapshot is { IsTerminal: true })
        {
            scheduler.Run();
            await FinishAsync(job, snapshot, token).ConfigureAwait(false);
            return;
        }

        Continue(job, snapshot, failure);
        scheduler.Run();
    }

    /// <summary>Tells all waits that their job goes on, or how the poll failed, and plans the next.</summary>
    void Continue(WatchedJob job, Job? snapshot, PulseException? failure)
    {
        long now = clock.Now;
        PackedJob packed = snapshot is null ? job.Packed : job.Packed.With(snapshot.Json.Span, bodies);
        bool isNewStatus = false;
        int polls;
        List<PollStep> steps;
        lock (gate)
        {
            job.Polled(now);
            if (snapshot is not null)
            {
                isNewStatus = job.Saw(snapshot, packed);
                policies.Adaptive.Saw(job, snapshot, now);
            }
            else if (failure is not null)
            {
                job.Failed(failure, now);
            }

            // Those who have come so far are served by this poll, and say when they want the next.
            steps = _lists.Take(job);
            job.Due = long.MaxValue;
            polls = job.Waits.Any?.Attempt + 1 ?? 0;
        }

        if (isNewStatus)
        {
            logger.JobStatusChanged(job.Id, job.StatusText, polls);
        }

        foreach (ref PollStep step in CollectionsMarshal.AsSpan(steps))
        {
            step = Step(step.Wait, job, snapshot, failure, now);
        }

        lock (gate)
        {
            foreach (PollStep step in steps)
            {
                Apply(step, job);
            }
        }

        foreach (PollStep step in steps)
        {
            Report(step, job, snapshot, failure);
            if (step.End is { } end)
            {
                ender.End(step.Wait, end, end == WaitEnd.Failed ? failure : null);
            }
        }

        snapshot?.Dispose();
        lock (gate)
        {
            bool isHurried = job.Phase == PollPhase.Hurried;
            Ended(job);
            if (!job.HasWaits)
            {
                registry.Forget(job);
            }
            else
            {
                // Where the service asks for a delay, a notification does not shorten it.
                long next = isHurried && failure?.RetryAfter is null ? clock.Now : long.MaxValue;
                int served = 0;
                foreach (PollStep step in steps)
                {
                    if (step.Wait.Watched == job)
                    {
                        next = Math.Min(next, now + step.NextDelay.Ticks);
                        served++;
                    }
                }

                // What those wanted who have come since, unless they have all left.
                scheduler.Schedule(job, served < job.Waits.Count ? Math.Min(next, job.Due) : next);
            }

            _lists.Return(steps);
        }
    }

    /// <summary>What a poll that did not end the job means for one wait.</summary>
    PollStep Step(JobWait wait, WatchedJob job, Job? snapshot, PulseException? failure, long now)
    {
        TimeSpan waited = TimeSpan.FromTicks(now - wait.StartedAt);
        if (snapshot is null && failure is null)
        {
            // The poll was given up because nobody waited; somebody came in the meantime.
            return new PollStep(wait, waited);
        }

        if (failure is not null && !tolerance.Outlives(failure, wait.Options, job, now))
        {
            failure.JobId ??= wait.JobId;
            return new PollStep(wait, waited, End: WaitEnd.Failed);
        }

        WaitEvent what = failure is null ? Event(wait, job) : WaitEvent.Retry;
        if (wait.Attempt + 1 >= wait.Options.MaxAttempts)
        {
            return new PollStep(wait, waited, Event: what, End: WaitEnd.TimedOut);
        }

        TimeSpan delay = policies.For(wait).NextDelay(wait, job, now);
        TimeSpan next = failure?.RetryAfter > delay ? failure.RetryAfter.Value : delay;
        return new PollStep(wait, waited, next, what);
    }

    void Apply(in PollStep step, WatchedJob job)
    {
        gate.AssertHeld();
        JobWait wait = step.Wait;
        wait.Attempt += step.Event is null && step.End is null ? 0 : 1;
        wait.SeenStatus = step.Event is WaitEvent.Status or WaitEvent.Poll ? job.StatusNumber : wait.SeenStatus;
    }

    void Report(in PollStep step, WatchedJob job, Job? snapshot, PulseException? failure)
    {
        gate.AssertNotHeld();
        if (step.Event is not { } what)
        {
            return;
        }

        JobWait wait = step.Wait;
        if (what == WaitEvent.Status || wait.Options.ReportEveryPoll)
        {
            wait.Progressed(new WaitProgress(what, wait.JobId, job.Status, job.StatusText, wait.Attempt, step.Waited, step.NextDelay, failure));
        }

        if (what == WaitEvent.Status && wait.WantsSnapshots)
        {
            wait.Changed(snapshot!.Share());
        }

        if (failure is not null)
        {
            logger.PollFailed(wait.JobId, failure.Code, failure.HttpStatus, step.NextDelay.TotalMilliseconds);
        }
    }

    /// <summary>The job has ended: fetches its large result if it has one, and ends all its waits.</summary>
    async Task FinishAsync(WatchedJob job, Job snapshot, CancellationToken token)
    {
        long now = clock.Now;
        bool isFollowed = source.NeedsFollowing(snapshot);
        PackedJob packed = isFollowed ? job.Packed.With(snapshot.Json.Span, bodies) : job.Packed;
        JobHistory? history;
        int polls;
        List<PollStep> steps;
        lock (gate)
        {
            history = job.History;
            polls = job.Waits.Any?.Attempt + 1 ?? 0;
            job.SawEnd(snapshot, packed);
            job.Phase = isFollowed ? PollPhase.Following : job.Phase;
            steps = _lists.Take(job);
            foreach (ref PollStep step in CollectionsMarshal.AsSpan(steps))
            {
                JobWait wait = step.Wait;
                step = new PollStep(wait, TimeSpan.FromTicks(now - wait.StartedAt), Event: Event(wait, job));
                Apply(step, job);
            }
        }

        policies.Adaptive.Learn(snapshot, history, now);
        logger.JobStatusChanged(job.Id, snapshot.StatusText, polls);
        foreach (PollStep step in steps)
        {
            Report(step, job, snapshot, null);
        }

        (PulseException? failure, bool isCutOff) = isFollowed ? await FollowAsync(job, snapshot, token).ConfigureAwait(false) : default;
        lock (gate)
        {
            // Also those that came while the large result was fetched. Who came when the last of the others had just left goes on waiting.
            steps.Clear();
            bool goesOn = isCutOff && !scheduler.IsClosed;
            foreach (JobWait wait in job.Waits.ToArray())
            {
                if (!goesOn || wait.AskedToEnd is not null)
                {
                    registry.Leave(wait);
                    steps.Add(new PollStep(wait));
                }
            }

            Ended(job);
            if (job.HasWaits)
            {
                scheduler.Schedule(job, clock.Now);
            }
            else
            {
                registry.Forget(job);
            }
        }

        for (int i = 0; i < steps.Count; i++)
        {
            // The last receiver gets the snapshot itself.
            Tell(steps[i].Wait, job, i < steps.Count - 1 ? snapshot.Share() : snapshot, failure, isCutOff);
        }

        if (steps.Count == 0)
        {
            snapshot.Dispose();
        }

        lock (gate)
        {
            _lists.Return(steps);
        }

        scheduler.Run();
    }

    async Task<(PulseException? Failure, bool IsCutOff)> FollowAsync(WatchedJob job, Job snapshot, CancellationToken token)
    {
        try
        {
            await source.FollowAsync(snapshot, token).ConfigureAwait(false);
            return (null, false);
        }
        catch (PulseException exception)
        {
            return (exception, false);
        }
        catch (OperationCanceledException)
        {
            return (null, true);
        }
        catch (Exception exception)
        {
            return (Unforeseen(job, $"The large result of job '{job.Id}' could not be fetched", exception), false);
        }
    }

    /// <summary>Tells a wait that its job has ended; it has left, and owns the snapshot.</summary>
    void Tell(JobWait wait, WatchedJob job, Job snapshot, PulseException? failure, bool isCutOff)
    {
        if (isCutOff && wait.AskedToEnd is null)
        {
            failure = WaitOutcome.ClientClosed(wait.JobId);
        }

        WaitEnd end = isCutOff && wait.AskedToEnd is { } asked ? asked : failure is null ? WaitEnd.Finished : WaitEnd.Failed;
        PulseException? error = end == WaitEnd.TimedOut
            ? WaitOutcome.TimedOut(new LeftWait(wait, job.StatusText, job.LastFailure), snapshot)
            : failure?.For(snapshot);
        if (error is not null)
        {
            error.JobId ??= wait.JobId;
        }

        ender.Tell(wait, new WaitOutcome(wait.JobId, end, snapshot, error));
    }

    /// <summary>The poll is no longer under way.</summary>
    void Ended(WatchedJob job)
    {
        gate.AssertHeld();
        job.Phase = PollPhase.None;
        job.Poll = null;
    }

    static WaitEvent Event(JobWait wait, WatchedJob job) =>
        wait.SeenStatus == job.StatusNumber ? WaitEvent.Poll : WaitEvent.Status;

    static PulseException Unforeseen(WatchedJob job, string what, Exception exception) =>
        new(PulseErrorCode.Internal, $"{what} ({exception.GetType().Name}): {exception.Message}", exception) { JobId = job.Id };
}

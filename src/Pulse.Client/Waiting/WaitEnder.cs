using Pulse.Client.Diagnostics;
using Pulse.Client.Http;

namespace Pulse.Client.Waiting;

/// <summary>
/// Ends waits: takes each out of the registry, then tells its receiver, once. Who takes it out under the gate is who tells it, so
/// that a deadline, a poll, a stop and a close that come together do not tell it twice.
/// </summary>
sealed class WaitEnder(Lock gate, WaitRegistry registry, AlikeBodies bodies, Redactor? redactor)
{
    /// <summary>Ends a wait; does nothing when it has ended.</summary>
    internal void End(JobWait wait, WaitEnd end, PulseException? error = null)
    {
        gate.AssertNotHeld();
        CancellationTokenSource? poll = null;
        LeftWait left = default;
        bool isDeferred;
        lock (gate)
        {
            if (wait.Watched is not { } job)
            {
                return;
            }

            isDeferred = job is { Phase: PollPhase.Following, Waits.Count: 1 };
            if (isDeferred)
            {
                // Its outcome is not known before the transfer has been cut off: what came must not get lost.
                wait.AskedToEnd ??= end;
                poll = job.Poll;
            }
            else
            {
                left = Leave(wait);
                if (!job.HasWaits)
                {
                    poll = job.Poll;
                    if (!job.Polling)
                    {
                        registry.Forget(job);
                    }
                }
            }
        }

        if (!isDeferred)
        {
            Tell(left, end, error);
        }

        poll?.Cancel();
    }

    /// <summary>Takes a wait out, to be told as soon as the gate is free; for the holder of the gate.</summary>
    internal LeftWait Leave(JobWait wait)
    {
        gate.AssertHeld();
        WatchedJob job = wait.Watched!;
        registry.Leave(wait);
        return new LeftWait(wait, job.StatusText, job.LastFailure);
    }

    /// <summary>Tells the end of a wait that has left before its job ended.</summary>
    internal void Tell(in LeftWait left, WaitEnd end, PulseException? error)
    {
        JobWait wait = left.Wait;
        Job? last = null;
        if (!wait.KeepsPacked && error?.LastSnapshot is null)
        {
            last = wait.LastSnapshot(bodies, redactor);
        }

        // Each wait has an error of its own: its snapshot is the receiver's to dispose of.
        last = error?.LastSnapshot?.Share() ?? last;
        PulseException? failure = end == WaitEnd.TimedOut ? WaitOutcome.TimedOut(left, last) : error?.For(last);
        Tell(wait, new WaitOutcome(wait.JobId, end, last, failure));
    }

    internal void Tell(JobWait wait, in WaitOutcome outcome)
    {
        gate.AssertNotHeld();
        ClientMetrics.JobsWaiting.Add(-1);
        wait.Ended(outcome);
    }
}

/// <summary>A wait that has been taken out, and what was known of its job then.</summary>
/// <param name="Wait">The wait.</param>
/// <param name="StatusText">The status at the last good poll; empty before the first.</param>
/// <param name="LastFailure">How the last poll failed.</param>
readonly record struct LeftWait(JobWait Wait, string StatusText, PulseException? LastFailure);

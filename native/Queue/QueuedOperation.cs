using Pulse.Client;
using Pulse.Client.Http;
using Pulse.Client.Results;
using Pulse.Client.Waiting;
using Pulse.Native.Exports;
using Pulse.Native.Objects;

namespace Pulse.Native.Queue;

/// <summary>An operation of a queue: what was submitted with one tag, until its final completion is collected.</summary>
interface IQueuedOperation
{
    ulong Tag { get; }

    /// <summary>Asks for the end; the final completion still comes, once.</summary>
    void Stop();

    /// <summary>Asks for the end; nobody will collect a completion.</summary>
    void Drop();

    /// <summary>Returns the outcome. Called once, after the end.</summary>
    QueueOutcome TakeOutcome();

    /// <summary>Nobody will collect the outcome.</summary>
    void Abandon();
}

/// <summary>What a final completion carries.</summary>
readonly record struct QueueOutcome(PulseErrorCode Code, JobObject? Job, ResponseObject? Response, ErrorObject? Error)
{
    internal static QueueOutcome Of(Exception exception)
    {
        ErrorObject error = ErrorObject.From(exception);
        return new(error.Code, null, null, error);
    }

    internal static QueueOutcome Of(in WaitOutcome outcome)
    {
        JobObject? job = outcome.Job is null ? null : new JobObject(outcome.Job);
        return outcome.Error is { } failure ? Of(failure) with { Job = job } : new(PulseErrorCode.Ok, job, null, null);
    }
}

/// <summary>A queued wait: the watcher's record itself, so that a hundred thousand of them cost little more than their job ids.</summary>
sealed class QueuedWait(ulong tag, string jobId, QueuedWaitTerms terms) : JobWait(jobId, terms), IQueuedOperation
{
    WaitEnd _end;

    public ulong Tag => tag;

    internal override bool KeepsPacked => true;

    CompletionQueue Queue => ((QueuedWaitTerms)Terms).Queue;

    public void Stop() => Queue.Watcher.Stop(this);

    public void Drop() => Stop();

    public QueueOutcome TakeOutcome()
    {
        JobWatcher watcher = Queue.Watcher;
        (Job? job, PulseException? failure) = TakeEnding();
        return QueueOutcome.Of(new WaitOutcome(JobId, _end, job ?? LastSnapshot(watcher.Bodies, watcher.Redactor), failure));
    }

    public void Abandon() => TakeEnding().Job?.Dispose();

    internal override void Progressed(in WaitProgress progress)
    {
        if (((QueuedWaitTerms)Terms).WantsProgress)
        {
            Queue.Progressed(this, progress);
        }
    }

    internal override void Ended(in WaitOutcome outcome)
    {
        // A million may be stopped at once: most of them have nothing more to keep.
        _end = outcome.End;
        KeepEnding(outcome);
        Queue.Ended(this);
    }
}

/// <summary>What waits of one queue have in common.</summary>
/// <param name="queue">Theirs.</param>
/// <param name="options">When a poll is made, and how long it is waited.</param>
/// <param name="headers">On the polls.</param>
/// <param name="wantsProgress">Whether there are completions for progress.</param>
sealed class QueuedWaitTerms(CompletionQueue queue, WaitOptions options, CallHeaders? headers, bool wantsProgress) : WaitTerms(options, headers)
{
    internal CompletionQueue Queue => queue;

    internal bool WantsProgress => wantsProgress;
}

/// <summary>Any other queued operation: a task, from the moment at which its turn has come.</summary>
sealed class QueuedTask(CompletionQueue queue, ulong tag, Func<QueuedTask, CancellationToken, ValueTask<QueueOutcome>> call, Action? cleanUp) : IQueuedOperation
{
    const int Waiting = 0;
    const int Started = 1;
    const int Ended = 2;

    static readonly ErrorObject s_stopped = ErrorObject.From(new OperationCanceledException());
    static readonly ErrorObject s_closed = ErrorObject.From(new PulseException(PulseErrorCode.Closed, "The client is closed."));

    readonly CallHeaders? _headers = queue.Headers;
    CancellationTokenSource? _stop;
    volatile bool _asked;
    int _state;
    QueueOutcome _outcome;

    public ulong Tag => tag;

    /// <summary>Whether it is one request to the service, and holds one of the queue's slots while it lasts.</summary>
    internal bool TakesSlot { get; init; } = true;

    /// <summary>Whether it knows the queue's time limit by itself, as waits do.</summary>
    internal bool KeepsLimit { get; init; }

    public void Stop()
    {
        _asked = true;
        if (Interlocked.CompareExchange(ref _state, Ended, Waiting) == Waiting)
        {
            End(new(PulseErrorCode.Stopped, null, null, s_stopped.Again()));
        }
        else
        {
            Volatile.Read(ref _stop)?.Cancel();
        }
    }

    public void Drop()
    {
        if (Interlocked.CompareExchange(ref _state, Ended, Waiting) == Waiting)
        {
            cleanUp?.Invoke();
        }
        else
        {
            Volatile.Read(ref _stop)?.Cancel();
        }
    }

    public QueueOutcome TakeOutcome() => _outcome;

    public void Abandon()
    {
        _outcome.Job?.Dispose();
        _outcome.Response?.Dispose();
        _outcome.Error?.Dispose();
    }

    internal void Progressed(WaitProgress progress) => queue.Progressed(this, progress);

    /// <summary>Begins; false when it was stopped before.</summary>
    internal bool Start()
    {
        CancellationTokenSource stop = new();
        Volatile.Write(ref _stop, stop);
        if (Interlocked.CompareExchange(ref _state, Started, Waiting) != Waiting)
        {
            return false;
        }

        if (queue.Client.IsClosed)
        {
            // Said without an exception: a million may stand behind one another when a client is freed.
            Finish(new(PulseErrorCode.Closed, null, null, s_closed.Again()));
        }
        else
        {
            _ = RunAsync(stop);
        }

        return true;
    }

    async Task RunAsync(CancellationTokenSource stop)
    {
        using UnderWay.Scope underWay = UnderWay.Enter();
        CallHeaders.Current = _headers;
        QueueOutcome outcome;
        bool isLimited = !KeepsLimit && queue.Limits.Timeout is not null;
        if (isLimited)
        {
            stop.CancelAfter(queue.Limits.Timeout!.Value);
        }

        try
        {
            outcome = await call(this, stop.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (isLimited && !_asked)
        {
            outcome = QueueOutcome.Of(CallScope.TimedOut(queue.Limits));
        }
        catch (Exception exception)
        {
            outcome = QueueOutcome.Of(exception);
        }

        if (isLimited)
        {
            // Not disposed of, as it may be asked to stop at any time.
            stop.CancelAfter(Timeout.InfiniteTimeSpan);
        }

        Finish(outcome);
    }

    void Finish(QueueOutcome outcome)
    {
        End(outcome);
        if (TakesSlot)
        {
            queue.Slots.Release();
        }
    }

    void End(QueueOutcome outcome)
    {
        _outcome = outcome;
        cleanUp?.Invoke();
        queue.Ended(this);
    }
}

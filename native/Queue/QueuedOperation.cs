using Pulse.Client;
using Pulse.Client.Waiting;
using Pulse.Native.Exports;
using Pulse.Native.Objects;

namespace Pulse.Native.Queue;

/// <summary>An operation of a queue: what was submitted with one tag, until its final completion is collected.</summary>
interface IQueuedOperation
{
    ulong Tag { get; }

    /// <summary>The next operation with the same tag that is still under way.</summary>
    IQueuedOperation? SameTag { get; set; }

    /// <summary>Asks for the end; the final completion still comes, once.</summary>
    void Stop();

    /// <summary>Takes the latest progress that was not collected. The caller holds the queue's lock.</summary>
    WaitProgress? TakeProgress();

    /// <summary>Hands out the outcome. Called once, after the end.</summary>
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

    internal static QueueOutcome Of(string jobId, in WaitOutcome outcome)
    {
        JobObject? job = outcome.Job is null ? null : new JobObject(outcome.Job);
        return WaitCall.Failure(jobId, outcome) is { } failure ? Of(failure) with { Job = job } : new(PulseErrorCode.Ok, job, null, null);
    }
}

/// <summary>A queued wait: the watcher's record itself, so that a hundred thousand of them cost little more than their job ids.</summary>
sealed class QueuedWait(CompletionQueue queue, ulong tag, string jobId, WaitOptions options, bool wantsProgress) : JobWait(jobId, options), IQueuedOperation
{
    WaitOutcome _outcome;
    WaitProgress? _progress;

    public ulong Tag => tag;

    public IQueuedOperation? SameTag { get; set; }

    public void Stop() => queue.Watcher.Stop(this);

    public WaitProgress? TakeProgress()
    {
        WaitProgress? progress = _progress;
        _progress = null;
        return progress;
    }

    public QueueOutcome TakeOutcome() => QueueOutcome.Of(JobId, _outcome);

    public void Abandon() => _outcome.Job?.Dispose();

    internal override void Progressed(in WaitProgress progress)
    {
        if (!wantsProgress)
        {
            return;
        }

        WaitProgress latest = progress;
        queue.Progressed(this, () =>
        {
            bool first = _progress is null;
            _progress = latest;
            return first;
        });
    }

    internal override void Ended(in WaitOutcome outcome)
    {
        _outcome = outcome;
        queue.Ended(this);
    }
}

/// <summary>Any other queued operation: a task.</summary>
sealed class QueuedTask(CompletionQueue queue, ulong tag, Action? cleanUp) : IQueuedOperation, IDisposable
{
    readonly CancellationTokenSource _stop = new();
    QueueOutcome _outcome;
    WaitProgress? _progress;

    public ulong Tag => tag;

    public IQueuedOperation? SameTag { get; set; }

    public void Stop() => _stop.Cancel();

    public WaitProgress? TakeProgress()
    {
        WaitProgress? progress = _progress;
        _progress = null;
        return progress;
    }

    public QueueOutcome TakeOutcome() => _outcome;

    public void Abandon()
    {
        _outcome.Job?.Dispose();
        _outcome.Response?.Dispose();
        _outcome.Error?.Dispose();
    }

    public void Dispose() => _stop.Dispose();

    internal void Progressed(WaitProgress progress) => queue.Progressed(this, () =>
    {
        bool first = _progress is null;
        _progress = progress;
        return first;
    });

    internal void Run(Func<CancellationToken, Task<QueueOutcome>> call) => _ = RunAsync(call);

    async Task RunAsync(Func<CancellationToken, Task<QueueOutcome>> call)
    {
        try
        {
            _outcome = await call(_stop.Token).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            _outcome = QueueOutcome.Of(exception);
        }

        cleanUp?.Invoke();
        queue.Ended(this);
    }
}

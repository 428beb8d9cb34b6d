using Pulse.Client;
using Pulse.Client.Results;
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

    internal static QueueOutcome Of(in WaitOutcome outcome)
    {
        JobObject? job = outcome.Job is null ? null : new JobObject(outcome.Job);
        return outcome.Error is { } failure ? Of(failure) with { Job = job } : new(PulseErrorCode.Ok, job, null, null);
    }
}

/// <summary>The progress that was not collected yet; newer progress takes its place.</summary>
sealed class Latest(WaitProgress progress)
{
    /// <summary>Whether there was none before.</summary>
    internal static bool Keep(ref Latest? kept, in WaitProgress progress)
    {
        bool first = kept is null;
        kept = new Latest(progress);
        return first;
    }

    internal static WaitProgress? Take(ref Latest? kept)
    {
        WaitProgress? taken = kept?.Progress;
        kept = null;
        return taken;
    }

    WaitProgress Progress => progress;
}

/// <summary>A queued wait: the watcher's record itself, so that a hundred thousand of them cost little more than their job ids.</summary>
sealed class QueuedWait(CompletionQueue queue, ulong tag, string jobId, WaitOptions options, bool wantsProgress) : JobWait(jobId, options), IQueuedOperation
{
    WaitOutcome _outcome;

    // Few waits have it.
    Latest? _progress;
    byte[]? _lastBody;

    public ulong Tag => tag;

    public IQueuedOperation? SameTag { get; set; }

    internal override bool TakesBytes => true;

    public void Stop() => queue.Watcher.Stop(this);

    public WaitProgress? TakeProgress() => Latest.Take(ref _progress);

    public QueueOutcome TakeOutcome() =>
        QueueOutcome.Of(_outcome.Job is null && _lastBody is { } body ? _outcome with { Job = Job.Parse(NativeBuffer.Copy(body), JobId, queue.Watcher.Redactor) } : _outcome);

    public void Abandon() => _outcome.Job?.Dispose();

    internal override void TakeLastBody(byte[]? body) => _lastBody = body;

    internal override void Progressed(in WaitProgress progress)
    {
        if (!wantsProgress)
        {
            return;
        }

        WaitProgress latest = progress;
        queue.Progressed(this, () => Latest.Keep(ref _progress, latest));
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
    Latest? _progress;

    public ulong Tag => tag;

    public IQueuedOperation? SameTag { get; set; }

    public void Stop() => _stop.Cancel();

    public WaitProgress? TakeProgress() => Latest.Take(ref _progress);

    public QueueOutcome TakeOutcome() => _outcome;

    public void Abandon()
    {
        _outcome.Job?.Dispose();
        _outcome.Response?.Dispose();
        _outcome.Error?.Dispose();
    }

    public void Dispose() => _stop.Dispose();

    internal void Progressed(WaitProgress progress) => queue.Progressed(this, () => Latest.Keep(ref _progress, progress));

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

using System.Threading.Channels;

namespace Pulse.Client.Waiting;

/// <summary>A wait that somebody awaits.</summary>
sealed class TaskWait(string jobId, WaitOptions options, Action<WaitProgress>? report) : JobWait(jobId, options)
{
    // The continuation is the caller's code: it must not run on the thread that serves sockets or timers.
    readonly TaskCompletionSource<WaitOutcome> _outcome = new(TaskCreationOptions.RunContinuationsAsynchronously);

    internal Task<WaitOutcome> Outcome => _outcome.Task;

    internal override void Progressed(in WaitProgress progress) => report?.Invoke(progress);

    internal override void Ended(in WaitOutcome outcome) => _outcome.TrySetResult(outcome);
}

/// <summary>One of many waits whose ends go into one stream.</summary>
sealed class StreamedWait(string jobId, WaitOptions options, Action<WaitProgress>? report, ChannelWriter<(StreamedWait, WaitOutcome)> ends) : JobWait(jobId, options)
{
    internal override void Progressed(in WaitProgress progress) => report?.Invoke(progress);

    internal override void Ended(in WaitOutcome outcome)
    {
        if (!ends.TryWrite((this, outcome)))
        {
            outcome.Job?.Dispose();
        }
    }
}

/// <summary>A wait whose snapshots go into a stream.</summary>
sealed class SnapshotWait(string jobId, WaitOptions options, ChannelWriter<Job> snapshots) : JobWait(jobId, options)
{
    internal override bool WantsSnapshots => true;

    /// <summary>How it ended; set before the stream is.</summary>
    internal WaitOutcome Outcome { get; private set; }

    internal override void Changed(Job snapshot)
    {
        // The last one comes with the end, large result included.
        if (snapshot.IsTerminal || !snapshots.TryWrite(snapshot))
        {
            snapshot.Dispose();
        }
    }

    internal override void Ended(in WaitOutcome outcome)
    {
        Outcome = outcome;
        if (outcome.End != WaitEnd.Finished || !snapshots.TryWrite(outcome.Job!))
        {
            outcome.Job?.Dispose();
        }

        snapshots.TryComplete();
    }
}

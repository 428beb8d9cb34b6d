using Pulse.Client.Http;

namespace Pulse.Client.Waiting;

/// <summary>
/// One wait for one job: the record that the <see cref="JobWatcher"/> keeps, and the receiver of what happens. All that a
/// waiting job costs is this, its <see cref="WatchedJob"/>, and the bytes of the last snapshot, so every field counts.
/// <see cref="DueItem.Due"/> is its deadline, or where it has none its beginning. The record is guarded by the watcher's gate;
/// the receiver is called without it.
/// </summary>
/// <param name="jobId">The job.</param>
/// <param name="terms">How it is waited for.</param>
abstract class JobWait(string jobId, WaitTerms terms) : DueItem
{
    // The job's id; while the wait is under way the job's record; after it what was known then, the bytes of a PackedJob, or more: an Ending.
    object _job = jobId;

    protected JobWait(string jobId, WaitOptions options)
        : this(jobId, new WaitTerms(options, CallHeaders.Current))
    {
    }

    internal string JobId => IdOf(_job);

    internal WaitTerms Terms { get; } = terms;

    internal WaitOptions Options => Terms.Options;

    /// <summary>Null when the wait is not, or no longer, under way.</summary>
    internal WatchedJob? Watched => _job as WatchedJob;

    /// <summary>When it began, on the watcher's clock.</summary>
    internal long StartedAt
    {
        get => Options.HasTimeout ? Due - Options.Timeout.Ticks : Due;
        set => Due = Options.HasTimeout ? value + Options.Timeout.Ticks : value;
    }

    /// <summary>Polls that have served this wait.</summary>
    internal int Attempt { get; set; }

    /// <summary>Which of the job's statuses was last reported (<see cref="WatchedJob.StatusNumber"/>); 0 before the first.</summary>
    internal byte SeenStatus { get; set; }

    /// <summary>Set when the end was asked for while the large result is on its way.</summary>
    internal WaitEnd? AskedToEnd { get; set; }

    /// <summary>Whether the last snapshot is left to <see cref="LastSnapshot"/> when the wait ends before the job, and does not come with the outcome: many waits that end together then cost no more than before.</summary>
    internal virtual bool KeepsPacked => false;

    /// <summary>Notes that it is under way.</summary>
    internal void Join(WatchedJob job) => _job = job;

    /// <summary>Notes that it no longer is.</summary>
    internal void Leave(WatchedJob job) => _job = job.Packed.Fixed().Bytes;

    /// <summary>The last snapshot before the wait ended; null where there was none. The caller's to dispose of.</summary>
    internal Job? LastSnapshot(AlikeBodies bodies, Redactor? redactor) =>
        (_job is Ending ending ? ending.Known : _job) is byte[] known ? new PackedJob(known).Parse(bodies, redactor) : null;

    /// <summary>Whether <see cref="Changed"/> wants snapshots.</summary>
    internal virtual bool WantsSnapshots => false;

    /// <summary>Keeps what the wait ended with, which is often nothing, until <see cref="TakeEnding"/>.</summary>
    protected void KeepEnding(in WaitOutcome outcome)
    {
        if (outcome.Job is not null || outcome.Failure is not null)
        {
            _job = new Ending(_job, outcome.Job, outcome.Failure);
        }
    }

    protected (Job? Job, PulseException? Failure) TakeEnding() => _job is Ending ending ? (ending.Job, ending.Failure) : default;

    /// <summary>Receives progress, in order, on a thread of the engine. Must not block.</summary>
    internal virtual void Progressed(in WaitProgress progress)
    {
    }

    /// <summary>Receives each snapshot with a new status, and owns it.</summary>
    internal virtual void Changed(Job snapshot) => snapshot.Dispose();

    /// <summary>Receives the outcome, exactly once, on a thread of the engine or of whoever ended it. Must not block.</summary>
    internal abstract void Ended(in WaitOutcome outcome);

    static string IdOf(object job) => job switch
    {
        string id => id,
        WatchedJob watched => watched.Id,
        Ending ending => IdOf(ending.Known),
        _ => new PackedJob((byte[])job).Id,
    };

    sealed record Ending(object Known, Job? Job, PulseException? Failure);
}

/// <summary>What many waits have in common: one object for all of them.</summary>
/// <param name="options">When a poll is made, and how long it is waited.</param>
/// <param name="headers">On the polls; several waits for a job share those of one.</param>
class WaitTerms(WaitOptions options, CallHeaders? headers)
{
    internal WaitOptions Options => options;

    internal CallHeaders? Headers => headers;
}

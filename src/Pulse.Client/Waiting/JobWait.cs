using Pulse.Client.Http;

namespace Pulse.Client.Waiting;

/// <summary>
/// One wait for one job: the record that the <see cref="JobWatcher"/> keeps, and the receiver of what happens. All that a
/// waiting job costs is this, its <see cref="WatchedJob"/>, and the bytes of the last snapshot. <see cref="DueItem.Due"/> is
/// its deadline. The record is guarded by the watcher's gate; the receiver is called without it.
/// </summary>
/// <param name="jobId">The job.</param>
/// <param name="terms">How it is waited for.</param>
abstract class JobWait(string jobId, WaitTerms terms) : DueItem
{
    protected JobWait(string jobId, WaitOptions options)
        : this(jobId, new WaitTerms(options, CallHeaders.Current))
    {
    }

    internal string JobId { get; } = jobId;

    internal WaitTerms Terms { get; } = terms;

    internal WaitOptions Options => Terms.Options;

    /// <summary>Null when the wait is not, or no longer, under way.</summary>
    internal WatchedJob? Watched { get; set; }

    internal long StartedAt { get; set; }

    internal long NextPollAt { get; set; }

    /// <summary>Polls that have served this wait.</summary>
    internal int Attempt { get; set; }

    /// <summary>The last delay of the documented policy, before jitter; zero before the first.</summary>
    internal TimeSpan Delay { get; set; }

    /// <summary>The status text that was last reported.</summary>
    internal string? SeenStatus { get; set; }

    /// <summary>Set when the end was asked for while the large result is on its way.</summary>
    internal WaitEnd? AskedToEnd { get; set; }

    /// <summary>Whether the last snapshot comes packed (<see cref="AlikeBodies"/>), for <see cref="TakeLastBody"/>, and not as a job: many waits that end together then cost no more than before.</summary>
    internal virtual bool TakesBytes => false;

    internal virtual void TakeLastBody(byte[]? body)
    {
    }

    /// <summary>Whether <see cref="Changed"/> wants snapshots.</summary>
    internal virtual bool WantsSnapshots => false;

    /// <summary>Receives progress, in order, on a thread of the engine. Must not block.</summary>
    internal virtual void Progressed(in WaitProgress progress)
    {
    }

    /// <summary>Receives each snapshot with a new status, and owns it.</summary>
    internal virtual void Changed(Job snapshot) => snapshot.Dispose();

    /// <summary>Receives the outcome, exactly once, on a thread of the engine or of whoever ended it. Must not block.</summary>
    internal abstract void Ended(in WaitOutcome outcome);
}

/// <summary>What many waits have in common: one object for all of them.</summary>
/// <param name="options">When a poll is made, and how long it is waited.</param>
/// <param name="headers">On the polls; several waits for a job share those of one.</param>
class WaitTerms(WaitOptions options, CallHeaders? headers)
{
    internal WaitOptions Options => options;

    internal CallHeaders? Headers => headers;
}

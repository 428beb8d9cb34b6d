using Pulse.Client.Http;

namespace Pulse.Client.Waiting;

/// <summary>
/// One wait for one job: the record that the <see cref="JobWatcher"/> keeps, and the receiver of what happens. All that a
/// waiting job costs is this, its <see cref="WatchedJob"/>, and the bytes of the last snapshot. <see cref="DueItem.Due"/> is
/// its deadline.
/// </summary>
abstract class JobWait(string jobId, WaitOptions options) : DueItem
{
    internal string JobId { get; } = jobId;

    internal WaitOptions Options { get; } = options;

    /// <summary>Null when the wait is not, or no longer, under way. Guarded by the watcher's lock.</summary>
    internal WatchedJob? Watched { get; set; }

    internal JobWait? Previous { get; set; }

    internal JobWait? Next { get; set; }

    internal long StartedAt { get; set; }

    internal long NextPollAt { get; set; }

    internal int Attempt { get; set; }

    /// <summary>The last delay of the documented policy, before jitter; zero before the first.</summary>
    internal TimeSpan Delay { get; set; }

    /// <summary>The status text that was last reported.</summary>
    internal string? SeenStatus { get; set; }

    /// <summary>Set when the end was asked for while the large result is on its way.</summary>
    internal WaitEnd? AskedToEnd { get; set; }

    /// <summary>Whether the last snapshot comes as bytes, for <see cref="TakeLastBody"/>, and not as a job: many waits that end together then cost no more than before.</summary>
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

/// <summary>A job that somebody waits for; all its waits share its polls. <see cref="DueItem.Due"/> is its next poll.</summary>
sealed class WatchedJob(string id) : DueItem
{
    internal string Id => id;

    internal JobWait? First { get; private set; }

    /// <summary>Whether there is a single wait, as there is nearly always.</summary>
    internal bool HasOne => First is not null && First.Next is null;

    /// <summary>From the start of a poll until what it brought has been told.</summary>
    internal bool Polling { get; set; }

    /// <summary>The job has ended and its large result is on its way.</summary>
    internal bool Following { get; set; }

    /// <summary>Ends the poll that is under way, once nobody waits for it.</summary>
    internal CancellationTokenSource? PollCancellation { get; set; }

    internal string StatusText { get; set; } = "";

    internal JobStatus Status { get; set; }

    /// <summary>The last good snapshot, as it came: a fraction of the size of what it is parsed into.</summary>
    internal byte[]? LastBody { get; set; }

    internal PulseException? LastFailure { get; set; }

    internal long LastPollAt { get; set; } = long.MinValue;

    internal int ProtocolFailures { get; set; }

    /// <summary>The first of the polls in a row that have brought a 404, on the watcher's clock.</summary>
    internal long NotFoundSince { get; set; } = long.MaxValue;

    /// <summary>What adaptive polling goes by; null where nobody asks for it.</summary>
    internal JobHistory? History { get; set; }

    internal void Add(JobWait wait)
    {
        wait.Watched = this;
        wait.Next = First;
        if (First is not null)
        {
            First.Previous = wait;
        }

        First = wait;
    }

    internal void Remove(JobWait wait)
    {
        if (wait.Previous is null)
        {
            First = wait.Next;
        }
        else
        {
            wait.Previous.Next = wait.Next;
        }

        if (wait.Next is not null)
        {
            wait.Next.Previous = wait.Previous;
        }

        wait.Previous = null;
        wait.Next = null;
        wait.Watched = null;
    }

    /// <summary>The last snapshot as an object, for one receiver.</summary>
    internal Job? LastSnapshot(Redactor? redactor) => LastBody is { } body ? Job.Parse(Results.NativeBuffer.Copy(body), id, redactor) : null;
}

/// <summary>What is known of a job's time.</summary>
sealed class JobHistory(JobOrigin origin)
{
    /// <summary>What the client knows of the submit that made the job.</summary>
    internal JobOrigin Origin => origin;

    /// <summary>When the job began, on the watcher's clock, as far as that is known; else <see cref="long.MinValue"/>.</summary>
    internal long BornAt { get; set; } = long.MinValue;

    /// <summary>The last poll that saw the job unfinished; else <see cref="long.MinValue"/>.</summary>
    internal long SeenRunningAt { get; set; } = long.MinValue;
}

/// <summary>What kind of work a job is, and how large.</summary>
/// <param name="Kind">The operation that made it, for example <c>extract</c>; null when this client did not make it.</param>
/// <param name="Size">The document's size in bytes; 0 when it is not known.</param>
readonly record struct JobOrigin(string? Kind, long Size);

using Pulse.Client.Http;

namespace Pulse.Client.Waiting;

/// <summary>
/// A job that somebody waits for; all its waits share its polls. <see cref="DueItem.Due"/> is its next poll. Guarded by the
/// watcher's gate.
/// </summary>
sealed class WatchedJob(string id) : DueItem
{
    internal string Id => id;

    internal JobWait? First { get; private set; }

    /// <summary>Whether there is a single wait, as there is nearly always.</summary>
    internal bool HasOne => First is not null && First.Next is null;

    /// <summary>From the start of a poll until what it brought has been told.</summary>
    internal bool Polling { get; set; }

    /// <summary>Somebody has said during a poll that the job has ended: the next poll is due when this one is over, which may be older than that.</summary>
    internal bool Hurried { get; set; }

    /// <summary>The job has ended and its large result is on its way.</summary>
    internal bool Following { get; set; }

    /// <summary>Ends the poll that is under way, once nobody waits for it.</summary>
    internal CancellationTokenSource? PollCancellation { get; set; }

    /// <summary>Of the poll that is under way.</summary>
    internal CallHeaders? PollHeaders { get; set; }

    internal string StatusText { get; set; } = "";

    internal JobStatus Status { get; set; }

    /// <summary>The last good snapshot, as it came: a fraction of the size of what it is parsed into.</summary>
    internal byte[]? LastBody { get; set; }

    internal PulseException? LastFailure { get; set; }

    internal long LastPollAt { get; set; } = long.MinValue;

    /// <summary>Polls in a row whose response was not the API's.</summary>
    internal int ProtocolFailures { get; set; }

    /// <summary>The first of the polls in a row that have brought a 404, on the watcher's clock.</summary>
    internal long NotFoundSince { get; set; } = long.MaxValue;

    /// <summary>What adaptive polling goes by; null where nobody asks for it.</summary>
    internal JobHistory? History { get; set; }

    /// <summary>The earliest moment at which one of the waits wants a poll.</summary>
    internal long NextPollAt
    {
        get
        {
            long earliest = long.MaxValue;
            for (JobWait? wait = First; wait is not null; wait = wait.Next)
            {
                earliest = Math.Min(earliest, wait.NextPollAt);
            }

            return earliest;
        }
    }

    /// <summary>Makes the next poll due.</summary>
    internal void Hurry(long now)
    {
        for (JobWait? wait = First; wait is not null; wait = wait.Next)
        {
            wait.NextPollAt = Math.Min(wait.NextPollAt, now);
        }
    }

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

    /// <summary>Notes a poll that found the job under way.</summary>
    /// <param name="snapshot">What it brought.</param>
    /// <param name="newBody">Its bytes where they differ from the last ones; else null.</param>
    /// <returns>Whether the status is another than before.</returns>
    internal bool Saw(Job snapshot, byte[]? newBody)
    {
        ProtocolFailures = 0;
        NotFoundSince = long.MaxValue;
        LastFailure = null;
        LastBody = newBody ?? LastBody;
        Status = snapshot.Status;
        bool changed = !string.Equals(StatusText, snapshot.StatusText, StringComparison.Ordinal);
        StatusText = changed ? Known(snapshot.StatusText) : StatusText;
        return changed;
    }

    /// <summary>Notes a poll that failed.</summary>
    internal void Failed(PulseException failure, long now)
    {
        LastFailure = failure;
        NotFoundSince = failure.Code == PulseErrorCode.NotFound ? Math.Min(NotFoundSince, now) : long.MaxValue;
        ProtocolFailures += failure.Code == PulseErrorCode.Protocol ? 1 : 0;
    }

    // A hundred thousand jobs need not keep a hundred thousand copies of the same word.
    static string Known(string status) => status switch
    {
        "pending" => "pending",
        "processing" => "processing",
        _ => status,
    };
}

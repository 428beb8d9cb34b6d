using Pulse.Client.Http;

namespace Pulse.Client.Waiting;

/// <summary>
/// A job that somebody waits for; all its waits share its polls. <see cref="DueItem.Due"/> is its next poll. Guarded by the
/// watcher's gate.
/// </summary>
sealed class WatchedJob(string id) : DueItem
{
    Few<JobWait> _waits;
    PollFailures? _failures;

    internal string Id => id;

    /// <summary>Those who wait.</summary>
    internal Few<JobWait> Waits => _waits;

    internal bool HasWaits => _waits.Count > 0;

    /// <summary>From the start of a poll until what it brought has been told.</summary>
    internal bool Polling { get; set; }

    /// <summary>Somebody has said during a poll that the job has ended: the next poll is due when this one is over, which may be older than that.</summary>
    internal bool Hurried { get; set; }

    /// <summary>The job has ended and its large result is on its way.</summary>
    internal bool Following { get; set; }

    /// <summary>The poll that is under way; canceled once nobody waits for it.</summary>
    internal PollUnderWay? Poll { get; set; }

    internal string StatusText { get; set; } = "";

    internal JobStatus Status { get; set; }

    /// <summary>The last good snapshot, packed (<see cref="AlikeBodies"/>): a fraction of the size of what it is parsed into.</summary>
    internal byte[]? LastBody { get; set; }

    internal PulseException? LastFailure => _failures?.Last;

    internal long LastPollAt { get; set; } = long.MinValue;

    /// <summary>Polls in a row whose response was not the API's.</summary>
    internal int ProtocolFailures => _failures?.Protocol ?? 0;

    /// <summary>The first of the polls in a row that have brought a 404, on the watcher's clock.</summary>
    internal long NotFoundSince => _failures?.NotFoundSince ?? long.MaxValue;

    /// <summary>What adaptive polling goes by; null where nobody asks for it.</summary>
    internal JobHistory? History { get; set; }

    /// <summary>The earliest moment at which one of the waits wants a poll.</summary>
    internal long NextPollAt
    {
        get
        {
            long earliest = long.MaxValue;
            foreach (JobWait wait in _waits)
            {
                earliest = Math.Min(earliest, wait.NextPollAt);
            }

            return earliest;
        }
    }

    /// <summary>Makes the next poll due.</summary>
    internal void Hurry(long now)
    {
        foreach (JobWait wait in _waits)
        {
            wait.NextPollAt = Math.Min(wait.NextPollAt, now);
        }
    }

    internal void Add(JobWait wait)
    {
        wait.Watched = this;
        _waits.Add(wait);
    }

    internal void Remove(JobWait wait)
    {
        _waits.Remove(wait);
        wait.Watched = null;
    }

    /// <summary>Notes a poll that found the job under way.</summary>
    /// <param name="snapshot">What it brought.</param>
    /// <param name="newBody">Its bytes, packed.</param>
    /// <returns>Whether the status is another than before.</returns>
    internal bool Saw(Job snapshot, byte[] newBody)
    {
        _failures = null;
        LastBody = newBody;
        Status = snapshot.Status;
        bool changed = !string.Equals(StatusText, snapshot.StatusText, StringComparison.Ordinal);
        StatusText = changed ? Known(snapshot.StatusText) : StatusText;
        return changed;
    }

    /// <summary>Notes a poll that failed.</summary>
    internal void Failed(PulseException failure, long now)
    {
        _failures ??= new PollFailures();
        _failures.Last = failure;
        _failures.NotFoundSince = failure.Code == PulseErrorCode.NotFound ? Math.Min(_failures.NotFoundSince, now) : long.MaxValue;
        _failures.Protocol += failure.Code == PulseErrorCode.Protocol ? 1 : 0;
    }

    // A hundred thousand jobs need not keep a hundred thousand copies of the same word.
    static string Known(string status) => status switch
    {
        "pending" => "pending",
        "processing" => "processing",
        _ => status,
    };

    /// <summary>The polls in a row that have failed; few jobs have any.</summary>
    sealed class PollFailures
    {
        internal PulseException? Last { get; set; }

        internal int Protocol { get; set; }

        internal long NotFoundSince { get; set; } = long.MaxValue;
    }
}

/// <summary>A poll that is under way.</summary>
/// <param name="headers">Of the wait that it is made for.</param>
sealed class PollUnderWay(CallHeaders? headers) : CancellationTokenSource
{
    internal CallHeaders? Headers => headers;
}

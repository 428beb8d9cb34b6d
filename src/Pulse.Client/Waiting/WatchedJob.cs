using Pulse.Client.Http;

namespace Pulse.Client.Waiting;

/// <summary>
/// A job that somebody waits for; all its waits share its polls. <see cref="DueItem.Due"/> is the next of them: during a poll, the
/// earliest that somebody has asked for since. Guarded by the watcher's gate. There may be a hundred thousand: what few have at a
/// time is in <see cref="Extras"/>.
/// </summary>
/// <param name="id">Its id.</param>
/// <param name="room">For its first snapshot (<see cref="PackedJob"/>), in bytes.</param>
sealed class WatchedJob(string id, int room) : DueItem
{
    Few<JobWait> _waits;
    Extras? _extras;
    byte _usualStatus;
    bool _wasPolled;
    uint _lastPollMs;

    internal string Id => Packed.Id;

    /// <summary>The id and the last good snapshot.</summary>
    internal PackedJob Packed { get; private set; } = new(id, room);

    /// <summary>What <see cref="HashOf"/> makes of the id.</summary>
    internal int IdHash { get; } = HashOf(id);

    /// <summary>Those who wait.</summary>
    internal Few<JobWait> Waits => _waits;

    internal bool HasWaits => _waits.Count > 0;

    internal PollPhase Phase { get; set; }

    /// <summary>From the start of a poll until what it brought has been told.</summary>
    internal bool Polling => Phase != PollPhase.None;

    /// <summary>The poll that is under way; canceled once nobody waits for it.</summary>
    internal PollUnderWay? Poll
    {
        get => _extras?.Poll;
        set
        {
            Own.Poll = value;
            LetGo();
        }
    }

    /// <summary>The status at the last good poll; empty before the first.</summary>
    internal string StatusText => JobStatusText.WithNumber(_usualStatus) ?? _extras?.UnusualStatus ?? "";

    internal JobStatus Status => JobStatusText.Parse(StatusText);

    /// <summary>Which of its statuses that is: another number whenever it has changed; 0 before the first.</summary>
    internal byte StatusNumber { get; private set; }

    internal PulseException? LastFailure => _extras?.Failures?.Last;

    /// <summary>Polls in a row whose response was not the API's.</summary>
    internal int ProtocolFailures => _extras?.Failures?.Protocol ?? 0;

    /// <summary>The first of the polls in a row that have brought a 404, on the watcher's clock.</summary>
    internal long NotFoundSince => _extras?.Failures?.NotFoundSince ?? long.MaxValue;

    /// <summary>What adaptive polling goes by; null where nobody asks for it.</summary>
    internal JobHistory? History
    {
        get => _extras?.History;
        set
        {
            Own.History = value;
            LetGo();
        }
    }

    Extras Own => _extras ??= new Extras();

    internal static int HashOf(string id) => string.GetHashCode(id);

    /// <summary>Notes when the last poll had its response, or failed.</summary>
    internal void Polled(long now) => (_wasPolled, _lastPollMs) = (true, Milliseconds(now));

    /// <summary>
    /// What is left of a time since the last poll; zero where there was none. In whole milliseconds, and right but for the moments 50
    /// days after the last poll, and so on: a poll is a little late then.
    /// </summary>
    internal TimeSpan LeftSincePoll(TimeSpan time, long now)
    {
        TimeSpan since = TimeSpan.FromMilliseconds(Milliseconds(now) - _lastPollMs);
        return _wasPolled && since < time ? time - since : TimeSpan.Zero;
    }

    internal void Add(JobWait wait)
    {
        wait.Join(this);
        _waits.Add(wait);
    }

    internal void Remove(JobWait wait)
    {
        _waits.Remove(wait);
        wait.Leave(this);
    }

    /// <summary>Notes a poll that found the job under way.</summary>
    /// <param name="snapshot">What it brought.</param>
    /// <param name="packed">The same, packed.</param>
    /// <returns>Whether the status is another than before.</returns>
    internal bool Saw(Job snapshot, PackedJob packed)
    {
        if (_extras is { } extras)
        {
            extras.Failures = null;
            LetGo();
        }

        return SawEnd(snapshot, packed);
    }

    /// <summary>Notes the status of the last snapshot.</summary>
    /// <returns>Whether it is another than before.</returns>
    internal bool SawEnd(Job snapshot, PackedJob packed)
    {
        Packed = Packed.Keep(packed);
        if (string.Equals(StatusText, snapshot.StatusText, StringComparison.Ordinal))
        {
            return false;
        }

        _usualStatus = JobStatusText.NumberOf(snapshot.StatusText);
        Own.UnusualStatus = _usualStatus == 0 ? snapshot.StatusText : null;
        LetGo();
        StatusNumber = (byte)(StatusNumber == byte.MaxValue ? 1 : StatusNumber + 1);
        return true;
    }

    /// <summary>Notes a poll that failed.</summary>
    internal void Failed(PulseException failure, long now)
    {
        PollFailures failures = Own.Failures ??= new PollFailures();
        failures.Last = failure;
        failures.NotFoundSince = failure.Code == PulseErrorCode.NotFound ? Math.Min(failures.NotFoundSince, now) : long.MaxValue;
        failures.Protocol += failure.Code == PulseErrorCode.Protocol ? 1 : 0;
    }

    /// <summary>Keeps nothing for what there is none of.</summary>
    void LetGo() => _extras = _extras is { IsEmpty: true } ? null : _extras;

    static uint Milliseconds(long ticks) => (uint)(ticks / TimeSpan.TicksPerMillisecond);

    /// <summary>What a job has during a poll, or where adaptive polling is asked for, or after failures, or with a status that the API does not document.</summary>
    sealed class Extras
    {
        internal PollUnderWay? Poll { get; set; }

        internal JobHistory? History { get; set; }

        internal PollFailures? Failures { get; set; }

        internal string? UnusualStatus { get; set; }

        internal bool IsEmpty => Poll is null && History is null && Failures is null && UnusualStatus is null;
    }

    /// <summary>The polls in a row that have failed.</summary>
    sealed class PollFailures
    {
        internal PulseException? Last { get; set; }

        internal int Protocol { get; set; }

        internal long NotFoundSince { get; set; } = long.MaxValue;
    }
}

/// <summary>Where the poll of a job is.</summary>
enum PollPhase : byte
{
    /// <summary>There is none under way.</summary>
    None,

    UnderWay,

    /// <summary>Somebody has said since it began that the job has ended: the next poll is due when this one is over, which may be older than that.</summary>
    Hurried,

    /// <summary>The job has ended and its large result is on its way.</summary>
    Following,
}

/// <summary>A poll that is under way.</summary>
/// <param name="headers">Of the wait that it is made for.</param>
sealed class PollUnderWay(CallHeaders? headers) : CancellationTokenSource
{
    internal CallHeaders? Headers => headers;
}

namespace Pulse.Client;

/// <summary>The state of a job. The numbers are those of <c>PULSE_JOB_STATUS_...</c>.</summary>
public enum JobStatus
{
    /// <summary>A word that this library does not know; see <see cref="Job.StatusText"/>. Treated as not ended.</summary>
    Unknown = 0,

    /// <summary>Queued.</summary>
    Pending = 1,

    /// <summary>Running.</summary>
    Processing = 2,

    /// <summary>Ended; the result is there.</summary>
    Completed = 3,

    /// <summary>Ended; the error says why.</summary>
    Failed = 4,

    /// <summary>Ended by request.</summary>
    Canceled = 5,

    /// <summary>Completed once; the output has been purged since.</summary>
    Expired = 6,
}

/// <summary>Reading of status words (docs/api.md, section 4; tolerant, as other sources require).</summary>
static class JobStatusText
{
    internal static JobStatus Parse(ReadOnlySpan<char> text)
    {
        text = text.Trim();
        return text switch
        {
            _ when Is(text, "pending") || Is(text, "queued") => JobStatus.Pending,
            _ when Is(text, "processing") || Is(text, "running") || Is(text, "in_progress") => JobStatus.Processing,
            _ when Is(text, "completed") || Is(text, "complete") || Is(text, "success") || Is(text, "succeeded") || Is(text, "done") => JobStatus.Completed,
            _ when Is(text, "failed") || Is(text, "error") => JobStatus.Failed,
            _ when Is(text, "canceled") || Is(text, "cancelled") => JobStatus.Canceled,
            _ when Is(text, "expired") => JobStatus.Expired,
            _ => JobStatus.Unknown,
        };
    }

    internal static bool IsTerminal(this JobStatus status) =>
        status is JobStatus.Completed or JobStatus.Failed or JobStatus.Canceled or JobStatus.Expired;

    static bool Is(ReadOnlySpan<char> text, string word) => text.Equals(word, StringComparison.OrdinalIgnoreCase);
}

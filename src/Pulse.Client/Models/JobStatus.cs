using System.Text;

namespace Pulse.Client;

/// <summary>The status of a job. The numbers are those of <c>PULSE_JOB_STATUS_...</c>.</summary>
public enum JobStatus
{
    /// <summary>A status that this library does not know; see <see cref="Job.StatusText"/>. The job is treated as not ended.</summary>
    Unknown = 0,

    /// <summary>Queued.</summary>
    Pending = 1,

    /// <summary>Running.</summary>
    Processing = 2,

    /// <summary>Ended successfully; there is a result.</summary>
    Completed = 3,

    /// <summary>Failed; the error gives the reason.</summary>
    Failed = 4,

    /// <summary>Canceled on request.</summary>
    Canceled = 5,

    /// <summary>Completed, but the output has been deleted since.</summary>
    Expired = 6,
}

/// <summary>Reading of status words (docs/api.md, section 4; tolerant, as other sources require).</summary>
static class JobStatusText
{
    static readonly string[] s_usual = ["pending", "processing", "completed", "failed", "canceled"];

    /// <summary>The text of a usual word, so that it is not made for every response; null for any other.</summary>
    internal static string? Usual(ReadOnlySpan<byte> text)
    {
        foreach (string word in s_usual)
        {
            if (Ascii.Equals(text, word))
            {
                return word;
            }
        }

        return null;
    }

    /// <summary>The number of a usual word, from 1 on; 0 for any other.</summary>
    internal static byte NumberOf(string text) => (byte)(Array.IndexOf(s_usual, text) + 1);

    /// <summary>The usual word with a number; null for 0.</summary>
    internal static string? WithNumber(byte number) => number == 0 ? null : s_usual[number - 1];

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

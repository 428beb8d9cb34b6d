namespace Pulse.Sandbox.Control;

/// <summary>What one request looked like and how it was answered. Complete once it is in the journal.</summary>
public sealed class JournalEntry
{
    readonly List<JournalPart> _parts = [];

    /// <summary>The request's number, counted from 1 in the order of arrival.</summary>
    public long Sequence { get; internal set; }

    /// <summary>When the request arrived, on the sandbox's clock.</summary>
    public DateTimeOffset Time { get; internal init; }

    /// <summary>The HTTP method.</summary>
    public required string Method { get; init; }

    /// <summary>The path as it was sent, not decoded, without the query.</summary>
    public required string Path { get; init; }

    /// <summary>The query as it was sent, with its question mark; empty when there is none.</summary>
    public required string Query { get; init; }

    /// <summary>The request's headers in their order; the values of keys and credentials are replaced by <c>[redacted]</c>.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; internal init; } = [];

    /// <summary>The parts of a multipart body as far as they were read.</summary>
    public IReadOnlyList<JournalPart> Parts => _parts;

    /// <summary>The body's size in bytes as far as it was received.</summary>
    public long BodySize { get; internal set; }

    /// <summary>The SHA-256 of the body, lower-case hexadecimal.</summary>
    public string BodySha256 { get; internal set; } = "";

    /// <summary>The beginning of the body as text, what is no text replaced.</summary>
    internal string BodyStart { get; set; } = "";

    /// <summary>The organization whose key was sent; null without a valid key.</summary>
    public string? Organization { get; internal set; }

    /// <summary>The status that was sent; 0 when the connection was closed before one.</summary>
    public int Status { get; internal set; }

    /// <summary>The job that the request submitted, if it did.</summary>
    public string? SubmittedJobId { get; internal set; }

    /// <summary>The SHA-256 of the submitted document or of its URL, if a submission was accepted.</summary>
    public string? ContentHash { get; internal set; }

    /// <summary>The number of the fault rule that was applied; null when none was.</summary>
    public int? FaultRule { get; internal set; }

    internal void AddPart(JournalPart part) => _parts.Add(part);
}

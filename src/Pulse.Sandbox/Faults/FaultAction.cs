using System.Text.Json;

namespace Pulse.Sandbox.Faults;

/// <summary>
/// What goes wrong. Without <see cref="Status"/>, <see cref="Body"/> or <see cref="Garbage"/> the request is processed and its
/// real response is damaged; with one of them it is not processed, unless <see cref="AfterProcessing"/> is set.
/// </summary>
public sealed record FaultAction
{
    /// <summary>The status to respond with.</summary>
    public int? Status { get; init; }

    /// <summary>Headers to add, or to put in place of the real ones. In their values, <c>{unix+N}</c> and <c>{date+N}</c> become the present time plus N seconds, as a Unix time and as an HTTP date.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    /// <summary>The body to respond with. Default, with a status: the API's error envelope.</summary>
    public string? Body { get; init; }

    /// <summary>A JSON object whose members take the place of those of the response; null removes a member. Null for none.</summary>
    public JsonElement? Merge { get; init; }

    /// <summary>The name of a member in which the whole response is wrapped, <c>result</c> for example; null for none.</summary>
    public string? WrapIn { get; init; }

    /// <summary>The seconds that the error envelope names as <c>retry_after</c>; null for none.</summary>
    public int? RetryAfter { get; init; }

    /// <summary>Whether the request is processed first, so that its effects happen, and its response is thrown away.</summary>
    public bool AfterProcessing { get; init; }

    /// <summary>How long to wait before anything is sent.</summary>
    public TimeSpan Delay { get; init; }

    /// <summary>How much of the body is sent before the connection is closed in an orderly way, in bytes; null for all.</summary>
    public int? TruncateAfterBytes { get; init; }

    /// <summary>Where the connection is reset.</summary>
    public FaultReset Reset { get; init; }

    /// <summary>What is sent in place of a response.</summary>
    public FaultGarbage Garbage { get; init; }

    /// <summary>How long to wait between two pieces of the body; zero sends it at once.</summary>
    public TimeSpan SlowDrip { get; init; }

    /// <summary>The size of those pieces in bytes. Default 1.</summary>
    public int SlowDripBytes { get; init; } = 1;
}

/// <summary>Where a connection is reset.</summary>
public enum FaultReset
{
    /// <summary>Nowhere.</summary>
    None,

    /// <summary>Before anything is sent.</summary>
    BeforeHeaders,

    /// <summary>Nowhere, but the connection is closed in an orderly way when the whole request has come, without a response.</summary>
    NoResponse,

    /// <summary>When the headers have been sent.</summary>
    AfterHeaders,

    /// <summary>When half of the body has been sent.</summary>
    MidBody,
}

/// <summary>What is sent in place of a response.</summary>
public enum FaultGarbage
{
    /// <summary>Nothing: the response is sent.</summary>
    None,

    /// <summary>A body of bytes that are neither JSON nor UTF-8, labelled JSON.</summary>
    Body,

    /// <summary>Bytes that are not HTTP, after which the connection is closed.</summary>
    Wire,
}

using System.Text.Json;

namespace Pulse.Sandbox.Control;

/// <summary>A state that is put over a job's real one. What is null keeps its real value.</summary>
public sealed record ForcedJobState
{
    /// <summary>Any status text, for example <c>failed</c>, <c>cancelled</c>, <c>expired</c>, or one that no client knows.</summary>
    public string? Status { get; init; }

    /// <summary>The value of <c>error</c>: any JSON, usually a string.</summary>
    public JsonElement? Error { get; init; }

    /// <summary>The value of <c>result</c>: any JSON.</summary>
    public JsonElement? Result { get; init; }

    /// <summary>Further members of the job object, for example <c>progress</c> or <c>message</c>: a JSON object.</summary>
    public JsonElement? Extra { get; init; }

    /// <summary>A body that is sent, byte for byte, in place of the job object.</summary>
    public string? RawBody { get; init; }

    /// <summary>The Content-Type of <see cref="RawBody"/>. Default <c>application/json</c>.</summary>
    public string? ContentType { get; init; }

    /// <summary>The HTTP status of <c>GET /job/{id}</c>. Default 200.</summary>
    public int? HttpStatus { get; init; }

    /// <summary>How many polls (<c>GET /job/{id}</c>) still see the real state first. Default 0.</summary>
    public int AfterPolls { get; init; }
}

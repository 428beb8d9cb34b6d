using Pulse.Sandbox.Control;
using Pulse.Sandbox.Server;

namespace Pulse.Sandbox.Http;

/// <summary>One request and its response, with what the pipeline has found out about it.</summary>
sealed class Exchange(HttpContext context, SandboxState state, JournalEntry entry)
{
    public HttpContext Http => context;

    public SandboxState State => state;

    /// <summary>The record of this request; control requests fill one too, but it is thrown away.</summary>
    public JournalEntry Entry => entry;

    /// <summary>The caller's organization; null for anonymous callers.</summary>
    public string? Organization { get; set; }

    /// <summary>The decoded parameters of the path, in the order of the route's template.</summary>
    public string[] Values { get; set; } = [];

    /// <summary>What to do when it is known whether the caller got the whole response; null for nothing.</summary>
    public Action<bool>? Delivered { get; set; }

    public CancellationToken Aborted => context.RequestAborted;

    /// <summary>Scheme, host and path base as the caller named them, without a trailing slash.</summary>
    public string BaseUrl => $"{context.Request.Scheme}://{Host}{state.Options.PathBase}";

    string Host => context.Request.Host is { HasValue: true } host
        ? host.ToUriComponent()
        : $"127.0.0.1:{context.Connection.LocalPort}";
}

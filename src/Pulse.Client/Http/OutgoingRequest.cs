using Pulse.Client.Results;

namespace Pulse.Client.Http;

/// <summary>A request to the service, over all its attempts: what it is, what may be done when it fails, and how one attempt is sent.</summary>
/// <param name="name">For people and logs, for example <c>GET /job/{id}</c>.</param>
/// <param name="kind">What may be repeated.</param>
/// <param name="timeout">The limit of one attempt, without the time in which a long body moves.</param>
/// <param name="maxRetries">Attempts after the first.</param>
/// <param name="jobId">The job it is about, for errors.</param>
abstract class OutgoingRequest(string name, RequestKind kind, TimeSpan timeout, int maxRetries, string? jobId = null)
{
    internal string Name => name;

    internal RequestKind Kind => kind;

    internal TimeSpan Timeout => timeout;

    internal int MaxRetries => maxRetries;

    internal string? JobId => jobId;

    /// <summary>It is the poll of a wait, which has a permit of the limiter for the first attempt, a deadline and a span of its own.</summary>
    internal bool IsPoll { get; init; }

    /// <summary>Its response is a file: it may take as long as it moves.</summary>
    internal bool IsTransfer { get; init; }

    /// <summary>What the response's body must be.</summary>
    internal BodyKind Accepts { get; init; }

    /// <summary>A stop by this token, which may take a second, leaves what has been sent whole a moment for its response: it may be paid for, and its id is in there.</summary>
    internal CancellationToken GentleStop { get; init; }

    /// <summary>Where a large result is written as it arrives.</summary>
    internal LargeResultFile? LargeResult { get; init; }

    /// <summary>Whether 204 and no body is as good as a body.</summary>
    internal bool TakesNoContent { get; init; }

    /// <summary>The body of the present attempt, which knows how much of it has been sent; null where there is none.</summary>
    internal virtual TrackedContent? Body => null;

    /// <summary>Builds and sends one attempt; each sends the same bytes.</summary>
    internal abstract Task<HttpResponseMessage> SendAsync(CancellationToken cancellationToken);
}

/// <summary>One without a body.</summary>
/// <param name="name">For people and logs.</param>
/// <param name="kind">What may be repeated.</param>
/// <param name="timeout">The limit of one attempt.</param>
/// <param name="maxRetries">Attempts after the first.</param>
/// <param name="jobId">The job it is about, for errors.</param>
/// <param name="state">Handed to <paramref name="send"/>, so that it needs no closure.</param>
/// <param name="send">Sends one attempt.</param>
sealed class OutgoingRequest<TState>(string name, RequestKind kind, TimeSpan timeout, int maxRetries, string? jobId, TState state, Func<TState, CancellationToken, Task<HttpResponseMessage>> send)
    : OutgoingRequest(name, kind, timeout, maxRetries, jobId)
{
    internal override Task<HttpResponseMessage> SendAsync(CancellationToken cancellationToken) => send(state, cancellationToken);
}

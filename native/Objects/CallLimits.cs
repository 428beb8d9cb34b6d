using Pulse.Client;
using Pulse.Client.Http;

namespace Pulse.Native.Objects;

/// <summary>What a client's handle adds to its calls: what ends them before their time (tokens, and a time limit for each), and headers.</summary>
sealed class CallLimits
{
    internal static CallLimits None { get; } = new([], null, null);

    readonly CancellationToken[] _tokens;

    CallLimits(CancellationToken[] tokens, TimeSpan? timeout, CallHeaders? headers) => (_tokens, Timeout, Headers) = (tokens, timeout, headers);

    internal TimeSpan? Timeout { get; }

    internal CallHeaders? Headers { get; }

    /// <summary>Whether nothing ends a call.</summary>
    internal bool IsEmpty => _tokens.Length == 0 && Timeout is null;

    internal bool IsStopped => Array.Exists(_tokens, static token => token.IsCancellationRequested);

    /// <summary>These limits and more.</summary>
    internal CallLimits And(CancellationToken? token, TimeSpan? timeout) => new(
        token is { } more ? [.. _tokens, more] : _tokens,
        Timeout is { } own && (timeout is null || own < timeout) ? own : timeout,
        Headers);

    /// <summary>The same with more headers.</summary>
    internal CallLimits And(IReadOnlyList<KeyValuePair<string, string>> headers) => new(_tokens, Timeout, CallHeaders.Resolve(Headers, headers));

    /// <summary>A source that the tokens cancel; the caller disposes of it.</summary>
    internal CancellationTokenSource NewStop() => _tokens.Length == 0 ? new() : CancellationTokenSource.CreateLinkedTokenSource(_tokens);

    /// <summary>A wait has a limit of its own, which must not be longer than this one.</summary>
    internal WaitOptions Shorten(WaitOptions options) =>
        Timeout is { } limit && (!options.HasTimeout || options.Timeout > limit) ? options with { Timeout = limit } : options;

    /// <summary>Calls <paramref name="stopped"/> when a token is canceled, and at once where one is.</summary>
    internal CancellationTokenRegistration[] Watch(Action stopped) => Array.ConvertAll(_tokens, token => token.UnsafeRegister(static state => ((Action)state!)(), stopped));
}

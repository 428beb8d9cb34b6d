using System.Globalization;

namespace Pulse.Client.Http;

/// <summary>The deadline of a whole call, over all its requests, attempts and pauses.</summary>
/// <param name="limit">The longest that a call may take; null for no limit.</param>
/// <param name="clock">Tells the time.</param>
sealed class CallDeadline(TimeSpan? limit, TimeProvider clock)
{
    internal bool IsSet => limit is not null;

    /// <summary>Runs a call of one or several requests.</summary>
    /// <exception cref="PulseTimeoutException">The deadline has passed.</exception>
    internal Task<T> RunAsync<T>(Func<CancellationToken, Task<T>> call, string name, string? jobId, CancellationToken cancellationToken) =>
        limit is { } longest ? RunAsync(call, longest, name, jobId, cancellationToken) : call(cancellationToken);

    async Task<T> RunAsync<T>(Func<CancellationToken, Task<T>> call, TimeSpan longest, string name, string? jobId, CancellationToken cancellationToken)
    {
        using CancellationTokenSource deadline = new(longest, clock);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, deadline.Token);
        try
        {
            return await call(either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            throw new PulseTimeoutException(string.Create(CultureInfo.InvariantCulture, $"{name} did not end within the limit of the call, {longest.TotalSeconds:0.###} s.")) { JobId = jobId };
        }
    }
}

using System.Threading.RateLimiting;
using Microsoft.Extensions.Logging;
using Pulse.Client.Diagnostics;

namespace Pulse.Client.Http;

/// <summary>Decides when an attempt may start: after a failure not before the backoff, and never without a permit of the client's limiter. Every pause ends at once when the call is stopped or the client closed.</summary>
sealed class RequestPacer(ClientSettings settings, CancellationToken closed)
{
    long _retries;

    /// <summary>Shared by all requests of the client.</summary>
    internal ServiceRateLimiter Limiter { get; } = new(settings.MaxRequestsPerSecond, settings.TimeProvider);

    /// <summary>Attempts after the first of their requests.</summary>
    internal long Retries => Interlocked.Read(ref _retries);

    /// <summary>Waits before an attempt.</summary>
    /// <param name="request">What is attempted.</param>
    /// <param name="retry">0 for the first attempt.</param>
    /// <param name="failure">How the attempt before failed.</param>
    /// <param name="cancellationToken">Ends the pause.</param>
    internal ValueTask ReadyAsync(OutgoingRequest request, int retry, PulseException? failure, CancellationToken cancellationToken) =>
        // A method that might be suspended costs more than what is to be done here nearly always.
        failure is null && !cancellationToken.IsCancellationRequested && !closed.IsCancellationRequested && (request.IsPoll || TryTakePermit())
            ? default
            : PauseAsync(request, retry, failure, cancellationToken);

    async ValueTask PauseAsync(OutgoingRequest request, int retry, PulseException? failure, CancellationToken cancellationToken)
    {
        if (failure is not null)
        {
            TimeSpan delay = Backoff.Delay(retry - 1, failure.RetryAfter, settings.Randomizer);
            Interlocked.Increment(ref _retries);
            settings.Logger.Retrying(request.Name, failure.Code, failure.HttpStatus, retry, delay.TotalMilliseconds);
            await DelayAsync(delay, cancellationToken).ConfigureAwait(false);
        }

        cancellationToken.ThrowIfCancellationRequested();
        if (closed.IsCancellationRequested)
        {
            throw new PulseException(PulseErrorCode.Closed, "The client is closed.") { JobId = request.JobId };
        }

        if (!request.IsPoll || retry > 0)
        {
            await TakePermitAsync(request, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Pauses.</summary>
    internal async Task DelayAsync(TimeSpan delay, CancellationToken cancellationToken)
    {
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, closed);
        try
        {
            await Task.Delay(delay, settings.TimeProvider, either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new PulseException(PulseErrorCode.Closed, "The client was closed.");
        }
        catch (OperationCanceledException)
        {
            throw new OperationCanceledException(cancellationToken);
        }
    }

    bool TryTakePermit()
    {
        using RateLimitLease now = Limiter.AttemptAcquire();
        return now.IsAcquired;
    }

    async ValueTask TakePermitAsync(OutgoingRequest request, CancellationToken cancellationToken)
    {
        if (TryTakePermit())
        {
            return;
        }

        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, closed);
        try
        {
            using RateLimitLease later = await Limiter.AcquireAsync(1, either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new PulseException(PulseErrorCode.Closed, $"{request.Name} was ended by closing the client.") { JobId = request.JobId };
        }
    }
}

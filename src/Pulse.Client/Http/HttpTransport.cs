using Microsoft.Extensions.Logging;
using Pulse.Client.Diagnostics;
using Pulse.Client.Results;

namespace Pulse.Client.Http;

/// <summary>Makes one attempt of a request: sends it within its time, and makes a body or an error of what comes.</summary>
sealed class HttpTransport(ClientSettings settings, Connector connector, ServiceRateLimiter limiter, Redactor redactor, CancellationToken closed)
{
    readonly ErrorReader _errors = new(redactor, settings.TimeProvider);
    readonly AttemptFailures _failures = new(settings, redactor, closed);
    long _attempts;

    /// <summary>Attempts so far.</summary>
    internal long Attempts => Interlocked.Read(ref _attempts);

    internal async Task<NativeBuffer> AttemptAsync(OutgoingRequest request, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _attempts);
        connector.Prepare(request.Kind == RequestKind.Submit);
        using ConnectionUse use = ConnectionUse.Begin(request.Timeout, settings.IdleTimeout, settings.TimeProvider);
        using CancellationTokenSource attempt = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, closed, use.TimedOut);
        NativeBuffer? received = null;
        bool isAnswered = false;
        long start = settings.TimeProvider.GetTimestamp();
        try
        {
            using HttpResponseMessage response = await request.SendAsync(attempt.Token).ConfigureAwait(false);
            settings.CertificateDemand.Answered();
            settings.Logger.Answered(request.Name, (int)response.StatusCode, settings.TimeProvider.GetElapsedTime(start).TotalMilliseconds);
            if (!response.IsSuccessStatusCode)
            {
                PulseException refusal = await _errors.ReadAsync(response, request, attempt.Token).ConfigureAwait(false);
                if (refusal.Code == PulseErrorCode.RateLimited)
                {
                    limiter.SlowDown(refusal.RetryAfter);
                }

                throw refusal;
            }

            isAnswered = true;
            if (ResponseCheck.Problem(response, request) is { } problem)
            {
                // All of what exists only once is read, which may take as long as it moves.
                MovingContent.Watch(response, use, request.Kind == RequestKind.SingleUse);
                throw await _errors.ReadUnexpectedAsync(response, request, problem, settings.MaxResponseBytes, attempt.Token).ConfigureAwait(false);
            }

            MovingContent.Watch(response, use, request.IsTransfer);
            Action<NativeBuffer>? keep = request.Kind == RequestKind.SingleUse ? partial => received = partial : null;
            NativeBuffer body = await BodyReader.ReadAsync(response.Content, settings.MaxResponseBytes, keep, request.LargeResult, attempt.Token).ConfigureAwait(false);
            body.IsNoContent = response.StatusCode == System.Net.HttpStatusCode.NoContent;
            body.Headers = settings.KeepResponseHeaders ? MaskedHeaders.Read(response, redactor) : null;
            return body;
        }
        catch (PulseException exception) when (isAnswered && request.Kind == RequestKind.Submit)
        {
            exception.MayHaveBeenAccepted = true;
            throw;
        }
        catch (Exception exception) when (exception is OperationCanceledException or HttpRequestException or IOException or ObjectDisposedException)
        {
            throw _failures.Explain(new(request, isAnswered, received, use, exception), cancellationToken);
        }
    }
}

using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using Pulse.Client.Diagnostics;
using Pulse.Client.Results;

namespace Pulse.Client.Http;

/// <summary>Makes one attempt of a request: sends it within its time, and makes a body or an error of what comes.</summary>
sealed class HttpTransport(ClientSettings settings, Connector connector, ServiceRateLimiter limiter, Redirects redirects, Redactor redactor, CancellationToken closed)
{
    readonly ErrorReader _errors = new(redactor, settings.TimeProvider);
    readonly AttemptFailures _failures = new(settings, redactor, closed);
    long _attempts;

    /// <summary>Attempts so far.</summary>
    internal long Attempts => Interlocked.Read(ref _attempts);

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    internal async ValueTask<NativeBuffer> AttemptAsync(OutgoingRequest request, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _attempts);
        connector.Prepare(request.Kind == RequestKind.Submit);
        using ConnectionUse use = ConnectionUse.Begin(request.Timeout, settings.IdleTimeout, settings.TimeProvider, request.GentleStop, cancellationToken, closed);
        NativeBuffer? received = null;
        bool isAnswered = false;
        bool isLogged = settings.Logger.IsEnabled(LogLevel.Debug);
        long start = isLogged ? settings.TimeProvider.GetTimestamp() : 0;
        try
        {
            // Our own handlers know what ends the attempt; HttpClient would make another source of it.
            using HttpResponseMessage response = await redirects.FollowAsync(await request.SendAsync(CancellationToken.None).ConfigureAwait(false), use).ConfigureAwait(false);
            settings.CertificateDemand.Answered();
            if (isLogged)
            {
                settings.Logger.Answered(request.Name, (int)response.StatusCode, settings.TimeProvider.GetElapsedTime(start).TotalMilliseconds);
            }

            if (!response.IsSuccessStatusCode)
            {
                PulseException refusal = await _errors.ReadAsync(response, request, use.Ending).ConfigureAwait(false);
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
                throw await _errors.ReadUnexpectedAsync(response, request, problem, settings.MaxResponseBytes, use.Ending).ConfigureAwait(false);
            }

            MovingContent.Watch(response, use, request.IsTransfer);
            Action<NativeBuffer>? keep = request.Kind == RequestKind.SingleUse ? partial => received = partial : null;
            NativeBuffer body = await BodyReader.ReadAsync(response.Content, settings.MaxResponseBytes, keep, request.LargeResult, use.Ending).ConfigureAwait(false);
            body.IsNoContent = response.StatusCode == System.Net.HttpStatusCode.NoContent;
            body.Headers = settings.KeepResponseHeaders ? MaskedHeaders.Read(response, redactor) : null;
            if (request.Body is null && settings.PrimaryHandler is null)
            {
                use.AllowReuse();
            }

            return body;
        }
        catch (PulseException exception) when (isAnswered && request.Kind == RequestKind.Submit)
        {
            exception.MayHaveBeenAccepted = true;
            throw;
        }
        catch (Exception exception) when (exception is OperationCanceledException or HttpRequestException or IOException or ObjectDisposedException)
        {
            BrokenAttempt broken = new(request, isAnswered, received, use, use.Ending.IsCancellationRequested, exception);
            if (_failures.MayBeForWantOfCertificate(broken))
            {
                await settings.CertificateDemand.LookAsync(settings, connector, use.Ending).ConfigureAwait(false);
            }

            throw _failures.Explain(broken, cancellationToken);
        }
    }
}

using System.Runtime.CompilerServices;
using Pulse.Client.Results;

namespace Pulse.Client.Http;

/// <summary>
/// The one way to the service: sends a request until there is a good response, and returns its body. From the outside inwards:
/// <list type="number">
/// <item><see cref="RequestTelemetry"/>: span and duration;</item>
/// <item><see cref="CallDeadline"/>: the time of the whole call;</item>
/// <item>the loop below, in which <see cref="RetryRules"/> decides whether there is another attempt;</item>
/// <item><see cref="RequestPacer"/>: when it starts;</item>
/// <item><see cref="HttpTransport"/>: makes it, and says through <see cref="AttemptFailures"/> what broke it.</item>
/// </list>
/// </summary>
sealed class RequestExecutor
{
    // Each takes one out of the pool that had been given up for being idle, which the pool may notice late: there are no more of them than connections.
    const int MaxDropped = 1000;

    readonly RequestTelemetry _telemetry;
    readonly RetryRules _rules;
    readonly HttpTransport _transport;
    readonly bool _hasKey;

    internal RequestExecutor(ClientSettings settings, Connector connector, HttpMessageInvoker handlers, CancellationToken closed)
    {
        _hasKey = settings.ApiKey is not null;
        _rules = new RetryRules(settings.RetrySubmits);
        _telemetry = new RequestTelemetry(settings.TimeProvider);
        Redactor = new Redactor(settings.Secrets);
        Deadline = new CallDeadline(settings.CallTimeout, settings.TimeProvider);
        Pacer = new RequestPacer(settings, closed);
        _transport = new HttpTransport(settings, connector, Pacer.Limiter, new Redirects(handlers), Redactor, closed);
    }

    /// <summary>Takes the secrets out of what is shown.</summary>
    internal Redactor Redactor { get; }

    /// <summary>For calls of several requests.</summary>
    internal CallDeadline Deadline { get; }

    /// <summary>For pauses between the requests of a call.</summary>
    internal RequestPacer Pacer { get; }

    /// <summary>Shared by all requests of the client.</summary>
    internal ServiceRateLimiter Limiter => Pacer.Limiter;

    /// <summary>Gives up all connections for new ones; does nothing where the caller brought them.</summary>
    internal Action DropConnections { get; set; } = static () => { };

    /// <summary>Attempts so far.</summary>
    internal long Requests => _transport.Attempts;

    internal long Retries => Pacer.Retries;

    /// <summary>Sends until there is a good response, and returns its body, which the caller owns.</summary>
    /// <param name="request">What is sent.</param>
    /// <param name="cancellationToken">Ends the call at once, also between attempts.</param>
    internal ValueTask<NativeBuffer> SendAsync(OutgoingRequest request, CancellationToken cancellationToken) =>
        RequestTelemetry.IsWanted && !request.IsPoll
            ? new(_telemetry.ObserveAsync(request, (one, token) => WithinDeadlineAsync(one, token).AsTask(), cancellationToken))
            : WithinDeadlineAsync(request, cancellationToken);

    ValueTask<NativeBuffer> WithinDeadlineAsync(OutgoingRequest request, CancellationToken cancellationToken) =>
        request.IsPoll || !Deadline.IsSet ? RepeatAsync(request, cancellationToken) : LimitedAsync(request, cancellationToken);

    // A method of its own, for the closure.
    ValueTask<NativeBuffer> LimitedAsync(OutgoingRequest request, CancellationToken cancellationToken) =>
        new(Deadline.RunAsync(token => RepeatAsync(request, token).AsTask(), request.Name, request.JobId, cancellationToken));

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    async ValueTask<NativeBuffer> RepeatAsync(OutgoingRequest request, CancellationToken cancellationToken)
    {
        if (!_hasKey)
        {
            throw new PulseConfigurationException(PulseErrorCode.MissingApiKey, "There is no API key: set ApiKey or the environment variable PULSE_API_KEY.");
        }

        PulseException? failure = null;
        int dropped = 0;
        for (int retry = 0; ; retry++)
        {
            try
            {
                await Pacer.ReadyAsync(request, retry, failure, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception) when (failure is { MayHaveBeenAccepted: true })
            {
                // A submit that was to be sent again: that it may have been accepted matters more than what ended the pause.
                throw failure;
            }

            try
            {
                return await _transport.AttemptAsync(request, cancellationToken).ConfigureAwait(false);
            }
            catch (PulseException exception) when (exception.NothingSent && dropped < MaxDropped && request.Body is not { IsUsedUp: true })
            {
                // It met a connection that we had closed ourselves, which is no matter of the caller's.
                dropped++;
                retry--;
            }
            catch (PulseException exception)
            {
                // What one attempt left open, no later one closes.
                exception.MayHaveBeenAccepted |= failure is { MayHaveBeenAccepted: true };
                if (retry >= request.MaxRetries || !_rules.MayRepeat(request, exception))
                {
                    throw;
                }

                failure = exception;
            }
        }
    }
}

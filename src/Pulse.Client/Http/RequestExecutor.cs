using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Threading.RateLimiting;
using Microsoft.Extensions.Logging;
using Pulse.Client.Diagnostics;
using Pulse.Client.Results;

namespace Pulse.Client.Http;

/// <summary>What may be done when a request fails.</summary>
enum RequestKind
{
    /// <summary>May be repeated at will.</summary>
    Idempotent,

    /// <summary>Costs money: repeated only when it was refused.</summary>
    Submit,

    /// <summary>Works once: repeated only while no answer has begun.</summary>
    SingleUse,
}

/// <summary>One operation of the API, for limits, retries and messages.</summary>
/// <param name="Name">For people and logs, for example <c>GET /job/{id}</c>.</param>
/// <param name="Kind">What may be repeated.</param>
/// <param name="Timeout">The limit of one attempt, without the time in which a long body moves.</param>
/// <param name="MaxRetries">Attempts after the first.</param>
/// <param name="JobId">The job it is about, for errors.</param>
readonly record struct Operation(string Name, RequestKind Kind, TimeSpan Timeout, int MaxRetries, string? JobId = null)
{
    /// <summary>The first attempt already has its permit of the limiter.</summary>
    internal bool HasPermit { get; init; }

    /// <summary>Its body is a file: it may take as long as it moves.</summary>
    internal bool IsTransfer { get; init; }

    /// <summary>What the body must be.</summary>
    internal BodyKind Accepts { get; init; }

    /// <summary>Where a large result is written as it arrives.</summary>
    internal LargeResultFile? LargeResult { get; init; }

    /// <summary>Whether the status says everything, so that the body may be missing.</summary>
    internal bool TakesNoBody { get; init; }
}

/// <summary>The one place where requests are sent, limited in time and rate, repeated, and turned into a body or an error.</summary>
sealed class RequestExecutor(ClientSettings settings, Connector connector, CancellationToken closed)
{
    const int ProxyWantsCredentials = (int)HttpStatusCode.ProxyAuthenticationRequired;

    readonly ErrorReader _errors = new(new Redactor(settings.Secrets), settings.TimeProvider);
    long _requests;
    long _retries;

    /// <summary>Shared by all requests of the client.</summary>
    internal ServiceRateLimiter Limiter { get; } = new(settings.MaxRequestsPerSecond, settings.TimeProvider);

    internal Redactor Redactor { get; } = new(settings.Secrets);

    /// <summary>Gives up all connections for new ones; does nothing where the caller brought them.</summary>
    internal Action DropConnections { get; set; } = static () => { };

    internal long Requests => Interlocked.Read(ref _requests);

    internal long Retries => Interlocked.Read(ref _retries);

    /// <summary>Sends until there is a successful answer, and returns its body, which the caller owns.</summary>
    /// <param name="operation">What is done.</param>
    /// <param name="state">Handed to <paramref name="send"/>, so that it needs no closure.</param>
    /// <param name="send">Builds and sends one attempt; called anew for each, so that each sends the same bytes.</param>
    /// <param name="progress">Tells how much of a submit has been sent; null for requests without a body.</param>
    /// <param name="cancellationToken">Ends the call at once, also between attempts.</param>
    internal Task<NativeBuffer> SendAsync<TState>(
        Operation operation,
        TState state,
        Func<TState, CancellationToken, Task<HttpResponseMessage>> send,
        Func<TState, TrackedContent?>? progress,
        CancellationToken cancellationToken) =>
        // The polls of a wait are part of its span, and have a counter of their own.
        ClientMetrics.AreOperationsObserved && !operation.HasPermit
            ? ObserveAsync(operation, state, send, progress, cancellationToken)
            : WithinAsync(operation, state, send, progress, cancellationToken);

    /// <summary>Keeps the limit of the whole call. Polls belong to a wait, which has its own.</summary>
    Task<NativeBuffer> WithinAsync<TState>(
        Operation operation,
        TState state,
        Func<TState, CancellationToken, Task<HttpResponseMessage>> send,
        Func<TState, TrackedContent?>? progress,
        CancellationToken cancellationToken) =>
        operation.HasPermit || settings.CallTimeout is null
            ? RepeatAsync(operation, state, send, progress, cancellationToken)
            : LimitAsync(token => RepeatAsync(operation, state, send, progress, token), operation.Name, operation.JobId, cancellationToken);

    /// <summary>Runs a call of one or several requests within the limit of calls.</summary>
    internal Task<T> LimitAsync<T>(Func<CancellationToken, Task<T>> call, string name, string? jobId, CancellationToken cancellationToken) =>
        settings.CallTimeout is { } limit ? LimitAsync(call, limit, name, jobId, cancellationToken) : call(cancellationToken);

    async Task<T> LimitAsync<T>(Func<CancellationToken, Task<T>> call, TimeSpan limit, string name, string? jobId, CancellationToken cancellationToken)
    {
        using CancellationTokenSource deadline = new(limit, settings.TimeProvider);
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
            throw new PulseTimeoutException(string.Create(CultureInfo.InvariantCulture, $"{name} did not end within the limit of the call, {limit.TotalSeconds:0.###} s.")) { JobId = jobId };
        }
    }

    async Task<NativeBuffer> ObserveAsync<TState>(
        Operation operation,
        TState state,
        Func<TState, CancellationToken, Task<HttpResponseMessage>> send,
        Func<TState, TrackedContent?>? progress,
        CancellationToken cancellationToken)
    {
        using Activity? span = ClientMetrics.Activities.StartActivity(operation.Name, ActivityKind.Client);
        span?.SetTag("pulse.job.id", operation.JobId);
        long start = settings.TimeProvider.GetTimestamp();
        string? error = null;
        try
        {
            return await WithinAsync(operation, state, send, progress, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            error = exception is PulseException { Code: var code } ? code.ToString() : exception.GetType().Name;
            span?.SetTag("error.type", error).SetStatus(ActivityStatusCode.Error);
            throw;
        }
        finally
        {
            TagList tags = new() { { "pulse.operation", operation.Name }, { "error.type", error } };
            ClientMetrics.OperationDuration.Record(settings.TimeProvider.GetElapsedTime(start).TotalSeconds, tags);
        }
    }

    async Task<NativeBuffer> RepeatAsync<TState>(
        Operation operation,
        TState state,
        Func<TState, CancellationToken, Task<HttpResponseMessage>> send,
        Func<TState, TrackedContent?>? progress,
        CancellationToken cancellationToken)
    {
        if (settings.ApiKey is null)
        {
            throw new PulseConfigurationException(PulseErrorCode.MissingApiKey, "There is no API key: set ApiKey or the environment variable PULSE_API_KEY.");
        }

        PulseException? failure = null;
        for (int retry = 0; ; retry++)
        {
            try
            {
                await ReadyAsync(operation, retry, failure, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception) when (failure is { MayHaveBeenAccepted: true })
            {
                // A submit that was to be sent again: that it may have been accepted matters more than what ended the pause.
                throw failure;
            }

            try
            {
                return await AttemptAsync(operation, state, send, progress, cancellationToken).ConfigureAwait(false);
            }
            catch (PulseException exception)
            {
                // What one attempt left open, no later one closes.
                exception.MayHaveBeenAccepted |= failure is { MayHaveBeenAccepted: true };
                if (retry >= operation.MaxRetries || !MayRepeat(operation, exception, progress?.Invoke(state)))
                {
                    throw;
                }

                failure = exception;
            }
        }
    }

    /// <summary>Waits before an attempt: after a failure for the back-off, then for the limiter.</summary>
    async ValueTask ReadyAsync(Operation operation, int retry, PulseException? failure, CancellationToken cancellationToken)
    {
        if (failure is not null)
        {
            TimeSpan delay = Backoff.Delay(retry - 1, failure.RetryAfter, settings.Randomizer);
            Interlocked.Increment(ref _retries);
            settings.Logger.Retrying(operation.Name, failure.Code, failure.HttpStatus, retry, delay.TotalMilliseconds);
            await DelayAsync(delay, cancellationToken).ConfigureAwait(false);
        }

        cancellationToken.ThrowIfCancellationRequested();
        if (closed.IsCancellationRequested)
        {
            throw new PulseException(PulseErrorCode.Closed, "The client is closed.") { JobId = operation.JobId };
        }

        if (!operation.HasPermit || retry > 0)
        {
            await TakeTurnAsync(operation, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Waits until the limiter lets a request through; ends at once when stopped or closed.</summary>
    async ValueTask TakeTurnAsync(Operation operation, CancellationToken cancellationToken)
    {
        using RateLimitLease now = Limiter.AttemptAcquire();
        if (now.IsAcquired)
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
            throw new PulseException(PulseErrorCode.Closed, $"{operation.Name} was ended by closing the client.") { JobId = operation.JobId };
        }
    }

    async Task<NativeBuffer> AttemptAsync<TState>(
        Operation operation,
        TState state,
        Func<TState, CancellationToken, Task<HttpResponseMessage>> send,
        Func<TState, TrackedContent?>? progress,
        CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _requests);
        connector.Prepare(operation.Kind == RequestKind.Submit);
        using ConnectionUse use = ConnectionUse.Begin(operation.Timeout, settings.IdleTimeout, settings.TimeProvider);
        using CancellationTokenSource attempt = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, closed, use.TimedOut);
        NativeBuffer? received = null;
        bool answered = false;
        try
        {
            using HttpResponseMessage response = await send(state, attempt.Token).ConfigureAwait(false);
            settings.CertificateDemand.Answered();
            settings.Logger.Answered(operation.Name, (int)response.StatusCode);
            if (!response.IsSuccessStatusCode)
            {
                PulseException refusal = await _errors.ReadAsync(response, operation, attempt.Token).ConfigureAwait(false);
                if (refusal.Code == PulseErrorCode.RateLimited)
                {
                    Limiter.SlowDown(refusal.RetryAfter);
                }

                throw refusal;
            }

            answered = true;
            if (ResponseCheck.Problem(response, operation) is { } problem)
            {
                // All of what exists only once is read, which may take as long as it moves.
                MovingContent.Watch(response, use, operation.Kind == RequestKind.SingleUse);
                throw await _errors.ReadUnexpectedAsync(response, operation, problem, settings.MaxResponseBytes, attempt.Token).ConfigureAwait(false);
            }

            MovingContent.Watch(response, use, operation.IsTransfer);
            Action<NativeBuffer>? keep = operation.Kind == RequestKind.SingleUse ? partial => received = partial : null;
            NativeBuffer body = await BodyReader.ReadAsync(response.Content, settings.MaxResponseBytes, keep, operation.LargeResult, attempt.Token).ConfigureAwait(false);
            body.Headers = settings.KeepResponseHeaders ? ResponseHeaders.Read(response, Redactor) : null;
            return body;
        }
        catch (PulseException exception) when (answered && operation.Kind == RequestKind.Submit)
        {
            exception.MayHaveBeenAccepted = true;
            throw;
        }
        catch (Exception exception) when (exception is OperationCanceledException or HttpRequestException or IOException or ObjectDisposedException)
        {
            throw Explain(operation, new(progress?.Invoke(state), answered, received), exception, use, cancellationToken);
        }
    }

    /// <summary>How far an attempt had come when it broke.</summary>
    readonly record struct Reached(TrackedContent? Sent, bool Answered, NativeBuffer? Received);

    /// <summary>Says what broke an attempt, the caller's wish first. What was sent or received decides how bad that is.</summary>
    Exception Explain(Operation operation, Reached reached, Exception exception, ConnectionUse use, CancellationToken cancellationToken)
    {
        bool stopped = cancellationToken.IsCancellationRequested;
        bool timedOut = use.TimedOut.IsCancellationRequested;
        string words = stopped ? "was stopped"
            : closed.IsCancellationRequested ? "was ended by closing the client"
            : timedOut ? use.Overrun
            : $"to {settings.BaseUrl.Authority} failed: {Redactor.Redact(Describe(exception))}";
        if (exception is BodyTooLargeException)
        {
            return TooLarge(operation, reached.Received, exception);
        }

        if (reached.Received is not null)
        {
            return Lost(operation, words, reached.Received, exception);
        }

        if (ConnectionDroppedException.Caused(exception))
        {
            return new PulseNetworkException(PulseErrorCode.Network, $"{operation.Name} {words}.", exception) { JobId = operation.JobId, NothingSent = true };
        }

        // As far as anyone can tell the submit went out; whoever made it must know.
        if (operation.Kind == RequestKind.Submit && (reached.Answered || reached.Sent is { Completed: true }))
        {
            return Unknown(operation, words, exception);
        }

        if (stopped)
        {
            return new OperationCanceledException(cancellationToken);
        }

        if (closed.IsCancellationRequested)
        {
            return new PulseException(PulseErrorCode.Closed, $"{operation.Name} {words}.") { JobId = operation.JobId };
        }

        return timedOut ? new PulseTimeoutException($"{operation.Name} {words}.") { JobId = operation.JobId } : Network(operation, words, exception);
    }

    bool MayRepeat(Operation operation, PulseException failure, TrackedContent? sent) => sent is not { IsUsedUp: true } && operation.Kind switch
    {
        RequestKind.Idempotent => IsTransient(failure),
        RequestKind.SingleUse => IsNetwork(failure) || failure.Code is PulseErrorCode.Timeout or PulseErrorCode.RateLimited || failure.HttpStatus == 503,

        // 429, and 503 in the API's own words, say that it was not accepted; without a first byte of the body it cannot have been.
        _ => failure.Code == PulseErrorCode.RateLimited
            || (failure.HttpStatus == 503 && !failure.MayHaveBeenAccepted)
            || (IsNetwork(failure) && (failure is { NothingSent: true } || sent is not { Started: true }))
            || (settings.RetrySubmits && (failure.Code is PulseErrorCode.OutcomeUnknown || IsTransient(failure))),
    };

    /// <summary>Whether asking again may help: network, timeout, 408, 429, 5xx.</summary>
    internal static bool IsTransient(PulseException failure) =>
        IsNetwork(failure)
        || failure.Code is PulseErrorCode.Timeout or PulseErrorCode.RateLimited
        || failure.HttpStatus is 408 or 500 or 502 or 503 or 504
        || failure.HttpStatus > 504;

    /// <summary>A proxy that wants other credentials wants them the next time too.</summary>
    static bool IsNetwork(PulseException failure) => failure.Code == PulseErrorCode.Network && failure.HttpStatus != ProxyWantsCredentials;

    /// <summary>Sleeps, and ends at once when stopped or closed.</summary>
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

    static PulseOutcomeUnknownException Unknown(Operation operation, string words, Exception? cause) =>
        new($"{operation.Name} {words}. The whole request had been sent, so the service may have accepted it; it was not sent again.", cause) { MayHaveBeenAccepted = true };

    static PulseResultLostException Lost(Operation operation, string words, NativeBuffer received, Exception? cause)
    {
        long length = Math.Max(received.Length, operation.LargeResult?.Length ?? 0);
        string message = string.Create(CultureInfo.InvariantCulture, $"{operation.Name} {words}. {length} bytes had been received{(operation.LargeResult?.KeptAt is { } path ? $" and are in '{RawPaths.Readable(path)}'" : "")}; the link works only once and was not asked again.");
        PulseResultLostException lost = new(message, cause) { JobId = operation.JobId, ResponseBody = received.Content.ToArray() };
        received.Close();
        return lost;
    }

    /// <summary>The body is larger than the client accepts. A large result, which exists only once, has been written to its file all the same.</summary>
    static PulseException TooLarge(Operation operation, NativeBuffer? received, Exception cause)
    {
        string words = $"{operation.Name}: {cause.Message}";
        byte[] body = received?.Content.ToArray() ?? [];
        received?.Close();
        if (operation.Kind != RequestKind.SingleUse)
        {
            bool isSubmit = operation.Kind == RequestKind.Submit;
            return new PulseProtocolException($"{words}.{(isSubmit ? " The request was accepted." : "")}", cause) { JobId = operation.JobId, HttpStatus = 200, MayHaveBeenAccepted = isSubmit };
        }

        if (operation.LargeResult is { KeptAt: { } path } file)
        {
            file.Complete();
            return new PulseProtocolException(string.Create(CultureInfo.InvariantCulture, $"{words}. All {file.Length} bytes of it are in '{RawPaths.Readable(file.KeptAt ?? path)}'; the link works only once.{(file.IsFound ? " A client with a larger MaxResponseBytes takes it from there." : "")}"), cause) { JobId = operation.JobId, HttpStatus = 200, ResponseBody = body };
        }

        string why = operation.LargeResult?.Failure is { } failure ? $"it could not be written to a file ({failure.Message.TrimEnd('.')})" : "there is no file for it (LargeResultFolder)";
        return new PulseResultLostException(string.Create(CultureInfo.InvariantCulture, $"{words}, and {why}. The link works only once, so the rest is lost; {body.Length} bytes are in the error's body."), cause) { JobId = operation.JobId, HttpStatus = 200, ResponseBody = body };
    }

    PulseNetworkException Network(Operation operation, string words, Exception exception)
    {
        bool tls = TlsFailure.Describe(exception, settings.ClientCertificate is not null, settings.CertificateDemand) is not null;
        bool refused = exception is HttpRequestException { HttpRequestError: HttpRequestError.ProxyTunnelError, StatusCode: HttpStatusCode.ProxyAuthenticationRequired };
        return new(tls ? PulseErrorCode.Tls : PulseErrorCode.Network, $"{operation.Name} {words}.", exception)
        {
            JobId = operation.JobId,
            HttpStatus = refused ? ProxyWantsCredentials : 0,
        };
    }

    /// <summary>Own words, since a trimmed library may carry the framework's messages only as keys.</summary>
    string Describe(Exception exception)
    {
        if (TlsFailure.Describe(exception, settings.ClientCertificate is not null, settings.CertificateDemand) is { } tls)
        {
            return tls;
        }

        ProxyServer? proxy = settings.Proxy?.For(settings.BaseUrl);
        string toProxy = proxy is null ? "" : $" to the proxy {proxy.Address.Authority}";
        HttpRequestError error = exception switch
        {
            HttpRequestException request => request.HttpRequestError,
            HttpIOException io => io.HttpRequestError,
            _ => HttpRequestError.Unknown,
        };
        string words = error switch
        {
            HttpRequestError.NameResolutionError => proxy is null ? "the host name was not found" : $"the host name of the proxy {proxy.Address.Authority} was not found",
            HttpRequestError.ConnectionError => $"no connection{toProxy} could be made",
            HttpRequestError.SecureConnectionError => "the connection was closed during the TLS handshake",
            HttpRequestError.ResponseEnded => "the connection was closed before the answer was complete",
            HttpRequestError.InvalidResponse => settings.BaseUrl.Scheme == Uri.UriSchemeHttp ? "the answer is not HTTP (is it an https:// server?)" : "the answer is not HTTP",
            HttpRequestError.ConfigurationLimitExceeded => "the answer's headers are too large",
            HttpRequestError.ProxyTunnelError => DescribeTunnel(proxy, (exception as HttpRequestException)?.StatusCode),
            _ when exception is OperationCanceledException => $"no connection{toProxy} could be made in time",
            _ => "the connection broke",
        };
        Exception innermost = exception.GetBaseException();
        return innermost == exception || string.IsNullOrEmpty(innermost.Message) ? words : $"{words} ({innermost.Message.TrimEnd('.')})";
    }

    static string DescribeTunnel(ProxyServer? proxy, HttpStatusCode? status)
    {
        string who = proxy is null ? "the proxy" : $"the proxy {proxy.Address.Authority}";
        return status switch
        {
            HttpStatusCode.ProxyAuthenticationRequired when proxy?.Credential is null => $"{who} demands credentials (HTTP 407)",
            HttpStatusCode.ProxyAuthenticationRequired => $"{who} does not accept the credentials (HTTP 407)",
            { } other => string.Create(CultureInfo.InvariantCulture, $"{who} refused the connection (HTTP {(int)other})"),
            null => $"{who} refused the connection",
        };
    }
}

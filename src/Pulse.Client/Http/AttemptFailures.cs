using System.Globalization;
using System.Net;
using Pulse.Client.Results;

namespace Pulse.Client.Http;

/// <summary>How far an attempt had come when it broke.</summary>
/// <param name="Exchange">What was attempted; its body tells what was sent.</param>
/// <param name="IsAnswered">Whether a good response had begun.</param>
/// <param name="Received">What had come of a single-use result.</param>
/// <param name="Use">Tells whether time ran out.</param>
/// <param name="Cause">What broke it.</param>
readonly record struct BrokenAttempt(HttpExchange Exchange, bool IsAnswered, NativeBuffer? Received, ConnectionUse Use, Exception Cause);

/// <summary>Makes the error of an attempt that broke: the caller's wish counts first, and what was sent or received decides how bad it is.</summary>
sealed class AttemptFailures(ClientSettings settings, Redactor redactor, CancellationToken closed)
{
    readonly NetworkFailure _network = new(settings);

    internal Exception Explain(in BrokenAttempt attempt, CancellationToken cancellationToken)
    {
        (HttpExchange exchange, bool isAnswered, NativeBuffer? received, ConnectionUse use, Exception cause) = attempt;
        bool stopped = cancellationToken.IsCancellationRequested;
        bool timedOut = use.TimedOut.IsCancellationRequested;
        string words = stopped ? "was stopped"
            : closed.IsCancellationRequested ? "was ended by closing the client"
            : timedOut ? use.Overrun
            : $"to {settings.BaseUrl.Authority} failed: {redactor.Redact(_network.Describe(cause))}";
        if (cause is BodyTooLargeException)
        {
            return TooLarge(exchange, received, cause);
        }

        if (received is not null)
        {
            return Lost(exchange, words, received, cause);
        }

        if (ConnectionDroppedException.Caused(cause))
        {
            return new PulseNetworkException(PulseErrorCode.Network, $"{exchange.Name} {words}.", cause) { JobId = exchange.JobId, NothingSent = true };
        }

        // As far as anyone can tell the submit went out; whoever made it must know.
        if (exchange.Kind == RequestKind.Submit && (isAnswered || exchange.Body is { Completed: true }))
        {
            return new PulseOutcomeUnknownException($"{exchange.Name} {words}. The whole request had been sent, so the service may have accepted it; it was not sent again.", cause) { MayHaveBeenAccepted = true };
        }

        if (stopped)
        {
            return new OperationCanceledException(cancellationToken);
        }

        if (closed.IsCancellationRequested)
        {
            return new PulseException(PulseErrorCode.Closed, $"{exchange.Name} {words}.") { JobId = exchange.JobId };
        }

        return timedOut ? new PulseTimeoutException($"{exchange.Name} {words}.") { JobId = exchange.JobId } : Network(exchange, words, cause);
    }

    static PulseResultLostException Lost(HttpExchange exchange, string words, NativeBuffer received, Exception? cause)
    {
        long length = Math.Max(received.Length, exchange.LargeResult?.Length ?? 0);
        string message = string.Create(CultureInfo.InvariantCulture, $"{exchange.Name} {words}. {length} bytes had been received{(exchange.LargeResult?.KeptAt is { } path ? $" and are in '{RawPaths.Readable(path)}'" : "")}; the link works only once and was not asked again.");
        PulseResultLostException lost = new(message, cause) { JobId = exchange.JobId, ResponseBody = received.Content.ToArray() };
        received.Close();
        return lost;
    }

    /// <summary>The body is larger than the client accepts. A large result, which exists only once, has been written to its file all the same.</summary>
    static PulseException TooLarge(HttpExchange exchange, NativeBuffer? received, Exception cause)
    {
        string words = $"{exchange.Name}: {cause.Message}";
        byte[] body = received?.Content.ToArray() ?? [];
        received?.Close();
        if (exchange.Kind != RequestKind.SingleUse)
        {
            bool isSubmit = exchange.Kind == RequestKind.Submit;
            return new PulseProtocolException($"{words}.{(isSubmit ? " The request was accepted." : "")}", cause) { JobId = exchange.JobId, HttpStatus = 200, MayHaveBeenAccepted = isSubmit };
        }

        if (exchange.LargeResult is { KeptAt: { } path } file)
        {
            file.Complete();
            return new PulseProtocolException(string.Create(CultureInfo.InvariantCulture, $"{words}. All {file.Length} bytes of it are in '{RawPaths.Readable(file.KeptAt ?? path)}'; the link works only once.{(file.IsFound ? " A client with a larger MaxResponseBytes takes it from there." : "")}"), cause) { JobId = exchange.JobId, HttpStatus = 200, ResponseBody = body };
        }

        string why = exchange.LargeResult?.Failure is { } failure ? $"it could not be written to a file ({failure.Message.TrimEnd('.')})" : "there is no file for it (LargeResultFolder)";
        return new PulseResultLostException(string.Create(CultureInfo.InvariantCulture, $"{words}, and {why}. The link works only once, so the rest is lost; {body.Length} bytes are in the error's body."), cause) { JobId = exchange.JobId, HttpStatus = 200, ResponseBody = body };
    }

    PulseNetworkException Network(HttpExchange exchange, string words, Exception cause) =>
        new(_network.IsTls(cause) ? PulseErrorCode.Tls : PulseErrorCode.Network, $"{exchange.Name} {words}.", cause)
        {
            JobId = exchange.JobId,
            HttpStatus = NetworkFailure.IsRefusedByProxy(cause) ? (int)HttpStatusCode.ProxyAuthenticationRequired : 0,
        };
}

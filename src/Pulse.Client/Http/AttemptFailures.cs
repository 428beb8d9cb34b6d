using System.Globalization;
using System.Net;
using Pulse.Client.Results;

namespace Pulse.Client.Http;

/// <summary>How far an attempt had come when it broke.</summary>
/// <param name="Request">What was attempted; its body tells what was sent.</param>
/// <param name="IsAnswered">Whether a good response had begun.</param>
/// <param name="Received">What had come of a single-use result.</param>
/// <param name="Use">Tells which time ran out.</param>
/// <param name="WasEnded">Whether it was ended, by time or by a wish, rather than by the network.</param>
/// <param name="Cause">What broke it.</param>
readonly record struct BrokenAttempt(OutgoingRequest Request, bool IsAnswered, NativeBuffer? Received, ConnectionUse Use, bool WasEnded, Exception Cause);

/// <summary>Makes the error of an attempt that broke: the caller's wish counts first, and what was sent or received decides how bad it is.</summary>
sealed class AttemptFailures(ClientSettings settings, Redactor redactor, CancellationToken closed)
{
    readonly NetworkFailure _network = new(settings);

    /// <summary>Whether it looks like a server that has hung up on a client without a certificate.</summary>
    internal bool MayBeForWantOfCertificate(in BrokenAttempt attempt) =>
        !attempt.WasEnded && attempt.Cause is not OperationCanceledException && !_network.IsTls(attempt.Cause) && !ConnectionDroppedException.Caused(attempt.Cause);

    internal Exception Explain(in BrokenAttempt attempt, CancellationToken cancellationToken)
    {
        (OutgoingRequest request, bool isAnswered, NativeBuffer? received, ConnectionUse use, bool wasEnded, Exception cause) = attempt;
        bool stopped = cancellationToken.IsCancellationRequested;
        bool timedOut = wasEnded && !stopped && !closed.IsCancellationRequested;
        string words = stopped ? "was stopped"
            : closed.IsCancellationRequested ? "was ended by closing the client"
            : timedOut ? use.Overrun
            : $"to {settings.BaseUrl.Authority} failed: {redactor.Redact(_network.Describe(cause))}";
        if (cause is BodyTooLargeException)
        {
            return TooLarge(request, received, cause);
        }

        if (received is not null)
        {
            return Lost(request, words, received, cause);
        }

        if (ConnectionDroppedException.Caused(cause))
        {
            return new PulseNetworkException(PulseErrorCode.Network, $"{request.Name} {words}.", cause) { JobId = request.JobId, NothingSent = true };
        }

        // As far as anyone can tell the submit went out; whoever made it must know.
        if (request.Kind == RequestKind.Submit && (isAnswered || request.Body is { Completed: true }))
        {
            return new PulseOutcomeUnknownException($"{request.Name} {words}. The whole request had been sent, so the service may have accepted it; it was not sent again.", cause) { MayHaveBeenAccepted = true };
        }

        if (stopped)
        {
            return new OperationCanceledException(cancellationToken);
        }

        if (closed.IsCancellationRequested)
        {
            return new PulseException(PulseErrorCode.Closed, $"{request.Name} {words}.") { JobId = request.JobId };
        }

        return timedOut ? new PulseTimeoutException($"{request.Name} {words}.") { JobId = request.JobId } : Network(request, words, cause);
    }

    static PulseResultLostException Lost(OutgoingRequest request, string words, NativeBuffer received, Exception? cause)
    {
        long length = Math.Max(received.Length, request.LargeResult?.Length ?? 0);
        string message = string.Create(CultureInfo.InvariantCulture, $"{request.Name} {words}. {length} bytes had been received{(request.LargeResult?.KeptAt is { } path ? $" and are in '{RawPaths.Readable(path)}'" : "")}; the link works only once and was not asked again.");
        PulseResultLostException lost = new(message, cause) { JobId = request.JobId, ResponseBody = received.Content.ToArray() };
        received.Close();
        return lost;
    }

    /// <summary>The body is larger than the client accepts. A large result, which exists only once, has been written to its file all the same.</summary>
    static PulseException TooLarge(OutgoingRequest request, NativeBuffer? received, Exception cause)
    {
        string words = $"{request.Name}: {cause.Message}";
        byte[] body = received?.Content.ToArray() ?? [];
        received?.Close();
        if (request.Kind != RequestKind.SingleUse)
        {
            bool isSubmit = request.Kind == RequestKind.Submit;
            return new PulseProtocolException($"{words}.{(isSubmit ? " The request was accepted." : "")}", cause) { JobId = request.JobId, HttpStatus = 200, MayHaveBeenAccepted = isSubmit };
        }

        if (request.LargeResult is { KeptAt: { } path } file)
        {
            file.Complete();
            return new PulseProtocolException(string.Create(CultureInfo.InvariantCulture, $"{words}. All {file.Length} bytes of it are in '{RawPaths.Readable(file.KeptAt ?? path)}'; the link works only once.{(file.IsFound ? " A client with a larger MaxResponseBytes takes it from there." : "")}"), cause) { JobId = request.JobId, HttpStatus = 200, ResponseBody = body };
        }

        string why = request.LargeResult?.Failure is { } failure ? $"it could not be written to a file ({failure.Message.TrimEnd('.')})" : "there is no file for it (LargeResultFolder)";
        return new PulseResultLostException(string.Create(CultureInfo.InvariantCulture, $"{words}, and {why}. The link works only once, so the rest is lost; {body.Length} bytes are in the error's body."), cause) { JobId = request.JobId, HttpStatus = 200, ResponseBody = body };
    }

    PulseNetworkException Network(OutgoingRequest request, string words, Exception cause) =>
        new(_network.IsTls(cause) ? PulseErrorCode.Tls : PulseErrorCode.Network, $"{request.Name} {words}.", cause)
        {
            JobId = request.JobId,
            HttpStatus = NetworkFailure.IsRefusedByProxy(cause) ? (int)HttpStatusCode.ProxyAuthenticationRequired : 0,
        };
}

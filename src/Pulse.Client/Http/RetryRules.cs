using System.Net;

namespace Pulse.Client.Http;

/// <summary>Decides which failures are answered with another attempt. A submit is money: it is sent again only where it was refused, or nothing of it was sent.</summary>
/// <param name="retrySubmits">The caller has agreed to pay twice rather than fail.</param>
sealed class RetryRules(bool retrySubmits)
{
    /// <summary>Whether a request may be attempted again after a failure.</summary>
    internal bool MayRepeat(OutgoingRequest request, PulseException failure) => request.Body is not { IsUsedUp: true } && request.Kind switch
    {
        RequestKind.Idempotent => IsTransient(failure),
        RequestKind.SingleUse => IsNetwork(failure) || failure.Code is PulseErrorCode.Timeout or PulseErrorCode.RateLimited || failure.HttpStatus == 503,

        // 429, and 503 in the API's own words, say that it was not accepted; without a first byte of the body it cannot have been.
        _ => failure.Code == PulseErrorCode.RateLimited
            || (failure.HttpStatus == 503 && !failure.MayHaveBeenAccepted)
            || (IsNetwork(failure) && (failure is { NothingSent: true } || request.Body is not { Started: true }))
            || (retrySubmits && (failure.Code is PulseErrorCode.OutcomeUnknown || IsTransient(failure))),
    };

    /// <summary>Whether asking again may help: network, timeout, 408, 429, 5xx.</summary>
    internal static bool IsTransient(PulseException failure) =>
        IsNetwork(failure)
        || failure.Code is PulseErrorCode.Timeout or PulseErrorCode.RateLimited
        || failure.HttpStatus is 408 or 500 or 502 or 503 or 504
        || failure.HttpStatus > 504;

    /// <summary>A proxy that wants other credentials wants them the next time too.</summary>
    static bool IsNetwork(PulseException failure) => failure.Code == PulseErrorCode.Network && failure.HttpStatus != (int)HttpStatusCode.ProxyAuthenticationRequired;
}

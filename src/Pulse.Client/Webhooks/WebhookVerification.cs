namespace Pulse.Client;

/// <summary>What came out of verifying a webhook. The numbers never change.</summary>
public enum WebhookVerification
{
    /// <summary>It was signed with one of the secrets, and just now.</summary>
    Valid = 0,

    /// <summary>The id, the timestamp or the signature is missing.</summary>
    MissingHeader = 1,

    /// <summary>The timestamp is not a whole number of seconds.</summary>
    BadTimestamp = 2,

    /// <summary>It was signed too long ago: late, or sent again by somebody else.</summary>
    TooOld = 3,

    /// <summary>It claims to come from the future: one of the clocks is wrong.</summary>
    TooNew = 4,

    /// <summary>No signature fits: the body was changed, or signed with another secret.</summary>
    NoMatch = 5,

    /// <summary>A secret is not <c>whsec_</c> and base64, or there is none.</summary>
    BadSecret = 6,
}

/// <summary>A webhook cannot be trusted.</summary>
public sealed class PulseWebhookException : Exception
{
    internal PulseWebhookException(WebhookVerification reason, string message)
        : base(message) => Reason = reason;

    /// <summary>What is wrong with it; never <see cref="WebhookVerification.Valid"/>.</summary>
    public WebhookVerification Reason { get; }
}

namespace Pulse.Client;

/// <summary>The outcome of verifying a webhook. The numbers never change.</summary>
public enum WebhookVerification
{
    /// <summary>It was recently signed with one of the secrets.</summary>
    Valid = 0,

    /// <summary>The id, the timestamp or the signature is missing.</summary>
    MissingHeader = 1,

    /// <summary>The timestamp is not a whole number of seconds.</summary>
    BadTimestamp = 2,

    /// <summary>It was signed too long ago: delivered late, or replayed.</summary>
    TooOld = 3,

    /// <summary>Its timestamp is in the future: one of the clocks is wrong.</summary>
    TooNew = 4,

    /// <summary>No signature matches: the body was changed, or signed with another secret.</summary>
    NoMatch = 5,

    /// <summary>A secret is not base64 with the optional prefix <c>whsec_</c>, or there is no secret.</summary>
    BadSecret = 6,
}

/// <summary>A webhook is not authentic.</summary>
public sealed class PulseWebhookException : Exception
{
    internal PulseWebhookException(WebhookVerification reason, string message)
        : base(message) => Reason = reason;

    /// <summary>The reason; never <see cref="WebhookVerification.Valid"/>.</summary>
    public WebhookVerification Reason { get; }
}

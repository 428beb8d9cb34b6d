namespace Pulse.Client.Http;

/// <summary>What may be done when a request fails.</summary>
enum RequestKind
{
    /// <summary>May be repeated at will.</summary>
    Idempotent,

    /// <summary>Costs money: repeated only when it was refused.</summary>
    Submit,

    /// <summary>Works once: repeated only while no response has begun.</summary>
    SingleUse,
}

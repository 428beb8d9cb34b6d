namespace Pulse.Client;

/// <summary>The three headers of a webhook, from one family: <c>webhook-…</c> (Standard Webhooks) or <c>svix-…</c>. The families are never mixed.</summary>
/// <param name="Id">The message id, which is the same for every redelivery. Remember it to handle each message once.</param>
/// <param name="Timestamp">When it was signed, in seconds since 1970, as text.</param>
/// <param name="Signature">The signatures, separated by spaces.</param>
public readonly record struct WebhookHeaders(string? Id, string? Timestamp, string? Signature)
{
    static readonly string[] s_families = ["webhook-", "svix-"];

    internal bool IsComplete => !string.IsNullOrEmpty(Id) && !string.IsNullOrEmpty(Timestamp) && !string.IsNullOrEmpty(Signature);

    /// <summary>Finds the webhook headers among the headers of a request.</summary>
    /// <param name="headers">Names, in any case, and values.</param>
    /// <returns>The headers of the first family that is complete; if none is, all values are null.</returns>
    public static WebhookHeaders Find(IEnumerable<KeyValuePair<string, string>> headers)
    {
        ArgumentNullException.ThrowIfNull(headers);
        Dictionary<string, string> byName = new(StringComparer.OrdinalIgnoreCase);
        foreach ((string name, string value) in headers)
        {
            byName.TryAdd(name, value);
        }

        return Find(name => byName.GetValueOrDefault(name));
    }

    /// <summary>Finds the webhook headers with a lookup function.</summary>
    /// <param name="lookUp">Returns the value of a header, ignoring the case of its name; null if it is missing.</param>
    /// <returns>The headers of the first family that is complete; if none is, all values are null.</returns>
    public static WebhookHeaders Find(Func<string, string?> lookUp)
    {
        ArgumentNullException.ThrowIfNull(lookUp);
        foreach (string family in s_families)
        {
            WebhookHeaders headers = new(lookUp($"{family}id"), lookUp($"{family}timestamp"), lookUp($"{family}signature"));
            if (headers.IsComplete)
            {
                return headers;
            }
        }

        return default;
    }
}

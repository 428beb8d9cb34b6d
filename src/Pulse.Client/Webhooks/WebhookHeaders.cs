namespace Pulse.Client;

/// <summary>The three headers of a webhook, from one family: <c>webhook-…</c> (Standard Webhooks) or <c>svix-…</c>. The families are never mixed.</summary>
/// <param name="Id">The message's id, the same whenever it is delivered again: remember it to handle a message once.</param>
/// <param name="Timestamp">When it was signed, in seconds since 1970, as text.</param>
/// <param name="Signature">The signatures, separated by blanks.</param>
public readonly record struct WebhookHeaders(string? Id, string? Timestamp, string? Signature)
{
    static readonly string[] s_families = ["webhook-", "svix-"];

    internal bool IsComplete => !string.IsNullOrEmpty(Id) && !string.IsNullOrEmpty(Timestamp) && !string.IsNullOrEmpty(Signature);

    /// <summary>Finds them among the headers of a request.</summary>
    /// <param name="headers">Names, of any case, and values.</param>
    /// <returns>The first family of which all three are there; without one, none of them.</returns>
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

    /// <summary>Finds them with a function that looks headers up.</summary>
    /// <param name="lookUp">The value of a header, whatever the case of its name; null when it is not there.</param>
    /// <returns>The first family of which all three are there; without one, none of them.</returns>
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

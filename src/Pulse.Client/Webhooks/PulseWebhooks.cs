using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Pulse.Client;

/// <summary>
/// Verifies and signs webhooks according to Standard Webhooks and Svix: HMAC-SHA256 over the id, the timestamp and the unmodified
/// body. Needs no client. Thread-safe.
/// </summary>
public static class PulseWebhooks
{
    const string Prefix = "whsec_";

    /// <summary>How far a timestamp may differ from the current time, in both directions: 5 minutes.</summary>
    public static TimeSpan DefaultTolerance { get; } = TimeSpan.FromMinutes(5);

    /// <summary>Verifies a webhook. Pass the body exactly as received, before any parsing. A repeated id is a redelivery.</summary>
    /// <param name="body">The bytes of the body.</param>
    /// <param name="headers">The headers of the request.</param>
    /// <param name="secrets">One secret, or several during a rotation. A secret is base64 with the optional prefix <c>whsec_</c>.</param>
    /// <param name="timeProvider">The clock. Default: the system clock.</param>
    /// <param name="tolerance">How far the timestamp may differ from the current time. Default: 5 minutes.</param>
    /// <returns>Whether the webhook is authentic, and if not, the reason.</returns>
    public static WebhookVerification Verify(ReadOnlySpan<byte> body, WebhookHeaders headers, IEnumerable<string> secrets, TimeProvider? timeProvider = null, TimeSpan? tolerance = null)
    {
        ArgumentNullException.ThrowIfNull(secrets);
        List<byte[]> keys = [];
        foreach (string secret in secrets)
        {
            if (!TryDecode(secret, out byte[] key))
            {
                return WebhookVerification.BadSecret;
            }

            keys.Add(key);
        }

        if (keys.Count == 0)
        {
            return WebhookVerification.BadSecret;
        }

        if (!headers.IsComplete)
        {
            return WebhookVerification.MissingHeader;
        }

        if (!long.TryParse(headers.Timestamp, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long signedAt) || headers.Timestamp![0] == '+')
        {
            return WebhookVerification.BadTimestamp;
        }

        long now = (timeProvider ?? TimeProvider.System).GetUtcNow().ToUnixTimeSeconds();
        double max = (tolerance ?? DefaultTolerance).TotalSeconds;

        // As doubles, since the difference of two longs may be none.
        if ((double)now - signedAt > max)
        {
            return WebhookVerification.TooOld;
        }

        if ((double)signedAt - now > max)
        {
            return WebhookVerification.TooNew;
        }

        return Matches(body, headers, keys) ? WebhookVerification.Valid : WebhookVerification.NoMatch;
    }

    /// <summary>Verifies a webhook, and throws if it is not authentic.</summary>
    /// <inheritdoc cref="Verify(ReadOnlySpan{byte}, WebhookHeaders, IEnumerable{string}, TimeProvider?, TimeSpan?)"/>
    /// <exception cref="PulseWebhookException">The webhook is not authentic; the exception has the reason.</exception>
    public static void VerifyOrThrow(ReadOnlySpan<byte> body, WebhookHeaders headers, IEnumerable<string> secrets, TimeProvider? timeProvider = null, TimeSpan? tolerance = null)
    {
        WebhookVerification outcome = Verify(body, headers, secrets, timeProvider, tolerance);
        if (outcome != WebhookVerification.Valid)
        {
            throw new PulseWebhookException(outcome, $"The webhook is not authentic: {Describe(outcome)}.");
        }
    }

    /// <summary>Signs a webhook, for tests of your own receiver and for sending.</summary>
    /// <param name="body">The bytes of the body.</param>
    /// <param name="id">The message id, which must not contain a period.</param>
    /// <param name="timestamp">The time of signing. Fractions of a second are dropped.</param>
    /// <param name="secret">The secret: base64 with the optional prefix <c>whsec_</c>.</param>
    /// <returns>The value of the signature header: <c>v1,</c> followed by base64.</returns>
    /// <exception cref="ArgumentException">The id is empty, or the secret is invalid.</exception>
    public static string Sign(ReadOnlySpan<byte> body, string id, DateTimeOffset timestamp, string secret)
    {
        ArgumentException.ThrowIfNullOrEmpty(id);
        return TryDecode(secret, out byte[] key)
            ? $"v1,{Signature(body, id, timestamp.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture), key)}"
            : throw new ArgumentException("The secret is not base64 with the optional prefix 'whsec_'.", nameof(secret));
    }

    /// <summary>The reason in words.</summary>
    internal static string Describe(WebhookVerification outcome) => outcome switch
    {
        WebhookVerification.Valid => "it is valid",
        WebhookVerification.MissingHeader => "its id, timestamp or signature is missing",
        WebhookVerification.BadTimestamp => "its timestamp is not a whole number of seconds",
        WebhookVerification.TooOld => "it was signed too long ago",
        WebhookVerification.TooNew => "its timestamp is in the future",
        WebhookVerification.NoMatch => "no signature matches its body",
        _ => "a secret is not base64 with the optional prefix 'whsec_'",
    };

    /// <summary>Every signature is compared with every key in full, so that the time tells nothing.</summary>
    static bool Matches(ReadOnlySpan<byte> body, WebhookHeaders headers, List<byte[]> keys)
    {
        bool matches = false;
        foreach (byte[] key in keys)
        {
            byte[] expected = Encoding.ASCII.GetBytes(Signature(body, headers.Id!, headers.Timestamp!, key));
            foreach (string item in headers.Signature!.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            {
                int comma = item.IndexOf(',', StringComparison.Ordinal);
                if (comma >= 0 && item.AsSpan(0, comma) is "v1")
                {
                    matches |= CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(item[(comma + 1)..]), expected);
                }
            }
        }

        return matches;
    }

    static string Signature(ReadOnlySpan<byte> body, string id, string timestamp, byte[] key)
    {
        using IncrementalHash hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key);
        hash.AppendData(Encoding.UTF8.GetBytes($"{id}.{timestamp}."));
        hash.AppendData(body);
        return Convert.ToBase64String(hash.GetHashAndReset());
    }

    static bool TryDecode(string? secret, out byte[] key)
    {
        key = [];
        string text = secret is null ? "" : secret.StartsWith(Prefix, StringComparison.Ordinal) ? secret[Prefix.Length..] : secret;
        if (text.Length == 0 || text.AsSpan().ContainsAny(" \t\r\n"))
        {
            return false;
        }

        // Padding is sometimes lost when a secret is copied.
        string padded = text.PadRight((text.Length + 3) / 4 * 4, '=');
        byte[] decoded = new byte[padded.Length / 4 * 3];
        if (!Convert.TryFromBase64String(padded, decoded, out int length) || length == 0)
        {
            return false;
        }

        key = decoded[..length];
        return true;
    }
}

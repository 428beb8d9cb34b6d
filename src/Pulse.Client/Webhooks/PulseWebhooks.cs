using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Pulse.Client;

/// <summary>
/// Verifies and signs webhooks by the scheme of Standard Webhooks and Svix: HMAC-SHA256 over id, timestamp and the body's
/// bytes as they came. Needs no client. Safe to use from any thread.
/// </summary>
public static class PulseWebhooks
{
    const string Prefix = "whsec_";

    /// <summary>How far a timestamp may be from now, in both directions: 5 minutes.</summary>
    public static TimeSpan DefaultTolerance { get; } = TimeSpan.FromMinutes(5);

    /// <summary>Verifies a webhook. Hand over the body exactly as it came, before any parsing. An id that comes again is a redelivery.</summary>
    /// <param name="body">The bytes of the body.</param>
    /// <param name="headers">Its headers.</param>
    /// <param name="secrets">One secret, or several while one replaces another: <c>whsec_</c> (which may be missing) and base64.</param>
    /// <param name="timeProvider">The clock. Default: the system's.</param>
    /// <param name="tolerance">How far the timestamp may be from now. Default: 5 minutes.</param>
    /// <returns>Whether it can be trusted; if not, why.</returns>
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

    /// <summary>Verifies a webhook, and throws when it cannot be trusted.</summary>
    /// <inheritdoc cref="Verify(ReadOnlySpan{byte}, WebhookHeaders, IEnumerable{string}, TimeProvider?, TimeSpan?)"/>
    /// <exception cref="PulseWebhookException">It cannot be trusted; the reason is in it.</exception>
    public static void VerifyOrThrow(ReadOnlySpan<byte> body, WebhookHeaders headers, IEnumerable<string> secrets, TimeProvider? timeProvider = null, TimeSpan? tolerance = null)
    {
        WebhookVerification outcome = Verify(body, headers, secrets, timeProvider, tolerance);
        if (outcome != WebhookVerification.Valid)
        {
            throw new PulseWebhookException(outcome, $"The webhook cannot be trusted: {Describe(outcome)}.");
        }
    }

    /// <summary>Signs a webhook: for tests of your own receiver, and for sending.</summary>
    /// <param name="body">The bytes of the body.</param>
    /// <param name="id">The message's id, without a full stop.</param>
    /// <param name="timestamp">When it is signed; fractions of a second are cut off.</param>
    /// <param name="secret"><c>whsec_</c> (which may be missing) and base64.</param>
    /// <returns>The value of the signature's header: <c>v1,</c> and base64.</returns>
    /// <exception cref="ArgumentException">The id is empty, or the secret is none.</exception>
    public static string Sign(ReadOnlySpan<byte> body, string id, DateTimeOffset timestamp, string secret)
    {
        ArgumentException.ThrowIfNullOrEmpty(id);
        return TryDecode(secret, out byte[] key)
            ? $"v1,{Signature(body, id, timestamp.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture), key)}"
            : throw new ArgumentException("The secret is not 'whsec_' and base64.", nameof(secret));
    }

    /// <summary>The reason in words.</summary>
    internal static string Describe(WebhookVerification outcome) => outcome switch
    {
        WebhookVerification.Valid => "it is valid",
        WebhookVerification.MissingHeader => "its id, timestamp or signature is missing",
        WebhookVerification.BadTimestamp => "its timestamp is not a whole number of seconds",
        WebhookVerification.TooOld => "it was signed too long ago",
        WebhookVerification.TooNew => "its timestamp is in the future",
        WebhookVerification.NoMatch => "no signature fits its body",
        _ => "a secret is not 'whsec_' and base64",
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

using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Pulse.Sandbox.Webhooks;

/// <summary>Signs webhooks as Standard Webhooks and Svix do.</summary>
static class WebhookSigner
{
    /// <summary>The secret of receivers that were set without one. It protects nothing.</summary>
    public const string DefaultSecret = "whsec_cHVsc2Utc2FuZGJveC1zZWNyZXQtMDE=";

    const string Prefix = "whsec_";

    public static bool IsSecret(string secret) => KeyOf(secret) is { Length: > 0 };

    /// <summary>The signature header: one signature for each secret.</summary>
    public static string Sign(IReadOnlyList<string> secrets, string id, long timestamp, string body) =>
        string.Join(' ', secrets.Select(secret => $"v1,{Sign(KeyOf(secret)!, id, timestamp, body)}"));

    static string Sign(byte[] key, string id, long timestamp, string body) =>
        Convert.ToBase64String(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{id}.{timestamp}.{body}"))));

    static byte[]? KeyOf(string secret)
    {
        string text = secret.StartsWith(Prefix, StringComparison.Ordinal) ? secret[Prefix.Length..] : secret;
        byte[] key = new byte[text.Length];
        return Convert.TryFromBase64String(text, key, out int length) ? key[..length] : null;
    }
}

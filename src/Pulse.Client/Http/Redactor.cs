using System.Text;

namespace Pulse.Client.Http;

/// <summary>Masks the client's own key and its proxy's credentials in whatever a server or a proxy echoes, before it reaches an error or a log.</summary>
sealed class Redactor
{
    const string Mask = "[redacted]";

    // A shorter one would mask ordinary words.
    const int Shortest = 6;

    readonly (string Text, byte[] Bytes)[] _secrets;

    internal Redactor(IEnumerable<string?> secrets) =>
        _secrets = [.. secrets.OfType<string>().Where(static secret => secret.Length >= Shortest).Distinct().Select(static secret => (secret, Encoding.UTF8.GetBytes(secret)))];

    internal string Redact(string text)
    {
        foreach ((string secret, _) in _secrets)
        {
            text = text.Replace(secret, Mask, StringComparison.Ordinal);
        }

        return text;
    }

    internal byte[] Redact(byte[] body)
    {
        foreach ((_, byte[] secret) in _secrets)
        {
            body = Redact(body, secret);
        }

        return body;
    }

    static byte[] Redact(byte[] body, byte[] secret)
    {
        if (body.AsSpan().IndexOf(secret) < 0)
        {
            return body;
        }

        List<byte> masked = new(body.Length);
        ReadOnlySpan<byte> rest = body;
        for (int at = rest.IndexOf(secret); at >= 0; at = rest.IndexOf(secret))
        {
            masked.AddRange(rest[..at]);
            masked.AddRange("[redacted]"u8);
            rest = rest[(at + secret.Length)..];
        }

        masked.AddRange(rest);
        return [.. masked];
    }
}

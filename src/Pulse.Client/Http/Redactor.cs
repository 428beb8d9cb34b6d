using System.Text;

namespace Pulse.Client.Http;

/// <summary>Masks the client's own key in whatever a server or a proxy echoes, before it reaches an error or a log.</summary>
sealed class Redactor
{
    const string Mask = "[redacted]";

    // A shorter key would mask ordinary words.
    const int ShortestKey = 6;

    readonly string? _key;
    readonly byte[] _keyBytes;

    internal Redactor(string? apiKey)
    {
        _key = apiKey is { Length: >= ShortestKey } ? apiKey : null;
        _keyBytes = _key is null ? [] : Encoding.UTF8.GetBytes(_key);
    }

    internal string Redact(string text) => _key is null ? text : text.Replace(_key, Mask, StringComparison.Ordinal);

    internal byte[] Redact(byte[] body)
    {
        if (_key is null || body.AsSpan().IndexOf(_keyBytes) < 0)
        {
            return body;
        }

        List<byte> masked = new(body.Length);
        ReadOnlySpan<byte> rest = body;
        for (int at = rest.IndexOf(_keyBytes); at >= 0; at = rest.IndexOf(_keyBytes))
        {
            masked.AddRange(rest[..at]);
            masked.AddRange("[redacted]"u8);
            rest = rest[(at + _keyBytes.Length)..];
        }

        masked.AddRange(rest);
        return [.. masked];
    }
}

using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Pulse.Sandbox.Jobs;

/// <summary>
/// Makes ids that look like UUIDs and depend on the seed, the request, and how often that same request was made before:
/// one run of a test gives the same ids as the next, in whatever order its requests arrive. Thread-safe.
/// </summary>
sealed class IdFactory(string seed)
{
    readonly ConcurrentDictionary<string, int> _counts = new(StringComparer.Ordinal);

    public string Next(string kind, string contentHash, string optionsKey)
    {
        string key = $"{seed}\n{kind}\n{contentHash}\n{optionsKey}";
        int count = _counts.AddOrUpdate(key, 1, static (_, n) => n + 1);
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(key + "\n" + count.ToString(CultureInfo.InvariantCulture)), hash);

        // Version 8 of RFC 9562: the content is the maker's own.
        hash[6] = (byte)((hash[6] & 0x0F) | 0x80);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return new Guid(hash[..16], bigEndian: true).ToString();
    }

    public void Reset() => _counts.Clear();
}

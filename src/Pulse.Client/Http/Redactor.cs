using System.Globalization;
using System.Text;

namespace Pulse.Client.Http;

/// <summary>Masks the client's own key in whatever a server or a proxy echoes, before it reaches an error or a log. JSON's escapes do not hide it.</summary>
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

    /// <summary>The length of the key in bytes; 0 when nothing is masked.</summary>
    internal int KeyLength => _keyBytes.Length;

    internal string Redact(string text) =>
        _key is null ? text
        : text.Contains("\\u00", StringComparison.OrdinalIgnoreCase) ? Encoding.UTF8.GetString(Redact(Encoding.UTF8.GetBytes(text)))
        : text.Replace(_key, Mask, StringComparison.Ordinal);

    internal byte[] Redact(byte[] body)
    {
        if (_key is null)
        {
            return body;
        }

        byte[] plain = Mask(body, body, null);
        return plain.AsSpan().IndexOf("\\u00"u8) < 0 ? plain : MaskEscaped(plain);

        byte[] Mask(byte[] original, ReadOnlySpan<byte> searched, int[]? positions)
        {
            if (searched.IndexOf(_keyBytes) < 0)
            {
                return original;
            }

            List<byte> masked = new(original.Length);
            int from = 0;
            int start = 0;
            for (int found = searched.IndexOf(_keyBytes); found >= 0; found = searched[from..].IndexOf(_keyBytes))
            {
                int begin = from + found;
                from = begin + _keyBytes.Length;
                masked.AddRange(original.AsSpan(start..(positions?[begin] ?? begin)));
                masked.AddRange("[redacted]"u8);
                start = positions?[from] ?? from;
            }

            masked.AddRange(original.AsSpan(start));
            return [.. masked];
        }

        // Keys are ASCII: other escapes are left as they are.
        byte[] MaskEscaped(byte[] original)
        {
            byte[] unescaped = new byte[original.Length];
            int[] positions = new int[original.Length + 1];
            int length = 0;
            for (int i = 0; i < original.Length; length++)
            {
                positions[length] = i;
                bool isEscape = i + 6 <= original.Length && original[i] == '\\' && original[i + 1] is (byte)'u' or (byte)'U'
                    && ushort.TryParse(original.AsSpan(i + 2, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ushort code) && IsAscii(code, out unescaped[length]);
                if (!isEscape)
                {
                    unescaped[length] = original[i];
                }

                i += isEscape ? 6 : 1;
            }

            positions[length] = original.Length;
            return Mask(original, unescaped.AsSpan(0, length), positions);
        }

        static bool IsAscii(ushort code, out byte value)
        {
            value = (byte)code;
            return code < 0x80;
        }
    }
}

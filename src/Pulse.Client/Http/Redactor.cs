using System.Globalization;
using System.Text;

namespace Pulse.Client.Http;

/// <summary>Masks the client's own key and its proxy's credentials in whatever a server or a proxy echoes, before it reaches an error or a log. JSON's escapes do not hide them.</summary>
sealed class Redactor
{
    // A shorter one would mask ordinary words.
    const int Shortest = 6;

    readonly Secret[] _secrets;

    internal Redactor(IEnumerable<string?> secrets)
    {
        // The longest first: one may be a part of another.
        _secrets = [.. secrets.OfType<string>().Where(static text => text.Length >= Shortest).Distinct().OrderByDescending(static text => text.Length).Select(static text => new Secret(text))];
        LongestSecret = _secrets.Length == 0 ? 0 : _secrets.Max(static secret => secret.Length);
    }

    /// <summary>The length of the longest secret in bytes; 0 when nothing is masked.</summary>
    internal int LongestSecret { get; }

    internal string Redact(string text)
    {
        foreach (Secret secret in _secrets)
        {
            text = secret.Redact(text);
        }

        return text;
    }

    internal byte[] Redact(byte[] body)
    {
        foreach (Secret secret in _secrets)
        {
            body = secret.Redact(body);
        }

        return body;
    }

    /// <summary>One of them.</summary>
    sealed class Secret(string text)
    {
        const string Mask = "[redacted]";

        readonly byte[] _bytes = Encoding.UTF8.GetBytes(text);

        internal int Length => _bytes.Length;

        internal string Redact(string shown) =>
            shown.Contains("\\u00", StringComparison.OrdinalIgnoreCase)
                ? Encoding.UTF8.GetString(Redact(Encoding.UTF8.GetBytes(shown)))
                : shown.Replace(text, Mask, StringComparison.Ordinal);

        internal byte[] Redact(byte[] body)
        {
            byte[] plain = MaskIn(body, body, null);
            return plain.AsSpan().IndexOf("\\u00"u8) < 0 ? plain : MaskEscaped(plain);

            byte[] MaskIn(byte[] original, ReadOnlySpan<byte> searched, int[]? positions)
            {
                if (searched.IndexOf(_bytes) < 0)
                {
                    return original;
                }

                List<byte> masked = new(original.Length);
                int from = 0;
                int start = 0;
                for (int found = searched.IndexOf(_bytes); found >= 0; found = searched[from..].IndexOf(_bytes))
                {
                    int begin = from + found;
                    from = begin + _bytes.Length;
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
                return MaskIn(original, unescaped.AsSpan(0, length), positions);
            }

            static bool IsAscii(ushort code, out byte value)
            {
                value = (byte)code;
                return code < 0x80;
            }
        }
    }
}

using System.Globalization;
using System.Net;
using System.Text;

namespace Pulse.Client;

/// <summary>
/// Masks the client's own key and its proxy's credentials in whatever a server or a proxy echoes, before it reaches an error or a log:
/// as they are, in either case, with JSON's escapes, in hexadecimal, in Base64 (also within a longer text), percent-encoded and as HTML entities.
/// </summary>
sealed class Redactor
{
    // A shorter one would mask ordinary words.
    const int Shortest = 6;

    readonly Secret[] _secrets;

    internal Redactor(IEnumerable<string?> secrets)
    {
        // The longest first: one may be a part of another.
        _secrets = [.. secrets.OfType<string>().Where(static text => text.Length >= Shortest).Distinct().SelectMany(Forms).Where(static text => text.Length >= Shortest).Distinct(StringComparer.OrdinalIgnoreCase).OrderByDescending(static text => text.Length).Select(static text => new Secret(text))];
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

    /// <summary>A secret in all encodings in which it may be echoed.</summary>
    static IEnumerable<string> Forms(string secret)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(secret);
        yield return secret;
        yield return Convert.ToHexString(bytes);
        yield return Uri.EscapeDataString(secret);
        yield return string.Concat(bytes.Select(static b => string.Create(CultureInfo.InvariantCulture, $"%{b:X2}")));
        yield return WebUtility.HtmlEncode(secret);
        yield return string.Concat(bytes.Select(static b => string.Create(CultureInfo.InvariantCulture, $"&#{b};")));
        yield return string.Concat(bytes.Select(static b => string.Create(CultureInfo.InvariantCulture, $"&#x{b:X};")));

        // Within a longer text it begins at one of three places of a group; what lies at the edges depends on the neighbours.
        for (int before = 0; before < 3; before++)
        {
            string group = Convert.ToBase64String([.. new byte[before], .. bytes]);
            int start = ((before * 8) + 5) / 6;
            string inner = group[start..((before + bytes.Length) * 8 / 6)];
            yield return inner;
            yield return inner.Replace('+', '-').Replace('/', '_');
        }
    }

    /// <summary>One of them.</summary>
    sealed class Secret(string text)
    {
        const string Mask = "[redacted]";

        internal int Length { get; } = Encoding.UTF8.GetByteCount(text);

        // Byte by byte a character, so that every byte keeps its place.
        readonly string _searched = Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(text));

        internal string Redact(string shown) =>
            shown.Length < text.Length ? shown
            : shown.Contains('\\', StringComparison.Ordinal) ? Encoding.UTF8.GetString(Redact(Encoding.UTF8.GetBytes(shown)))
            : shown.Replace(text, Mask, StringComparison.OrdinalIgnoreCase);

        internal byte[] Redact(byte[] body)
        {
            if (body.Length < Length)
            {
                return body;
            }

            byte[] plain = MaskIn(body, body, null);
            return plain.AsSpan().IndexOf((byte)'\\') < 0 ? plain : MaskEscaped(plain);

            byte[] MaskIn(byte[] original, ReadOnlySpan<byte> bytes, int[]? positions)
            {
                string searched = Encoding.Latin1.GetString(bytes);
                int found = searched.IndexOf(_searched, StringComparison.OrdinalIgnoreCase);
                if (found < 0)
                {
                    return original;
                }

                List<byte> masked = new(original.Length);
                int start = 0;
                while (found >= 0)
                {
                    int end = found + _searched.Length;
                    masked.AddRange(original.AsSpan(start..(positions?[found] ?? found)));
                    masked.AddRange("[redacted]"u8);
                    start = positions?[end] ?? end;
                    found = searched.IndexOf(_searched, end, StringComparison.OrdinalIgnoreCase);
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
                    bool isSlash = !isEscape && i + 2 <= original.Length && original[i] == '\\' && original[i + 1] == '/';
                    if (!isEscape)
                    {
                        unescaped[length] = isSlash ? (byte)'/' : original[i];
                    }

                    i += isEscape ? 6 : isSlash ? 2 : 1;
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

using System.Buffers;
using System.Buffers.Text;
using System.Text;

namespace Pulse.Client.Results;

/// <summary>The contents of JSON strings, and numbers.</summary>
static class JsonText
{
    static readonly SearchValues<byte> s_special = SearchValues.Create([(byte)'\\', .. Enumerable.Range(0, 0x20).Select(static value => (byte)value)]);

    /// <summary>The length in UTF-8 of what lies between the quotes, once unescaped.</summary>
    internal static bool TryGetUnescapedLength(ReadOnlySpan<byte> raw, out int length, out int faultOffset)
    {
        length = 0;
        int position = 0;
        while (true)
        {
            int plain = raw[position..].IndexOfAny(s_special);
            if (plain < 0)
            {
                length += raw.Length - position;
                faultOffset = -1;
                return true;
            }

            length += plain;
            position += plain;
            if (!TryReadEscape(raw, position, out Rune rune, out int consumed))
            {
                faultOffset = position;
                return false;
            }

            length += rune.Utf8SequenceLength;
            position += consumed;
        }
    }

    /// <summary>Unescapes what lies between the quotes.</summary>
    internal static bool TryUnescape(ReadOnlySpan<byte> raw, Span<byte> destination, out int written, out int faultOffset)
    {
        written = 0;
        int position = 0;
        while (true)
        {
            int plain = raw[position..].IndexOfAny(s_special);
            ReadOnlySpan<byte> run = plain < 0 ? raw[position..] : raw.Slice(position, plain);
            if (!run.TryCopyTo(destination[written..]))
            {
                faultOffset = position;
                return false;
            }

            written += run.Length;
            position += run.Length;
            if (plain < 0)
            {
                faultOffset = -1;
                return true;
            }

            if (!TryReadEscape(raw, position, out Rune rune, out int consumed) || !rune.TryEncodeToUtf8(destination[written..], out int bytes))
            {
                faultOffset = position;
                return false;
            }

            written += bytes;
            position += consumed;
        }
    }

    internal static bool TryGetInt64(ReadOnlySpan<byte> number, out long value) =>
        Utf8Parser.TryParse(number, out value, out int consumed) && consumed == number.Length;

    internal static bool TryGetDouble(ReadOnlySpan<byte> number, out double value) =>
        Utf8Parser.TryParse(number, out value, out int consumed) && consumed == number.Length;

    /// <summary>Reads one escape. Half a surrogate pair stands for no character and becomes U+FFFD.</summary>
    static bool TryReadEscape(ReadOnlySpan<byte> raw, int position, out Rune rune, out int consumed)
    {
        rune = default;
        consumed = 2;
        if (raw[position] != (byte)'\\' || position + 1 >= raw.Length)
        {
            return false;
        }

        int simple = raw[position + 1] switch
        {
            (byte)'n' => '\n',
            (byte)'"' => '"',
            (byte)'\\' => '\\',
            (byte)'/' => '/',
            (byte)'t' => '\t',
            (byte)'r' => '\r',
            (byte)'b' => '\b',
            (byte)'f' => '\f',
            (byte)'u' => -2,
            _ => -1,
        };
        if (simple >= 0)
        {
            rune = new Rune(simple);
            return true;
        }

        if (simple == -1 || !TryReadHex(raw, position + 2, out char first))
        {
            return false;
        }

        consumed = 6;
        if (!char.IsSurrogate(first))
        {
            rune = new Rune(first);
            return true;
        }

        bool pair = position + 7 < raw.Length && raw[position + 6] == (byte)'\\' && raw[position + 7] == (byte)'u';
        if (pair && TryReadHex(raw, position + 8, out char second) && Rune.TryCreate(first, second, out rune))
        {
            consumed = 12;
            return true;
        }

        rune = Rune.ReplacementChar;
        return true;
    }

    static bool TryReadHex(ReadOnlySpan<byte> raw, int position, out char value)
    {
        value = default;
        if (position + 4 > raw.Length || !Utf8Parser.TryParse(raw.Slice(position, 4), out ushort number, out int consumed, 'x') || consumed != 4)
        {
            return false;
        }

        value = (char)number;
        return true;
    }
}

using System.Buffers.Text;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Text;

namespace Pulse.Client.Results;

/// <summary>The contents of JSON strings, and numbers.</summary>
static class JsonText
{
    /// <summary>Unescapes what lies between the quotes. The text is in UTF-8, and never longer than <paramref name="raw"/>.</summary>
    internal static bool TryUnescape(ReadOnlySpan<byte> raw, Span<byte> destination, out int written, out int faultOffset)
    {
        written = 0;
        int position = 0;
        while (true)
        {
            ReadOnlySpan<byte> run = raw.Slice(position, PlainLength(raw[position..]));
            if (!run.TryCopyTo(destination[written..]))
            {
                faultOffset = position;
                return false;
            }

            written += run.Length;
            position += run.Length;
            if (position == raw.Length)
            {
                faultOffset = -1;
                return true;
            }

            // Nearly all are line breaks and quotes.
            if (position + 1 < raw.Length && raw[position] == (byte)'\\' && Simple(raw[position + 1]) is var simple and not 0 && written < destination.Length)
            {
                destination[written++] = simple;
                position += 2;
                continue;
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

    /// <summary>How many bytes there are before the first backslash or control character.</summary>
    static int PlainLength(ReadOnlySpan<byte> text)
    {
        // SearchValues needs shuffles to be fast, which a program compiled ahead of time does without.
        ref byte start = ref MemoryMarshal.GetReference(text);
        int position = 0;
        for (; position <= text.Length - Vector128<byte>.Count; position += Vector128<byte>.Count)
        {
            Vector128<byte> bytes = Vector128.LoadUnsafe(ref start, (nuint)position);
            Vector128<byte> isControl = Vector128.Equals(bytes & Vector128.Create((byte)0xE0), Vector128<byte>.Zero);
            uint special = (Vector128.Equals(bytes, Vector128.Create((byte)'\\')) | isControl).ExtractMostSignificantBits();
            if (special != 0)
            {
                return position + BitOperations.TrailingZeroCount(special);
            }
        }

        while (position < text.Length && text[position] is not ((byte)'\\' or < 0x20))
        {
            position++;
        }

        return position;
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

        if (Simple(raw[position + 1]) is var simple and not 0)
        {
            rune = new Rune(simple);
            return true;
        }

        if (raw[position + 1] != (byte)'u' || !TryReadHex(raw, position + 2, out char first))
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

    /// <summary>What the character after a backslash stands for; 0 where it is none of those that stand for one.</summary>
    static byte Simple(byte escape) => escape switch
    {
        (byte)'n' => (byte)'\n',
        (byte)'"' => (byte)'"',
        (byte)'\\' => (byte)'\\',
        (byte)'/' => (byte)'/',
        (byte)'t' => (byte)'\t',
        (byte)'r' => (byte)'\r',
        (byte)'b' => (byte)'\b',
        (byte)'f' => (byte)'\f',
        _ => 0,
    };

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

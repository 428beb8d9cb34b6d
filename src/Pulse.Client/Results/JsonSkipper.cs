using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Pulse.Client.Results;

/// <summary>
/// Finds where JSON values end without tokenising them: 64 bytes a step, quotes and brackets as bit masks. It sees the
/// structure only; whether the inside of a string or of a container is JSON is found where it is read, or by
/// <see cref="JsonValidator"/>.
/// </summary>
static class JsonSkipper
{
    const int Block = 64;

    // Of the codes of { } [ ]: what tells braces from brackets, and what those have that open.
    const byte BraceBit = 0x20;
    const byte OpeningBit = 0x02;

    /// <summary>Skips the value at <paramref name="start"/>, which is not white space.</summary>
    internal static bool TrySkipValue(ReadOnlySpan<byte> json, int start, out int end, out JsonKind kind, out JsonFault fault)
    {
        end = start;
        kind = JsonKind.None;
        fault = default;
        if ((uint)start >= (uint)json.Length)
        {
            fault = new(JsonFaultReason.Truncated, json.Length);
            return false;
        }

        switch (json[start])
        {
            case (byte)'{':
                kind = JsonKind.Object;
                return TrySkipContainer(json, start, out end, out fault);
            case (byte)'[':
                kind = JsonKind.Array;
                return TrySkipContainer(json, start, out end, out fault);
            case (byte)'"':
                kind = JsonKind.String;
                return TrySkipString(json, start, out end, out fault);
            case (byte)'t':
                kind = JsonKind.True;
                return TrySkipLiteral(json, start, "true"u8, out end, out fault);
            case (byte)'f':
                kind = JsonKind.False;
                return TrySkipLiteral(json, start, "false"u8, out end, out fault);
            case (byte)'n':
                kind = JsonKind.Null;
                return TrySkipLiteral(json, start, "null"u8, out end, out fault);
            default:
                kind = JsonKind.Number;
                return TrySkipNumber(json, start, out end, out fault);
        }
    }

    /// <summary>Skips the object or array that begins at <paramref name="start"/>.</summary>
    internal static bool TrySkipContainer(ReadOnlySpan<byte> json, int start, out int end, out JsonFault fault)
    {
        fault = default;
        ulong inString = 0;
        ulong escaped = 0;
        int braces = 0;
        int brackets = 0;
        Span<byte> padded = stackalloc byte[Block];
        for (int position = start; position < json.Length; position += Block)
        {
            BlockBytes block = Load(json, position, padded);
            ulong quotes = block.Quotes & ~Escaped(block.Backslashes, ref escaped);
            ulong strings = inString;
            if (quotes != 0)
            {
                strings ^= PrefixXor(quotes);
                inString = (ulong)((long)strings >> 63);
            }
            else if (inString != 0)
            {
                // In the middle of a long text.
                continue;
            }

            // There are few in a block, and each is looked at: counting bits takes longer without an instruction for it.
            for (ulong structure = block.Brackets & ~strings; structure != 0; structure &= structure - 1)
            {
                int at = position + BitOperations.TrailingZeroCount(structure);
                int step = (json[at] & OpeningBit) - 1;
                if ((json[at] & BraceBit) != 0)
                {
                    braces += step;
                }
                else
                {
                    brackets += step;
                }

                // Both are zero, or one is negative.
                if ((braces | brackets) <= 0)
                {
                    end = at + 1;
                    if ((braces | brackets) == 0)
                    {
                        return true;
                    }

                    fault = new(JsonFaultReason.Unbalanced, at);
                    return false;
                }
            }
        }

        end = json.Length;
        fault = new(JsonFaultReason.Truncated, json.Length);
        return false;
    }

    /// <summary>Skips the string whose opening quote is at <paramref name="start"/>.</summary>
    internal static bool TrySkipString(ReadOnlySpan<byte> json, int start, out int end, out JsonFault fault)
    {
        fault = default;

        // Most strings are short and plain.
        int from = start + 1;
        int near = json[from..].IndexOfAny((byte)'"', (byte)'\\');
        if (near >= 0 && json[from + near] == (byte)'"')
        {
            end = from + near + 1;
            return true;
        }

        if (near >= 0)
        {
            ulong escaped = 0;
            Span<byte> padded = stackalloc byte[Block];
            for (int position = from + near; position < json.Length; position += Block)
            {
                BlockBytes block = Load(json, position, padded);
                ulong quotes = block.Quotes & ~Escaped(block.Backslashes, ref escaped);
                if (quotes != 0)
                {
                    end = position + BitOperations.TrailingZeroCount(quotes) + 1;
                    return true;
                }
            }
        }

        end = json.Length;
        fault = new(JsonFaultReason.Truncated, json.Length);
        return false;
    }

    internal static int SkipWhiteSpace(ReadOnlySpan<byte> json, int position)
    {
        while ((uint)position < (uint)json.Length && json[position] is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n')
        {
            position++;
        }

        return position;
    }

    static bool TrySkipLiteral(ReadOnlySpan<byte> json, int start, ReadOnlySpan<byte> literal, out int end, out JsonFault fault)
    {
        ReadOnlySpan<byte> rest = json[start..];
        end = start;
        if (rest.StartsWith(literal))
        {
            end = start + literal.Length;
            fault = default;
            return true;
        }

        fault = rest.Length < literal.Length && literal.StartsWith(rest)
            ? new(JsonFaultReason.Truncated, json.Length)
            : new(JsonFaultReason.InvalidToken, start);
        return false;
    }

    /// <summary>Numbers by the JSON grammar: -? int frac? exp?</summary>
    static bool TrySkipNumber(ReadOnlySpan<byte> json, int start, out int end, out JsonFault fault)
    {
        fault = default;
        int position = start;
        if (json[position] == (byte)'-')
        {
            position++;
        }

        int whole = Digits(json, position);
        bool good = whole > 0 && (whole == 1 || json[position] != (byte)'0');
        position += whole;
        if (good && At(json, position) == '.')
        {
            int fraction = Digits(json, position + 1);
            good = fraction > 0;
            position += 1 + fraction;
        }

        if (good && (At(json, position) | 0x20) == 'e')
        {
            position++;
            if (At(json, position) is '+' or '-')
            {
                position++;
            }

            int exponent = Digits(json, position);
            good = exponent > 0;
            position += exponent;
        }

        end = Math.Min(position, json.Length);
        if (!good)
        {
            fault = position >= json.Length && position > start
                ? new(JsonFaultReason.Truncated, json.Length)
                : new(JsonFaultReason.InvalidToken, start);
        }

        return good;
    }

    static int Digits(ReadOnlySpan<byte> json, int position)
    {
        if (position >= json.Length)
        {
            return 0;
        }

        int count = json[position..].IndexOfAnyExceptInRange((byte)'0', (byte)'9');
        return count < 0 ? json.Length - position : count;
    }

    static int At(ReadOnlySpan<byte> json, int position) => position < json.Length ? json[position] : 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static BlockBytes Load(ReadOnlySpan<byte> json, int position, Span<byte> padded)
    {
        int left = json.Length - position;
        if (left >= Block)
        {
            return new BlockBytes(ref Unsafe.Add(ref MemoryMarshal.GetReference(json), position));
        }

        // The end of the text is read through a copy, as nothing may be read behind it.
        padded.Fill((byte)' ');
        json[position..].CopyTo(padded);
        return new BlockBytes(ref MemoryMarshal.GetReference(padded));
    }

    /// <summary>The characters that a backslash before them takes the meaning from; a run of backslashes may cross blocks.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static ulong Escaped(ulong backslashes, ref ulong carried)
    {
        if (backslashes == 0)
        {
            ulong first = carried;
            carried = 0;
            return first;
        }

        const ulong evenBits = 0x5555_5555_5555_5555;
        backslashes &= ~carried;
        ulong following = (backslashes << 1) | carried;
        ulong oddStarts = backslashes & ~evenBits & ~following;
        ulong evenSequences = unchecked(oddStarts + backslashes);
        carried = evenSequences < oddStarts ? 1UL : 0UL;
        return (evenBits ^ (evenSequences << 1)) & following;
    }

    /// <summary>Bit n of the result is the parity of bits 0 to n: between quotes all ones.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static ulong PrefixXor(ulong bits)
    {
        if (Pclmulqdq.IsSupported)
        {
            return Pclmulqdq.CarrylessMultiply(Vector128.CreateScalar(bits), Vector128<ulong>.AllBitsSet, 0).ToScalar();
        }

        bits ^= bits << 1;
        bits ^= bits << 2;
        bits ^= bits << 4;
        bits ^= bits << 8;
        bits ^= bits << 16;
        bits ^= bits << 32;
        return bits;
    }

    /// <summary>64 bytes; where the characters that matter are in them, a bit for each byte.</summary>
    readonly struct BlockBytes
    {
        readonly Vector128<byte> _a;
        readonly Vector128<byte> _b;
        readonly Vector128<byte> _c;
        readonly Vector128<byte> _d;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        internal BlockBytes(ref byte block)
        {
            _a = Vector128.LoadUnsafe(ref block, 0);
            _b = Vector128.LoadUnsafe(ref block, 16);
            _c = Vector128.LoadUnsafe(ref block, 32);
            _d = Vector128.LoadUnsafe(ref block, 48);
        }

        internal ulong Quotes
        {
            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            get => Mask(Is(_a, (byte)'"'), Is(_b, (byte)'"'), Is(_c, (byte)'"'), Is(_d, (byte)'"'));
        }

        internal ulong Backslashes
        {
            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            get => Mask(Is(_a, (byte)'\\'), Is(_b, (byte)'\\'), Is(_c, (byte)'\\'), Is(_d, (byte)'\\'));
        }

        /// <summary>Of all four kinds.</summary>
        internal ulong Brackets
        {
            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            get => Mask(IsBracket(_a), IsBracket(_b), IsBracket(_c), IsBracket(_d));
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        static Vector128<byte> Is(Vector128<byte> bytes, byte value) => Vector128.Equals(bytes, Vector128.Create(value));

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        static Vector128<byte> IsBracket(Vector128<byte> bytes)
        {
            // With this bit a bracket is the brace of its direction.
            Vector128<byte> braces = bytes | Vector128.Create(BraceBit);
            return Is(braces, (byte)'{') | Is(braces, (byte)'}');
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        static ulong Mask(Vector128<byte> a, Vector128<byte> b, Vector128<byte> c, Vector128<byte> d) =>
            a.ExtractMostSignificantBits()
            | ((ulong)b.ExtractMostSignificantBits() << 16)
            | ((ulong)c.ExtractMostSignificantBits() << 32)
            | ((ulong)d.ExtractMostSignificantBits() << 48);
    }
}

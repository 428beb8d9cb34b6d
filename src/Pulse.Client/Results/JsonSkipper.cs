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
            BlockMasks masks = Load(json, position, padded);
            ulong quotes = masks.Quotes & ~Escaped(masks.Backslashes, ref escaped);
            ulong strings = PrefixXor(quotes) ^ inString;
            inString = (ulong)((long)strings >> 63);
            ulong openBraces = masks.OpenBraces & ~strings;
            ulong closeBraces = masks.CloseBraces & ~strings;
            ulong openBrackets = masks.OpenBrackets & ~strings;
            ulong closeBrackets = masks.CloseBrackets & ~strings;
            ulong closing = closeBraces | closeBrackets;

            // The end can only be in a block that closes at least as much as is open before it.
            if (braces + brackets <= BitOperations.PopCount(closing))
            {
                ulong opening = openBraces | openBrackets;
                for (ulong structure = opening | closing; structure != 0; structure &= structure - 1)
                {
                    ulong bit = structure & (~structure + 1);
                    int step = (opening & bit) != 0 ? 1 : -1;
                    if (((openBraces | closeBraces) & bit) != 0)
                    {
                        braces += step;
                    }
                    else
                    {
                        brackets += step;
                    }

                    if (braces < 0 || brackets < 0 || (braces + brackets == 0))
                    {
                        end = position + BitOperations.TrailingZeroCount(bit) + 1;
                        if ((braces | brackets) == 0)
                        {
                            return true;
                        }

                        fault = new(JsonFaultReason.Unbalanced, end - 1);
                        return false;
                    }
                }
            }
            else
            {
                braces += BitOperations.PopCount(openBraces) - BitOperations.PopCount(closeBraces);
                brackets += BitOperations.PopCount(openBrackets) - BitOperations.PopCount(closeBrackets);
                if ((braces | brackets) < 0)
                {
                    end = position;
                    fault = new(JsonFaultReason.Unbalanced, position);
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
                BlockMasks masks = Load(json, position, padded);
                ulong quotes = masks.Quotes & ~Escaped(masks.Backslashes, ref escaped);
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
    static BlockMasks Load(ReadOnlySpan<byte> json, int position, Span<byte> padded)
    {
        int left = json.Length - position;
        if (left >= Block)
        {
            return new BlockMasks(ref Unsafe.Add(ref MemoryMarshal.GetReference(json), position));
        }

        // The end of the text is read through a copy, as nothing may be read behind it.
        padded.Fill((byte)' ');
        json[position..].CopyTo(padded);
        return new BlockMasks(ref MemoryMarshal.GetReference(padded));
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

    /// <summary>Where the characters that matter are in 64 bytes, a bit for each byte.</summary>
    readonly struct BlockMasks
    {
        internal readonly ulong Quotes;
        internal readonly ulong Backslashes;
        internal readonly ulong OpenBraces;
        internal readonly ulong CloseBraces;
        internal readonly ulong OpenBrackets;
        internal readonly ulong CloseBrackets;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        internal BlockMasks(ref byte block)
        {
            Vector128<byte> a = Vector128.LoadUnsafe(ref block, 0);
            Vector128<byte> b = Vector128.LoadUnsafe(ref block, 16);
            Vector128<byte> c = Vector128.LoadUnsafe(ref block, 32);
            Vector128<byte> d = Vector128.LoadUnsafe(ref block, 48);
            Quotes = Mask(a, b, c, d, (byte)'"');
            Backslashes = Mask(a, b, c, d, (byte)'\\');
            OpenBraces = Mask(a, b, c, d, (byte)'{');
            CloseBraces = Mask(a, b, c, d, (byte)'}');
            OpenBrackets = Mask(a, b, c, d, (byte)'[');
            CloseBrackets = Mask(a, b, c, d, (byte)']');
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        static ulong Mask(Vector128<byte> a, Vector128<byte> b, Vector128<byte> c, Vector128<byte> d, byte value)
        {
            Vector128<byte> wanted = Vector128.Create(value);
            return Vector128.Equals(a, wanted).ExtractMostSignificantBits()
                | ((ulong)Vector128.Equals(b, wanted).ExtractMostSignificantBits() << 16)
                | ((ulong)Vector128.Equals(c, wanted).ExtractMostSignificantBits() << 32)
                | ((ulong)Vector128.Equals(d, wanted).ExtractMostSignificantBits() << 48);
        }
    }
}

using System.Numerics;

namespace Pulse.Client.Results;

/// <summary>
/// Finds where JSON values end without tokenising them. It sees the structure only; whether the inside of a string or of a
/// container is JSON is found where it is read, or by <see cref="JsonValidator"/>.
/// </summary>
static class JsonSkipper
{
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
        int at = JsonStructure.Current.FindEnd(json[start..], out bool isBalanced);
        end = at < 0 ? json.Length : start + at + 1;
        fault = at < 0 ? new(JsonFaultReason.Truncated, json.Length) : isBalanced ? default : new(JsonFaultReason.Unbalanced, start + at);
        return at >= 0 && isBalanced;
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
            Span<byte> padded = stackalloc byte[JsonBlock.Length];
            for (int position = from + near; position < json.Length; position += JsonBlock.Length)
            {
                JsonBlock block = JsonBlock.Load(json, position, padded);
                ulong quotes = block.Quotes & ~JsonBlock.Escaped(block.Backslashes, ref escaped);
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
}

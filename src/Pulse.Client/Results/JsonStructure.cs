using System.Numerics;

namespace Pulse.Client.Results;

/// <summary>
/// Finds where JSON objects and arrays end: 64 bytes a step, quotes and brackets as bit masks. The native library has other
/// instructions for it (shim/json_structure.h).
/// </summary>
class JsonStructure
{
    // Of the codes of { } [ ]: what tells braces from brackets, and what those have that open.
    const byte BraceBit = 0x20;
    const byte OpeningBit = 0x02;

    internal static JsonStructure Current { get; set; } = new();

    /// <summary>Where the object or array that <paramref name="text"/> begins with ends.</summary>
    /// <returns>The place of the bracket that closes it, or of the first that closes more than was opened of its kind; -1 where the text ends before.</returns>
    internal virtual int FindEnd(ReadOnlySpan<byte> text, out bool isBalanced)
    {
        isBalanced = false;
        ulong inString = 0;
        ulong escaped = 0;
        int braces = 0;
        int brackets = 0;
        Span<byte> padded = stackalloc byte[JsonBlock.Length];
        for (int position = 0; position < text.Length; position += JsonBlock.Length)
        {
            JsonBlock block = JsonBlock.Load(text, position, padded);
            ulong quotes = block.Quotes & ~JsonBlock.Escaped(block.Backslashes, ref escaped);
            ulong strings = inString;
            if (quotes != 0)
            {
                strings ^= JsonBlock.PrefixXor(quotes);
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
                int step = (text[at] & OpeningBit) - 1;
                if ((text[at] & BraceBit) != 0)
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
                    isBalanced = (braces | brackets) == 0;
                    return at;
                }
            }
        }

        return -1;
    }
}

using System.Buffers.Binary;
using System.Globalization;
using System.IO.Hashing;
using System.Text;

namespace Pulse.Client.Batch;

/// <summary>The checksum at the end of each line of a journal of version 2, over itself and all lines before it.</summary>
static class JournalChecksum
{
    /// <summary>How it begins.</summary>
    internal const string Name = ",\"check\":\"";

    const int Digits = 16;

    /// <summary>How long it is, with the brace that ends the line.</summary>
    internal const int Length = 10 + Digits + 2;

    /// <summary>What the sum over lines of version 1 begins with.</summary>
    internal static ulong SeedOf(ReadOnlySpan<byte> before) => before.IsEmpty ? 0 : XxHash3.HashToUInt64(before);

    /// <summary>The sum over a line without its checksum, after the sum of those before.</summary>
    internal static ulong Sum(ulong seed, ReadOnlySpan<byte> text)
    {
        Span<byte> first = stackalloc byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64LittleEndian(first, seed);
        XxHash3 hash = new();
        hash.Append(first);
        hash.Append(text);
        return hash.GetCurrentHashAsUInt64();
    }

    /// <summary>A sum as it stands at the end of its line.</summary>
    internal static string Text(ulong sum) => string.Create(CultureInfo.InvariantCulture, $"{Name}{sum:x16}\"}}");

    /// <summary>Whether a line ends in its checksum.</summary>
    internal static bool IsRight(ReadOnlySpan<byte> text, ulong seed, out ulong sum)
    {
        sum = 0;
        if (text.Length <= Length)
        {
            return false;
        }

        sum = Sum(seed, text[..^Length]);
        return text[^Length..].SequenceEqual(Encoding.UTF8.GetBytes(Text(sum)));
    }
}

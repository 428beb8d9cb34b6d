using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Pulse.Client.Results;

/// <summary>64 bytes of JSON; where the characters that matter are in them, a bit for each byte.</summary>
readonly struct JsonBlock
{
    internal const int Length = 64;

    // With it a bracket is the brace of its direction.
    const byte BraceBit = 0x20;

    readonly Vector128<byte> _a;
    readonly Vector128<byte> _b;
    readonly Vector128<byte> _c;
    readonly Vector128<byte> _d;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal JsonBlock(ref byte block)
    {
        _a = Vector128.LoadUnsafe(ref block, 0);
        _b = Vector128.LoadUnsafe(ref block, 16);
        _c = Vector128.LoadUnsafe(ref block, 32);
        _d = Vector128.LoadUnsafe(ref block, 48);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static JsonBlock Load(ReadOnlySpan<byte> text, int position, Span<byte> padded)
    {
        int left = text.Length - position;
        if (left >= Length)
        {
            return new JsonBlock(ref Unsafe.Add(ref MemoryMarshal.GetReference(text), position));
        }

        // The end of the text is read through a copy, as nothing may be read behind it.
        padded.Fill((byte)' ');
        text[position..].CopyTo(padded);
        return new JsonBlock(ref MemoryMarshal.GetReference(padded));
    }

    /// <summary>The characters that a backslash before them takes the meaning from; a run of backslashes may cross blocks.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static ulong Escaped(ulong backslashes, ref ulong carried)
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
    internal static ulong PrefixXor(ulong bits)
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

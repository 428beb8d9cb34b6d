using System.IO.Compression;

namespace Pulse.Sandbox.Stored;

/// <summary>Bytes that are kept for long and read rarely. Thread-safe.</summary>
sealed class KeptBytes(ReadOnlyMemory<byte> bytes)
{
    // Fewer bytes are not worth it.
    const int Smallest = 2048;

    volatile State _state = new(bytes, null);

    /// <summary>How many bytes they are.</summary>
    public int Length { get; } = bytes.Length;

    /// <summary>The memory that they take.</summary>
    public int Size => _state.Size;

    public ReadOnlyMemory<byte> Read()
    {
        State state = _state;
        if (state.Packed is null)
        {
            return state.Bytes;
        }

        byte[] unpacked = new byte[Length];
        using Stream stream = Unpack(state.Packed);
        stream.ReadExactly(unpacked);
        return unpacked;
    }

    /// <summary>Makes them as small as they get, and lets go of the buffer that they came in.</summary>
    /// <returns>This.</returns>
    public KeptBytes Pack()
    {
        State state = _state;
        if (state.Packed is null)
        {
            byte[]? packed = state.Bytes.Length >= Smallest ? Pack(stream => stream.Write(state.Bytes.Span)) : null;
            _state = packed?.Length < state.Bytes.Length ? new State(default, packed) : new State(state.Bytes.ToArray(), null);
        }

        return this;
    }

    /// <summary>Compresses what is written, which is nowhere as a whole then.</summary>
    public static byte[] Pack(Action<Stream> write)
    {
        using var packed = new MemoryStream();
        using (var stream = new BrotliStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            write(stream);
        }

        return packed.ToArray();
    }

    public static Stream Unpack(byte[] packed) => new BrotliStream(new MemoryStream(packed, writable: false), CompressionMode.Decompress);

    // One of the two.
    sealed record State(ReadOnlyMemory<byte> Bytes, byte[]? Packed)
    {
        public int Size => Packed?.Length ?? Bytes.Length;
    }
}

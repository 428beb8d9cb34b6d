using System.Text;
using Pulse.Client.Results;
using Pulse.Native.Interop;

namespace Pulse.Native.Objects;

/// <summary>The strings that an object C has borrowed: made when first asked for, kept until the object is freed.</summary>
sealed unsafe class NativeStrings
{
    readonly BorrowedTexts<string> _buffers = new();
    volatile bool _closed;

    /// <summary>The text under a key; empty when it is null.</summary>
    internal PulseStr Get(string key, string? text) =>
        string.IsNullOrEmpty(text) ? PulseStr.Empty : Get(key, () => NativeBuffer.Copy(Encoding.UTF8.GetBytes(text)));

    internal PulseStr Get(string key, ReadOnlyMemory<byte> bytes) =>
        bytes.IsEmpty ? PulseStr.Empty : Get(key, () => NativeBuffer.Copy(bytes.Span));

    internal PulseStr Get(string key, Func<NativeBuffer> make)
    {
        NativeBuffer buffer = _buffers.TryGet(key, out NativeBuffer? known) ? known : _buffers.Keep(key, make());

        if (_closed)
        {
            // Freed meanwhile by another thread: nothing may be borrowed any more.
            Close();
            throw new InvalidHandleException("The object was freed by another thread.");
        }

        return Of(buffer);
    }

    internal static PulseStr Of(NativeBuffer buffer) => new() { Data = buffer.Pointer, Size = (nuint)buffer.Length };

    internal void Close()
    {
        _closed = true;
        _buffers.Close();
    }
}

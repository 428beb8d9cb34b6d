using System.Collections.Concurrent;
using System.Text;
using Pulse.Client.Results;
using Pulse.Native.Interop;

namespace Pulse.Native.Objects;

/// <summary>The strings that an object C has borrowed: made when first asked for, kept until the object is freed.</summary>
sealed unsafe class NativeStrings
{
    readonly ConcurrentDictionary<string, NativeBuffer> _buffers = new();
    volatile bool _closed;

    /// <summary>The text under a key; empty when it is null.</summary>
    internal PulseStr Get(string key, string? text) =>
        string.IsNullOrEmpty(text) ? PulseStr.Empty : Get(key, () => NativeBuffer.Copy(Encoding.UTF8.GetBytes(text)));

    internal PulseStr Get(string key, ReadOnlyMemory<byte> bytes) =>
        bytes.IsEmpty ? PulseStr.Empty : Get(key, () => NativeBuffer.Copy(bytes.Span));

    internal PulseStr Get(string key, Func<NativeBuffer> make)
    {
        if (!_buffers.TryGetValue(key, out NativeBuffer? buffer))
        {
            NativeBuffer made = make();
            buffer = _buffers.GetOrAdd(key, made);
            if (buffer != made)
            {
                made.Close();
            }
        }

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
        foreach (NativeBuffer buffer in _buffers.Values)
        {
            buffer.Close();
        }
    }
}

using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;

namespace Pulse.Client.Results;

/// <summary>
/// Growing memory for one body, with a zero byte one past <see cref="Length"/>. Within a .NET program it is an array, so
/// that a span of it can never outlive it. Within the native library it is unmanaged, so that a 53 MB body is given back
/// the moment C frees its owner and can be borrowed by C in place; references are then counted, so that freeing while another
/// thread reads is harmless.
/// </summary>
sealed unsafe class NativeBuffer
{
    static long s_liveBytes;

    byte[]? _array;
    byte* _data;
    UnmanagedView? _view;
    int _references = 1;
    int _owners = 1;

    internal NativeBuffer(int capacity)
    {
        Capacity = capacity;
        if (UseUnmanagedMemory)
        {
            _data = (byte*)NativeMemory.Alloc((nuint)capacity + 1);
        }
        else
        {
            GC.SuppressFinalize(this);
            _array = GC.AllocateUninitializedArray<byte>(capacity + 1);
        }

        Interlocked.Add(ref s_liveBytes, capacity);
        Terminate();
    }

    ~NativeBuffer() => Free();

    /// <summary>Set once, before the first buffer, by the native library.</summary>
    internal static bool UseUnmanagedMemory { get; set; }

    /// <summary>Memory held by all buffers of the process that have not been closed, in bytes.</summary>
    internal static long LiveBytes => Interlocked.Read(ref s_liveBytes);

    /// <summary>The headers of the response that it is the body of, where they are kept.</summary>
    internal IReadOnlyDictionary<string, string>? Headers { get; set; }

    /// <summary>Whether the status was 204, which has no body.</summary>
    internal bool IsNoContent { get; set; }

    internal int Length { get; private set; }

    internal int Capacity { get; private set; }

    /// <summary>The first byte, in unmanaged memory. The caller holds a reference or owns the buffer.</summary>
    internal byte* Pointer => _data is not null ? _data : throw new InvalidOperationException("The buffer is closed, or not in unmanaged memory.");

    /// <summary>The content. The caller holds a reference (<see cref="TryRetain"/>) or owns the buffer.</summary>
    internal ReadOnlySpan<byte> Content => All[..Length];

    internal Span<byte> FreeSpan => All[Length..Capacity];

    internal Memory<byte> FreeMemory => Part(Length, Capacity - Length);

    Span<byte> All => _array is { } array ? array.AsSpan(0, Capacity) : new(Pointer, Capacity);

    internal static NativeBuffer Copy(ReadOnlySpan<byte> bytes)
    {
        NativeBuffer buffer = new(bytes.Length);
        bytes.CopyTo(buffer.FreeSpan);
        buffer.Advance(bytes.Length);
        return buffer;
    }

    /// <summary>A part of the content as memory; in a .NET program valid as long as it is referred to.</summary>
    internal Memory<byte> Part(int start, int length)
    {
        if (_array is { } array)
        {
            return array.AsMemory(start, length);
        }

        ObjectDisposedException.ThrowIf(_data is null, this);
        _view ??= new UnmanagedView(this);
        return _view.Memory.Slice(start, length);
    }

    internal void Advance(int count)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)count, (uint)(Capacity - Length));
        Length += count;
        Terminate();
    }

    internal void Resize(int capacity)
    {
        if (_array is { } array)
        {
            byte[] resized = GC.AllocateUninitializedArray<byte>(capacity + 1);
            array.AsSpan(0, Math.Min(Length, capacity)).CopyTo(resized);
            _array = resized;
        }
        else
        {
            _view = null;
            _data = (byte*)NativeMemory.Realloc(Pointer, (nuint)capacity + 1);
        }

        Interlocked.Add(ref s_liveBytes, (long)capacity - Capacity);
        Capacity = capacity;
        Length = Math.Min(Length, capacity);
        Terminate();
    }

    internal bool TryRetain()
    {
        int references = Volatile.Read(ref _references);
        while (references > 0)
        {
            int seen = Interlocked.CompareExchange(ref _references, references + 1, references);
            if (seen == references)
            {
                return true;
            }

            references = seen;
        }

        return false;
    }

    [SuppressMessage("Usage", "CA1816", Justification = "The last reference is the end of the buffer, as Dispose is of others.")]
    internal void Release()
    {
        if (Interlocked.Decrement(ref _references) == 0)
        {
            Free();
            GC.SuppressFinalize(this);
        }
    }

    /// <summary>Adds an owner, who closes it too. The caller is one already.</summary>
    internal void Share() => Interlocked.Increment(ref _owners);

    /// <summary>Drops an owner; the last one's end is that of the memory, once nobody reads it.</summary>
    internal void Close()
    {
        int owners = Volatile.Read(ref _owners);
        while (owners > 0)
        {
            int seen = Interlocked.CompareExchange(ref _owners, owners - 1, owners);
            if (seen == owners)
            {
                if (owners == 1)
                {
                    Release();
                }

                return;
            }

            owners = seen;
        }
    }

    void Terminate()
    {
        if (_array is { } array)
        {
            array[Length] = 0;
        }
        else
        {
            _data[Length] = 0;
        }
    }

    void Free()
    {
        Interlocked.Add(ref s_liveBytes, -Capacity);
        _array = null;
        NativeMemory.Free(_data);
        _data = null;
    }

    /// <summary>Lets the sockets read into unmanaged memory.</summary>
    sealed class UnmanagedView(NativeBuffer owner) : MemoryManager<byte>
    {
        public override Memory<byte> Memory => CreateMemory(owner.Capacity);

        public override Span<byte> GetSpan() => new(owner.Pointer, owner.Capacity);

        public override MemoryHandle Pin(int elementIndex = 0)
        {
            ObjectDisposedException.ThrowIf(!owner.TryRetain(), owner);
            return new(owner.Pointer + elementIndex, pinnable: this);
        }

        public override void Unpin() => owner.Release();

        protected override void Dispose(bool disposing)
        {
            // The buffer owns the memory.
        }
    }
}

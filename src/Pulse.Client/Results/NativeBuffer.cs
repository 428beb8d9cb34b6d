using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;

namespace Pulse.Client.Results;

/// <summary>
/// Growing unmanaged memory for one body. Unmanaged, so that a 53 MB body is given back the moment its owner is disposed,
/// costs the garbage collector nothing, and can be lent to C without a copy. One byte more than <see cref="Length"/> is
/// always there and zero. References are counted so that disposing while another thread reads is harmless.
/// </summary>
sealed unsafe class NativeBuffer : MemoryManager<byte>
{
    // Below this the collector's own accounting is the better guess.
    const long PressureThreshold = 64 * 1024;

    static long s_liveBytes;

    byte* _data;
    int _capacity;
    long _pressure;
    int _references = 1;
    int _disposed;

    internal NativeBuffer(int capacity)
    {
        _data = (byte*)NativeMemory.Alloc((nuint)capacity + 1);
        _data[0] = 0;
        _capacity = capacity;
        Account(capacity);
    }

    ~NativeBuffer() => Free();

    /// <summary>Memory held by all buffers of the process, in bytes.</summary>
    internal static long LiveBytes => Interlocked.Read(ref s_liveBytes);

    internal int Length { get; private set; }

    internal int Capacity => _capacity;

    /// <summary>The first byte. The caller holds a reference (<see cref="TryRetain"/>) or owns the buffer.</summary>
    internal byte* Pointer => _data;

    /// <summary>The content. The caller holds a reference or owns the buffer.</summary>
    internal ReadOnlySpan<byte> Content => new(_data, Length);

    internal static NativeBuffer Copy(ReadOnlySpan<byte> bytes)
    {
        NativeBuffer buffer = new(bytes.Length);
        bytes.CopyTo(buffer.FreeSpan);
        buffer.Advance(bytes.Length);
        return buffer;
    }

    internal Span<byte> FreeSpan => new(_data + Length, _capacity - Length);

    internal Memory<byte> FreeMemory => CreateMemory(Length, _capacity - Length);

    internal void Advance(int count)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)count, (uint)(_capacity - Length));
        Length += count;
        _data[Length] = 0;
    }

    internal void Resize(int capacity)
    {
        _data = (byte*)NativeMemory.Realloc(_data, (nuint)capacity + 1);
        long change = (long)capacity - _capacity;
        _capacity = capacity;
        Account(change);
        Length = Math.Min(Length, capacity);
        _data[Length] = 0;
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

    internal void Release()
    {
        if (Interlocked.Decrement(ref _references) == 0)
        {
            Free();
            GC.SuppressFinalize(this);
        }
    }

    /// <summary>Drops the owner's reference, once.</summary>
    internal void Close()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 0)
        {
            Release();
        }
    }

    public override Span<byte> GetSpan()
    {
        ObjectDisposedException.ThrowIf(_data is null, this);
        return new(_data, _capacity);
    }

    public override MemoryHandle Pin(int elementIndex = 0)
    {
        ObjectDisposedException.ThrowIf(!TryRetain(), this);
        return new(_data + elementIndex, pinnable: this);
    }

    public override void Unpin() => Release();

    /// <summary>The content as memory, valid while the owner is not disposed.</summary>
    internal ReadOnlyMemory<byte> Slice(int start, int length) => CreateMemory(start, length);

    [SuppressMessage("Usage", "CA2215:Dispose methods should call base class dispose", Justification = "The base has nothing to dispose.")]
    protected override void Dispose(bool disposing) => Close();

    void Account(long change)
    {
        Interlocked.Add(ref s_liveBytes, change);
        long pressure = _capacity >= PressureThreshold ? _capacity : 0;
        if (pressure > _pressure)
        {
            GC.AddMemoryPressure(pressure - _pressure);
        }
        else if (pressure < _pressure)
        {
            GC.RemoveMemoryPressure(_pressure - pressure);
        }

        _pressure = pressure;
    }

    void Free()
    {
        byte* data = _data;
        if (data is null)
        {
            return;
        }

        _data = null;
        NativeMemory.Free(data);
        Interlocked.Add(ref s_liveBytes, -_capacity);
        if (_pressure > 0)
        {
            GC.RemoveMemoryPressure(_pressure);
        }
    }
}

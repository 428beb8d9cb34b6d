using Pulse.Native.Exports;

namespace Pulse.Native.Interop;

/// <summary>An array of the caller's structs that is filled from its beginning. Structs that are not filled are not touched.</summary>
readonly unsafe ref struct StructArray<T>
    where T : unmanaged
{
    readonly byte* _first;
    readonly nuint _room;
    readonly nuint* _count;
    readonly nuint _size;

    /// <param name="count">Zero.</param>
    internal StructArray(T* first, nuint room, nuint* count, int smallest)
    {
        if (room == 0)
        {
            throw new ArgumentException("The array has no room.");
        }

        _size = Export.StructSize(first, smallest);
        _first = (byte*)first;
        _room = room;
        _count = count;
    }

    /// <summary>How many more can be added.</summary>
    internal nuint Room => _room - *_count;

    internal void Add(T value)
    {
        Export.Fill((T*)(_first + (*_count * _size)), _size, value);
        ++*_count;
    }
}

using System.Diagnostics.CodeAnalysis;

namespace Pulse.Client.Waiting;

/// <summary>What has a moment at which it is due, in ticks of its watcher's clock.</summary>
abstract class DueItem
{
    internal long Due { get; set; }

    /// <summary>Where the heap keeps it; -1 when it is in none.</summary>
    internal int HeapIndex { get; set; } = -1;
}

/// <summary>
/// A heap of four children a node, which knows where its items are. Against a timing wheel: exact moments over any span, no
/// tick that runs while nothing is due, and at 100 000 items nine levels, far less than one request costs.
/// </summary>
sealed class DueHeap<T>
    where T : DueItem
{
    (long Due, T Item)[] _items = new (long, T)[16];

    internal int Count { get; private set; }

    internal bool TryPeek([NotNullWhen(true)] out T? item)
    {
        item = Count > 0 ? _items[0].Item : null;
        return item is not null;
    }

    internal void Add(T item)
    {
        if (Count == _items.Length)
        {
            Array.Resize(ref _items, Count * 2);
        }

        Count++;
        Rise(Count - 1, item);
    }

    internal void Remove(T item)
    {
        int at = item.HeapIndex;
        item.HeapIndex = -1;
        Count--;
        T last = _items[Count].Item;
        _items[Count] = default;
        if (at < Count)
        {
            Place(at, last);
        }

        if (_items.Length > 64 && Count < _items.Length / 4)
        {
            Array.Resize(ref _items, _items.Length / 2);
        }
    }

    void Place(int at, T item)
    {
        if (at > 0 && item.Due < _items[(at - 1) / 4].Due)
        {
            Rise(at, item);
            return;
        }

        Sink(at, item);
    }

    void Rise(int at, T item)
    {
        while (at > 0)
        {
            int parent = (at - 1) / 4;
            if (_items[parent].Due <= item.Due)
            {
                break;
            }

            Set(at, _items[parent].Item);
            at = parent;
        }

        Set(at, item);
    }

    void Sink(int at, T item)
    {
        while (true)
        {
            int first = (at * 4) + 1;
            if (first >= Count)
            {
                break;
            }

            int least = first;
            for (int child = first + 1; child < Math.Min(first + 4, Count); child++)
            {
                if (_items[child].Due < _items[least].Due)
                {
                    least = child;
                }
            }

            if (_items[least].Due >= item.Due)
            {
                break;
            }

            Set(at, _items[least].Item);
            at = least;
        }

        Set(at, item);
    }

    void Set(int at, T item)
    {
        _items[at] = (item.Due, item);
        item.HeapIndex = at;
    }
}

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
/// tick that runs while nothing is due, and at 100 000 items nine levels, far less than one request costs. It grows by pieces,
/// so that it has little more room than it needs, and nothing is copied.
/// </summary>
sealed class DueHeap<T>
    where T : DueItem
{
    const int PieceBits = 9;
    const int PieceLength = 1 << PieceBits;

    // The moments stand beside the items: to compare two, no record somewhere else in memory is read.
    (long Due, T Item)[][] _pieces = new (long, T)[4][];
    int _pieceCount;

    internal int Count { get; private set; }

    internal bool TryPeek([NotNullWhen(true)] out T? item)
    {
        item = Count > 0 ? Slot(0).Item : null;
        return item is not null;
    }

    internal void Add(T item)
    {
        if (Count == _pieceCount * PieceLength)
        {
            if (_pieceCount == _pieces.Length)
            {
                Array.Resize(ref _pieces, _pieceCount * 2);
            }

            _pieces[_pieceCount++] = new (long, T)[PieceLength];
        }

        Count++;
        Rise(Count - 1, item);
    }

    internal void Remove(T item)
    {
        int at = item.HeapIndex;
        item.HeapIndex = -1;
        Count--;
        T last = Slot(Count).Item;
        Slot(Count) = default;
        if (at < Count)
        {
            Place(at, last);
        }

        // One piece is kept for the next to come.
        if (_pieceCount > (Count >> PieceBits) + 2)
        {
            _pieces[--_pieceCount] = null!;
        }
    }

    void Place(int at, T item)
    {
        if (at > 0 && item.Due < Slot((at - 1) / 4).Due)
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
            if (Slot(parent).Due <= item.Due)
            {
                break;
            }

            Set(at, Slot(parent).Item);
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
                if (Slot(child).Due < Slot(least).Due)
                {
                    least = child;
                }
            }

            if (Slot(least).Due >= item.Due)
            {
                break;
            }

            Set(at, Slot(least).Item);
            at = least;
        }

        Set(at, item);
    }

    void Set(int at, T item)
    {
        Slot(at) = (item.Due, item);
        item.HeapIndex = at;
    }

    ref (long Due, T Item) Slot(int at) => ref _pieces[at >> PieceBits][at & (PieceLength - 1)];
}

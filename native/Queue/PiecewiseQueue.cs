using System.Diagnostics.CodeAnalysis;

namespace Pulse.Native.Queue;

/// <summary>
/// First in, first out, in pieces: what has come and gone leaves no room behind, and a hundred thousand that come at once are not
/// copied several times. Not thread-safe.
/// </summary>
sealed class PiecewiseQueue<T>
    where T : class
{
    const int PieceLength = 256;

    Piece _first = new();
    Piece _last;
    int _taken;
    int _added;

    internal PiecewiseQueue() => _last = _first;

    internal int Count { get; private set; }

    internal void Enqueue(T item)
    {
        if (_added == PieceLength)
        {
            _last = _last.Next = new Piece();
            _added = 0;
        }

        _last.Items[_added++] = item;
        Count++;
    }

    internal bool TryDequeue([NotNullWhen(true)] out T? item)
    {
        item = null;
        if (Count == 0)
        {
            return false;
        }

        if (_taken == PieceLength)
        {
            _first = _first.Next!;
            _taken = 0;
        }

        (item, _first.Items[_taken]) = (_first.Items[_taken]!, null);
        _taken++;
        Count--;
        if (Count == 0)
        {
            // The piece is used again.
            (_taken, _added) = (0, 0);
        }

        return true;
    }

    sealed class Piece
    {
        internal T?[] Items { get; } = new T?[PieceLength];

        internal Piece? Next { get; set; }
    }
}

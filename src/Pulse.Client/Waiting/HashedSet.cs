using System.Diagnostics.CodeAnalysis;

namespace Pulse.Client.Waiting;

/// <summary>
/// A set of items that are found by keys, for hundreds of thousands of them: 10 to 20 bytes an item, where a dictionary takes 28 to 56,
/// and as much again while it grows. It grows by pieces (extendible hashing): one that is full is split in two, so that nothing
/// else is copied, and nobody waits for a million items to be sorted in. A piece is an open hash table with linear probing. Not
/// thread-safe.
/// </summary>
abstract class HashedSet<TKey, TItem>
    where TItem : class
{
    const int Smallest = 16;
    const int Largest = 512;

    // With fewer items to a place in the directory, keys have been made to have equal bits: their piece grows instead.
    const int FewestForPlace = 16;

    Piece[] _directory = [new Piece(0, Smallest)];
    int _depth;
    int _pieces = 1;

    // Where the items of a piece are while it is split: new ones for every split would be a quarter of the memory of a growing set.
    TItem?[]? _split;

    internal int Count { get; private set; }

    /// <summary>All items. The set must not change while they are gone through.</summary>
    internal IEnumerable<TItem> All
    {
        get
        {
            Piece? last = null;
            foreach (Piece piece in _directory)
            {
                // Pieces that are split less often have several places, one behind the other.
                if (ReferenceEquals(piece, last))
                {
                    continue;
                }

                last = piece;
                foreach (TItem? item in piece.Slots)
                {
                    if (item is not null)
                    {
                        yield return item;
                    }
                }
            }
        }
    }

    /// <summary>The item with a key, if there is one.</summary>
    internal bool TryFind(TKey key, [NotNullWhen(true)] out TItem? item)
    {
        int hash = Hash(key);
        Piece piece = PieceOf(Mix(hash));
        item = piece.Slots[SlotOf(piece, hash, key)];
        return item is not null;
    }

    /// <summary>Puts an item in, in the place of the one with the same key if there is one.</summary>
    internal void Put(TKey key, TItem item)
    {
        int hash = Hash(key);
        uint mixed = Mix(hash);
        Piece piece = PieceOf(mixed);
        int slot = SlotOf(piece, hash, key);
        bool isNew = piece.Slots[slot] is null;
        piece.Slots[slot] = item;
        if (isNew)
        {
            Count++;
            piece.Count++;
            MakeRoom(piece, mixed);
        }
    }

    /// <summary>Takes an item out; does nothing where it is not, also if another one has its key.</summary>
    internal void Remove(TItem item)
    {
        uint mixed = Mix(HashOf(item));
        Piece piece = PieceOf(mixed);
        int last = piece.Slots.Length - 1;
        int slot = (int)mixed & last;
        while (!ReferenceEquals(piece.Slots[slot], item))
        {
            if (piece.Slots[slot] is null)
            {
                return;
            }

            slot = (slot + 1) & last;
        }

        piece.Slots[slot] = null;
        piece.Count--;
        Count--;
        CloseGap(piece.Slots, slot);
        if (_pieces > 1 && Count < _pieces * (Largest / 16))
        {
            Shrink();
        }
    }

    internal void Clear()
    {
        _directory = [new Piece(0, Smallest)];
        (_depth, _pieces, _split, Count) = (0, 1, null, 0);
    }

    /// <summary>The hash of a key: the same for equal keys.</summary>
    protected abstract int Hash(TKey key);

    /// <summary>The hash of an item's key; asked for often.</summary>
    protected abstract int HashOf(TItem item);

    /// <summary>Whether an item has a key.</summary>
    protected abstract bool Has(TItem item, TKey key);

    // The first bits of a mixed hash name the piece, the last ones the slot.
    Piece PieceOf(uint mixed) => _directory[(int)((ulong)mixed >> (32 - _depth))];

    /// <summary>Where the item with this key is; else the free slot where it would go. There always is one.</summary>
    int SlotOf(Piece piece, int hash, TKey key)
    {
        int last = piece.Slots.Length - 1;
        int slot = (int)Mix(hash) & last;
        while (piece.Slots[slot] is { } item && (HashOf(item) != hash || !Has(item, key)))
        {
            slot = (slot + 1) & last;
        }

        return slot;
    }

    /// <summary>Moves up what is behind a slot that has become free, as far as it is found there: a search ends at a free slot.</summary>
    void CloseGap(TItem?[] slots, int gap)
    {
        int last = slots.Length - 1;
        for (int slot = (gap + 1) & last; slots[slot] is { } item; slot = (slot + 1) & last)
        {
            int wanted = (int)Mix(HashOf(item)) & last;
            bool isFoundInGap = ((slot - wanted) & last) >= ((slot - gap) & last);
            if (isFoundInGap)
            {
                (slots[gap], slots[slot]) = (item, null);
                gap = slot;
            }
        }
    }

    void MakeRoom(Piece piece, uint mixed)
    {
        // Four fifths: beyond that the runs that are searched grow long.
        if (piece.Count <= piece.Slots.Length / 5 * 4)
        {
            return;
        }

        bool isSplit = piece.Slots.Length == Largest && (piece.Depth < _depth || _directory.Length * FewestForPlace <= Count);
        if (!isSplit)
        {
            TItem?[] items = piece.Slots;
            piece.Slots = new TItem?[items.Length * 2];
            Distribute(items, piece, piece);
            return;
        }

        TItem?[] split = _split ??= new TItem?[Largest];
        piece.Slots.CopyTo(split, 0);
        Array.Clear(piece.Slots);
        Distribute(split, piece, Split(piece, mixed));
        Array.Clear(split);
    }

    /// <summary>Puts items into the two pieces that their piece has become, by the first bit that these do not have in common.</summary>
    void Distribute(TItem?[] items, Piece first, Piece second)
    {
        first.Count = 0;
        foreach (TItem? item in items)
        {
            if (item is not null)
            {
                uint mixed = Mix(HashOf(item));
                bool isSecond = first != second && ((mixed >> (32 - first.Depth)) & 1) != 0;
                (isSecond ? second : first).Add(mixed, item);
            }
        }
    }

    /// <summary>Gives half of a piece's places in the directory to a new one.</summary>
    Piece Split(Piece piece, uint mixed)
    {
        if (piece.Depth == _depth)
        {
            Piece[] larger = new Piece[_directory.Length * 2];
            for (int i = 0; i < larger.Length; i++)
            {
                larger[i] = _directory[i / 2];
            }

            _directory = larger;
            _depth++;
        }

        int places = 1 << (_depth - piece.Depth);
        int first = (int)((ulong)mixed >> (32 - _depth)) & ~(places - 1);
        piece.Depth++;
        Piece second = new(piece.Depth, Largest);
        Array.Fill(_directory, second, first + (places / 2), places / 2);
        _pieces++;
        return second;
    }

    void Shrink()
    {
        List<TItem> items = new(Count);
        foreach (TItem item in All)
        {
            items.Add(item);
        }

        Clear();
        foreach (TItem item in items)
        {
            uint mixed = Mix(HashOf(item));
            Piece piece = PieceOf(mixed);
            piece.Add(mixed, item);
            Count++;
            MakeRoom(piece, mixed);
        }
    }

    // Each bit depends on all of the hash (the last steps of MurmurHash3): keys may be addresses, or counted.
    static uint Mix(int hash)
    {
        uint mixed = (uint)hash;
        mixed = (mixed ^ (mixed >> 16)) * 0x85ebca6b;
        mixed = (mixed ^ (mixed >> 13)) * 0xc2b2ae35;
        return mixed ^ (mixed >> 16);
    }

    /// <summary>One table of those that the set consists of.</summary>
    /// <param name="depth">How many of the first bits of a hash its items have in common.</param>
    /// <param name="length">Its slots.</param>
    sealed class Piece(int depth, int length)
    {
        internal int Depth { get; set; } = depth;

        internal int Count { get; set; }

        internal TItem?[] Slots { get; set; } = new TItem?[length];

        /// <summary>Adds what is not in it yet.</summary>
        internal void Add(uint mixed, TItem item)
        {
            int last = Slots.Length - 1;
            int slot = (int)mixed & last;
            while (Slots[slot] is not null)
            {
                slot = (slot + 1) & last;
            }

            Slots[slot] = item;
            Count++;
        }
    }
}

using Pulse.Client.Waiting;

namespace Pulse.Native.Queue;

/// <summary>The operations of a queue that have not ended, by their tags. Several may have the same tag, also all of them.</summary>
sealed class OpenOperations
{
    readonly TagTable _byTag = new();

    internal int Count { get; private set; }

    internal List<IQueuedOperation> All
    {
        get
        {
            List<IQueuedOperation> all = new(Count);
            foreach (object found in _byTag.All)
            {
                if (found is SameTag same)
                {
                    all.AddRange(same);
                }
                else
                {
                    all.Add((IQueuedOperation)found);
                }
            }

            return all;
        }
    }

    internal void Add(IQueuedOperation operation)
    {
        ulong tag = operation.Tag;
        Count++;
        if (!_byTag.TryFind(tag, out object? found))
        {
            _byTag.Put(tag, operation);
        }
        else if (found is SameTag same)
        {
            same.Add(operation);
        }
        else
        {
            _byTag.Put(tag, new SameTag(tag) { (IQueuedOperation)found, operation });
        }
    }

    internal void Remove(IQueuedOperation operation)
    {
        ulong tag = operation.Tag;
        Count--;
        if (_byTag.TryFind(tag, out object? found) && found is SameTag same)
        {
            same.Remove(operation);
            if (same.Count == 0)
            {
                _byTag.Remove(same);
            }
        }
        else
        {
            _byTag.Remove(operation);
        }
    }

    /// <summary>Those with a tag.</summary>
    internal IQueuedOperation[] With(ulong tag) => !_byTag.TryFind(tag, out object? found) ? [] : found is SameTag same ? [.. same] : [(IQueuedOperation)found];

    internal void Clear()
    {
        _byTag.Clear();
        Count = 0;
    }

    /// <summary>The only operation with a tag, or a <see cref="SameTag"/>.</summary>
    sealed class TagTable : HashedSet<ulong, object>
    {
        // Multiplied by 2^64 divided by the golden ratio: the upper half depends on all.
        protected override int Hash(ulong key) => (int)((key * 0x9e3779b97f4a7c15) >> 32);

        protected override int HashOf(object item) => Hash(TagOf(item));

        protected override bool Has(object item, ulong key) => TagOf(item) == key;

        static ulong TagOf(object item) => item is SameTag same ? same.Tag : ((IQueuedOperation)item).Tag;
    }

    /// <summary>Those with one tag, where there were several.</summary>
    sealed class SameTag(ulong tag) : HashSet<IQueuedOperation>
    {
        internal ulong Tag => tag;
    }
}

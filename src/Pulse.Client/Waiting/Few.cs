namespace Pulse.Client.Waiting;

/// <summary>A set that has one item nearly always, and then costs one word.</summary>
struct Few<T>
    where T : class
{
    // Nothing, the item, or a HashSet<T>.
    object? _items;

    internal readonly int Count => _items is HashSet<T> many ? many.Count : _items is null ? 0 : 1;

    /// <summary>Any of them; null where there is none.</summary>
    internal readonly T? Any => _items is HashSet<T> many ? many.FirstOrDefault() : (T?)_items;

    internal void Add(T item)
    {
        if (_items is HashSet<T> many)
        {
            many.Add(item);
        }
        else
        {
            _items = _items is T one ? new HashSet<T>(ReferenceEqualityComparer.Instance) { one, item } : item;
        }
    }

    internal void Remove(T item)
    {
        if (_items is HashSet<T> many)
        {
            many.Remove(item);
            if (many.Count == 0)
            {
                _items = null;
            }
        }
        else if (ReferenceEquals(_items, item))
        {
            _items = null;
        }
    }

    /// <summary>All of them, to be gone through while they are taken out.</summary>
    internal readonly T[] ToArray() => _items is HashSet<T> many ? [.. many] : _items is T one ? [one] : [];

    public readonly Enumerator GetEnumerator() => new(_items);

    internal struct Enumerator
    {
        readonly bool _isMany;
        HashSet<T>.Enumerator _many;
        T? _next;

        internal Enumerator(object? items)
        {
            Current = null!;
            if (items is HashSet<T> many)
            {
                (_isMany, _many) = (true, many.GetEnumerator());
            }
            else
            {
                _next = (T?)items;
            }
        }

        public T Current { get; private set; }

        public bool MoveNext()
        {
            if (_isMany)
            {
                bool isThere = _many.MoveNext();
                Current = isThere ? _many.Current : null!;
                return isThere;
            }

            (Current, _next) = (_next!, null);
            return Current is not null;
        }
    }
}

using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace Pulse.Client.Results;

/// <summary>Texts that callers have borrowed, by key: made once, and kept until all are closed. A few cost little, and many are found fast. Safe from any thread.</summary>
/// <typeparam name="TKey">What tells them apart.</typeparam>
sealed class BorrowedTexts<TKey>
    where TKey : IEquatable<TKey>
{
    const int Few = 8;

    // The newest first; no more are added when they are a few.
    Entry? _few;
    ConcurrentDictionary<TKey, NativeBuffer>? _many;

    internal bool TryGet(TKey key, [NotNullWhen(true)] out NativeBuffer? text)
    {
        text = Find(Volatile.Read(ref _few), key);
        return text is not null || Volatile.Read(ref _many)?.TryGetValue(key, out text) == true;
    }

    /// <summary>Keeps a text, and returns it; or closes it, and returns that of another thread which was first.</summary>
    internal NativeBuffer Keep(TKey key, NativeBuffer text)
    {
        while (true)
        {
            Entry? newest = Volatile.Read(ref _few);
            NativeBuffer? known = Find(newest, key);
            if (known is null && newest?.Count == Few)
            {
                known = Many().GetOrAdd(key, text);
            }

            if (known is not null)
            {
                if (known != text)
                {
                    text.Close();
                }

                return known;
            }

            if (Interlocked.CompareExchange(ref _few, new Entry(key, text, newest), newest) == newest)
            {
                return text;
            }
        }
    }

    /// <summary>Closes all texts, also when some of them have been closed before.</summary>
    internal void Close()
    {
        for (Entry? entry = Volatile.Read(ref _few); entry is not null; entry = entry.Next)
        {
            entry.Text.Close();
        }

        if (Volatile.Read(ref _many) is { } many)
        {
            foreach (KeyValuePair<TKey, NativeBuffer> entry in many)
            {
                entry.Value.Close();
            }
        }
    }

    static NativeBuffer? Find(Entry? newest, TKey key)
    {
        for (Entry? entry = newest; entry is not null; entry = entry.Next)
        {
            if (entry.Key.Equals(key))
            {
                return entry.Text;
            }
        }

        return null;
    }

    ConcurrentDictionary<TKey, NativeBuffer> Many()
    {
        if (Volatile.Read(ref _many) is { } many)
        {
            return many;
        }

        ConcurrentDictionary<TKey, NativeBuffer> made = new();
        return Interlocked.CompareExchange(ref _many, made, null) ?? made;
    }

    sealed class Entry(TKey key, NativeBuffer text, Entry? next)
    {
        internal TKey Key { get; } = key;

        internal NativeBuffer Text { get; } = text;

        internal Entry? Next { get; } = next;

        internal int Count { get; } = (next?.Count ?? 0) + 1;
    }
}

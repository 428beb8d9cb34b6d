using System.Collections.Concurrent;
using Pulse.Sandbox.Http;

namespace Pulse.Sandbox.Stored;

/// <summary>Something that was kept for later requests.</summary>
interface IStored
{
    string Id { get; }

    string Organization { get; }

    /// <summary>The memory that its content takes.</summary>
    long Size { get; }
}

/// <summary>The kept things of one kind by id. Thread-safe.</summary>
/// <param name="kind">What they are, for messages.</param>
/// <param name="kept">Where they are counted.</param>
sealed class StoredItems<T>(string kind, KeptThings kept)
    where T : class, IStored
{
    readonly ConcurrentDictionary<string, T> _items = new(StringComparer.Ordinal);

    public void Add(T item)
    {
        _items[item.Id] = item;

        // A newer thing of the same id stays.
        kept.Add(item.Size, () => _items.TryRemove(KeyValuePair.Create(item.Id, item)));
    }

    public T? Find(string id) => _items.GetValueOrDefault(id);

    /// <exception cref="ApiException">404 when there is none, 403 when it is another organization's.</exception>
    public T Get(string id, string organization)
    {
        T item = Find(id) ?? throw ApiErrors.NotStored(kind, id);
        return item.Organization == organization ? item : throw ApiErrors.Forbidden();
    }

    public void Remove(string id) => _items.TryRemove(id, out _);

    public void Clear() => _items.Clear();
}

namespace Pulse.Client.Batch;

/// <summary>One lock for each key, for asynchronous work; taken in the order of asking.</summary>
sealed class KeyedLock
{
    readonly Lock _lock = new();
    readonly Dictionary<string, Task> _last = new(StringComparer.Ordinal);

    /// <summary>Waits for the lock of a key; disposing of what is returned frees it.</summary>
    internal async Task<IDisposable> TakeAsync(string key)
    {
        TaskCompletionSource mine = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Task? before;
        lock (_lock)
        {
            _last.TryGetValue(key, out before);
            _last[key] = mine.Task;
        }

        if (before is not null)
        {
            await before.ConfigureAwait(false);
        }

        return new Held(mine);
    }

    sealed class Held(TaskCompletionSource mine) : IDisposable
    {
        public void Dispose() => mine.TrySetResult();
    }
}

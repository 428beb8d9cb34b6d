namespace Pulse.Client.Chains;

/// <summary>A lock for asynchronous work: one piece at a time, in the order of asking; nothing to dispose of.</summary>
sealed class AsyncLock
{
    readonly Lock _lock = new();
    Task _last = Task.CompletedTask;

    internal async Task<T> RunAsync<T>(Func<Task<T>> work, CancellationToken cancellationToken)
    {
        TaskCompletionSource done = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Task before;
        lock (_lock)
        {
            before = _last;
            _last = done.Task;
        }

        try
        {
            await before.WaitAsync(cancellationToken).ConfigureAwait(false);
            return await work().ConfigureAwait(false);
        }
        finally
        {
            // Whoever gave up waiting must not let the next one in early.
            if (before.IsCompleted)
            {
                done.SetResult();
            }
            else
            {
                _ = before.ContinueWith(static (_, state) => ((TaskCompletionSource)state!).SetResult(), done, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
            }
        }
    }
}

namespace Pulse.Native.Interop;

/// <summary>
/// Blocks a thread of the host until a task has ended. Each thread has one object for all its waits: <see cref="Task.Wait()"/> makes
/// one for each, with a lock that only the finalizer frees.
/// </summary>
sealed class BlockedThread
{
    // A response may come while this thread would still be falling asleep.
    const int Spins = 35;

    [ThreadStatic]
    static BlockedThread? t_current;

    readonly Action _wake;
    bool _awake;

    BlockedThread() => _wake = Wake;

    /// <summary>Waits; what the task threw is thrown.</summary>
    internal static void Wait(Task task)
    {
        SpinWait spinner = default;
        while (!task.IsCompleted && spinner.Count < Spins)
        {
            spinner.SpinOnce(sleep1Threshold: -1);
        }

        if (!task.IsCompleted)
        {
            (t_current ??= new BlockedThread()).SleepUntil(task);
        }

        task.GetAwaiter().GetResult();
    }

    void SleepUntil(Task task)
    {
        task.ConfigureAwait(false).GetAwaiter().UnsafeOnCompleted(_wake);
        lock (_wake)
        {
            while (!_awake)
            {
                Monitor.Wait(_wake);
            }

            _awake = false;
        }
    }

    void Wake()
    {
        lock (_wake)
        {
            _awake = true;
            Monitor.Pulse(_wake);
        }
    }
}

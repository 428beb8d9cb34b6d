namespace Pulse.Native.Queue;

/// <summary>
/// Lets a bounded number of a queue's tasks run at once. Those beyond wait as what they are, a few words each and not tasks of the
/// runtime, and begin in the order in which they came. No task is begun with the lock held.
/// </summary>
sealed class TaskSlots
{
    // More than the connections, so that none of them ever lies idle.
    const int MaxRunning = 256;

    // From here on the memory of those that waited is given back.
    const int Many = 4096;

    readonly Lock _lock = new();
    readonly Queue<QueuedTask> _waiting = new();
    int _running;

    // A thread is beginning tasks.
    bool _begins;

    /// <summary>Begins a task now, or when there is a slot for it.</summary>
    internal void Start(QueuedTask task)
    {
        lock (_lock)
        {
            if (_running >= MaxRunning || _waiting.Count > 0)
            {
                _waiting.Enqueue(task);
                return;
            }

            _running++;
        }

        if (!task.Start())
        {
            Release();
        }
    }

    /// <summary>Hands the slot of a task that has ended to the next.</summary>
    internal void Release()
    {
        lock (_lock)
        {
            _running--;
            if (_begins)
            {
                // Another thread does, or this one further up: a task may end in the moment in which it begins.
                return;
            }

            _begins = true;
        }

        while (true)
        {
            QueuedTask? next;
            lock (_lock)
            {
                if (_running >= MaxRunning || !_waiting.TryDequeue(out next))
                {
                    _begins = false;
                    if (_waiting.Count == 0 && _waiting.Capacity > Many)
                    {
                        _waiting.TrimExcess();
                    }

                    return;
                }

                _running++;
            }

            if (!next.Start())
            {
                lock (_lock)
                {
                    _running--;
                }
            }
        }
    }

    /// <summary>Forgets the tasks that wait.</summary>
    internal void Clear()
    {
        lock (_lock)
        {
            _waiting.Clear();
        }
    }
}

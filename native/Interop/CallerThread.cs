namespace Pulse.Native.Interop;

/// <summary>
/// The host's thread while it waits for its call: callbacks of the host are called on it, and on no other, whoever asks for them.
/// </summary>
sealed class CallerThread
{
    // One for all calls of a thread, which waits for one at a time: the lock of an object that was waited on is freed by the
    // finalizer alone.
    [ThreadStatic]
    static object? t_gate;

    readonly object _gate = t_gate ??= new object();
    readonly Queue<Action<bool>> _work = new();
    readonly int _id = Environment.CurrentManagedThreadId;
    readonly ExecutionContext? _context = ExecutionContext.Capture();
    bool _ended;

    /// <summary>Whether this is that thread.</summary>
    internal bool IsCurrent => Environment.CurrentManagedThreadId == _id;

    /// <summary>Calls the host from within what is done for it, on this thread: another call that the host makes is not part of that.</summary>
    internal void Call(Action callback)
    {
        if (_context is null)
        {
            callback();
        }
        else
        {
            ExecutionContext.Run(_context, static state => ((Action)state!)(), callback);
        }
    }

    /// <summary>Has something done there: with true, or with false when the call has ended before.</summary>
    internal void Post(Action<bool> work)
    {
        lock (_gate)
        {
            if (!_ended)
            {
                _work.Enqueue(work);
                Monitor.Pulse(_gate);
                return;
            }
        }

        work(false);
    }

    /// <summary>Does what is asked for until the call has ended, and calls <paramref name="idle"/> when for so long nothing was.</summary>
    internal void WorkUntil(Task call, int tick = Timeout.Infinite, Action? idle = null)
    {
        _ = call.ContinueWith(static (_, state) => ((CallerThread)state!).End(), this, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        while (true)
        {
            Action<bool>? work;
            bool ended;
            lock (_gate)
            {
                if (_work.Count == 0 && !_ended)
                {
                    Monitor.Wait(_gate, tick);
                }

                _work.TryDequeue(out work);
                ended = _ended;
            }

            if (work is not null)
            {
                work(true);
            }
            else if (ended)
            {
                return;
            }
            else
            {
                idle?.Invoke();
            }
        }
    }

    void End()
    {
        lock (_gate)
        {
            _ended = true;
            Monitor.Pulse(_gate);
        }
    }
}

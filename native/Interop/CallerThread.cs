namespace Pulse.Native.Interop;

/// <summary>
/// The host's thread while it waits for its call: callbacks of the host are called on it, and on no other, whoever asks for them.
/// </summary>
sealed class CallerThread
{
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
        lock (_work)
        {
            if (!_ended)
            {
                _work.Enqueue(work);
                Monitor.Pulse(_work);
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
            lock (_work)
            {
                if (_work.Count == 0 && !_ended)
                {
                    Monitor.Wait(_work, tick);
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
        lock (_work)
        {
            _ended = true;
            Monitor.Pulse(_work);
        }
    }
}

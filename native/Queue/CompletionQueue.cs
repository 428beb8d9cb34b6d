using System.Diagnostics;
using Pulse.Client;
using Pulse.Client.Http;
using Pulse.Client.Waiting;
using Pulse.Native.Interop;
using Pulse.Native.Objects;

namespace Pulse.Native.Queue;

/// <summary>A completion as it is returned.</summary>
readonly record struct Collected(IQueuedOperation Operation, WaitProgress? Progress);

/// <summary>
/// Behind pulse_queue. Every operation that was accepted yields exactly one final completion, which stays until it is
/// collected or the queue is freed. Progress that nobody collects is replaced by newer progress, so what lies here is bounded
/// by twice the number of operations. How many tasks run at once is the matter of <see cref="TaskSlots"/>.
/// </summary>
[NativeHandle("pulse_queue")]
sealed class CompletionQueue : IDisposable
{
    const int Many = 4096;

    readonly object _lock = new();
    readonly CancellationTokenRegistration[] _stops;
    readonly OpenOperations _open = new();

    // What has progress is here once for it, and once more when it has ended.
    readonly PiecewiseQueue<IQueuedOperation> _ready = new();

    // WaitProgress that nobody has collected yet, the latest of each operation. Boxed: a dictionary of its own kind is 8 kB of code.
    readonly Dictionary<IQueuedOperation, object> _progress = [];
    QueuedWaitTerms? _terms;
    bool _hadMany;
    EventDescriptor? _event;
    int _collectors;
    bool _freed;
    volatile CallHeaders? _headers;

    internal CompletionQueue(ClientObject client)
    {
        (Client, Limits) = (client, client.Limits);
        _headers = Limits.Headers;
        _stops = Limits.Watch(StopAll);
    }

    internal PulseClient Client { get; }

    /// <summary>What ends each operation before its time.</summary>
    internal CallLimits Limits { get; }

    /// <summary>Of operations that begin now.</summary>
    internal CallHeaders? Headers => _headers;

    /// <summary>What the tasks run in.</summary>
    internal TaskSlots Slots { get; } = new();

    internal JobWatcher Watcher => Client.Jobs.Watcher;

    /// <summary>The descriptor that is readable while completions wait. Made when first asked for.</summary>
    internal int Descriptor
    {
        get
        {
            lock (_lock)
            {
                RequireOpen();
                if (_event is null)
                {
                    _event = new EventDescriptor();
                    if (_ready.Count > 0)
                    {
                        _event.Set();
                    }
                }

                return _event.Number;
            }
        }
    }

    /// <summary>Gives operations that begin later these headers and no others but those of the client's handle.</summary>
    internal void SetHeaders(IReadOnlyList<KeyValuePair<string, string>> headers) => _headers = CallHeaders.Resolve(Limits.Headers, headers);

    /// <summary>What waits have in common that begin now: one object for as many as come with the same options.</summary>
    internal QueuedWaitTerms Terms(WaitOptions options, bool wantsProgress)
    {
        CallHeaders? headers = _headers;
        if (Volatile.Read(ref _terms) is { } last && last.Options == options && last.Headers == headers && last.WantsProgress == wantsProgress)
        {
            return last;
        }

        QueuedWaitTerms terms = new(this, options, headers, wantsProgress);
        Volatile.Write(ref _terms, terms);
        return terms;
    }

    /// <summary>Accepts an operation: from here on its final completion is owed.</summary>
    internal void Accept(IQueuedOperation operation)
    {
        lock (_lock)
        {
            Add(operation);
        }
    }

    /// <summary>Accepts a task, and begins it; where it takes a slot, as soon as there is one.</summary>
    internal void Start(QueuedTask task)
    {
        bool stopped;
        lock (_lock)
        {
            Add(task);
            stopped = Limits.IsStopped;
        }

        if (stopped)
        {
            task.Stop();
        }
        else if (task.TakesSlot)
        {
            Slots.Start(task);
        }
        else
        {
            task.Start();
        }
    }

    /// <summary>A token was canceled: stops what is under way, and wakes up who would wait for nothing.</summary>
    void StopAll()
    {
        List<IQueuedOperation> stopped = [];
        lock (_lock)
        {
            stopped.AddRange(_freed ? [] : _open.All);
            Monitor.PulseAll(_lock);
        }

        foreach (IQueuedOperation operation in stopped)
        {
            operation.Stop();
        }
    }

    /// <summary>Stops all operations with a tag; false when there are none under way.</summary>
    internal bool Cancel(ulong tag)
    {
        IQueuedOperation[] stopped;
        lock (_lock)
        {
            RequireOpen();
            stopped = _open.With(tag);
        }

        foreach (IQueuedOperation operation in stopped)
        {
            operation.Stop();
        }

        return stopped.Length > 0;
    }

    internal void Progressed(IQueuedOperation operation, in WaitProgress progress)
    {
        lock (_lock)
        {
            if (_freed)
            {
                return;
            }

            if (!_progress.ContainsKey(operation))
            {
                Enqueue(operation);
            }

            _progress[operation] = progress;
        }
    }

    internal void Ended(IQueuedOperation operation)
    {
        lock (_lock)
        {
            if (!_freed)
            {
                _open.Remove(operation);
                Enqueue(operation);
                return;
            }
        }

        operation.Abandon();
    }

    /// <summary>Waits for completions, and takes as many as there are and fit; 0 when none came in time.</summary>
    /// <exception cref="PulseException">Closed: the queue was freed meanwhile. Stopped: nothing will come any more.</exception>
    internal int Next(TimeSpan timeout, Span<Collected> taken)
    {
        long start = Stopwatch.GetTimestamp();
        lock (_lock)
        {
            while (true)
            {
                RequireOpen();
                if (_ready.Count > 0)
                {
                    return Dequeue(taken);
                }

                if (_open.Count == 0 && Limits.IsStopped)
                {
                    throw new PulseException(PulseErrorCode.Stopped, "The token was canceled, and all operations have ended.");
                }

                TimeSpan left = timeout == Timeout.InfiniteTimeSpan ? timeout : timeout - Stopwatch.GetElapsedTime(start);
                if (left != Timeout.InfiniteTimeSpan && left <= TimeSpan.Zero)
                {
                    return 0;
                }

                _collectors++;
                try
                {
                    // Rounded up: a wait that ends a fraction too early would be spent in a loop.
                    Monitor.Wait(_lock, left == Timeout.InfiniteTimeSpan ? left : TimeSpan.FromMilliseconds(Math.Ceiling(Math.Min(left.TotalMilliseconds, int.MaxValue - 1))));
                }
                finally
                {
                    _collectors--;
                }
            }
        }
    }

    /// <summary>Takes what is there; nothing when the queue was freed.</summary>
    internal int Take(Span<Collected> taken)
    {
        lock (_lock)
        {
            return _ready.Count == 0 ? 0 : Dequeue(taken);
        }
    }

    /// <summary>Ends everything. What was not collected is freed.</summary>
    public void Dispose()
    {
        List<IQueuedOperation> finals = [];
        lock (_lock)
        {
            if (_freed)
            {
                return;
            }

            _freed = true;
            while (_ready.TryDequeue(out IQueuedOperation? operation))
            {
                if (!_progress.Remove(operation))
                {
                    finals.Add(operation);
                }
            }

            _event?.Close();
            _event = null;
            Monitor.PulseAll(_lock);
        }

        foreach (CancellationTokenRegistration stop in _stops)
        {
            stop.Unregister();
        }

        Slots.Clear();

        // Nobody adds to these or takes from them any more.
        foreach (IQueuedOperation operation in _open.All)
        {
            operation.Drop();
        }

        _open.Clear();
        foreach (IQueuedOperation operation in finals)
        {
            operation.Abandon();
        }

        if (_hadMany)
        {
            Heap.Settle();
        }
    }

    void Add(IQueuedOperation operation)
    {
        RequireOpen();
        _open.Add(operation);
        _hadMany |= _open.Count > Many;
    }

    void Enqueue(IQueuedOperation operation)
    {
        _ready.Enqueue(operation);
        if (_ready.Count == 1)
        {
            _event?.Set();
        }

        if (_collectors > 0)
        {
            Monitor.Pulse(_lock);
        }
    }

    int Dequeue(Span<Collected> taken)
    {
        int count = 0;
        for (; count < taken.Length && _ready.TryDequeue(out IQueuedOperation? next); count++)
        {
            taken[count] = new Collected(next, _progress.Remove(next, out object? progress) ? (WaitProgress)progress : null);
        }

        if (_ready.Count == 0)
        {
            _event?.Clear();
            if (_progress.Capacity > Many)
            {
                _progress.TrimExcess();
            }

            if (_hadMany && _open.Count == 0)
            {
                _hadMany = false;
                Heap.Settle();
            }
        }
        else if (_collectors > 0)
        {
            Monitor.Pulse(_lock);
        }

        return count;
    }

    void RequireOpen()
    {
        if (_freed)
        {
            throw new PulseException(PulseErrorCode.Closed, "The queue was freed.");
        }
    }
}

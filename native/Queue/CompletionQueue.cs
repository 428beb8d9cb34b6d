using System.Diagnostics;
using System.Runtime.InteropServices;
using Pulse.Client;
using Pulse.Client.Waiting;
using Pulse.Native.Interop;
using Pulse.Native.Objects;

namespace Pulse.Native.Queue;

/// <summary>A completion as it is handed out.</summary>
readonly record struct Collected(IQueuedOperation Operation, WaitProgress? Progress);

/// <summary>
/// Behind pulse_queue. Every operation that was accepted yields exactly one final completion, which stays until it is
/// collected or the queue is freed. Progress that nobody collects is replaced by newer progress, so what lies here is bounded
/// by twice the number of operations.
/// </summary>
[NativeHandle("pulse_queue")]
sealed class CompletionQueue(PulseClient client) : IDisposable
{
    readonly object _lock = new();
    readonly Dictionary<ulong, IQueuedOperation> _open = [];
    readonly Queue<(IQueuedOperation Operation, bool Final)> _ready = new();
    EventDescriptor? _event;
    int _collectors;
    bool _freed;

    internal PulseClient Client => client;

    internal JobWatcher Watcher => client.Jobs.Watcher;

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

    /// <summary>Accepts an operation: from here on its final completion is owed.</summary>
    internal void Accept(IQueuedOperation operation)
    {
        lock (_lock)
        {
            RequireOpen();
            ref IQueuedOperation? first = ref CollectionsMarshal.GetValueRefOrAddDefault(_open, operation.Tag, out _);
            operation.SameTag = first;
            first = operation;
        }
    }

    /// <summary>Stops all operations with a tag; false when there are none under way.</summary>
    internal bool Cancel(ulong tag)
    {
        List<IQueuedOperation> stopped = [];
        lock (_lock)
        {
            RequireOpen();
            for (IQueuedOperation? operation = _open.GetValueOrDefault(tag); operation is not null; operation = operation.SameTag)
            {
                stopped.Add(operation);
            }
        }

        foreach (IQueuedOperation operation in stopped)
        {
            operation.Stop();
        }

        return stopped.Count > 0;
    }

    internal void Progressed(IQueuedOperation operation, Func<bool> keep)
    {
        lock (_lock)
        {
            if (!_freed && keep())
            {
                Enqueue(operation, final: false);
            }
        }
    }

    internal void Ended(IQueuedOperation operation)
    {
        lock (_lock)
        {
            if (!_freed)
            {
                Remove(operation);
                Enqueue(operation, final: true);
                return;
            }
        }

        operation.Abandon();
    }

    /// <summary>The next completion; null when none came in time.</summary>
    /// <exception cref="PulseException">Closed: the queue was freed meanwhile.</exception>
    internal Collected? Next(TimeSpan timeout)
    {
        long start = Stopwatch.GetTimestamp();
        lock (_lock)
        {
            while (true)
            {
                RequireOpen();
                if (_ready.Count > 0)
                {
                    return Dequeue();
                }

                TimeSpan left = timeout == Timeout.InfiniteTimeSpan ? timeout : timeout - Stopwatch.GetElapsedTime(start);
                if (left != Timeout.InfiniteTimeSpan && left <= TimeSpan.Zero)
                {
                    return null;
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

    /// <summary>Ends everything. What was not collected is freed.</summary>
    public void Dispose()
    {
        List<IQueuedOperation> open = [];
        List<IQueuedOperation> finals = [];
        lock (_lock)
        {
            if (_freed)
            {
                return;
            }

            _freed = true;
            foreach (IQueuedOperation first in _open.Values)
            {
                for (IQueuedOperation? operation = first; operation is not null; operation = operation.SameTag)
                {
                    open.Add(operation);
                }
            }

            finals.AddRange(_ready.Where(static entry => entry.Final).Select(static entry => entry.Operation));
            _open.Clear();
            _ready.Clear();
            _event?.Close();
            _event = null;
            Monitor.PulseAll(_lock);
        }

        foreach (IQueuedOperation operation in open)
        {
            operation.Stop();
        }

        foreach (IQueuedOperation operation in finals)
        {
            operation.Abandon();
        }
    }

    void Enqueue(IQueuedOperation operation, bool final)
    {
        _ready.Enqueue((operation, final));
        if (_ready.Count == 1)
        {
            _event?.Set();
        }

        if (_collectors > 0)
        {
            Monitor.Pulse(_lock);
        }
    }

    Collected Dequeue()
    {
        (IQueuedOperation operation, bool final) = _ready.Dequeue();
        if (_ready.Count == 0)
        {
            _event?.Clear();
            if (_ready.Capacity > 4096)
            {
                _ready.TrimExcess(16);
            }
        }
        else if (_collectors > 0)
        {
            Monitor.Pulse(_lock);
        }

        return new Collected(operation, final ? null : operation.TakeProgress());
    }

    void Remove(IQueuedOperation operation)
    {
        if (!_open.TryGetValue(operation.Tag, out IQueuedOperation? first))
        {
            return;
        }

        if (first == operation)
        {
            if (operation.SameTag is null)
            {
                _open.Remove(operation.Tag);
            }
            else
            {
                _open[operation.Tag] = operation.SameTag;
            }
        }
        else
        {
            IQueuedOperation before = first;
            while (before.SameTag != operation && before.SameTag is not null)
            {
                before = before.SameTag;
            }

            before.SameTag = operation.SameTag;
        }

        operation.SameTag = null;
    }

    void RequireOpen()
    {
        if (_freed)
        {
            throw new PulseException(PulseErrorCode.Closed, "The queue was freed.");
        }
    }
}

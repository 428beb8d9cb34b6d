namespace Pulse.Sandbox.Control;

/// <summary>The requests that the sandbox has answered, control requests excepted. Thread-safe.</summary>
public sealed class SandboxJournal
{
    // Enough for any test; a load test must not fill the memory.
    const int Capacity = 10_000;
    const int SubmitCapacity = 200_000;

    readonly Lock _lock = new();
    readonly Queue<JournalEntry> _entries = new();
    readonly Dictionary<string, List<string>> _submits = new(StringComparer.Ordinal);
    readonly Queue<string> _submitOrder = new();
    long _received;

    internal SandboxJournal()
    {
    }

    /// <summary>How many requests have arrived, the forgotten and unfinished ones included.</summary>
    public long Received => Interlocked.Read(ref _received);

    /// <summary>The last 10 000 finished requests, in the order in which they were finished.</summary>
    public IReadOnlyList<JournalEntry> Entries
    {
        get
        {
            lock (_lock)
            {
                return [.. _entries];
            }
        }
    }

    /// <summary>The ids of the jobs of each submitted document, in order, by the SHA-256 of the document (of its URL when it was given as a URL). More than one id means that a document was submitted more than once. Of more than 200 000 submits the oldest are forgotten.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Submits
    {
        get
        {
            lock (_lock)
            {
                return _submits.ToDictionary(pair => pair.Key, pair => (IReadOnlyList<string>)[.. pair.Value]);
            }
        }
    }

    internal long NextSequence() => Interlocked.Increment(ref _received);

    internal void RecordSubmit(JournalEntry entry, string contentHash, string jobId)
    {
        entry.ContentHash = contentHash;
        entry.SubmittedJobId = jobId;
        lock (_lock)
        {
            if (!_submits.TryGetValue(contentHash, out List<string>? ids))
            {
                _submits[contentHash] = ids = [];
            }

            ids.Add(jobId);
            _submitOrder.Enqueue(contentHash);
            if (_submitOrder.Count > SubmitCapacity)
            {
                string oldest = _submitOrder.Dequeue();
                _submits[oldest].RemoveAt(0);
                if (_submits[oldest].Count == 0)
                {
                    _submits.Remove(oldest);
                }
            }
        }
    }

    internal void Record(JournalEntry entry)
    {
        lock (_lock)
        {
            if (_entries.Count == Capacity)
            {
                _entries.Dequeue();
            }

            _entries.Enqueue(entry);
        }
    }

    internal void Clear()
    {
        lock (_lock)
        {
            _entries.Clear();
            _submits.Clear();
            _submitOrder.Clear();
            Interlocked.Exchange(ref _received, 0);
        }
    }
}

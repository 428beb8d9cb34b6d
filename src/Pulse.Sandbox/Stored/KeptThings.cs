namespace Pulse.Sandbox.Stored;

/// <summary>Counts what the sandbox keeps for later requests, and forgets the oldest when it is too much. Thread-safe.</summary>
/// <param name="maxCount">How many things are kept.</param>
/// <param name="maxBytes">How much memory they may take.</param>
sealed class KeptThings(int maxCount, long maxBytes)
{
    // What a thing takes besides its content.
    const long Overhead = 512;

    readonly Lock _lock = new();
    readonly Queue<Kept> _kept = new();
    long _bytes;

    /// <summary>The memory that the kept things take.</summary>
    public long Bytes
    {
        get
        {
            lock (_lock)
            {
                return _bytes;
            }
        }
    }

    /// <summary>Keeps a thing.</summary>
    /// <param name="bytes">What is known of its size; <see cref="Kept.Grow"/> adds to it.</param>
    /// <param name="forget">Removes it.</param>
    public Kept Add(long bytes, Action forget)
    {
        var kept = new Kept(this, forget);
        lock (_lock)
        {
            _kept.Enqueue(kept);
        }

        kept.Grow(bytes + Overhead);
        return kept;
    }

    public void Clear()
    {
        lock (_lock)
        {
            _kept.Clear();
            _bytes = 0;
        }
    }

    void Grow(Kept grown, long bytes)
    {
        var forgotten = new List<Kept>();
        lock (_lock)
        {
            if (grown.IsForgotten)
            {
                return;
            }

            grown.Bytes += bytes;
            _bytes += bytes;

            // The newest stays, whatever its size.
            while (_kept.Count > 1 && (_kept.Count > maxCount || _bytes > maxBytes))
            {
                Kept oldest = _kept.Dequeue();
                oldest.IsForgotten = true;
                _bytes -= oldest.Bytes;
                forgotten.Add(oldest);
            }
        }

        forgotten.ForEach(kept => kept.Forget());
    }

    /// <summary>One thing that is kept.</summary>
    public sealed class Kept(KeptThings all, Action forget)
    {
        internal long Bytes { get; set; }

        internal bool IsForgotten { get; set; }

        internal void Forget() => forget();

        /// <summary>Counts more bytes to it.</summary>
        public void Grow(long bytes) => all.Grow(this, bytes);
    }
}

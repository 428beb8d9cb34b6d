namespace Pulse.Sandbox;

/// <summary>The time that jobs and expiry follow: another clock, shifted by what was advanced, and stopped while frozen. Thread-safe.</summary>
public sealed class SandboxClock : TimeProvider
{
    readonly TimeProvider _inner;
    readonly Lock _lock = new();
    TimeSpan _offset;
    DateTimeOffset? _frozen;

    internal SandboxClock(TimeProvider inner) => _inner = inner;

    /// <summary>Whether the clock stands still unless it is advanced.</summary>
    public bool IsFrozen
    {
        get
        {
            lock (_lock)
            {
                return _frozen is not null;
            }
        }
    }

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow()
    {
        lock (_lock)
        {
            return _frozen ?? _inner.GetUtcNow() + _offset;
        }
    }

    /// <summary>Stops the clock at its present time. Does nothing when it is already stopped.</summary>
    public void Freeze()
    {
        lock (_lock)
        {
            _frozen ??= _inner.GetUtcNow() + _offset;
        }
    }

    /// <summary>Lets the clock run on from where it stands. Does nothing when it runs.</summary>
    public void Resume()
    {
        lock (_lock)
        {
            if (_frozen is { } frozen)
            {
                _offset = frozen - _inner.GetUtcNow();
                _frozen = null;
            }
        }
    }

    /// <summary>Moves the clock, running or frozen, forward.</summary>
    /// <param name="delta">By how much; not negative.</param>
    public void Advance(TimeSpan delta)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(delta, TimeSpan.Zero);
        lock (_lock)
        {
            if (_frozen is { } frozen)
            {
                _frozen = frozen + delta;
            }
            else
            {
                _offset += delta;
            }
        }
    }

    internal void Reset()
    {
        lock (_lock)
        {
            _offset = TimeSpan.Zero;
            _frozen = null;
        }
    }
}

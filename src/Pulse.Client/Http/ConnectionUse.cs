using System.Globalization;

namespace Pulse.Client.Http;

/// <summary>
/// One attempt: what it writes on belongs to it until it ends, and it knows its time. It has a limit, which is suspended while a
/// long body moves; that may take any time, but may not stand still.
/// </summary>
sealed class ConnectionUse : IDisposable
{
    static readonly AsyncLocal<ConnectionUse?> s_current = new();

    readonly TimeProvider _clock;
    readonly TimeSpan _limit;
    readonly TimeSpan _idle;
    readonly CancellationTokenSource _timeout;
    readonly Lock _lock = new();
    long _endedAt;
    bool _moving;
    volatile bool _ended;

    ConnectionUse(TimeSpan limit, TimeSpan idle, TimeProvider clock)
    {
        (_limit, _idle, _clock) = (limit, idle, clock);
        _timeout = new CancellationTokenSource(limit, clock);
        TimedOut = _timeout.Token;
    }

    /// <summary>That of the present flow of execution.</summary>
    internal static ConnectionUse? Current => s_current.Value;

    /// <summary>Fires when the attempt has taken too long.</summary>
    internal CancellationToken TimedOut { get; }

    /// <summary>In words: which limit it was.</summary>
    internal string Overrun => _moving
        ? string.Create(CultureInfo.InvariantCulture, $"stood still for {_idle.TotalSeconds:0.###} s")
        : string.Create(CultureInfo.InvariantCulture, $"did not end within {_limit.TotalSeconds:0.###} s");

    /// <summary>Begins one for the rest of the asynchronous method that calls this.</summary>
    internal static ConnectionUse Begin(TimeSpan limit, TimeSpan idle, TimeProvider clock) => s_current.Value = new ConnectionUse(limit, idle, clock);

    /// <summary>A part of a long body has moved.</summary>
    internal void Moved() => Restart(_idle, moving: true);

    /// <summary>A long request has been sent: now the response is due.</summary>
    internal void Sent() => Restart(_limit, moving: false);

    /// <summary>Whether it ended so long ago.</summary>
    internal bool HasEndedFor(TimeSpan time) => _ended && _clock.GetElapsedTime(_endedAt) >= time;

    public void Dispose()
    {
        lock (_lock)
        {
            _endedAt = _clock.GetTimestamp();
            _ended = true;
            _timeout.Dispose();
        }
    }

    void Restart(TimeSpan limit, bool moving)
    {
        // A body may still be on its way to a server that has answered.
        lock (_lock)
        {
            if (!_ended && !_timeout.IsCancellationRequested)
            {
                _moving = moving;
                _timeout.CancelAfter(limit);
            }
        }
    }
}

/// <summary>The request met a connection that had just been closed for being idle: nothing of it was sent.</summary>
sealed class ConnectionDroppedException() : IOException("The connection had been idle and was closed.")
{
    internal static bool Caused(Exception? exception)
    {
        while (exception is not null and not ConnectionDroppedException)
        {
            exception = exception.InnerException;
        }

        return exception is not null;
    }
}

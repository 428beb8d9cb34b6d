using System.Collections.Concurrent;
using System.Globalization;

namespace Pulse.Client.Http;

/// <summary>
/// One attempt: what it writes on belongs to it until it ends, and it knows its time. It has a limit, which is suspended while a
/// long body moves; that may take any time, but may not stand still.
/// </summary>
sealed class ConnectionUse : IDisposable
{
    const int MaxSpare = 64;

    static readonly TimeSpan s_patience = TimeSpan.FromMilliseconds(400);
    static readonly AsyncLocal<ConnectionUse?> s_current = new();

    // Sources of attempts that ended well, whose tokens nobody holds any more: with its timer and registrations one is half a kilobyte.
    static readonly ConcurrentQueue<CancellationTokenSource> s_spare = new();
    static readonly Action<object?> s_end = static source => ((CancellationTokenSource)source!).Cancel();
    static readonly Action<object?> s_stop = static use => ((ConnectionUse)use!).Stop();

    readonly TimeProvider _clock;
    readonly TimeSpan _limit;
    readonly TimeSpan _idle;
    readonly CancellationToken _gentleStop;
    readonly CancellationTokenSource _ending;
    readonly CancellationTokenRegistration _whenStopped;
    readonly CancellationTokenRegistration _whenClosed;
    readonly Lock _lock = new();
    long _endedAt;
    bool _moving;
    bool _sent;
    bool _stopped;
    bool _mayReuse;
    IDisposable? _held;
    volatile bool _ended;

    ConnectionUse(TimeSpan limit, TimeSpan idle, TimeProvider clock, CancellationToken gentleStop, CancellationToken stopped, CancellationToken closed)
    {
        (_limit, _idle, _gentleStop, _clock) = (limit, idle, gentleStop, clock);
        _ending = Source(limit, clock);
        Ending = _ending.Token;
        _whenStopped = gentleStop.CanBeCanceled ? stopped.UnsafeRegister(s_stop, this) : stopped.UnsafeRegister(s_end, _ending);
        _whenClosed = closed.UnsafeRegister(s_end, _ending);
    }

    /// <summary>That of the present flow of execution.</summary>
    internal static ConnectionUse? Current => s_current.Value;

    /// <summary>Fires when the attempt has taken too long, is stopped or the client is closed.</summary>
    internal CancellationToken Ending { get; }

    /// <summary>What was sent last: with redirects an attempt has several requests.</summary>
    internal HttpRequestMessage? Request { get; set; }

    /// <summary>In words: which limit of time it was.</summary>
    internal string Overrun => _moving
        ? string.Create(CultureInfo.InvariantCulture, $"stood still for {_idle.TotalSeconds:0.###} s")
        : string.Create(CultureInfo.InvariantCulture, $"did not end within {_limit.TotalSeconds:0.###} s");

    /// <summary>Begins one for the rest of the asynchronous method that calls this.</summary>
    /// <param name="limit">The time of the attempt.</param>
    /// <param name="idle">How long a long body may stand still.</param>
    /// <param name="clock">Measures both.</param>
    /// <param name="gentleStop">See <see cref="OutgoingRequest.GentleStop"/>.</param>
    /// <param name="stopped">The caller's.</param>
    /// <param name="closed">The client's.</param>
    internal static ConnectionUse Begin(TimeSpan limit, TimeSpan idle, TimeProvider clock, CancellationToken gentleStop, CancellationToken stopped, CancellationToken closed) =>
        s_current.Value = new ConnectionUse(limit, idle, clock, gentleStop, stopped, closed);

    /// <summary>A part of a long body has moved.</summary>
    internal void Moved() => Restart(_idle, moving: true);

    /// <summary>All of a request with a body has been sent: now the response is due.</summary>
    /// <param name="isLong">Its time began to count with each part that moved, and counts from here.</param>
    internal void Sent(bool isLong)
    {
        if (isLong)
        {
            Restart(_limit, moving: false);
        }

        lock (_lock)
        {
            _sent = true;
        }
    }

    /// <summary>The attempt has succeeded, and only the framework, which keeps no token, has seen <see cref="Ending"/>.</summary>
    internal void AllowReuse() => _mayReuse = _clock == TimeProvider.System;

    /// <summary>Disposes of something when the attempt ends; false where it does so for something else already.</summary>
    internal bool TryHold(IDisposable held)
    {
        if (_held is not null)
        {
            return false;
        }

        _held = held;
        return true;
    }

    /// <summary>Whether it ended so long ago.</summary>
    internal bool HasEndedFor(TimeSpan time) => _ended && _clock.GetElapsedTime(_endedAt) >= time;

    public void Dispose()
    {
        // Outside the lock: this waits for what they have set going.
        _whenStopped.Dispose();
        _whenClosed.Dispose();
        _held?.Dispose();
        Request = null;
        lock (_lock)
        {
            _endedAt = _clock.GetTimestamp();
            _ended = true;
            if (_mayReuse && s_spare.Count < MaxSpare && _ending.TryReset())
            {
                s_spare.Enqueue(_ending);
            }
            else
            {
                _ending.Dispose();
            }
        }
    }

    static CancellationTokenSource Source(TimeSpan limit, TimeProvider clock)
    {
        if (clock != TimeProvider.System || !s_spare.TryDequeue(out CancellationTokenSource? spare))
        {
            return new CancellationTokenSource(limit, clock);
        }

        spare.CancelAfter(limit);
        return spare;
    }

    void Stop()
    {
        lock (_lock)
        {
            _stopped = true;
            if (_sent && !_ended && _gentleStop.IsCancellationRequested)
            {
                _ending.CancelAfter(s_patience);
                return;
            }
        }

        _ending.Cancel();
    }

    void Restart(TimeSpan limit, bool moving)
    {
        // A body may still be on its way to a server that has answered.
        lock (_lock)
        {
            if (!_ended && !_stopped && !_ending.IsCancellationRequested)
            {
                _moving = moving;
                _ending.CancelAfter(limit);
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

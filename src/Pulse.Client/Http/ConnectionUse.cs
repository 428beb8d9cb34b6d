namespace Pulse.Client.Http;

/// <summary>One attempt's use of a connection: what it writes on belongs to it until it ends.</summary>
sealed class ConnectionUse(TimeProvider clock) : IDisposable
{
    static readonly AsyncLocal<ConnectionUse?> s_current = new();

    long _endedAt;
    volatile bool _ended;

    /// <summary>That of the present flow of execution.</summary>
    internal static ConnectionUse? Current => s_current.Value;

    /// <summary>Begins one for the rest of the asynchronous method that calls this.</summary>
    internal static ConnectionUse Begin(TimeProvider clock) => s_current.Value = new ConnectionUse(clock);

    /// <summary>Whether it ended so long ago.</summary>
    internal bool HasEndedFor(TimeSpan time) => _ended && clock.GetElapsedTime(_endedAt) >= time;

    public void Dispose()
    {
        _endedAt = clock.GetTimestamp();
        _ended = true;
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

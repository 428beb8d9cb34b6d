namespace Pulse.Client.Http;

/// <summary>
/// A connection pool that can be given up for a new one: after a response that belongs to another request, what is left on its
/// connection belongs to others too. Requests under way end on the old pool, which is closed after the last of them.
/// </summary>
sealed class RenewableHandler(Func<HttpMessageHandler> make) : HttpMessageHandler
{
    readonly Lock _lock = new();
    Pool _pool = new(make());
    bool _disposed;

    /// <summary>From now on requests go over new connections.</summary>
    internal void Renew()
    {
        Pool? idle;
        lock (_lock)
        {
            if (_disposed)
            {
                return;
            }

            idle = Retire();
            _pool = new Pool(make());
        }

        idle?.Invoker.Dispose();
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Pool pool = Enter();
        try
        {
            return await pool.Invoker.SendAsync(request, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            Leave(pool);
        }
    }

    protected override HttpResponseMessage Send(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Pool pool = Enter();
        try
        {
            return pool.Invoker.Send(request, cancellationToken);
        }
        finally
        {
            Leave(pool);
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            Pool last;
            lock (_lock)
            {
                _disposed = true;
                last = _pool;
            }

            last.Invoker.Dispose();
        }

        base.Dispose(disposing);
    }

    Pool Enter()
    {
        lock (_lock)
        {
            _pool.Users++;
            return _pool;
        }
    }

    /// <summary>A response whose body is still read keeps its connection, also beyond the end of its pool.</summary>
    void Leave(Pool pool)
    {
        bool close;
        lock (_lock)
        {
            pool.Users--;
            close = pool.Retired && pool.Users == 0;
        }

        if (close)
        {
            pool.Invoker.Dispose();
        }
    }

    Pool? Retire()
    {
        _pool.Retired = true;
        return _pool.Users == 0 ? _pool : null;
    }

    sealed class Pool(HttpMessageHandler handler)
    {
        internal HttpMessageInvoker Invoker { get; } = new(handler);

        internal int Users { get; set; }

        internal bool Retired { get; set; }
    }
}

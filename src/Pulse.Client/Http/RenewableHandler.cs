namespace Pulse.Client.Http;

/// <summary>
/// A connection pool that can be given up for a new one: after a response that belongs to another request, what is left on its
/// connection belongs to others too. Requests under way end on the old pool, which is closed after the last of them.
/// </summary>
sealed class RenewableHandler : HttpMessageHandler
{
    readonly Lock _lock = new();
    readonly Func<HttpMessageHandler> _make;
    Pool _pool;
    bool _disposed;

    internal RenewableHandler(Func<HttpMessageHandler> make)
    {
        _make = make;
        _pool = new Pool(this, make());
    }

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
            _pool = new Pool(this, _make());
        }

        idle?.Invoker.Dispose();
    }

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        // A response whose body is still read keeps its connection, also beyond the end of its pool: it does not matter that an attempt ends later than this.
        Pool pool = Enter();
        return ConnectionUse.Current?.TryHold(pool) == true
            ? pool.Invoker.SendAsync(request, cancellationToken)
            : SendAndLeaveAsync(pool, request, cancellationToken);
    }

    async Task<HttpResponseMessage> SendAndLeaveAsync(Pool pool, HttpRequestMessage request, CancellationToken cancellationToken)
    {
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

    sealed class Pool(RenewableHandler owner, HttpMessageHandler handler) : IDisposable
    {
        internal HttpMessageInvoker Invoker { get; } = new(handler);

        internal int Users { get; set; }

        internal bool Retired { get; set; }

        /// <summary>A user of it has ended.</summary>
        public void Dispose() => owner.Leave(this);
    }
}

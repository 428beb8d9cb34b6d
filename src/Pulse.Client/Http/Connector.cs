using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Pulse.Client.Http;

/// <summary>Name resolution and connecting; the system's, or a test's.</summary>
sealed class NetworkAccess
{
    internal static NetworkAccess System { get; } = new();

    /// <summary>All addresses of a name, the preferred one first.</summary>
    internal Func<string, CancellationToken, Task<IPAddress[]>> Resolve { get; init; } = NameLookups.FindAsync;

    /// <summary>Connects a socket, which the caller disposes also when this fails.</summary>
    internal Func<Socket, IPEndPoint, CancellationToken, Task> Connect { get; init; } = static (socket, address, token) => socket.ConnectAsync(address, token).AsTask();
}

/// <summary>
/// Makes the connections of one client, to the service and to proxies, and knows all of them: they are closed with the client,
/// also those that are still being made, and idle ones are closed when a server is likely to have closed them too.
/// </summary>
/// <param name="network">How.</param>
/// <param name="clock">When.</param>
/// <param name="service">Where the service is said to be.</param>
/// <param name="instead">Where it really is; null for there.</param>
sealed class Connector(NetworkAccess network, TimeProvider clock, Uri service, ServiceAddress? instead) : IDisposable
{
    /// <summary>When the next address is tried beside those that do not respond (RFC 8305).</summary>
    internal static readonly TimeSpan AttemptDelay = TimeSpan.FromMilliseconds(250);

    // Common servers close idle connections after 5 s. A submit that meets the end of its connection has an unknown outcome.
    static readonly TimeSpan s_usualKeepAlive = TimeSpan.FromSeconds(4);

    // The wall clock goes on while the machine sleeps; the monotonic one does not. Corrections of the wall clock are smaller.
    static readonly TimeSpan s_suspend = TimeSpan.FromSeconds(5);

    readonly ConcurrentDictionary<EarlyAnswerSocket, byte> _sockets = new();
    readonly ConcurrentDictionary<IDroppable, byte> _reusable = new();
    readonly CancellationTokenSource _closed = new();
    readonly Lock _lock = new();
    readonly long _start = clock.GetTimestamp();
    readonly DateTimeOffset _startedAt = clock.GetUtcNow();
    TimeSpan _ahead;
    int _disposed;

    /// <summary>A connection for HTTP/1.1 that can be closed while no request uses it.</summary>
    internal interface IDroppable
    {
        /// <summary>Closes the connection if it has been idle for so long.</summary>
        void DropIfIdle(TimeSpan longer);
    }

    /// <summary>How many connections there are.</summary>
    internal int Connections => _sockets.Count;

    /// <summary>The callback of <see cref="SocketsHttpHandler.ConnectCallback"/>.</summary>
    internal async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _closed.Token);
        Socket socket;
        try
        {
            socket = await ConnectAsync(context.DnsEndPoint.Host, context.DnsEndPoint.Port, either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancellationToken);
        }

        EarlyAnswerSocket stream = new(socket, closed => _sockets.TryRemove(closed, out _));
        _sockets.TryAdd(stream, 0);
        if (Volatile.Read(ref _disposed) != 0)
        {
            await stream.DisposeAsync().ConfigureAwait(false);
            throw new ObjectDisposedException(nameof(PulseClient));
        }

        return stream;
    }

    /// <summary>The callback of <see cref="SocketsHttpHandler.PlaintextStreamFilter"/>.</summary>
    internal ValueTask<Stream> WatchAsync(SocketsHttpPlaintextStreamFilterContext context, CancellationToken cancellationToken)
    {
        // What responds to a CONNECT becomes the ground of another connection.
        Stream stream = context.PlaintextStream;
        if (context.InitialRequestMessage.Method == HttpMethod.Connect)
        {
            return new(stream);
        }

        Action<IDroppable> forget = closed => _reusable.TryRemove(closed, out _);
        if (stream is EarlyAnswerSocket socket)
        {
            socket.CarryRequests(forget);
            _reusable.TryAdd(socket, 0);
            return new(stream);
        }

        EarlyAnswerStream watched = new(stream, forget);
        _reusable.TryAdd(watched, 0);
        return new(EarlyAnswerSocket.Under(stream) is { } ground ? new PolledStream(ground.Socket, watched) : watched);
    }

    /// <summary>Closes what is better not used any more, before a request is sent.</summary>
    internal void Prepare(bool isSubmit)
    {
        bool slept = HasSlept();
        if (!slept && !isSubmit)
        {
            return;
        }

        foreach (IDroppable connection in _reusable.Keys)
        {
            connection.DropIfIdle(slept ? TimeSpan.Zero : s_usualKeepAlive);
        }
    }

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
        {
            return;
        }

        _closed.Cancel();
        foreach (EarlyAnswerSocket socket in _sockets.Keys)
        {
            socket.Dispose();
        }
    }

    bool HasSlept()
    {
        TimeSpan ahead = clock.GetUtcNow() - _startedAt - clock.GetElapsedTime(_start);
        lock (_lock)
        {
            bool slept = ahead - _ahead > s_suspend;
            _ahead = ahead;
            return slept;
        }
    }

    async Task<Socket> ConnectAsync(string host, int port, CancellationToken cancellationToken)
    {
        if (instead is not null && port == service.Port && host.Equals(service.IdnHost, StringComparison.OrdinalIgnoreCase))
        {
            if (instead.SocketPath is { } path)
            {
                return await ConnectAsync(path, cancellationToken).ConfigureAwait(false);
            }

            (host, port) = (instead.Host, instead.Port ?? port);
        }

        if (IPAddress.TryParse(host, out IPAddress? literal))
        {
            return await AttemptAsync(new IPEndPoint(literal, port), cancellationToken).ConfigureAwait(false);
        }

        IPAddress[] addresses = await network.Resolve(host, cancellationToken).ConfigureAwait(false);
        return addresses.Length switch
        {
            0 => throw new SocketException((int)SocketError.HostNotFound),
            1 => await AttemptAsync(new IPEndPoint(addresses[0], port), cancellationToken).ConfigureAwait(false),
            _ => await RaceAsync(Alternate(addresses), port, cancellationToken).ConfigureAwait(false),
        };
    }

    static async Task<Socket> ConnectAsync(string path, CancellationToken cancellationToken)
    {
        Socket socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), cancellationToken).ConfigureAwait(false);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>The addresses in their order, but the families by turns, so that one that leads nowhere costs one delay only.</summary>
    internal static List<IPAddress> Alternate(IPAddress[] addresses)
    {
        Queue<IPAddress> preferred = new(addresses.Where(address => address.AddressFamily == addresses[0].AddressFamily));
        Queue<IPAddress> other = new(addresses.Where(address => address.AddressFamily != addresses[0].AddressFamily));
        List<IPAddress> order = new(addresses.Length);
        while (order.Count < addresses.Length)
        {
            if (preferred.TryDequeue(out IPAddress? one))
            {
                order.Add(one);
            }

            if (other.TryDequeue(out IPAddress? two))
            {
                order.Add(two);
            }
        }

        return order;
    }

    async Task<Socket> RaceAsync(List<IPAddress> addresses, int port, CancellationToken cancellationToken)
    {
        using CancellationTokenSource decided = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        List<Task<Socket>> attempts = [];
        int next = 0;
        try
        {
            while (true)
            {
                if (next < addresses.Count)
                {
                    attempts.Add(AttemptAsync(new IPEndPoint(addresses[next++], port), decided.Token));
                }

                if (await FirstAsync(attempts, wait: next < addresses.Count, decided.Token).ConfigureAwait(false) is not { } ended)
                {
                    continue;
                }

                attempts.Remove(ended);
                if (ended.IsCompletedSuccessfully || (attempts.Count == 0 && next == addresses.Count))
                {
                    return await ended.ConfigureAwait(false);
                }

                cancellationToken.ThrowIfCancellationRequested();
            }
        }
        finally
        {
            await decided.CancelAsync().ConfigureAwait(false);
            foreach (Task<Socket> loser in attempts)
            {
                _ = DiscardAsync(loser);
            }
        }
    }

    /// <summary>The attempt that has ended first; null when the delay ended before.</summary>
    async Task<Task<Socket>?> FirstAsync(List<Task<Socket>> attempts, bool wait, CancellationToken cancellationToken)
    {
        if (!wait)
        {
            return await Task.WhenAny(attempts).ConfigureAwait(false);
        }

        using CancellationTokenSource over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task delay = Task.Delay(AttemptDelay, clock, over.Token);
        Task first = await Task.WhenAny([.. attempts, delay]).ConfigureAwait(false);
        await over.CancelAsync().ConfigureAwait(false);
        return first as Task<Socket>;
    }

    async Task<Socket> AttemptAsync(IPEndPoint address, CancellationToken cancellationToken)
    {
        Socket socket = new(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.NoDelay = true;
            KeepAlive(socket);
            await network.Connect(socket, address, cancellationToken).ConfigureAwait(false);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>A peer that has vanished without a word, or behind a NAT that has forgotten the connection, is noticed after a minute.</summary>
    static void KeepAlive(Socket socket)
    {
        socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime, 30);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveInterval, 10);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveRetryCount, 3);

        // TCP_NOTSENT_LOWAT: on a slow line the system takes more as soon as little is waiting, so that a transfer which moves is seen to move.
        if (OperatingSystem.IsLinux())
        {
            socket.SetRawSocketOption((int)SocketOptionLevel.Tcp, 25, BitConverter.GetBytes(128 * 1024));
        }
    }

    static async Task DiscardAsync(Task<Socket> attempt)
    {
        try
        {
            (await attempt.ConfigureAwait(false)).Dispose();
        }
        catch (Exception exception) when (exception is SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // It has lost the race, or would have.
        }
    }
}

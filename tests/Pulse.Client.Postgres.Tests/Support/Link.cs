using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Pulse.Client.Postgres.Tests.Support;

/// <summary>The way to a server, by TCP, which can be cut: connections are then reset, or nothing passes any more.</summary>
sealed class Link : IDisposable
{
    readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    readonly string _socket;
    readonly ConcurrentDictionary<Socket, bool> _open = new();
    volatile TaskCompletionSource? _silence;
    volatile TaskCompletionSource? _held;
    volatile bool _cut;
    volatile bool _answersAreLost;

    internal Link(string socket)
    {
        _socket = socket;
        _listener.Start();
        _ = AcceptAsync();
    }

    internal string ConnectionString => $"Host=127.0.0.1;Port={((IPEndPoint)_listener.LocalEndpoint).Port};Username=postgres;Database=postgres;Maximum Pool Size=20;Timeout=5;SSL Mode=Disable;GSS Encryption Mode=Disable";

    /// <summary>Resets all connections, and each new one.</summary>
    internal void Cut()
    {
        _cut = true;
        ResetAll();
    }

    /// <summary>Lets nothing pass in any direction; what comes meanwhile is lost when it is mended.</summary>
    internal void Silence() => _silence = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Requests arrive, answers do not; <see cref="Held"/> ends when the first of them is there.</summary>
    internal void HoldAnswers() => _held = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    internal Task Held => _held!.Task;

    /// <summary>Requests arrive; the next answer resets all connections in its place.</summary>
    internal void LoseNextAnswer() => _answersAreLost = true;

    internal void Mend()
    {
        _cut = false;
        _held = null;
        if (_silence is { } silence)
        {
            _silence = null;
            ResetAll();
            silence.TrySetResult();
        }
    }

    public void Dispose()
    {
        _listener.Stop();
        ResetAll();
        _silence?.TrySetResult();
    }

    void ResetAll()
    {
        foreach (Socket socket in _open.Keys)
        {
            Reset(socket);
        }
    }

    void Reset(Socket socket)
    {
        if (_open.TryRemove(socket, out _))
        {
            socket.LingerState = new LingerOption(true, 0);
            socket.Dispose();
        }
    }

    async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                Socket client = await _listener.AcceptSocketAsync();
                _ = ServeAsync(client);
            }
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // It was disposed of.
        }
    }

    async Task ServeAsync(Socket client)
    {
        _open[client] = true;
        using Socket server = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            if (_cut)
            {
                return;
            }

            await server.ConnectAsync(new UnixDomainSocketEndPoint(_socket));
            await Task.WhenAny(PumpAsync(client, server, isAnswer: false), PumpAsync(server, client, isAnswer: true));
        }
        catch (SocketException)
        {
            // The server is not there: the client's connection ends too.
        }
        finally
        {
            Reset(client);
        }
    }

    async Task PumpAsync(Socket from, Socket to, bool isAnswer)
    {
        byte[] buffer = new byte[64 * 1024];
        try
        {
            for (int read; (read = await from.ReceiveAsync(buffer)) > 0;)
            {
                if (_silence is { } silence)
                {
                    await silence.Task;
                    return;
                }

                if (isAnswer && _held is { } held)
                {
                    held.TrySetResult();
                    _silence ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                    await _silence.Task;
                    return;
                }

                if (isAnswer && _answersAreLost)
                {
                    _answersAreLost = false;
                    ResetAll();
                    return;
                }

                await to.SendAsync(buffer.AsMemory(0, read));
            }
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // One side has ended, so both do.
        }
    }
}

using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Pulse.Client.Tests.Reliability;

/// <summary>A request as the server has read it.</summary>
sealed record Received(string Method, string Path, string Head, byte[] Body);

/// <summary>A server on a real socket that responses every request with the bytes that it is told to, however wrong they are.</summary>
sealed class FaultServer : IAsyncDisposable
{
    internal delegate Task Answer(NetworkStream stream, Socket socket, Received request, CancellationToken token);

    readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    readonly CancellationTokenSource _stop = new();
    readonly Answer _answer;
    readonly Task _accepting;
    readonly List<Received> _requests = [];

    internal FaultServer(Answer answer)
    {
        _answer = answer;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    internal string Url => $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";

    internal IReadOnlyList<Received> Requests
    {
        get
        {
            lock (_requests)
            {
                return [.. _requests];
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _accepting;
        _stop.Dispose();
    }

    async Task AcceptAsync()
    {
        List<Task> connections = [];
        try
        {
            while (true)
            {
                connections.Add(ServeAsync(await _listener.AcceptSocketAsync(_stop.Token)));
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException or ObjectDisposedException or InvalidOperationException)
        {
            await Task.WhenAll(connections);
        }
    }

    async Task ServeAsync(Socket socket)
    {
        using (socket)
        {
            try
            {
                await using NetworkStream stream = new(socket, ownsSocket: false);
                while (await ReadAsync(stream) is { } request)
                {
                    lock (_requests)
                    {
                        _requests.Add(request);
                    }

                    await _answer(stream, socket, request, _stop.Token);
                }
            }
            catch (Exception exception) when (exception is IOException or SocketException or OperationCanceledException or ObjectDisposedException)
            {
                // The client has hung up, or the test is over.
            }
        }
    }

    async Task<Received?> ReadAsync(NetworkStream stream)
    {
        List<byte> read = [];
        byte[] buffer = new byte[64 * 1024];
        int end;
        while ((end = IndexOfBlankLine(read)) < 0)
        {
            int got = await stream.ReadAsync(buffer, _stop.Token);
            if (got == 0)
            {
                return null;
            }

            read.AddRange(buffer.AsSpan(0, got));
        }

        string head = Encoding.Latin1.GetString([.. read.Take(end)]);
        List<byte> body = [.. read.Skip(end + 4)];
        string[] first = head.Split("\r\n")[0].Split(' ');
        bool chunked = head.Contains("transfer-encoding: chunked", StringComparison.OrdinalIgnoreCase);
        int length = Header(head, "content-length") is { } text ? int.Parse(text, CultureInfo.InvariantCulture) : 0;
        while (chunked ? !EndsWith(body, "0\r\n\r\n"u8) : body.Count < length)
        {
            int got = await stream.ReadAsync(buffer, _stop.Token);
            if (got == 0)
            {
                return null;
            }

            body.AddRange(buffer.AsSpan(0, got));
        }

        return new Received(first[0], first[1], head, [.. body]);
    }

    static string? Header(string head, string name)
    {
        foreach (string line in head.Split("\r\n").Skip(1))
        {
            int colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon > 0 && line[..colon].Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                return line[(colon + 1)..].Trim();
            }
        }

        return null;
    }

    static int IndexOfBlankLine(List<byte> read) => System.Runtime.InteropServices.CollectionsMarshal.AsSpan(read).IndexOf("\r\n\r\n"u8);

    static bool EndsWith(List<byte> read, ReadOnlySpan<byte> end) => System.Runtime.InteropServices.CollectionsMarshal.AsSpan(read).EndsWith(end);
}

using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Pulse.Client.Tests.Support;

/// <summary>A TCP server on loopback that hands each connection to a function. A connection that ends early is no failure of the server.</summary>
sealed class LoopbackServer : IDisposable
{
    const string Job = """{"job_id":"a","status":"completed","result":{"markdown":"text"}}""";

    readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    readonly Func<LoopbackServer, Stream, Task> _serve;
    int _connections;

    internal LoopbackServer(Func<LoopbackServer, Stream, Task> serve)
    {
        _serve = serve;
        _listener.Start();
        _ = AcceptAsync();
    }

    internal int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    internal int Connections => Volatile.Read(ref _connections);

    /// <summary>The heads of the requests, as they came.</summary>
    internal ConcurrentQueue<string> Heads { get; } = new();

    /// <summary>What the server sent in each handshake, in bytes.</summary>
    internal ConcurrentQueue<long> Handshakes { get; } = new();

    /// <summary>Responses every request with a completed job.</summary>
    internal static LoopbackServer Http() => new(static (server, stream) => server.AnswerAsync(stream));

    /// <summary>The same over TLS, with this certificate alone: an issuer that is not at hand is not looked for.</summary>
    internal static LoopbackServer Tls(X509Certificate2 certificate) => new(async (server, stream) =>
    {
        await using SslStream secure = new(stream);
        await secure.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificateContext = SslStreamCertificateContext.Create(certificate, null, offline: true) });
        await server.AnswerAsync(secure);
    });

    /// <summary>The same, with a certificate demanded of the client.</summary>
    internal static LoopbackServer MutualTls(X509Certificate2 certificate, X509Certificate2 client) => new(async (server, stream) =>
    {
        await using SslStream secure = new(stream);
        await secure.AuthenticateAsServerAsync(new SslServerAuthenticationOptions
        {
            ServerCertificate = certificate,
            ClientCertificateRequired = true,
            RemoteCertificateValidationCallback = (_, shown, _, _) => shown is not null && shown.GetCertHashString() == client.GetCertHashString(),
        });
        await server.AnswerAsync(secure);
    });

    /// <summary>TLS with tickets for later connections, and with a certificate <paramref name="demanded"/> of the client unless it is null. Each connection is closed after one response, and what its handshake took is in <see cref="Handshakes"/>.</summary>
    internal static LoopbackServer Resuming(X509Certificate2 certificate, X509Certificate2? demanded = null)
    {
        SslStreamCertificateContext context = SslStreamCertificateContext.Create(certificate, null, offline: true);
        return new(async (server, stream) =>
        {
            CountingStream counted = new(((NetworkStream)stream).Socket);
            await using SslStream secure = new(counted);
            await secure.AuthenticateAsServerAsync(new SslServerAuthenticationOptions
            {
                ServerCertificateContext = context,
                ClientCertificateRequired = demanded is not null,
                RemoteCertificateValidationCallback = (_, shown, _, _) => demanded is null || shown?.GetCertHashString() == demanded.GetCertHashString(),
            });
            server.Handshakes.Enqueue(counted.Written);
            if (await server.ReadHeadAsync(secure) is not null)
            {
                await WriteAsync(secure, $"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {Job.Length}\r\nConnection: close\r\n\r\n{Job}");
            }
        });
    }

    /// <summary>TLS that ends each connection after the first request.</summary>
    internal static LoopbackServer HangingUp(X509Certificate2 certificate) => new(async (server, stream) =>
    {
        await using SslStream secure = new(stream);
        await secure.AuthenticateAsServerAsync(certificate);
        await server.ReadHeadAsync(secure);
    });

    /// <summary>Reads what comes first, responds with these bytes, and closes.</summary>
    internal static LoopbackServer Raw(byte[] answer) => new(async (_, stream) =>
    {
        byte[] buffer = new byte[16 * 1024];
        if (await stream.ReadAsync(buffer) > 0)
        {
            await stream.WriteAsync(answer);
        }
    });

    internal async Task AnswerAsync(Stream stream)
    {
        while (await ReadHeadAsync(stream) is not null)
        {
            await WriteAsync(stream, $"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {Job.Length}\r\n\r\n{Job}");
        }
    }

    /// <summary>The head of the next request, its body read and dropped; null at the end.</summary>
    internal async Task<string?> ReadHeadAsync(Stream stream)
    {
        StringBuilder head = new();
        byte[] one = new byte[1];
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            if (await stream.ReadAsync(one) == 0)
            {
                return null;
            }

            head.Append((char)one[0]);
        }

        Heads.Enqueue(head.ToString());
        return head.ToString();
    }

    internal static ValueTask WriteAsync(Stream stream, string text) => stream.WriteAsync(Encoding.ASCII.GetBytes(text));

    public void Dispose() => _listener.Dispose();

    async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                TcpClient connection = await _listener.AcceptTcpClientAsync();
                Interlocked.Increment(ref _connections);
                _ = ServeAsync(connection);
            }
        }
        catch (Exception exception) when (exception is ObjectDisposedException or SocketException)
        {
            // Closed.
        }
    }

    async Task ServeAsync(TcpClient connection)
    {
        using (connection)
        {
            try
            {
                await _serve(this, connection.GetStream());
            }
            catch (Exception exception) when (exception is IOException or SocketException or System.Security.Authentication.AuthenticationException or ObjectDisposedException)
            {
                // The client hung up, as most of these tests are about.
            }
        }
    }

    sealed class CountingStream(Socket socket) : NetworkStream(socket)
    {
        internal long Written { get; private set; }

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            Written += buffer.Length;
            return base.WriteAsync(buffer, cancellationToken);
        }
    }
}

using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Text;
using Pulse.Client.Http;
using Pulse.Client.Tests.Support;

namespace Pulse.Client.Tests.Network;

/// <summary>Responses that come while the document is still being sent, over real sockets.</summary>
public sealed class EarlyAnswerTests
{
    const int DocumentSize = 64 * 1024 * 1024;
    const string Submitted = """{"job_id":"early-1","status":"pending"}""";

    /// <summary>What the server does once its response is written.</summary>
    public enum Afterwards
    {
        Close,
        KeepOpen,
        Drain,
    }

    public static TheoryData<bool, Afterwards> Ends() => new(
        from tls in new[] { false, true }
        from afterwards in Enum.GetValues<Afterwards>()
        select (tls, afterwards));

    [Theory]
    [MemberData(nameof(Ends))]
    public async Task A_refusal_in_the_middle_of_an_upload_is_reported_as_what_it_is(bool tls, Afterwards afterwards)
    {
        using Early early = new(tls, afterwards, Response("413 Content Too Large", """{"error":{"code":"FILE_002","message":"too large"}}"""));
        using PulseClient client = early.Client();
        PulseApiException refusal = await Assert.ThrowsAnyAsync<PulseApiException>(() => client.SubmitExtractAsync(Request()));
        Assert.Equal((413, "FILE_002", false), (refusal.HttpStatus, refusal.ApiCode, refusal.MayHaveBeenAccepted));
        Assert.True(early.Received < DocumentSize, $"{early.Received} bytes were sent.");
    }

    [Theory]
    [MemberData(nameof(Ends))]
    public async Task A_job_that_is_named_in_the_middle_of_an_upload_is_not_lost(bool tls, Afterwards afterwards)
    {
        using Early early = new(tls, afterwards, Response("200 OK", Submitted));
        using PulseClient client = early.Client();
        using JobSubmission submission = await client.SubmitExtractAsync(Request());
        Assert.Equal("early-1", submission.JobId);
        Assert.Equal(1, early.Connections);
    }

    [Theory]
    [InlineData("401 Unauthorized", 401, PulseErrorCode.Unauthorized)]
    [InlineData("429 Too Many Requests", 429, PulseErrorCode.RateLimited)]
    public async Task Other_refusals_keep_their_status(string line, int status, PulseErrorCode code)
    {
        using Early early = new(tls: false, Afterwards.Close, Response(line, """{"error":{"code":"X_001","message":"no"}}"""));
        using PulseClient client = early.Client();
        PulseApiException refusal = await Assert.ThrowsAnyAsync<PulseApiException>(() => client.SubmitExtractAsync(Request()));
        Assert.Equal((status, code, "X_001"), (refusal.HttpStatus, refusal.Code, refusal.ApiCode));
    }

    [Fact]
    public async Task Calls_that_block_their_thread_read_early_too()
    {
        using Early early = new(tls: false, Afterwards.KeepOpen, Response("200 OK", Submitted));
        using PulseClient client = early.Client();
        JobSubmission submission = await Task.Run(() =>
        {
            using (SynchronousHandler.Enter())
            {
                return client.SubmitExtractAsync(Request()).GetAwaiter().GetResult();
            }
        });
        Assert.Equal("early-1", submission.JobId);
        submission.Dispose();
    }

    [Fact]
    public async Task The_connection_of_an_early_response_is_not_used_again()
    {
        using Early early = new(tls: false, Afterwards.KeepOpen, Response("200 OK", Submitted));
        using PulseClient client = early.Client();
        (await client.SubmitExtractAsync(Request())).Dispose();
        (await client.SubmitExtractAsync(Request())).Dispose();
        Assert.Equal(2, early.Connections);
    }

    /// <summary>There the framework waits for a response before it sends the request.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_refusal_on_a_connection_that_was_used_before_is_reported_too(bool tls)
    {
        using Certificates? certificates = tls ? new Certificates() : null;
        TaskCompletionSource over = new();
        using LoopbackServer server = new(async (server, plain) =>
        {
            SslStream? secure = tls ? new(plain) : null;
            if (secure is not null)
            {
                await secure.AuthenticateAsServerAsync(certificates!.Server);
            }

            Stream stream = secure ?? plain;
            await server.ReadHeadAsync(stream);
            await LoopbackServer.WriteAsync(stream, Response("200 OK", """{"job_id":"j","status":"pending"}"""));
            await server.ReadHeadAsync(stream);
            await DrainAsync(stream, 64 * 1024);
            await LoopbackServer.WriteAsync(stream, Response("413 Content Too Large", """{"error":{"code":"FILE_002","message":"too large"}}"""));
            await over.Task;
        });
        using PulseClient client = new(new PulseClientOptions { ApiKey = "k", BaseUrl = tls ? $"https://localhost:{server.Port}" : $"http://127.0.0.1:{server.Port}", CaFile = certificates?.CaFile, Proxy = "", MaxRetries = 0 });
        (await client.Jobs.GetAsync("j")).Dispose();
        PulseApiException refusal = await Assert.ThrowsAnyAsync<PulseApiException>(() => client.SubmitExtractAsync(Request()));
        over.SetResult();
        Assert.Equal((413, "FILE_002", 1), (refusal.HttpStatus, refusal.ApiCode, server.Connections));
    }

    [Fact]
    public async Task An_interim_response_does_not_end_the_upload()
    {
        long received = 0;
        using LoopbackServer server = new(async (server, stream) =>
        {
            string? head = await server.ReadHeadAsync(stream);
            await LoopbackServer.WriteAsync(stream, "HTTP/1.1 102 Processing\r\n\r\n");
            received = await DrainAsync(stream, Length(head));
            await LoopbackServer.WriteAsync(stream, Response("200 OK", Submitted));
            await DrainAsync(stream, 1);
        });
        using PulseClient client = new(new PulseClientOptions { ApiKey = "k", BaseUrl = $"http://127.0.0.1:{server.Port}", Proxy = "", MaxRetries = 0 });
        using JobSubmission submission = await client.SubmitExtractAsync(Request());
        Assert.Equal("early-1", submission.JobId);
        Assert.True(received > DocumentSize);
    }

    [Fact]
    public async Task A_server_that_reads_everything_gets_everything_and_its_connections_are_used_again()
    {
        List<long> received = [];
        using LoopbackServer server = new(async (server, stream) =>
        {
            while (await server.ReadHeadAsync(stream) is { } head)
            {
                received.Add(await DrainAsync(stream, Length(head)) - Length(head));
                await LoopbackServer.WriteAsync(stream, Response("200 OK", Submitted));
            }
        });
        using PulseClient client = new(new PulseClientOptions { ApiKey = "k", BaseUrl = $"http://127.0.0.1:{server.Port}", Proxy = "", MaxRetries = 0 });
        const int Submits = 10;
        for (int i = 0; i < Submits; i++)
        {
            (await client.SubmitExtractAsync(Request())).Dispose();
        }

        Assert.Equal(Enumerable.Repeat(0L, Submits), received);

        // On a busy machine a response may overtake the client's note that all is sent; then its connection is closed.
        Assert.InRange(server.Connections, 1, Submits / 2);
    }

    [Fact]
    public async Task A_connection_that_is_reset_without_a_response_is_a_broken_one()
    {
        using LoopbackServer server = new(async (server, stream) =>
        {
            await server.ReadHeadAsync(stream);
            ((NetworkStream)stream).Socket.LingerState = new LingerOption(true, 0);
        });
        using PulseClient client = new(new PulseClientOptions { ApiKey = "k", BaseUrl = $"http://127.0.0.1:{server.Port}", Proxy = "", MaxRetries = 0 });
        PulseException failure = await Assert.ThrowsAnyAsync<PulseException>(() => client.SubmitExtractAsync(Request()));
        Assert.Equal((PulseErrorCode.Network, 1), (failure.Code, server.Connections));
    }

    [Fact]
    public async Task A_short_request_that_is_refused_by_its_head_keeps_the_refusal()
    {
        using LoopbackServer server = new(async (server, stream) =>
        {
            await server.ReadHeadAsync(stream);
            await LoopbackServer.WriteAsync(stream, Response("401 Unauthorized", """{"error":{"code":"AUTH_002","message":"no"}}"""));
        });
        using PulseClient client = new(new PulseClientOptions { ApiKey = "k", BaseUrl = $"http://127.0.0.1:{server.Port}", Proxy = "", MaxRetries = 0 });
        PulseApiException failure = await Assert.ThrowsAnyAsync<PulseApiException>(() =>
            client.SubmitExtractAsync(new ExtractRequest { File = PulseFile.FromBytes(new byte[60_000], "x.pdf") }));
        Assert.Equal((401, "AUTH_002"), (failure.HttpStatus, failure.ApiCode));
    }

    static ExtractRequest Request() => new() { File = PulseFile.FromStreams(static () => new MemoryStream(new byte[DocumentSize], writable: false), "x.pdf", mediaType: null) };

    static string Response(string line, string body) => $"HTTP/1.1 {line}\r\nContent-Type: application/json\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\n\r\n{body}";

    static long Length(string? head) =>
        long.Parse(head!.Split("\r\n").Single(static line => line.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase)).Split(':')[1], System.Globalization.CultureInfo.InvariantCulture);

    static async Task<long> DrainAsync(Stream stream, long length)
    {
        byte[] buffer = new byte[64 * 1024];
        long received = 0;
        while (received < length)
        {
            int count = await stream.ReadAsync(buffer.AsMemory(0, (int)Math.Min(buffer.Length, length - received)));
            if (count == 0)
            {
                break;
            }

            received += count;
        }

        return received;
    }

    /// <summary>Reads 64 KB of a request and responses it.</summary>
    sealed class Early : IDisposable
    {
        readonly Certificates? _certificates;
        readonly LoopbackServer _server;
        readonly TaskCompletionSource _over = new();
        long _received;

        internal Early(bool tls, Afterwards afterwards, string response)
        {
            _certificates = tls ? new Certificates() : null;
            _server = new LoopbackServer(async (server, plain) =>
            {
                Stream stream = plain;
                if (_certificates is not null)
                {
                    SslStream secure = new(plain);
                    await secure.AuthenticateAsServerAsync(_certificates.Server);
                    stream = secure;
                }

                await server.ReadHeadAsync(stream);
                Interlocked.Add(ref _received, await DrainAsync(stream, 64 * 1024));
                await LoopbackServer.WriteAsync(stream, response);
                if (afterwards == Afterwards.Drain)
                {
                    Interlocked.Add(ref _received, await DrainAsync(stream, long.MaxValue));
                }
                else if (afterwards == Afterwards.KeepOpen)
                {
                    await _over.Task;
                }
            });
        }

        internal long Received => Interlocked.Read(ref _received);

        internal int Connections => _server.Connections;

        internal PulseClient Client() => new(new PulseClientOptions
        {
            ApiKey = "k",
            BaseUrl = _certificates is null ? $"http://127.0.0.1:{_server.Port}" : $"https://localhost:{_server.Port}",
            CaFile = _certificates?.CaFile,
            Proxy = "",
            MaxRetries = 0,
        });

        public void Dispose()
        {
            _over.TrySetResult();
            _server.Dispose();
            _certificates?.Dispose();
        }
    }
}

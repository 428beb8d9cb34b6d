using System.Diagnostics;
using Microsoft.Extensions.Time.Testing;
using Pulse.Client.Tests.Support;

namespace Pulse.Client.Tests.Network;

/// <summary>Limits of time, over real sockets and a clock that the test moves, or against the real one where lateness is measured.</summary>
public sealed class DeadlineTests
{
    const string Submitted = """{"job_id":"a","status":"pending"}""";

    static readonly TimeSpan s_limit = TimeSpan.FromSeconds(1);
    static readonly ExtractRequest s_url = new() { FileUrl = "https://example.com/x.pdf" };

    public static TheoryData<string> Calls() => new("get", "submit", "upload", "extract", "download", "large result", "submit and wait");

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task No_call_outlives_its_limit_against_a_server_that_says_nothing(string call)
    {
        TaskCompletionSource over = new();
        using LoopbackServer server = new(async (_, _) => await over.Task);
        using PulseClient client = Client(server, options => options.CallTimeout = s_limit);
        await EndsInTimeAsync(client, call);
        over.SetResult();
    }

    [Theory]
    [InlineData("get")]
    [InlineData("download")]
    [InlineData("large result")]
    public async Task Nor_against_one_that_drips(string call)
    {
        using CancellationTokenSource over = new();
        using LoopbackServer server = new(async (server, stream) =>
        {
            await server.ReadHeadAsync(stream);
            await LoopbackServer.WriteAsync(stream, "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 100000\r\n\r\n{");
            while (!over.IsCancellationRequested)
            {
                await LoopbackServer.WriteAsync(stream, " ");
                await Task.Delay(20, CancellationToken.None);
            }
        });
        using PulseClient client = Client(server, options => options.CallTimeout = s_limit);
        await EndsInTimeAsync(client, call);
        await over.CancelAsync();
    }

    [Fact]
    public async Task Nor_while_it_waits_for_its_turn()
    {
        using LoopbackServer server = LoopbackServer.Http();
        using PulseClient client = Client(server, options =>
        {
            options.CallTimeout = s_limit;
            options.MaxRequestsPerSecond = 0.01;
        });
        (await client.Jobs.GetAsync("a", TestContext.Current.CancellationToken)).Dispose();
        await EndsInTimeAsync(client, "get");
    }

    [Fact]
    public async Task Nor_between_attempts()
    {
        using LoopbackServer server = LoopbackServer.Raw("HTTP/1.1 503 Service Unavailable\r\nRetry-After: 30\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"u8.ToArray());
        using PulseClient client = Client(server, options =>
        {
            options.CallTimeout = s_limit;
            options.MaxRetries = 5;
        });
        await EndsInTimeAsync(client, "get");
    }

    [Fact]
    public async Task An_upload_may_take_any_time_while_it_moves()
    {
        using LoopbackServer server = new(static async (server, stream) =>
        {
            string? head = await server.ReadHeadAsync(stream);
            await DrainAsync(stream, Length(head!));
            await LoopbackServer.WriteAsync(stream, $"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {Submitted.Length}\r\n\r\n{Submitted}");
            await DrainAsync(stream, 1);
        });
        FakeTimeProvider clock = new();
        using PulseClient client = Client(server, options => options.TimeProvider = clock);

        // Each part of the document takes half a minute, the whole far more than all limits together.
        ExtractRequest request = new() { File = PulseFile.FromStreams(() => new SlowDocument(40, () => clock.Advance(TimeSpan.FromSeconds(30))), "x.pdf", null) };
        using JobSubmission submission = await client.SubmitExtractAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal("a", submission.JobId);
    }

    [Fact]
    public async Task An_upload_that_stands_still_ends()
    {
        TaskCompletionSource over = new();
        using LoopbackServer server = new(async (server, stream) =>
        {
            await server.ReadHeadAsync(stream);
            await over.Task;
        });
        using PulseClient client = Client(server, options => options.IdleTimeout = s_limit);
        ExtractRequest request = new() { File = PulseFile.FromBytes(new byte[64 << 20], "x.pdf") };
        PulseException failure = await Assert.ThrowsAnyAsync<PulseException>(() => client.SubmitExtractAsync(request));
        Assert.Equal((PulseErrorCode.Timeout, false), (failure.Code, failure.MayHaveBeenAccepted));
        Assert.Contains("stood still for 1 s", failure.Message, StringComparison.Ordinal);
        over.SetResult();
    }

    [Fact]
    public async Task A_download_may_take_any_time_while_it_moves()
    {
        FakeTimeProvider clock = new();
        const int Parts = 20;
        SemaphoreSlim wanted = new(1);
        using LoopbackServer server = new(async (server, stream) =>
        {
            await server.ReadHeadAsync(stream);
            await LoopbackServer.WriteAsync(stream, $"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {Parts * 1000}\r\n\r\n");
            for (int i = 0; i < Parts; i++)
            {
                await wanted.WaitAsync();
                string part = i == 0 ? "{\"markdown\":\"" : i == Parts - 1 ? "\"}" : "";
                await LoopbackServer.WriteAsync(stream, i == Parts - 1 ? part.PadLeft(1000, 'x') : part.PadRight(1000, 'x'));
            }

            await DrainAsync(stream, 1);
        });
        using PulseClient client = Client(server, options =>
        {
            options.TimeProvider = clock;
            options.PrimaryHandler = new Observed(options.CreatePrimaryHandler(), () =>
            {
                clock.Advance(TimeSpan.FromSeconds(30));
                wanted.Release();
            });
        });
        using Pulse.Client.RawResult result = await client.GetLargeResultAsync("a", TestContext.Current.CancellationToken);
        Assert.Equal(Parts * 1000, result.Json.Length);
    }

    [Fact]
    public async Task The_limit_of_an_attempt_holds_for_the_response_of_a_submit()
    {
        TaskCompletionSource sent = new();
        using LoopbackServer server = new(async (server, stream) =>
        {
            string? head = await server.ReadHeadAsync(stream);
            await DrainAsync(stream, Length(head!));
            sent.SetResult();
            await DrainAsync(stream, 1);
        });
        FakeTimeProvider clock = new();
        using PulseClient client = Client(server, options =>
        {
            options.TimeProvider = clock;
            options.Timeout = TimeSpan.FromSeconds(4);
        });
        Task<JobSubmission> call = client.SubmitExtractAsync(new ExtractRequest { File = PulseFile.FromBytes(new byte[1 << 20], "x.pdf") }, TestContext.Current.CancellationToken);
        await sent.Task;
        while (!call.IsCompleted)
        {
            clock.Advance(TimeSpan.FromSeconds(4.1));
            await Task.WhenAny(call, Task.Delay(20, TestContext.Current.CancellationToken));
        }

        Assert.Equal(PulseErrorCode.OutcomeUnknown, (await Assert.ThrowsAnyAsync<PulseException>(() => call)).Code);
    }

    static async Task EndsInTimeAsync(PulseClient client, string call)
    {
        long start = Stopwatch.GetTimestamp();
        PulseException failure = await Assert.ThrowsAnyAsync<PulseException>(() => StartAsync(client, call));
        TimeSpan taken = Stopwatch.GetElapsedTime(start);
        Assert.True(failure.Code is PulseErrorCode.Timeout or PulseErrorCode.OutcomeUnknown or PulseErrorCode.ResultLost, failure.ToString());
        Assert.InRange(taken, s_limit - TimeSpan.FromMilliseconds(50), s_limit + TimeSpan.FromSeconds(5));
    }

    static Task StartAsync(PulseClient client, string call) => call switch
    {
        "get" => client.Jobs.GetAsync("a"),
        "submit" => client.SubmitExtractAsync(s_url),
        "upload" => client.SubmitExtractAsync(new ExtractRequest { File = PulseFile.FromBytes(new byte[64 << 20], "x.pdf") }),
        "extract" => client.ExtractAsync(s_url),
        "download" => client.Results.GetPdfAsync("a"),
        "large result" => client.GetLargeResultAsync("a"),
        "submit and wait" => client.ExtractAndWaitAsync(s_url, new WaitOptions { Timeout = s_limit }),
        _ => throw new ArgumentOutOfRangeException(nameof(call)),
    };

    static PulseClient Client(LoopbackServer server, Action<PulseClientOptions> configure)
    {
        PulseClientOptions options = new() { ApiKey = "k", BaseUrl = $"http://127.0.0.1:{server.Port}", Proxy = "", MaxRetries = 0 };
        configure(options);
        return new PulseClient(options);
    }

    static long Length(string head) =>
        long.Parse(head.Split("\r\n").Single(static line => line.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase)).Split(':')[1], System.Globalization.CultureInfo.InvariantCulture);

    static async Task DrainAsync(Stream stream, long length)
    {
        byte[] buffer = new byte[64 * 1024];
        int count;
        for (long left = length; left > 0; left -= count)
        {
            count = await stream.ReadAsync(buffer.AsMemory(0, (int)Math.Min(buffer.Length, left)));
            if (count == 0)
            {
                return;
            }
        }
    }

    /// <summary>Calls something before each part.</summary>
    sealed class SlowDocument(int parts, Action before) : Stream
    {
        const int PartSize = 32 * 1024;

        int _given;

        public override bool CanRead => true;

        public override bool CanSeek => true;

        public override bool CanWrite => false;

        public override long Length => (long)parts * PartSize;

        public override long Position
        {
            get => (long)_given * PartSize;
            set => _given = (int)(value / PartSize);
        }

        public override void Flush()
        {
        }

        public override int Read(byte[] buffer, int offset, int count)
        {
            if (_given == parts)
            {
                return 0;
            }

            before();
            _given++;
            return PartSize;
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }

    /// <summary>Calls something after each part of a response that is read.</summary>
    sealed class Observed(HttpMessageHandler inner, Action read) : DelegatingHandler(inner)
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            HttpResponseMessage response = await base.SendAsync(request, cancellationToken);
            StreamContent content = new(new ObservedStream(await response.Content.ReadAsStreamAsync(cancellationToken), read));
            foreach ((string name, IEnumerable<string> values) in response.Content.Headers)
            {
                content.Headers.TryAddWithoutValidation(name, values);
            }

            response.Content = content;
            return response;
        }
    }

    sealed class ObservedStream(Stream inner, Action read) : Stream
    {
        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override void Flush()
        {
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            int count = await inner.ReadAsync(buffer, cancellationToken);
            read();
            return count;
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}

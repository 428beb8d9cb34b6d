using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Time.Testing;
using Pulse.Client.Http;
using Pulse.Client.Tests.Support;

namespace Pulse.Client.Tests.Network;

/// <summary>How connections are made, kept and closed. Names are resolved by the test, sockets are real.</summary>
public sealed class ConnectionTests
{
    const string Submitted = """{"job_id":"a","status":"pending"}""";

    static readonly IPAddress s_blackHole = IPAddress.Parse("2001:db8::1");
    static readonly ExtractRequest s_url = new() { FileUrl = "https://example.com/x.pdf" };

    [Fact]
    public async Task An_address_that_swallows_everything_costs_a_quarter_of_a_second()
    {
        using LoopbackServer server = LoopbackServer.Http();
        ObservedClock clock = new();
        TaskCompletionSource given = new();
        using PulseClient client = Client(server, clock, [s_blackHole, IPAddress.Loopback], async (socket, address, token) =>
        {
            if (address.AddressFamily == AddressFamily.InterNetworkV6)
            {
                await using CancellationTokenRegistration registration = token.Register(given.SetResult);
                await Task.Delay(Timeout.Infinite, token);
            }

            await socket.ConnectAsync(address, token);
        });
        Task<Job> call = client.Jobs.GetAsync("a", TestContext.Current.CancellationToken);
        await clock.NextTimerAsync();
        Assert.Equal(0, server.Connections);
        clock.Advance(Connector.AttemptDelay);
        (await call).Dispose();

        // The loser does not go on.
        await given.Task;
    }

    [Fact]
    public async Task An_address_that_refuses_costs_no_delay()
    {
        using LoopbackServer server = LoopbackServer.Http();
        int refused = 0;
        using PulseClient client = Client(server, new FakeTimeProvider(), [s_blackHole, IPAddress.Loopback], (socket, address, token) =>
        {
            if (address.AddressFamily == AddressFamily.InterNetworkV6)
            {
                refused++;
                throw new SocketException((int)SocketError.ConnectionRefused);
            }

            return socket.ConnectAsync(address, token).AsTask();
        });
        (await client.Jobs.GetAsync("a", TestContext.Current.CancellationToken)).Dispose();
        Assert.Equal(1, refused);
    }

    [Fact]
    public async Task When_all_addresses_refuse_the_call_fails_and_says_so()
    {
        using LoopbackServer server = LoopbackServer.Http();
        int refused = 0;
        using PulseClient client = Client(server, new FakeTimeProvider(), [s_blackHole, IPAddress.Loopback, IPAddress.Parse("127.0.0.2")], (_, _, _) =>
        {
            refused++;
            throw new SocketException((int)SocketError.ConnectionRefused);
        });
        PulseException failure = await Assert.ThrowsAnyAsync<PulseException>(() => client.Jobs.GetAsync("a"));
        Assert.Equal((PulseErrorCode.Network, 3), (failure.Code, refused));
        Assert.Contains("no connection could be made", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Families_take_turns()
    {
        IPAddress[] six = [IPAddress.Parse("2001:db8::1"), IPAddress.Parse("2001:db8::2"), IPAddress.Parse("2001:db8::3")];
        IPAddress[] four = [IPAddress.Parse("192.0.2.1")];
        Assert.Equal([six[0], four[0], six[1], six[2]], Connector.Alternate([.. six, .. four]));
        Assert.Equal([four[0], six[0], six[1], six[2]], Connector.Alternate([.. four, .. six]));
    }

    [Fact]
    public async Task Connections_are_kept_alive_by_the_system()
    {
        using LoopbackServer server = LoopbackServer.Http();
        Socket? used = null;
        using PulseClient client = Client(server, TimeProvider.System, [IPAddress.Loopback], (socket, address, token) => (used = socket).ConnectAsync(address, token).AsTask());
        (await client.Jobs.GetAsync("a", TestContext.Current.CancellationToken)).Dispose();
        Assert.Equal(1, (int)used!.GetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive)!);
        Assert.Equal(30, (int)used.GetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime)!);
        Assert.Equal(1, (int)used.GetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.NoDelay)!);
    }

    [Fact]
    public async Task Closing_a_client_ends_connections_that_are_being_made()
    {
        using LoopbackServer server = LoopbackServer.Http();
        TaskCompletionSource<Socket> connecting = new();
        TaskCompletionSource ended = new();
        PulseClient client = Client(server, TimeProvider.System, [IPAddress.Loopback], async (socket, _, token) =>
        {
            connecting.TrySetResult(socket);
            await using CancellationTokenRegistration registration = token.Register(ended.SetResult);
            await Task.Delay(Timeout.Infinite, token);
        });
        Task<Job> call = client.Jobs.GetAsync("a", TestContext.Current.CancellationToken);
        Socket socket = await connecting.Task;
        client.Dispose();
        await ended.Task;
        Assert.Equal(PulseErrorCode.Closed, (await Assert.ThrowsAnyAsync<PulseException>(() => call)).Code);
        await Until(() => socket.SafeHandle.IsClosed);
    }

    [Fact]
    public async Task Closing_a_client_ends_connections_in_the_middle_of_a_handshake()
    {
        TaskCompletionSource hello = new();
        TaskCompletionSource<int> end = new();
        using LoopbackServer server = new(async (_, stream) =>
        {
            byte[] buffer = new byte[16 * 1024];
            int count = await stream.ReadAsync(buffer);
            hello.SetResult();
            try
            {
                while (count != 0)
                {
                    count = await stream.ReadAsync(buffer);
                }
            }
            catch (IOException)
            {
                // Reset is as good.
            }

            end.SetResult(0);
        });
        PulseClient client = new(new PulseClientOptions { ApiKey = "k", BaseUrl = $"https://127.0.0.1:{server.Port}", Proxy = "", MaxRetries = 0 });
        Task<Job> call = client.Jobs.GetAsync("a", TestContext.Current.CancellationToken);
        await hello.Task;
        client.Dispose();
        await end.Task;
        await Assert.ThrowsAnyAsync<PulseException>(() => call);
        Assert.Equal(0, client.Connector.Connections);
    }

    [Fact]
    public async Task A_submit_uses_no_connection_that_the_server_may_be_closing()
    {
        using LoopbackServer server = Submits();
        FakeTimeProvider clock = new();
        using PulseClient client = Client(server, clock, [IPAddress.Loopback]);
        (await client.SubmitExtractAsync(s_url, TestContext.Current.CancellationToken)).Dispose();
        clock.Advance(TimeSpan.FromSeconds(3.9));
        (await client.SubmitExtractAsync(s_url, TestContext.Current.CancellationToken)).Dispose();
        Assert.Equal(1, server.Connections);
        clock.Advance(TimeSpan.FromSeconds(4.1));
        (await client.SubmitExtractAsync(s_url, TestContext.Current.CancellationToken)).Dispose();
        Assert.Equal(2, server.Connections);
    }

    [Fact]
    public async Task The_same_over_TLS()
    {
        using Certificates certificates = new();
        using LoopbackServer server = LoopbackServer.Tls(certificates.Server);
        FakeTimeProvider clock = new();
        using PulseClient client = new(new PulseClientOptions { ApiKey = "k", BaseUrl = $"https://localhost:{server.Port}", CaFile = certificates.CaFile, Proxy = "", MaxRetries = 0, TimeProvider = clock });
        (await client.Jobs.GetAsync("a", TestContext.Current.CancellationToken)).Dispose();
        (await client.Jobs.GetAsync("a", TestContext.Current.CancellationToken)).Dispose();
        Assert.Equal(1, server.Connections);
        clock.Advance(TimeSpan.FromSeconds(4.1));
        (await client.SubmitExtractAsync(s_url, TestContext.Current.CancellationToken)).Dispose();
        Assert.Equal(2, server.Connections);
    }

    [Fact]
    public async Task After_the_machine_has_slept_connections_are_made_anew()
    {
        using LoopbackServer server = LoopbackServer.Http();
        SleepyClock clock = new();
        using PulseClient client = Client(server, clock, [IPAddress.Loopback]);
        (await client.Jobs.GetAsync("a", TestContext.Current.CancellationToken)).Dispose();
        (await client.Jobs.GetAsync("a", TestContext.Current.CancellationToken)).Dispose();
        Assert.Equal(1, server.Connections);
        clock.Slept = TimeSpan.FromMinutes(5);
        (await client.Jobs.GetAsync("a", TestContext.Current.CancellationToken)).Dispose();
        (await client.Jobs.GetAsync("a", TestContext.Current.CancellationToken)).Dispose();
        Assert.Equal(2, server.Connections);
    }

    [Fact]
    public async Task A_connection_in_use_is_not_closed_for_being_idle()
    {
        TaskCompletionSource asked = new();
        TaskCompletionSource answer = new();
        int requests = 0;
        using LoopbackServer server = new(async (server, stream) =>
        {
            while (await server.ReadHeadAsync(stream) is { } head)
            {
                if (Interlocked.Increment(ref requests) == 1)
                {
                    asked.SetResult();
                    await answer.Task;
                }

                await ReplyAsync(stream, head);
            }
        });
        FakeTimeProvider clock = new();
        using PulseClient client = Client(server, clock, [IPAddress.Loopback]);
        Task<JobSubmission> slow = client.SubmitExtractAsync(s_url, TestContext.Current.CancellationToken);
        await asked.Task;
        clock.Advance(TimeSpan.FromSeconds(20));
        (await client.SubmitExtractAsync(s_url, TestContext.Current.CancellationToken)).Dispose();
        answer.SetResult();
        (await slow).Dispose();
        Assert.Equal(2, server.Connections);
    }

    static LoopbackServer Submits() => new(static async (server, stream) =>
    {
        while (await server.ReadHeadAsync(stream) is { } head)
        {
            await ReplyAsync(stream, head);
        }
    });

    static async Task ReplyAsync(Stream stream, string head)
    {
        string length = head.Split("\r\n").Single(static line => line.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase));
        await stream.ReadExactlyAsync(new byte[int.Parse(length.Split(':')[1], System.Globalization.CultureInfo.InvariantCulture)]);
        await LoopbackServer.WriteAsync(stream, $"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {Submitted.Length}\r\n\r\n{Submitted}");
    }

    static PulseClient Client(LoopbackServer server, TimeProvider clock, IPAddress[] addresses, Func<Socket, IPEndPoint, CancellationToken, Task>? connect = null)
    {
        ClientSettings settings = ClientSettings.Resolve(
            new PulseClientOptions { ApiKey = "k", BaseUrl = $"http://service.test:{server.Port}", AllowInsecureHttp = true, MaxRetries = 0, TimeProvider = clock },
            static _ => null);
        settings.Network = new NetworkAccess
        {
            Resolve = (_, _) => Task.FromResult(addresses),
            Connect = connect ?? NetworkAccess.System.Connect,
        };
        return new PulseClient(settings);
    }

    static async Task Until(Func<bool> condition)
    {
        while (!condition())
        {
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }
    }

    /// <summary>A machine that can have slept: its wall clock has gone on, its monotonic one has not.</summary>
    sealed class SleepyClock : TimeProvider
    {
        internal TimeSpan Slept { get; set; }

        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + Slept;
    }
}

using System.Net.Sockets;
using System.Text;
using Pulse.Client.Http;
using Pulse.Client.Tests.Support;

namespace Pulse.Client.Tests.Http;

/// <summary>Proxies on loopback: forwarding, tunnels, credentials, refusals; and that credentials stay between the two.</summary>
public sealed class ProxyTests : IDisposable
{
    const string Key = "canary-key-0123456789";
    const string ForwardedJob = """{"status":"failed","error":"proxied"}""";
    const string User = "proxy-user";
    const string Password = "pro:xy p@ss-canary";
    static readonly string s_credentials = $"{User}:{Uri.EscapeDataString(Password)}";
    static readonly string s_token = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{User}:{Password}"));

    readonly Certificates _certificates = new();
    readonly Everything _seen = new();

    public void Dispose()
    {
        _seen.AssertWithout(Key, Password, Uri.EscapeDataString(Password), s_token);
        _seen.Dispose();
        _certificates.Dispose();
    }

    PulseClient Client(string baseUrl, Action<PulseClientOptions>? configure = null, params (string Name, string Value)[] environment)
    {
        PulseClientOptions options = new() { ApiKey = Key, BaseUrl = baseUrl, MaxRetries = 0, CaFile = _certificates.CaFile, LoggerFactory = _seen };
        configure?.Invoke(options);
        PulseClient client = new(ClientSettings.Resolve(options, name => environment.FirstOrDefault(pair => pair.Name == name).Value));
        _seen.Add(client, options, options.Clone());
        return client;
    }

    /// <summary>A proxy that responses what is forwarded itself, and tunnels what is asked of it to where it is asked.</summary>
    static LoopbackServer Proxy(string? demanded = null, string refusal = "") => new(async (server, stream) =>
    {
        while (await server.ReadHeadAsync(stream) is { } head)
        {
            if (refusal.Length > 0)
            {
                await LoopbackServer.WriteAsync(stream, refusal);
            }
            else if (demanded is not null && !head.Contains($"Proxy-Authorization: Basic {demanded}\r\n", StringComparison.Ordinal))
            {
                // Echoes what it was sent, as some do.
                await LoopbackServer.WriteAsync(stream, $"HTTP/1.1 407 Who are you\r\nProxy-Authenticate: Basic realm=\"test\"\r\nContent-Length: {head.Length}\r\n\r\n{head}");
            }
            else if (head.StartsWith("CONNECT ", StringComparison.Ordinal))
            {
                string[] target = head.Split(' ')[1].Split(':');
                using TcpClient onward = new();
                await onward.ConnectAsync(target[0], int.Parse(target[1]));
                await LoopbackServer.WriteAsync(stream, "HTTP/1.1 200 Connected\r\n\r\n");
                await Task.WhenAny(stream.CopyToAsync(onward.GetStream()), onward.GetStream().CopyToAsync(stream));
                return;
            }
            else
            {
                await LoopbackServer.WriteAsync(stream, $"HTTP/1.1 200 OK\r\nContent-Length: {ForwardedJob.Length}\r\n\r\n{ForwardedJob}");
            }
        }
    });

    async Task<PulseNetworkException> FailureAsync(PulseClient client)
    {
        PulseNetworkException failure = await Assert.ThrowsAsync<PulseNetworkException>(() => client.Jobs.GetAsync("a"));
        // The native library's way, which must tell the same.
        PulseNetworkException synchronous = Assert.Throws<PulseNetworkException>(() => Synchronously.GetJob(client));
        Assert.Equal((failure.Code, failure.Message), (synchronous.Code, synchronous.Message));

        _seen.Add(failure);
        return failure;
    }

    [Fact]
    public async Task A_forwarding_proxy_is_shown_the_credentials_at_once()
    {
        using LoopbackServer proxy = Proxy(s_token);
        using PulseClient client = Client("http://localhost:1", options => options.Proxy = $"http://{s_credentials}@localhost:{proxy.Port}");
        using Job job = await client.Jobs.GetAsync("a");
        Assert.Equal("proxied", job.Error);
        string head = Assert.Single(proxy.Heads);
        Assert.StartsWith("GET http://localhost:1/job/a HTTP/1.1\r\n", head, StringComparison.Ordinal);
        using Job again = Synchronously.GetJob(client);

        Assert.Equal(2, proxy.Heads.Count);
        _seen.Add(job);
    }

    [Fact]
    public async Task A_tunnel_carries_tls_and_hides_the_key_from_the_proxy()
    {
        using LoopbackServer server = LoopbackServer.Tls(_certificates.Server);
        using LoopbackServer proxy = Proxy(s_token);
        using PulseClient client = Client($"https://localhost:{server.Port}", options => options.Proxy = $"http://{s_credentials}@127.0.0.1:{proxy.Port}");
        using Job job = await client.Jobs.GetAsync("a");
        Assert.Equal("a", job.Id);
        Assert.All(proxy.Heads, head => Assert.StartsWith($"CONNECT localhost:{server.Port} HTTP/1.1\r\n", head, StringComparison.Ordinal));
        Assert.DoesNotContain(proxy.Heads, head => head.Contains(Key, StringComparison.Ordinal));
        string request = Assert.Single(server.Heads);
        Assert.Contains(Key, request, StringComparison.Ordinal);
        Assert.DoesNotContain("Proxy-Authorization", request, StringComparison.OrdinalIgnoreCase);
        _seen.Add(job);
    }

    [Fact]
    public async Task A_server_behind_a_tunnel_is_checked_as_any_other()
    {
        using LoopbackServer server = LoopbackServer.Tls(_certificates.OtherHost);
        using LoopbackServer proxy = Proxy();
        using PulseClient client = Client($"https://localhost:{server.Port}", options => options.Proxy = $"http://localhost:{proxy.Port}");
        PulseNetworkException failure = await FailureAsync(client);
        Assert.Equal(PulseErrorCode.Tls, failure.Code);
        Assert.Contains("is for 'other.example.com'", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_proxy_may_itself_be_reached_over_tls()
    {
        using LoopbackServer proxy = LoopbackServer.Tls(_certificates.Server);
        using PulseClient client = Client("http://localhost:1", options => options.Proxy = $"https://{s_credentials}@localhost:{proxy.Port}");
        using Job job = await client.Jobs.GetAsync("a");
        Assert.Contains($"Proxy-Authorization: Basic {s_token}", Assert.Single(proxy.Heads), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http", "", "demands")]
    [InlineData("https", "", "demands credentials (HTTP 407)")]
    [InlineData("http", "proxy-user:wrong-one@", "demands")]
    [InlineData("https", "proxy-user:wrong-one@", "does not accept the credentials (HTTP 407)")]
    public async Task Credentials_that_are_missing_or_wrong(string scheme, string given, string words)
    {
        using LoopbackServer proxy = Proxy(s_token);
        using PulseClient client = Client($"{scheme}://localhost:1", options => (options.Proxy, options.MaxRetries) = ($"http://{given}localhost:{proxy.Port}", 2));
        PulseNetworkException failure = await FailureAsync(client);
        Assert.Equal((PulseErrorCode.Network, 407), (failure.Code, failure.HttpStatus));
        Assert.Contains(words, failure.Message, StringComparison.Ordinal);
        Assert.Contains("proxy", failure.Message, StringComparison.Ordinal);
        _seen.AssertWithout("wrong-one", Convert.ToBase64String("proxy-user:wrong-one"u8));

        // Asked once by each call, and with credentials at most twice: no retry helps here.
        Assert.InRange(proxy.Heads.Count, 2, 4);
    }

    [Fact]
    public async Task A_tunnel_that_is_refused()
    {
        using LoopbackServer proxy = Proxy(refusal: "HTTP/1.1 403 Not there\r\nContent-Length: 0\r\n\r\n");
        using PulseClient client = Client("https://localhost:1", options => options.Proxy = $"http://{s_credentials}@localhost:{proxy.Port}");
        PulseNetworkException failure = await FailureAsync(client);
        Assert.Equal(PulseErrorCode.Network, failure.Code);
        Assert.Contains($"the proxy localhost:{proxy.Port} refused the connection (HTTP 403)", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://localhost:2")]
    [InlineData("https://localhost:2")]
    public async Task A_proxy_that_is_not_there(string baseUrl)
    {
        using PulseClient client = Client(baseUrl, options => options.Proxy = $"http://{s_credentials}@localhost:1");
        PulseNetworkException failure = await FailureAsync(client);
        Assert.Equal(PulseErrorCode.Network, failure.Code);
        Assert.Contains("no connection to the proxy localhost:1 could be made", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_proxy_that_talks_nonsense()
    {
        using LoopbackServer proxy = LoopbackServer.Raw("nonsense\r\n\r\n"u8.ToArray());
        using PulseClient client = Client("https://localhost:2", options => options.Proxy = $"http://{s_credentials}@localhost:{proxy.Port}");
        Assert.Equal(PulseErrorCode.Network, (await FailureAsync(client)).Code);
    }

    [Fact]
    public async Task A_socks_proxy_with_credentials()
    {
        using LoopbackServer server = LoopbackServer.Http();
        string? user = null;
        using LoopbackServer proxy = new(async (_, stream) =>
        {
            byte[] buffer = new byte[600];
            async Task<byte[]> ReadAsync(int count)
            {
                await stream.ReadExactlyAsync(buffer.AsMemory(0, count));
                return buffer[..count];
            }

            // RFC 1928 and 1929: greeting, user and password, the target by name.
            byte[] methods = await ReadAsync((await ReadAsync(2))[1]);
            Assert.Contains((byte)2, methods);
            await stream.WriteAsync(new byte[] { 5, 2 });
            string name = Encoding.UTF8.GetString(await ReadAsync((await ReadAsync(2))[1]));
            user = $"{name}:{Encoding.UTF8.GetString(await ReadAsync((await ReadAsync(1))[0]))}";
            await stream.WriteAsync(new byte[] { 1, 0 });
            byte[] request = await ReadAsync(5);
            await ReadAsync(request[4] + 2);
            await stream.WriteAsync(new byte[] { 5, 0, 0, 1, 0, 0, 0, 0, 0, 0 });
            using TcpClient onward = new("localhost", server.Port);
            await Task.WhenAny(stream.CopyToAsync(onward.GetStream()), onward.GetStream().CopyToAsync(stream));
        });
        using PulseClient client = Client($"http://localhost:{server.Port}", options => options.Proxy = $"socks5h://{s_credentials}@localhost:{proxy.Port}");
        using Job job = await client.Jobs.GetAsync("a");
        Assert.Equal($"{User}:{Password}", user);
        Assert.DoesNotContain("Proxy-Authorization", Assert.Single(server.Heads), StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("http_proxy", "http", true)]
    [InlineData("HTTP_PROXY", "http", true)]
    [InlineData("ALL_PROXY", "http", true)]
    [InlineData("all_proxy", "https", true)]
    [InlineData("https_proxy", "https", true)]
    [InlineData("HTTPS_PROXY", "https", true)]
    [InlineData("HTTPS_PROXY", "http", false)]
    [InlineData("HTTP_PROXY", "https", false)]
    public async Task The_environment_names_proxies(string variable, string scheme, bool used)
    {
        using LoopbackServer server = scheme == "http" ? LoopbackServer.Http() : LoopbackServer.Tls(_certificates.Server);
        using LoopbackServer proxy = Proxy(s_token);
        using PulseClient client = Client($"{scheme}://localhost:{server.Port}", null, (variable, $"{s_credentials}@localhost:{proxy.Port}"));
        using Job job = await client.Jobs.GetAsync("a");
        Assert.Equal(used, !proxy.Heads.IsEmpty);
    }

    [Fact]
    public async Task An_empty_option_and_no_proxy_go_directly()
    {
        using LoopbackServer server = LoopbackServer.Http();
        using LoopbackServer proxy = Proxy();
        string url = $"http://localhost:{server.Port}";
        (string, string) set = ("HTTP_PROXY", $"http://localhost:{proxy.Port}");
        using (PulseClient none = Client(url, options => options.Proxy = "", set))
        {
            (await none.Jobs.GetAsync("a")).Dispose();
        }

        using (PulseClient excepted = Client(url, null, set, ("NO_PROXY", "example.com,localhost")))
        {
            (await excepted.Jobs.GetAsync("a")).Dispose();
        }

        // An HTTP_PROXY in a CGI program is what a visitor sent.
        using (PulseClient cgi = Client(url, null, set, ("GATEWAY_INTERFACE", "CGI/1.1")))
        {
            (await cgi.Jobs.GetAsync("a")).Dispose();
        }

        // What is for this machine is not given, readable, to another.
        using (PulseClient astray = Client(url, null, ("HTTP_PROXY", "http://proxy.example.com:3128")))
        {
            (await astray.Jobs.GetAsync("a")).Dispose();
        }

        Assert.Equal((4, 0), (server.Heads.Count, proxy.Connections));
    }
}

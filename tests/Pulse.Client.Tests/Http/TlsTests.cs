using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Pulse.Client.Tests.Support;

namespace Pulse.Client.Tests.Http;

/// <summary>TLS against real servers on loopback: what is trusted, and what is said of each failure.</summary>
public sealed class TlsTests : IDisposable
{
    const string Key = "canary-key-0123456789";

    readonly Certificates _certificates = new();
    readonly Everything _seen = new();

    public void Dispose()
    {
        _seen.AssertWithout(Key);
        _seen.Dispose();
        _certificates.Dispose();
    }

    PulseClient Client(LoopbackServer server, Action<PulseClientOptions>? configure = null, string host = "localhost")
    {
        PulseClientOptions options = new()
        {
            ApiKey = Key,
            BaseUrl = $"https://{host}:{server.Port}",
            MaxRetries = 1,
            Timeout = TimeSpan.FromSeconds(30),
            CaFile = _certificates.CaFile,
            LoggerFactory = _seen,
        };
        configure?.Invoke(options);
        return new PulseClient(ClientSettings.Resolve(options, _ => null));
    }

    async Task<PulseNetworkException> FailureAsync(LoopbackServer server, Action<PulseClientOptions>? configure = null)
    {
        using PulseClient client = Client(server, configure);
        PulseNetworkException failure = await Assert.ThrowsAsync<PulseNetworkException>(() => client.Jobs.GetAsync("a"));
        // The native library's way, which must tell the same.
        PulseNetworkException synchronous = Assert.Throws<PulseNetworkException>(() => Synchronously.GetJob(client));
        Assert.Equal((failure.Code, failure.Message), (synchronous.Code, synchronous.Message));

        _seen.Add(failure);
        _seen.Add(client, client.Jobs);
        return failure;
    }

    [Theory]
    [InlineData("localhost")]
    [InlineData("127.0.0.1")]
    public async Task A_ca_file_makes_its_certificates_trusted(string host)
    {
        using LoopbackServer server = LoopbackServer.Tls(_certificates.Server);
        using PulseClient client = Client(server, null, host);
        using Job job = await client.Jobs.GetAsync("a");
        Assert.Equal(JobStatus.Completed, job.Status);
        using Job again = Synchronously.GetJob(client);
        Assert.Equal(JobStatus.Completed, again.Status);

        Assert.All(server.Heads, head => Assert.Contains(Key, head, StringComparison.Ordinal));
        _seen.Add(job, client);
    }

    [Fact]
    public async Task An_issuer_that_is_not_sent_is_fetched_from_where_the_certificate_says()
    {
        // Not so in the native library: tests/python/test_tls.py.
        byte[] issuer = _certificates.Between.RawData;
        using LoopbackServer elsewhere = LoopbackServer.Raw([.. Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\nContent-Length: {issuer.Length}\r\n\r\n"), .. issuer]);
        using X509Certificate2 incomplete = _certificates.Incomplete($"http://127.0.0.1:{elsewhere.Port}/between.crt");
        using LoopbackServer server = LoopbackServer.Tls(incomplete);
        using PulseClient client = Client(server);
        using X509Store fetched = new(StoreName.CertificateAuthority, StoreLocation.CurrentUser);
        try
        {
            using Job job = await client.Jobs.GetAsync("a");
            Assert.Equal(JobStatus.Completed, job.Status);
            Assert.InRange(elsewhere.Connections, 1, int.MaxValue);
        }
        finally
        {
            fetched.Open(OpenFlags.ReadWrite);
            fetched.Remove(_certificates.Between);
        }
    }

    [Fact]
    public async Task A_self_signed_certificate_can_be_its_own_ca()
    {
        using LoopbackServer server = LoopbackServer.Tls(_certificates.SelfSigned);
        using PulseClient client = Client(server, options => options.CaFile = _certificates.Write("own.pem", Certificates.Pem(_certificates.SelfSigned)));
        using Job job = await client.Jobs.GetAsync("a");
        Assert.Equal(JobStatus.Completed, job.Status);
    }

    [Fact]
    public async Task The_machine_does_not_trust_a_ca_of_ones_own()
    {
        using LoopbackServer server = LoopbackServer.Tls(_certificates.Server);
        PulseNetworkException failure = await FailureAsync(server, options => options.CaFile = null);
        Assert.Equal(PulseErrorCode.Tls, failure.Code);
        Assert.Contains("is not trusted: it was issued by 'Test CA', and no path leads to a CA of this machine (CaFile names a CA)", failure.Message, StringComparison.Ordinal);

        // One for each call: what fails so is not tried again. And nothing was sent.
        Assert.Equal(2, server.Connections);
        Assert.Empty(server.Heads);
    }

    [Fact]
    public async Task A_ca_file_replaces_the_machines_and_others()
    {
        using LoopbackServer server = LoopbackServer.Tls(_certificates.Server);
        string other = _certificates.Write("other-ca.pem", Certificates.Pem(_certificates.SelfSigned));
        PulseNetworkException failure = await FailureAsync(server, options => options.CaFile = other);
        Assert.Equal(PulseErrorCode.Tls, failure.Code);
        Assert.Contains($"was issued by 'Test CA', and no path leads to a CA in CaFile '{other}'", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Self_signed()
    {
        using LoopbackServer server = LoopbackServer.Tls(_certificates.SelfSigned);
        PulseNetworkException failure = await FailureAsync(server);
        Assert.Equal(PulseErrorCode.Tls, failure.Code);
        Assert.Contains("the server's certificate is not trusted: it is self-signed", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Expired()
    {
        using LoopbackServer server = LoopbackServer.Tls(_certificates.Expired);
        PulseNetworkException failure = await FailureAsync(server);
        Assert.Equal(PulseErrorCode.Tls, failure.Code);
        Assert.Contains($"the server's certificate has expired on {_certificates.Expired.NotAfter.ToUniversalTime():yyyy-MM-dd HH:mm} UTC", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("not trusted", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Not_yet_valid()
    {
        using LoopbackServer server = LoopbackServer.Tls(_certificates.NotYet);
        PulseNetworkException failure = await FailureAsync(server);
        Assert.Equal(PulseErrorCode.Tls, failure.Code);
        Assert.Contains("is not valid before", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_hosts_certificate()
    {
        using LoopbackServer server = LoopbackServer.Tls(_certificates.OtherHost);
        PulseNetworkException failure = await FailureAsync(server);
        Assert.Equal(PulseErrorCode.Tls, failure.Code);
        Assert.Contains("the server's certificate is for 'other.example.com', and not for 'localhost'", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_plain_server_behind_https()
    {
        using LoopbackServer server = LoopbackServer.Raw("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n"u8.ToArray());
        PulseNetworkException failure = await FailureAsync(server);
        Assert.Equal(PulseErrorCode.Tls, failure.Code);
        Assert.Contains("the server does not speak TLS", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_tls_server_behind_http()
    {
        using LoopbackServer server = LoopbackServer.Tls(_certificates.Server);
        PulseNetworkException failure = await FailureAsync(server, options => options.BaseUrl = $"http://localhost:{server.Port}");
        Assert.Equal(PulseErrorCode.Network, failure.Code);
    }

    [Fact]
    public async Task A_connection_that_breaks_in_the_handshake_is_tried_again()
    {
        using LoopbackServer server = LoopbackServer.Raw([]);
        PulseNetworkException failure = await FailureAsync(server);
        Assert.Equal(PulseErrorCode.Network, failure.Code);
        Assert.Contains("the connection was closed during the TLS handshake", failure.Message, StringComparison.Ordinal);
        Assert.Equal(4, server.Connections);
    }

    // Alerts as servers of other makes send them: certificate_required, bad_certificate, handshake_failure, protocol_version, internal_error.
    [Theory]
    [InlineData(116, "the server demands a client certificate, and there is none")]
    [InlineData(42, "the server demands a client certificate, and there is none")]
    [InlineData(40, "no version or cipher is in common, or it demands a client certificate")]
    [InlineData(70, "no TLS version in common")]
    [InlineData(80, "the TLS handshake failed")]
    public async Task Alerts_of_the_server(byte alert, string words)
    {
        using LoopbackServer server = LoopbackServer.Raw([21, 3, 3, 0, 2, 2, alert]);
        PulseNetworkException failure = await FailureAsync(server);
        Assert.Equal(PulseErrorCode.Tls, failure.Code);
        Assert.Contains(words, failure.Message, StringComparison.Ordinal);
        Assert.Equal(2, server.Connections);
    }

    [Theory]
    [InlineData(116)]
    [InlineData(42)]
    [InlineData(48)]
    public async Task A_client_certificate_that_is_refused(byte alert)
    {
        using LoopbackServer server = LoopbackServer.Raw([21, 3, 3, 0, 2, 2, alert]);
        string file = _certificates.Write("client.pem", Certificates.Pem(_certificates.Client) + Certificates.KeyPem(_certificates.Client));
        PulseNetworkException failure = await FailureAsync(server, options => options.ClientCertificateFile = file);
        Assert.Equal(PulseErrorCode.Tls, failure.Code);
        Assert.Contains("ClientCertificateFile", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("there is none", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_client_certificate_is_shown(bool inOneFile)
    {
        X509Certificate2 shown = _certificates.Client;
        using LoopbackServer server = LoopbackServer.MutualTls(_certificates.Server, shown);
        string key = Certificates.KeyPem(shown);
        string file = _certificates.Write("client.pem", Certificates.Pem(shown) + (inOneFile ? key : ""));
        string? keyFile = inOneFile ? null : _certificates.Write("client.key", key);
        using PulseClient client = Client(server, options => (options.ClientCertificateFile, options.ClientKeyFile) = (file, keyFile));
        using Job job = await client.Jobs.GetAsync("a");
        Assert.Equal(JobStatus.Completed, job.Status);
        _seen.Add(job);
    }

    [Fact]
    public async Task Without_the_certificate_that_is_demanded_nothing_is_answered()
    {
        // This server just closes the connection, as those do whose alert is lost.
        using LoopbackServer server = LoopbackServer.MutualTls(_certificates.Server, _certificates.Client);
        PulseNetworkException failure = await FailureAsync(server);
        Assert.Equal(PulseErrorCode.Tls, failure.Code);
        Assert.Contains("the connection was closed after the server had asked for a client certificate, and there is none", failure.Message, StringComparison.Ordinal);
        Assert.Empty(server.Heads);
    }

    [Fact]
    public async Task A_server_that_asks_for_no_certificate_and_hangs_up_is_asked_about_it_once()
    {
        using LoopbackServer server = LoopbackServer.HangingUp(_certificates.Server);
        PulseNetworkException failure = await FailureAsync(server);
        Assert.Equal(PulseErrorCode.Network, failure.Code);
        Assert.DoesNotContain("certificate", failure.Message, StringComparison.Ordinal);

        // Two calls, each with retries of its own and of the framework: one connection among them had no request.
        Assert.Equal(server.Heads.Count + 1, server.Connections);
    }

    [Fact]
    public async Task A_failure_is_told_as_it_was_also_when_nothing_more_can_be_found_out()
    {
        // After the first connection nobody responds any more.
        using LoopbackServer server = new(async (server, stream) =>
        {
            if (server.Connections == 1)
            {
                await using SslStream secure = new(stream);
                await secure.AuthenticateAsServerAsync(_certificates.Server);
                await server.ReadHeadAsync(secure);
                return;
            }

            while (await stream.ReadAsync(new byte[1024]) > 0)
            {
            }
        });
        using PulseClient client = Client(server, options => (options.Timeout, options.MaxRetries) = (TimeSpan.FromSeconds(1), 0));
        PulseException failure = await Assert.ThrowsAsync<PulseOutcomeUnknownException>(() => client.SubmitExtractAsync(new ExtractRequest { FileUrl = "https://example.com/x.pdf" }));
        Assert.DoesNotContain("within", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("certificate", failure.Message, StringComparison.Ordinal);
        Assert.Equal(2, server.Connections);
        _seen.Add(failure);
    }

    [Fact]
    public async Task What_is_found_out_about_a_submit_is_said()
    {
        using LoopbackServer server = LoopbackServer.MutualTls(_certificates.Server, _certificates.Client);
        using PulseClient client = Client(server);
        PulseException failure = await Assert.ThrowsAnyAsync<PulseException>(() => client.SubmitExtractAsync(new ExtractRequest { FileUrl = "https://example.com/x.pdf" }));
        Assert.Contains("had asked for a client certificate", failure.Message, StringComparison.Ordinal);
        _seen.Add(failure);
    }

    [Theory]
    [InlineData("localhost", true)]
    [InlineData("127.0.0.1", false)]
    public async Task Later_connections_resume_the_session_of_a_host_name(string host, bool isResumed)
    {
        using LoopbackServer server = LoopbackServer.Resuming(_certificates.Server);
        using PulseClient client = Client(server, null, host);
        for (int call = 0; call < 3; call++)
        {
            using Job job = call == 1 ? Synchronously.GetJob(client) : await client.Jobs.GetAsync("a");
            Assert.Equal(JobStatus.Completed, job.Status);
        }

        // Whoever resumes a session is not shown the certificate again.
        long[] handshakes = [.. server.Handshakes];
        Assert.Equal(3, handshakes.Length);
        Assert.All(handshakes[1..], bytes => Assert.True(isResumed == bytes < handshakes[0] - _certificates.Server.RawData.Length, $"{bytes} of {handshakes[0]}"));
    }

    [Fact]
    public async Task A_session_of_another_client_lends_no_trust()
    {
        using LoopbackServer server = LoopbackServer.Resuming(_certificates.Server);
        using PulseClient trusting = Client(server);
        using Job first = await trusting.Jobs.GetAsync("a");
        using Job second = await trusting.Jobs.GetAsync("a");
        int heads = server.Heads.Count;

        string other = _certificates.Write("other-ca.pem", Certificates.Pem(_certificates.SelfSigned));
        PulseNetworkException failure = await FailureAsync(server, options => options.CaFile = other);
        Assert.Equal(PulseErrorCode.Tls, failure.Code);
        Assert.Contains($"was issued by 'Test CA', and no path leads to a CA in CaFile '{other}'", failure.Message, StringComparison.Ordinal);
        Assert.Equal(heads, server.Heads.Count);

        // The first of its connections did resume the session.
        long[] handshakes = [.. server.Handshakes];
        Assert.True(handshakes[2] < handshakes[0] - _certificates.Server.RawData.Length, $"{handshakes[2]} of {handshakes[0]}");

        using Job third = await trusting.Jobs.GetAsync("a");
        Assert.Equal(JobStatus.Completed, third.Status);
        _seen.Add(first, second, third);
    }

    [Fact]
    public async Task A_session_with_a_client_certificate_is_for_nobody_else()
    {
        X509Certificate2 shown = _certificates.Client;
        using LoopbackServer server = LoopbackServer.Resuming(_certificates.Server, shown);
        string file = _certificates.Write("client.pem", Certificates.Pem(shown) + Certificates.KeyPem(shown));
        using PulseClient known = Client(server, options => options.ClientCertificateFile = file);
        using Job first = await known.Jobs.GetAsync("a");
        using Job second = await known.Jobs.GetAsync("a");
        long[] handshakes = [.. server.Handshakes];
        bool isResumed = handshakes[1] < handshakes[0] - _certificates.Server.RawData.Length;
        Assert.True(isResumed || Environment.Version.Major < 10, $"{handshakes[1]} of {handshakes[0]}");
        int heads = server.Heads.Count;

        PulseNetworkException failure = await FailureAsync(server);
        Assert.Equal(PulseErrorCode.Tls, failure.Code);
        Assert.Contains("client certificate", failure.Message, StringComparison.Ordinal);
        Assert.Equal(heads, server.Heads.Count);
        _seen.Add(first, second);
    }

    [Fact]
    public void Wrong_files_are_named()
    {
        X509Certificate2 client = _certificates.Client;
        string text = _certificates.Write("text.pem", "no certificate");
        string broken = _certificates.Write("broken.pem", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
        string certificate = _certificates.Write("certificate.pem", Certificates.Pem(client));
        string otherKey = _certificates.Write("other.key", Certificates.KeyPem(_certificates.Server));
        string brokenKey = _certificates.Write("broken.key", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n");
        string encrypted = _certificates.Write("encrypted.key", Certificates.EncryptedKeyPem(client));
        (PulseClientOptions Options, PulseErrorCode Code, string Words)[] wrong =
        [
            (new() { CaFile = "/no/such/file" }, PulseErrorCode.FileError, "CaFile: '/no/such/file' cannot be read: it does not exist"),
            (new() { CaFile = "/" }, PulseErrorCode.FileError, "CaFile: '/' cannot be read"),
            (new() { CaFile = text }, PulseErrorCode.InvalidArgument, "CaFile: "),
            (new() { CaFile = broken }, PulseErrorCode.InvalidArgument, "CaFile: "),
            (new() { ClientCertificateFile = "/no/such/file" }, PulseErrorCode.FileError, "ClientCertificateFile: "),
            (new() { ClientCertificateFile = text }, PulseErrorCode.InvalidArgument, "ClientCertificateFile: "),
            (new() { ClientCertificateFile = certificate }, PulseErrorCode.InvalidArgument, "name the key's file with ClientKeyFile"),
            (new() { ClientCertificateFile = broken, ClientKeyFile = otherKey }, PulseErrorCode.InvalidArgument, "cannot be read"),
            (new() { ClientCertificateFile = certificate, ClientKeyFile = "/no/such/file" }, PulseErrorCode.FileError, "ClientKeyFile: "),
            (new() { ClientCertificateFile = certificate, ClientKeyFile = text }, PulseErrorCode.InvalidArgument, "ClientKeyFile: "),
            (new() { ClientCertificateFile = certificate, ClientKeyFile = brokenKey }, PulseErrorCode.InvalidArgument, "ClientKeyFile: "),
            (new() { ClientCertificateFile = certificate, ClientKeyFile = otherKey }, PulseErrorCode.InvalidArgument, "is not that of the first certificate"),
            (new() { ClientCertificateFile = certificate, ClientKeyFile = encrypted }, PulseErrorCode.InvalidArgument, "encrypted with a password"),
            (new() { ClientKeyFile = otherKey }, PulseErrorCode.InvalidArgument, "ClientKeyFile is set without ClientCertificateFile"),
        ];
        Assert.All(wrong, row =>
        {
            PulseConfigurationException failure = Assert.Throws<PulseConfigurationException>(() => ClientSettings.Resolve(row.Options, _ => null));
            Assert.Equal(row.Code, failure.Code);
            Assert.Contains(row.Words, failure.Message, StringComparison.Ordinal);
            Assert.Equal([failure.Message], ClientSettings.Problems(row.Options, _ => null));
            _seen.Add(failure);
        });
        _seen.AssertWithout("AAAA");
    }
}

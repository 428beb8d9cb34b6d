using System.Text.Json;
using Pulse.Client.Tests.Support;

namespace Pulse.Cli.Tests;

/// <summary><c>pulse doctor</c> before servers that TLS refuses: it says what is wrong, and what to do.</summary>
[Collection(CliCollection.Name)]
public sealed class DoctorTests : IDisposable
{
    readonly Certificates _certificates = new();

    public void Dispose() => _certificates.Dispose();

    /// <summary>What is said of TLS, which must be the only problem.</summary>
    static async Task<string> TlsAsync(LoopbackServer server, params string[] arguments)
    {
        string[] command = ["doctor", "--base-url", $"https://localhost:{server.Port}", "--max-retries", "0", .. arguments];
        Run run = await CliFixture.RunAsync(command);
        Assert.Equal((ExitCodes.General, ""), (run.ExitCode, run.Error));
        string[] lines = run.Output.TrimEnd().Split('\n');
        string problem = Assert.Single(lines, static line => line.StartsWith("problem ", StringComparison.Ordinal));
        Assert.StartsWith($"problem  TLS: https://localhost:{server.Port}: ", problem, StringComparison.Ordinal);
        Assert.Equal("note     key: The API key from PULSE_API_KEY could not be tried.", lines[^2]);
        Assert.Equal("1 problem was found.", lines[^1]);

        // Neither the key nor anything else was sent, and the names are those of the command line.
        Assert.Empty(server.Heads);
        Assert.DoesNotContain("CaFile", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("BaseUrl", run.Output, StringComparison.Ordinal);

        // The same for programs.
        Run json = await CliFixture.RunAsync([.. command, "--json"]);
        Assert.Equal(ExitCodes.General, json.ExitCode);
        JsonElement found = Assert.Single(json.Output.TrimEnd().Split('\n').Select(static line => JsonElement.Parse(line)), static line => line.GetProperty("state").GetString() == "problem");
        Assert.Equal(("TLS", problem["problem  TLS: ".Length..]), (found.GetProperty("check").GetString(), found.GetProperty("text").GetString()));
        return problem;
    }

    [Fact]
    public async Task A_ca_that_is_not_known()
    {
        using LoopbackServer server = LoopbackServer.Tls(_certificates.Server);
        string problem = await TlsAsync(server);
        Assert.Contains("is not trusted: it was issued by 'Test CA', and no path leads to a CA of this machine (--ca-file names a CA).", problem, StringComparison.Ordinal);
        Assert.Contains("pass it with --ca-file FILE", problem, StringComparison.Ordinal);

        string other = _certificates.Write("other.pem", Certificates.Pem(_certificates.SelfSigned));
        Assert.Contains($"no path leads to a CA in --ca-file '{other}'.", await TlsAsync(server, "--ca-file", other), StringComparison.Ordinal);

        Run trusted = await CliFixture.RunAsync("doctor", "--base-url", $"https://localhost:{server.Port}", "--ca-file", _certificates.CaFile);
        Assert.Contains($"TLS: The certificate of the service is trusted and valid until {_certificates.Server.NotAfter:yyyy-MM-dd}", trusted.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_certificate_that_has_expired()
    {
        using LoopbackServer server = LoopbackServer.Tls(_certificates.Expired);
        string problem = await TlsAsync(server, "--ca-file", _certificates.CaFile);
        Assert.Contains($"has expired on {_certificates.Expired.NotAfter.ToUniversalTime():yyyy-MM-dd HH:mm} UTC. Whoever runs the service must renew it, if this machine's clock is right: it says {TimeProvider.System.GetUtcNow():yyyy-MM-dd}", problem, StringComparison.Ordinal);
        Assert.DoesNotContain("--ca-file FILE", problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_certificate_of_another_host()
    {
        using LoopbackServer server = LoopbackServer.Tls(_certificates.OtherHost);
        string problem = await TlsAsync(server, "--ca-file", _certificates.CaFile);
        Assert.Contains("is for 'other.example.com', and not for 'localhost'. --base-url (PULSE_BASE_URL) must name the host as the certificate does", problem, StringComparison.Ordinal);
        Assert.DoesNotContain("--ca-file FILE", problem, StringComparison.Ordinal);

        // All that is wrong, when it is more than one thing.
        string both = await TlsAsync(server);
        Assert.Contains("is not trusted", both, StringComparison.Ordinal);
        Assert.Contains("and not for 'localhost'", both, StringComparison.Ordinal);
        Assert.Contains("--base-url (PULSE_BASE_URL) must", both, StringComparison.Ordinal);
        Assert.Contains("--ca-file FILE", both, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_without_tls()
    {
        using LoopbackServer server = LoopbackServer.Raw("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n"u8.ToArray());
        string problem = await TlsAsync(server);
        Assert.Contains("the server does not speak TLS", problem, StringComparison.Ordinal);
        Assert.Contains("--base-url (PULSE_BASE_URL) must begin with http://, which needs --allow-insecure-http", problem, StringComparison.Ordinal);
    }

    // The alerts of servers that know only TLS 1.0 and 1.1: protocol_version, or handshake_failure as no cipher is in common.
    [Theory]
    [InlineData(70, "no TLS version in common (tlsv1 alert protocol version).")]
    [InlineData(40, "either no version or cipher is in common, or it demands a client certificate, and there is none (--client-certificate names it).")]
    public async Task A_server_of_old_versions_only(byte alert, string words)
    {
        using LoopbackServer server = LoopbackServer.Raw([21, 3, 2, 0, 2, 2, alert]);
        Assert.Contains($"{words} The service, or what stands before it, must offer TLS 1.2 or 1.3.", await TlsAsync(server), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tls_where_http_was_asked_for()
    {
        using LoopbackServer server = LoopbackServer.Tls(_certificates.Server);
        Run run = await CliFixture.RunAsync("doctor", "--base-url", $"http://localhost:{server.Port}", "--max-retries", "0");
        Assert.Equal(ExitCodes.General, run.ExitCode);
        Assert.Contains($"problem  service: http://localhost:{server.Port} cannot be reached: ", run.Output, StringComparison.Ordinal);
        Assert.Contains("1 problem was found.", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_passes_is_told_of_and_is_no_problem()
    {
        using LoopbackServer server = new(static async (server, stream) =>
        {
            while (await server.ReadHeadAsync(stream) is not null)
            {
                bool isWhole = server.Connections > 1;
                await LoopbackServer.WriteAsync(stream, isWhole ? "HTTP/1.1 404 Not Found\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}" : "HTTP/1.1 404");
                if (!isWhole)
                {
                    return;
                }
            }
        });
        Run run = await CliFixture.RunAsync("doctor", "--base-url", $"http://127.0.0.1:{server.Port}");
        Assert.Equal(ExitCodes.Ok, run.ExitCode);
        Assert.Contains($"note     service: http://127.0.0.1:{server.Port} cannot be reached: the connection", run.Output, StringComparison.Ordinal);
        Assert.Contains(" Tried again, it responds.\n", run.Output, StringComparison.Ordinal);
        Assert.Contains("ok       key: ", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_key_both_are_told()
    {
        using LoopbackServer server = LoopbackServer.Tls(_certificates.Expired);
        string? key = Environment.GetEnvironmentVariable("PULSE_API_KEY");
        Environment.SetEnvironmentVariable("PULSE_API_KEY", null);
        try
        {
            Run run = await CliFixture.RunAsync("doctor", "--base-url", $"https://localhost:{server.Port}");
            Assert.Equal(ExitCodes.Authentication, run.ExitCode);
            Assert.Contains("problem  TLS: ", run.Output, StringComparison.Ordinal);
            Assert.Contains("problem  key: ", run.Output, StringComparison.Ordinal);
            Run unreachable = await CliFixture.RunAsync("doctor", "--base-url", "http://127.0.0.1:1");
            Assert.Equal(ExitCodes.Authentication, unreachable.ExitCode);
            Assert.Contains("problem  service: http://127.0.0.1:1 cannot be reached: no connection could be made", unreachable.Output, StringComparison.Ordinal);
            Assert.Contains("problem  key: ", unreachable.Output, StringComparison.Ordinal);
        }
        finally
        {
            Environment.SetEnvironmentVariable("PULSE_API_KEY", key);
        }
    }
}

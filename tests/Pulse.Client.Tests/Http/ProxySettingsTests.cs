using Pulse.Client.Http;

namespace Pulse.Client.Tests.Http;

/// <summary>What is read out of the proxy's options, without a proxy.</summary>
public sealed class ProxySettingsTests
{
    [Theory]
    [InlineData("example.com", "https://example.com", true)]
    [InlineData("example.com", "https://API.Example.com", true)]
    [InlineData("example.com", "https://badexample.com", false)]
    [InlineData(".example.com", "https://api.example.com", true)]
    [InlineData("*.example.com", "https://api.example.com", true)]
    [InlineData("api.example.com", "https://example.com", false)]
    [InlineData("a.com, example.com", "https://example.com", true)]
    [InlineData("example.com:8443", "https://example.com:8443", true)]
    [InlineData("example.com:8443", "https://example.com", false)]
    [InlineData("*", "https://example.com", true)]
    [InlineData("", "https://example.com", false)]
    [InlineData(".", "https://example.com", false)]
    [InlineData("10.0.0.0/8", "https://10.1.2.3", true)]
    [InlineData("10.0.0.0/8", "https://11.1.2.3", false)]
    [InlineData("10.1.2.3", "https://10.1.2.3", true)]
    [InlineData("10.1.2.3:8443", "https://10.1.2.3:8443", true)]
    [InlineData("10.1.2.3:8443", "https://10.1.2.3", false)]
    [InlineData("[::1]", "https://[::1]", true)]
    [InlineData("::1", "https://[::1]", true)]
    [InlineData("fd00::/8", "https://[fd00::1]", true)]
    public void Exceptions(string text, string target, bool expected) =>
        Assert.Equal(expected, new ProxyExceptions(text).Contains(new Uri(target)));

    [Theory]
    [InlineData("http://proxy-user:pro%3Axy%20p%40ss-canary@")]
    [InlineData("ftp://proxy-user:pro%3Axy%20p%40ss-canary@host")]
    [InlineData("http://proxy-user:pro%3Axy%20p%40ss-canary@host:port")]
    [InlineData("http://proxy-user:pro%3Axy%20p%40ss-canary@host/path")]
    [InlineData("http://proxy-user:pro%3Axy%20p%40ss-canary@host?x")]
    public void A_wrong_url_is_named_and_not_shown(string url)
    {
        PulseClientOptions options = new() { BaseUrl = "https://api.example.com", Proxy = url };
        PulseConfigurationException failure = Assert.Throws<PulseConfigurationException>(() => ClientSettings.Resolve(options, _ => null));
        Assert.Equal(PulseErrorCode.InvalidArgument, failure.Code);
        Assert.StartsWith("Proxy must be ", failure.Message, StringComparison.Ordinal);
        Assert.Equal([failure.Message], ClientSettings.Problems(options, _ => null));
        Assert.DoesNotContain("canary", failure.ToString(), StringComparison.Ordinal);

        PulseClientOptions plain = new() { BaseUrl = "https://api.example.com" };
        PulseConfigurationException variable = Assert.Throws<PulseConfigurationException>(() => ClientSettings.Resolve(plain, name => name == "HTTPS_PROXY" ? url : null));
        Assert.Contains("HTTPS_PROXY", variable.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("canary", variable.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_readable_key_needs_a_proxy_on_this_machine()
    {
        PulseClientOptions options = new() { BaseUrl = "http://localhost:1", Proxy = "http://proxy.example.com:3128" };
        Assert.Contains("AllowInsecureHttp", Assert.Throws<PulseConfigurationException>(() => ClientSettings.Resolve(options, _ => null)).Message, StringComparison.Ordinal);
        options.AllowInsecureHttp = true;
        Assert.NotNull(ClientSettings.Resolve(options, _ => null).Proxy);
    }
}

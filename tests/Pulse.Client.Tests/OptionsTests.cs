namespace Pulse.Client.Tests;

public sealed class OptionsTests
{
    static ClientSettings Resolve(PulseClientOptions? options = null, params (string Name, string Value)[] environment) =>
        ClientSettings.Resolve(options ?? new(), name => environment.FirstOrDefault(pair => pair.Name == name).Value);

    [Fact]
    public void Defaults()
    {
        ClientSettings settings = Resolve();
        Assert.Equal("https://api.runpulse.com/", settings.BaseUrl.AbsoluteUri);
        Assert.Null(settings.ApiKey);
        Assert.Equal((60, 600, 15), (settings.Timeout.TotalSeconds, settings.ProcessTimeout.TotalSeconds, settings.ConnectTimeout.TotalSeconds));
        Assert.Equal((2, 64, 32, 0), (settings.MaxRetries, settings.MaxConnections, settings.MaxConcurrentPolls, settings.MaxRequestsPerSecond));
        Assert.True(settings.FollowLargeResults);
        Assert.False(settings.RetrySubmits);
    }

    [Fact]
    public void The_environment_fills_in_and_an_option_wins()
    {
        (string, string)[] environment = [("PULSE_API_KEY", " k1 \n"), ("PULSE_BASE_URL", "https://e.example.com/p/"), ("PULSE_TIMEOUT", "2.5"), ("PULSE_MAX_RETRIES", "7")];
        ClientSettings settings = Resolve(null, environment);
        Assert.Equal(("k1", "https://e.example.com/p", 2.5, 7), (settings.ApiKey, settings.BaseUrl.AbsoluteUri, settings.Timeout.TotalSeconds, settings.MaxRetries));
        ClientSettings own = Resolve(new() { ApiKey = "k2", BaseUrl = "https://o.example.com", Timeout = TimeSpan.FromSeconds(9), MaxRetries = 0 }, environment);
        Assert.Equal(("k2", "https://o.example.com/", 9, 0), (own.ApiKey, own.BaseUrl.AbsoluteUri, own.Timeout.TotalSeconds, own.MaxRetries));
    }

    [Theory]
    [InlineData("unix:/run/pulse.sock", "/run/pulse.sock", "", null, true)]
    [InlineData("host", null, "host", null, false)]
    [InlineData(" host:81 ", null, "host", 81, false)]
    [InlineData("127.0.0.2:81", null, "127.0.0.2", 81, true)]
    [InlineData("[::1]:81", null, "::1", 81, true)]
    [InlineData("::1", null, "::1", null, true)]
    [InlineData("[2001:db8::1]", null, "2001:db8::1", null, false)]
    public void Connections_may_go_elsewhere(string text, string? path, string host, int? port, bool local)
    {
        Pulse.Client.Http.ServiceAddress address = Resolve(new() { ConnectTo = text, BaseUrl = "https://example.com" }, ("HTTPS_PROXY", "http://proxy:1")).ConnectTo!;
        Assert.Equal((path, host, port, local), (address.SocketPath, address.Host, address.Port, address.IsLocal));
        Assert.Null(Resolve(new() { ConnectTo = text }, ("HTTPS_PROXY", "http://proxy:1")).Proxy);
        Assert.Equal(local, Record.Exception(() => Resolve(new() { ConnectTo = text, BaseUrl = "http://example.com" })) is null);
    }

    public static TheoryData<PulseClientOptions, string> Wrong => new()
    {
        { new() { BaseUrl = "example.com" }, "BaseUrl" },
        { new() { BaseUrl = "ftp://example.com" }, "BaseUrl" },
        { new() { BaseUrl = "https://example.com?x=1" }, "BaseUrl" },
        { new() { BaseUrl = "https://user:secret@example.com" }, "BaseUrl" },
        { new() { BaseUrl = "http://example.com" }, "AllowInsecureHttp" },
        { new() { ConnectTo = "unix:relative" }, "ConnectTo" },
        { new() { ConnectTo = "host:0" }, "ConnectTo" },
        { new() { ConnectTo = "https://host" }, "ConnectTo" },
        { new() { ConnectTo = "localhost", Proxy = "http://proxy:1" }, "ConnectTo" },
        { new() { BaseUrl = "http://localhost", ConnectTo = "192.0.2.1" }, "AllowInsecureHttp" },
        { new() { Timeout = TimeSpan.Zero }, "Timeout" },
        { new() { ProcessTimeout = TimeSpan.FromDays(30) }, "ProcessTimeout" },
        { new() { ConnectTimeout = TimeSpan.FromSeconds(-1) }, "ConnectTimeout" },
        { new() { MaxRetries = -1 }, "MaxRetries" },
        { new() { MaxConnections = 0 }, "MaxConnections" },
        { new() { MaxConcurrentPolls = 0 }, "MaxConcurrentPolls" },
        { new() { MaxRequestsPerSecond = double.NaN }, "MaxRequestsPerSecond" },
        { new() { MaxRequestsPerSecond = 1e-300 }, "MaxRequestsPerSecond" },
        { new() { MaxRequestsPerSecond = 1e7 }, "MaxRequestsPerSecond" },
        { new() { MaxResponseBytes = 5 }, "MaxResponseBytes" },
        { new() { UserAgent = "a\nb" }, "UserAgent" },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void Wrong_options_are_named(PulseClientOptions options, string name)
    {
        PulseConfigurationException failure = Assert.Throws<PulseConfigurationException>(() => Resolve(options));
        Assert.Contains(name, failure.Message, StringComparison.Ordinal);
        Assert.Equal(PulseErrorCode.InvalidArgument, failure.Code);
        Assert.DoesNotContain("secret", failure.Message, StringComparison.Ordinal);
        Assert.Equal([failure.Message], ClientSettings.Problems(options, _ => null));
    }

    [Fact]
    public void All_problems_are_found_at_once_and_an_option_hides_its_variable()
    {
        PulseClientOptions options = new() { BaseUrl = "https://api.example.com", Timeout = TimeSpan.Zero, MaxConnections = 0 };
        IReadOnlyList<string> problems = ClientSettings.Problems(options, name => name is "PULSE_BASE_URL" or "PULSE_TIMEOUT" or "PULSE_MAX_RETRIES" ? "nonsense" : null);
        Assert.Equal(3, problems.Count);
        Assert.All(["Timeout must", "PULSE_MAX_RETRIES", "MaxConnections"], word => Assert.Single(problems, problem => problem.Contains(word, StringComparison.Ordinal)));
        Assert.Empty(new PulseClientOptions { BaseUrl = "https://api.example.com", ApiKey = "key", Timeout = TimeSpan.FromSeconds(1), MaxRetries = 1 }.Validate());
    }

    [Fact]
    public void A_copy_is_another_one()
    {
        PulseClientOptions options = new() { ApiKey = "key", MaxConnections = 3 };
        PulseClientOptions copy = options.Clone();
        copy.MaxConnections = 4;
        Assert.Equal(("key", 4, 3), (copy.ApiKey, copy.MaxConnections, options.MaxConnections));
    }

    [Fact]
    public void The_primary_handler_is_the_one_a_client_makes()
    {
        using SocketsHttpHandler handler = new PulseClientOptions { BaseUrl = "https://api.example.com", MaxConnections = 3, ConnectTimeout = TimeSpan.FromSeconds(4) }.CreatePrimaryHandler();
        Assert.Equal((3, 4, false, false), (handler.MaxConnectionsPerServer, handler.ConnectTimeout.TotalSeconds, handler.AllowAutoRedirect, handler.UseCookies));
        Assert.Throws<PulseConfigurationException>(() => new PulseClientOptions { MaxConnections = 0 }.CreatePrimaryHandler());
    }

    [Theory]
    [InlineData("PULSE_TIMEOUT", "soon")]
    [InlineData("PULSE_TIMEOUT", "-1")]
    [InlineData("PULSE_MAX_RETRIES", "many")]
    [InlineData("PULSE_BASE_URL", "nowhere")]
    public void Wrong_variables_are_named(string name, string value) =>
        Assert.Contains(name, Assert.Throws<PulseConfigurationException>(() => Resolve(null, (name, value))).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("http://127.0.0.1:8080")]
    [InlineData("http://localhost/prefix")]
    [InlineData("http://[::1]:9")]
    public void Plain_http_is_fine_on_this_machine(string url) => Assert.NotNull(Resolve(new() { BaseUrl = url }));

    [Fact]
    public void A_key_that_cannot_be_one_stays_out_of_the_message()
    {
        PulseConfigurationException failure = Assert.Throws<PulseConfigurationException>(() => Resolve(new() { ApiKey = "my secret\nkey" }));
        Assert.DoesNotContain("secret", failure.ToString(), StringComparison.Ordinal);
    }
}

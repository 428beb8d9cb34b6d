using System.Globalization;
using System.Reflection;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Pulse.Client.Extensions.Configuration;
using Pulse.Client.Extensions.Tests.Support;

namespace Pulse.Client.Extensions.Tests.Configuration;

/// <summary>Options out of a configuration.</summary>
public sealed class SectionTests
{
    static readonly LogRecorder s_unread = new();

    static PulseClientOptions Read(LogRecorder log, params (string Key, string? Value)[] values)
    {
        ServiceCollection services = new();
        services.AddLogging(logging => logging.AddProvider(log));
        services.AddPulseClient(Configuration(values).GetSection("Pulse"));
        using ServiceProvider provider = services.BuildServiceProvider();
        return provider.GetRequiredService<IOptions<PulseClientOptions>>().Value;
    }

    static IConfigurationRoot Configuration((string Key, string? Value)[] values) =>
        new ConfigurationBuilder().AddInMemoryCollection(values.Select(value => KeyValuePair.Create($"Pulse:{value.Key}", value.Value))).Build();

    [Fact]
    public void Every_option_that_can_be_written_down_is_read()
    {
        using CertificateFile certificate = new();

        // A value of its kind for each property; a new option must be added to the section, or be of a kind that no text can be.
        Dictionary<string, object> expected = [];
        foreach (PropertyInfo property in typeof(PulseClientOptions).GetProperties())
        {
            Type type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
            object? value = property.Name == "BaseUrl" ? "https://p.example.com"
                : property.Name.EndsWith("File", StringComparison.Ordinal) ? certificate.Path
                : type == typeof(string) ? $"text-{property.Name}"
                : type == typeof(TimeSpan) ? TimeSpan.FromMilliseconds(90_500)
                : type == typeof(int) ? property.Name == "MaxResponseBytes" ? 4096 : 13
                : type == typeof(double) ? 2.5
                : type == typeof(bool) ? !(bool)property.GetValue(new PulseClientOptions())!
                : null;
            if (value is not null)
            {
                expected.Add(property.Name, value);
            }
        }

        expected.Add(nameof(PulseClientOptions.Headers), new Dictionary<string, string> { ["X-Gateway"] = "secret", ["X-Team"] = "docs" });
        Assert.Equal(expected.Keys.Order(), PulseSection.Names.Order());
        Assert.Equal(expected.Keys.Order(), typeof(PulseSection).GetProperties(BindingFlags.Public | BindingFlags.Instance).Select(property => property.Name).Order());
        LogRecorder log = new();

        // These two exclude each other.
        foreach (string leftOut in (string[])[nameof(PulseClientOptions.Proxy), nameof(PulseClientOptions.ConnectTo)])
        {
            KeyValuePair<string, object>[] written = [.. expected.Where(pair => pair.Key != leftOut)];
            PulseClientOptions options = Read(log, [.. written.SelectMany(Written)]);
            Assert.All(written, pair => Assert.Equal(pair.Value, typeof(PulseClientOptions).GetProperty(pair.Key)!.GetValue(options)));
        }

        Assert.Empty(log.Lines);

        static IEnumerable<(string Key, string? Value)> Written(KeyValuePair<string, object> option) =>
            option.Value is Dictionary<string, string> headers
                ? headers.Select(header => ($"{option.Key}:{header.Key}", (string?)header.Value))
                : [(option.Key.ToUpperInvariant(), string.Create(CultureInfo.InvariantCulture, $"{option.Value}"))];
    }

    [Theory]
    [InlineData("00:01:30", 90)]
    [InlineData("1.00:00:00", 86_400)]
    [InlineData("90", 90)]
    [InlineData("2.5", 2.5)]
    public void A_time_is_a_time_span_or_seconds(string text, double seconds)
    {
        PulseClientOptions options = Read(s_unread, ("ApiKey", "key"), ("Timeout", text), ("ConnectTimeout", text));
        Assert.Equal((seconds, seconds, null), (options.Timeout!.Value.TotalSeconds, options.ConnectTimeout!.Value.TotalSeconds, options.ProcessTimeout));
    }

    [Fact]
    public void Blank_values_say_nothing()
    {
        PulseClientOptions options = Read(s_unread, ("ApiKey", "key"), ("BaseUrl", ""), ("Timeout", " "), ("MaxRetries", ""), ("UserAgent", ""));
        Assert.Equal((null, null, null, null), (options.BaseUrl, options.Timeout, options.MaxRetries, options.UserAgent));
    }

    [Theory]
    [InlineData("MaxRetries", "many")]
    [InlineData("AllowInsecureHttp", "perhaps")]
    [InlineData("MaxRequestsPerSecond", "fast")]
    [InlineData("Timeout", "soon")]
    [InlineData("ProcessTimeout", "1e300")]
    [InlineData("ConnectTimeout", "NaN")]
    public void A_value_of_the_wrong_kind_is_named_with_its_path(string key, string value)
    {
        OptionsValidationException failure = Assert.Throws<OptionsValidationException>(() => Read(s_unread, ("ApiKey", "canary"), (key, value)));
        Assert.Contains($"'{value}'", failure.Message, StringComparison.Ordinal);
        Assert.Contains($"'Pulse:{key}'", failure.Message, StringComparison.Ordinal);
        Assert.StartsWith("Pulse client: ", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("canary", failure.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_misspelt_key_is_a_warning()
    {
        LogRecorder log = new();
        Read(log, ("ApiKey", "canary"), ("MaxRetires", "3"));
        LogRecorder.Line line = Assert.Single(log.Lines);
        Assert.Equal(("Pulse.Client", LogLevel.Warning, 100), (line.Category, line.Level, line.Id));
        Assert.Contains("Pulse:MaxRetires", line.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_root_may_hold_other_things()
    {
        LogRecorder log = new();
        ServiceCollection services = new();
        services.AddLogging(logging => logging.AddProvider(log));
        services.AddPulseClient(new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?> { ["ApiKey"] = "key", ["PATH"] = "/bin" }).Build());
        using ServiceProvider provider = services.BuildServiceProvider();
        Assert.Equal("key", provider.GetRequiredService<IOptions<PulseClientOptions>>().Value.ApiKey);
        Assert.Empty(log.Lines);
    }

    [Fact]
    public void Later_code_wins_over_the_configuration()
    {
        ServiceCollection services = new();
        services.AddPulseClient(Configuration([("ApiKey", "key"), ("MaxRetries", "1"), ("MaxConnections", "5")]).GetSection("Pulse"));
        services.Configure<PulseClientOptions>(options => options.MaxRetries = 2);
        using ServiceProvider provider = services.BuildServiceProvider();
        PulseClientOptions options = provider.GetRequiredService<IOptions<PulseClientOptions>>().Value;
        Assert.Equal((2, 5), (options.MaxRetries, options.MaxConnections));
    }
}

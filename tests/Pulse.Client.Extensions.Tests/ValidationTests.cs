using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Pulse.Client.Extensions.Tests.Support;

namespace Pulse.Client.Extensions.Tests;

/// <summary>Options that cannot work are found early, all at once, and by name.</summary>
public sealed class ValidationTests
{
    static OptionsValidationException Failure(Action<IServiceCollection> register)
    {
        ServiceCollection services = new();
        register(services);
        using ServiceProvider provider = services.BuildServiceProvider();
        return Assert.Throws<OptionsValidationException>(() => provider.GetRequiredService<PulseClient>());
    }

    [Fact]
    public void Everything_that_is_wrong_is_said_at_once()
    {
        OptionsValidationException failure = Failure(services => services.AddPulseClient(options =>
        {
            options.ApiKey = "my secret\nkey";
            options.BaseUrl = "http://example.com";
            options.Timeout = TimeSpan.Zero;
            options.MaxRetries = 99;
            options.MaxConnections = 0;
            options.UserAgent = "a\nb";
        }));
        string[] words = ["ApiKey contains characters", "AllowInsecureHttp", "Timeout must be more than zero", "MaxRetries must be from 0 to 20, not 99", "MaxConnections", "UserAgent"];
        Assert.Equal(words.Length, failure.Failures.Count());
        Assert.All(words, word => Assert.Single(failure.Failures, message => message.Contains(word, StringComparison.Ordinal)));
        Assert.All(failure.Failures, message => Assert.StartsWith("Pulse client: ", message, StringComparison.Ordinal));
        Assert.DoesNotContain("secret", failure.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(" ")]
    public void A_missing_key_is_said_with_its_three_cures(string? key)
    {
        OptionsValidationException failure = Failure(services => services.AddPulseClient(options => options.ApiKey = key));
        string message = Assert.Single(failure.Failures);
        Assert.All((string[])["ApiKey", "configuration", "PULSE_API_KEY"], word => Assert.Contains(word, message, StringComparison.Ordinal));
    }

    [Fact]
    public void The_message_names_the_client()
    {
        ServiceCollection services = new();
        services.AddKeyedPulseClient("invoices", options => options.MaxRetries = -1);
        services.AddKeyedPulseClient("letters", options => options.ApiKey = "key");
        using ServiceProvider provider = services.BuildServiceProvider();
        Assert.NotNull(provider.GetRequiredKeyedService<PulseClient>("letters"));
        OptionsValidationException failure = Assert.Throws<OptionsValidationException>(() => provider.GetRequiredKeyedService<PulseClient>("invoices"));
        Assert.Equal(2, failure.Failures.Count());
        Assert.All(failure.Failures, message => Assert.StartsWith("Pulse client 'invoices': ", message, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_host_does_not_start_with_them()
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddPulseClient(options => (options.ApiKey, options.BaseUrl) = ("key", "nowhere"));
        using IHost host = builder.Build();
        OptionsValidationException failure = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync());
        Assert.Contains("BaseUrl must be an absolute", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Options_come_from_other_services_too()
    {
        ServiceCollection services = new();
        services.AddSingleton(new Uri("https://secrets.example.com"));
        services.AddPulseClient((provider, options) => options.ApiKey = provider.GetRequiredService<Uri>().Host);
        services.Configure<PulseClientOptions>(options => options.MaxRetries = 7);
        using ServiceProvider provider = services.BuildServiceProvider();
        Assert.NotNull(provider.GetRequiredService<PulseClient>());
        PulseClientOptions options = provider.GetRequiredService<IOptions<PulseClientOptions>>().Value;
        Assert.Equal(("secrets.example.com", 7), (options.ApiKey, options.MaxRetries));

        // What the registration adds stays out of the application's options.
        Assert.Null(options.LoggerFactory);
        Assert.Null(options.PrimaryHandler);
    }
}

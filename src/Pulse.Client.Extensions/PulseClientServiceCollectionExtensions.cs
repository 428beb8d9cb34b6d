using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Pulse.Client;
using Pulse.Client.Extensions;
using Pulse.Client.Extensions.Configuration;
using Pulse.Client.Extensions.Http;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>
/// Registers <see cref="PulseClient"/> as a singleton, or as keyed singletons if an application has several. Its options come from
/// the options system and are validated; its requests go through <see cref="IHttpClientFactory"/>; its log goes to
/// <see cref="ILoggerFactory"/>; its clock is the registered <see cref="TimeProvider"/>, if any. The container disposes the client.
/// </summary>
/// <remarks>
/// Options are read once, when the client is created. Later changes of the configuration have no effect. Options that are not
/// set are taken from the environment: <c>PULSE_API_KEY</c>, <c>PULSE_BASE_URL</c>, <c>PULSE_TIMEOUT</c>, <c>PULSE_MAX_RETRIES</c>.
/// Invalid options and a missing API key cause an <see cref="OptionsValidationException"/> that names all of them: when the host
/// starts, or otherwise when the client is first resolved.
/// <para>
/// The returned builder configures the HTTP pipeline below the client: proxies and certificates
/// (<c>ConfigurePrimaryHttpMessageHandler</c>), custom handlers (<c>AddHttpMessageHandler</c>), the factory's log
/// (<c>AddDefaultLogger</c>; off by default, because the client has its own log). The client itself retries and limits requests, so retry
/// handlers that <c>ConfigureHttpClientDefaults</c> adds to all pipelines are left out: a submit that they retry could be
/// billed twice. The primary handler never follows redirects, because it would send the API key along; the client follows them.
/// </para>
/// </remarks>
public static class PulseClientServiceCollectionExtensions
{
    const string HttpClientName = "Pulse.Client";

    /// <summary>Registers the client with the options from the environment and from <c>Configure&lt;PulseClientOptions&gt;</c>.</summary>
    /// <param name="services">The services.</param>
    /// <returns>The builder of the HTTP pipeline below the client.</returns>
    public static IHttpClientBuilder AddPulseClient(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        return Add(services, Options.Options.DefaultName, key: null);
    }

    /// <summary>Registers the client.</summary>
    /// <param name="services">The services.</param>
    /// <param name="configure">Sets the options.</param>
    /// <returns>The builder of the HTTP pipeline below the client.</returns>
    public static IHttpClientBuilder AddPulseClient(this IServiceCollection services, Action<PulseClientOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configure);
        services.Configure(configure);
        return services.AddPulseClient();
    }

    /// <summary>Registers the client with options that come from other services, for example a secret store.</summary>
    /// <param name="services">The services.</param>
    /// <param name="configure">Sets options. The provider is the root provider.</param>
    /// <returns>The builder of the HTTP pipeline below the client.</returns>
    public static IHttpClientBuilder AddPulseClient(this IServiceCollection services, Action<IServiceProvider, PulseClientOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configure);
        services.AddOptions<PulseClientOptions>().Configure<IServiceProvider>((options, provider) => configure(provider, options));
        return services.AddPulseClient();
    }

    /// <summary>Registers the client with options from the configuration. The keys are the names of the options, in any case. A duration is a time span (<c>00:01:30</c>) or a number of seconds.</summary>
    /// <param name="services">The services.</param>
    /// <param name="configuration">The section, for example <c>builder.Configuration.GetSection("Pulse")</c>. It is read when the client is created. A key that is not an option is logged as a warning.</param>
    /// <returns>The builder of the HTTP pipeline below the client.</returns>
    public static IHttpClientBuilder AddPulseClient(this IServiceCollection services, IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configuration);
        Bind(services, Options.Options.DefaultName, configuration);
        return services.AddPulseClient();
    }

    /// <summary>Registers one of several clients: <c>[FromKeyedServices(name)] PulseClient client</c>.</summary>
    /// <param name="services">The services.</param>
    /// <param name="name">The key of the service and the name of its options: <c>Configure&lt;PulseClientOptions&gt;(name, …)</c>.</param>
    /// <returns>The builder of the HTTP pipeline below the client.</returns>
    public static IHttpClientBuilder AddKeyedPulseClient(this IServiceCollection services, string name)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        return Add(services, name, key: name);
    }

    /// <summary>Registers one of several clients: <c>[FromKeyedServices(name)] PulseClient client</c>.</summary>
    /// <param name="services">The services.</param>
    /// <param name="name">The key of the service and the name of its options.</param>
    /// <param name="configure">Sets the options.</param>
    /// <returns>The builder of the HTTP pipeline below the client.</returns>
    public static IHttpClientBuilder AddKeyedPulseClient(this IServiceCollection services, string name, Action<PulseClientOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(configure);
        services.Configure(name, configure);
        return services.AddKeyedPulseClient(name);
    }

    /// <summary>Registers one of several clients with options from the configuration: <c>[FromKeyedServices(name)] PulseClient client</c>.</summary>
    /// <param name="services">The services.</param>
    /// <param name="name">The key of the service and the name of its options.</param>
    /// <param name="configuration">The section of this client; see <see cref="AddPulseClient(IServiceCollection, IConfiguration)"/>.</param>
    /// <returns>The builder of the HTTP pipeline below the client.</returns>
    public static IHttpClientBuilder AddKeyedPulseClient(this IServiceCollection services, string name, IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(configuration);
        Bind(services, name, configuration);
        return services.AddKeyedPulseClient(name);
    }

    static void Bind(IServiceCollection services, string name, IConfiguration configuration) =>
        services.AddOptions<PulseClientOptions>(name).Configure<ILoggerFactory>((options, loggers) =>
            new SectionReader(configuration, name, loggers.CreateLogger("Pulse.Client")).Apply(options));

    static IHttpClientBuilder Add(IServiceCollection services, string name, string? key)
    {
        IHttpClientBuilder builder = services.AddHttpClient(key is null ? HttpClientName : $"{HttpClientName}.{key}");
        if (services.Any(service => service.ServiceType == typeof(PulseClient) && Equals(service.ServiceKey, key)))
        {
            // Registered before: its options were added to, its pipeline is as it was.
            return builder;
        }

        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<PulseClientOptions>, PulseClientOptionsValidator>());
        services.AddOptions<PulseClientOptions>(name).ValidateOnStart();
        PulsePipeline.Configure(builder, name);
        if (key is null)
        {
            services.AddSingleton(provider => Create(provider, name, builder.Name));
        }
        else
        {
            services.AddKeyedSingleton(key, (provider, _) => Create(provider, name, builder.Name));
        }

        return builder;
    }

    static PulseClient Create(IServiceProvider provider, string name, string httpClientName)
    {
        PulseClientOptions options = provider.GetRequiredService<IOptionsMonitor<PulseClientOptions>>().Get(name).Clone();
        options.LoggerFactory ??= provider.GetRequiredService<ILoggerFactory>();
        if (options.TimeProvider == TimeProvider.System)
        {
            options.TimeProvider = provider.GetService<TimeProvider>() ?? TimeProvider.System;
        }

        // The handler of the options, if there is one, is at the end of the factory's pipeline.
        options.PrimaryHandler = new FactoryHandler(provider.GetRequiredService<IHttpMessageHandlerFactory>(), httpClientName);
        return new PulseClient(options);
    }
}

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
/// Registers <see cref="PulseClient"/> as a singleton, or as a keyed one where an application has several: its options come from
/// the options system and are validated, its requests go through <see cref="IHttpClientFactory"/>, its log to
/// <see cref="ILoggerFactory"/>, its clock is the registered <see cref="TimeProvider"/>, if there is one. The container disposes it.
/// </summary>
/// <remarks>
/// Options are read once, when the client is made; a change of the configuration has no effect on it. What an option does not
/// say is taken from the environment: <c>PULSE_API_KEY</c>, <c>PULSE_BASE_URL</c>, <c>PULSE_TIMEOUT</c>, <c>PULSE_MAX_RETRIES</c>.
/// Unusable options, and a missing key, are an <see cref="OptionsValidationException"/> that names all of them: when a host
/// starts, or else when the client is asked for.
/// <para>
/// The returned builder configures the HTTP pipeline below the client: proxies and certificates
/// (<c>ConfigurePrimaryHttpMessageHandler</c>), custom handlers (<c>AddHttpMessageHandler</c>), the factory's log
/// (<c>AddDefaultLogger</c>; off at first, as the client has a log). The client itself repeats and limits requests, so retry
/// handlers which <c>ConfigureHttpClientDefaults</c> puts into all pipelines are left out: a submit that they repeat could be
/// paid for twice. Redirects are never followed by the primary handler, as they would carry the key along; the client follows them.
/// </para>
/// </remarks>
public static class PulseClientServiceCollectionExtensions
{
    const string HttpClientName = "Pulse.Client";

    /// <summary>Registers the client with the options of the environment, and of <c>Configure&lt;PulseClientOptions&gt;</c> elsewhere.</summary>
    /// <param name="services">Where it is registered.</param>
    /// <returns>The builder of the HTTP pipeline below the client.</returns>
    public static IHttpClientBuilder AddPulseClient(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        return Add(services, Options.Options.DefaultName, key: null);
    }

    /// <summary>Registers the client.</summary>
    /// <param name="services">Where it is registered.</param>
    /// <param name="configure">Sets options.</param>
    /// <returns>The builder of the HTTP pipeline below the client.</returns>
    public static IHttpClientBuilder AddPulseClient(this IServiceCollection services, Action<PulseClientOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configure);
        services.Configure(configure);
        return services.AddPulseClient();
    }

    /// <summary>Registers the client with options that come from other services, for example a store of secrets.</summary>
    /// <param name="services">Where it is registered.</param>
    /// <param name="configure">Sets options. The provider is the root one.</param>
    /// <returns>The builder of the HTTP pipeline below the client.</returns>
    public static IHttpClientBuilder AddPulseClient(this IServiceCollection services, Action<IServiceProvider, PulseClientOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configure);
        services.AddOptions<PulseClientOptions>().Configure<IServiceProvider>((options, provider) => configure(provider, options));
        return services.AddPulseClient();
    }

    /// <summary>Registers the client with options from the configuration: the names of the options, case does not matter; a time is a time span (<c>00:01:30</c>) or a number of seconds.</summary>
    /// <param name="services">Where it is registered.</param>
    /// <param name="configuration">The section, for example <c>builder.Configuration.GetSection("Pulse")</c>. It is read when the client is made. A key of it that is no option is a warning in the log.</param>
    /// <returns>The builder of the HTTP pipeline below the client.</returns>
    public static IHttpClientBuilder AddPulseClient(this IServiceCollection services, IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configuration);
        Bind(services, Options.Options.DefaultName, configuration);
        return services.AddPulseClient();
    }

    /// <summary>Registers one of several clients: <c>[FromKeyedServices(name)] PulseClient client</c>.</summary>
    /// <param name="services">Where it is registered.</param>
    /// <param name="name">The key of the service and the name of its options: <c>Configure&lt;PulseClientOptions&gt;(name, …)</c>.</param>
    /// <returns>The builder of the HTTP pipeline below the client.</returns>
    public static IHttpClientBuilder AddKeyedPulseClient(this IServiceCollection services, string name)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        return Add(services, name, key: name);
    }

    /// <summary>Registers one of several clients: <c>[FromKeyedServices(name)] PulseClient client</c>.</summary>
    /// <param name="services">Where it is registered.</param>
    /// <param name="name">The key of the service and the name of its options.</param>
    /// <param name="configure">Sets options.</param>
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
    /// <param name="services">Where it is registered.</param>
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

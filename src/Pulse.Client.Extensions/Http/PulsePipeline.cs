using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Http;
using Microsoft.Extensions.Options;
using Pulse.Client.Http;

namespace Pulse.Client.Extensions.Http;

/// <summary>What holds for every pipeline of the factory below a client, whatever an application adds to it.</summary>
static class PulsePipeline
{
    const string KeyHeader = "x-api-key";

    // By name, as referring to them would bring their packages along.
    static readonly string[] s_repeatingHandlers =
    [
        "Microsoft.Extensions.Http.Resilience.ResilienceHandler",
        "Microsoft.Extensions.Http.PolicyHttpMessageHandler",
    ];

    internal static void Configure(IHttpClientBuilder builder, string optionsName)
    {
        builder
            .RemoveAllLoggers()
            .ConfigurePrimaryHttpMessageHandler(provider => Primary(provider.GetRequiredService<IOptionsMonitor<PulseClientOptions>>().Get(optionsName)))

            // The primary handler notices changes of DNS by itself.
            .SetHandlerLifetime(Timeout.InfiniteTimeSpan)

            // Runs after the application's defaults for all clients and before what it adds to this one.
            .ConfigureAdditionalHttpMessageHandlers((handlers, _) => RemoveRepeating(handlers));
        builder.Services.AddOptions<HttpClientFactoryOptions>(builder.Name).PostConfigure<IOptionsMonitor<PulseClientOptions>>((options, clients) =>
        {
            // Headers of the application's own may hold the secrets of a gateway.
            Func<string, bool> redact = options.ShouldRedactHeaderValue;
            options.ShouldRedactHeaderValue = header =>
                header.Equals(KeyHeader, StringComparison.OrdinalIgnoreCase) || clients.Get(optionsName).Headers.ContainsKey(header) || redact(header);
            options.HttpMessageHandlerBuilderActions.Add(pipeline => StopRedirects(pipeline.PrimaryHandler));
        });
    }

    static HttpMessageHandler Primary(PulseClientOptions options) =>
        options.PrimaryHandler is { } given ? new BorrowedHandler(given) : options.CreatePrimaryHandler();

    static void RemoveRepeating(IList<DelegatingHandler> handlers)
    {
        for (int i = handlers.Count - 1; i >= 0; i--)
        {
            if (s_repeatingHandlers.Contains(handlers[i].GetType().FullName))
            {
                handlers.RemoveAt(i);
            }
        }
    }

    static void StopRedirects(HttpMessageHandler? handler)
    {
        while (handler is DelegatingHandler { InnerHandler: { } inner })
        {
            handler = inner;
        }

        try
        {
            switch (handler)
            {
                case SocketsHttpHandler { AllowAutoRedirect: true } sockets:
                    sockets.AllowAutoRedirect = false;
                    break;
                case HttpClientHandler { AllowAutoRedirect: true } client:
                    client.AllowAutoRedirect = false;
                    break;
            }
        }
        catch (InvalidOperationException exception)
        {
            throw new PulseConfigurationException(
                PulseErrorCode.InvalidArgument,
                "The primary handler of the Pulse client follows redirects, which would carry the API key along, and cannot be changed any more as it was used before: set AllowAutoRedirect to false where it is made.",
                exception);
        }
    }
}

using Pulse.Client.Http;
using Refit;

namespace Pulse.Client.Api;

/// <summary>The Refit clients, generated at compile time, over one HTTP client. Each is made when it is first used, so that a program pays only for what it calls.</summary>
sealed class PulseApis(HttpClient http)
{
    internal IJobsApi Jobs => field ??= Create<IJobsApi>();

    internal IExtractApi Extract => field ??= Create<IExtractApi>();

    internal ISplitApi Split => field ??= Create<ISplitApi>();

    internal ISchemaApi Schema => field ??= Create<ISchemaApi>();

    internal ITablesApi Tables => field ??= Create<ITablesApi>();

    internal IBatchApi Batch => field ??= Create<IBatchApi>();

    internal IPipelineApi Pipeline => field ??= Create<IPipelineApi>();

    internal IFormApi Form => field ??= Create<IFormApi>();

    internal IResultsApi Results => field ??= Create<IResultsApi>();

    internal IWebhookApi Webhook => field ??= Create<IWebhookApi>();

    T Create<T>()
        where T : class
    {
        RefitSettings settings = RefitSettings.ForJsonContext(PulseJsonContext.Default);

        // The transport's own exception, as Refit's wrapper would carry the request, and with it the key.
        settings.TransportExceptionFactory = static (_, exception, _) => exception;

        // The defaults of an HTTP client are not for messages that others make.
        settings.Version = http.DefaultRequestVersion;
        settings.VersionPolicy = http.DefaultVersionPolicy;
        return RestService.ForGenerated<T>(http, settings);
    }
}

using Pulse.Client.Http;
using Refit;

namespace Pulse.Client.Api;

/// <summary>Makes the Refit clients, generated at compile time, over one HTTP client.</summary>
static class PulseApis
{
    internal static T Create<T>(HttpClient http)
        where T : class
    {
        RefitSettings settings = RefitSettings.ForJsonContext(PulseJsonContext.Default);

        // The transport's own exception, as Refit's wrapper would carry the request, and with it the key.
        settings.TransportExceptionFactory = static (_, exception, _) => exception;
        return RestService.ForGenerated<T>(http, settings);
    }
}

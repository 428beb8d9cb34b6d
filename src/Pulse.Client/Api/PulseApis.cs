using System.Collections.Concurrent;
using Pulse.Client.Http;
using Refit;

namespace Pulse.Client.Api;

/// <summary>The Refit clients, generated at compile time, over one HTTP client. Each is made when it is first used, so that a program pays only for what it calls.</summary>
sealed class PulseApis(HttpClient http)
{
    readonly ConcurrentDictionary<Type, object> _made = new();

    internal T Of<T>()
        where T : class => (T)_made.GetOrAdd(typeof(T), static (_, http) => Create<T>(http), http);

    static T Create<T>(HttpClient http)
        where T : class
    {
        RefitSettings settings = RefitSettings.ForJsonContext(PulseJsonContext.Default);

        // The transport's own exception, as Refit's wrapper would carry the request, and with it the key.
        settings.TransportExceptionFactory = static (_, exception, _) => exception;
        return RestService.ForGenerated<T>(http, settings);
    }
}

using System.Net;

namespace Pulse.Client.Http;

/// <summary>
/// Follows redirects of GET requests. It stands above the authentication handler, so that each hop gets the key only
/// if it leads to our own origin; the framework's own redirects would carry <c>x-api-key</c> anywhere. Submits are never
/// redirected: their response would be that of another request. It is the outermost of our handlers, and what ends an attempt
/// (<see cref="ConnectionUse.Ending"/>) comes in here.
/// </summary>
sealed class RedirectHandler(HttpMessageHandler inner) : DelegatingHandler(inner)
{
    const int MaxHops = 5;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        cancellationToken = ConnectionUse.Current?.Ending ?? cancellationToken;
        HttpResponseMessage response = await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
        for (int hop = 0; hop < MaxHops && Target(request, response) is { } target; hop++)
        {
            response.Dispose();
            request = new HttpRequestMessage(HttpMethod.Get, target) { Version = request.Version, VersionPolicy = request.VersionPolicy };
            response = await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
        }

        return response;
    }

    static Uri? Target(HttpRequestMessage request, HttpResponseMessage response)
    {
        bool redirected = response.StatusCode is HttpStatusCode.Moved or HttpStatusCode.Found or HttpStatusCode.SeeOther
            or HttpStatusCode.TemporaryRedirect or HttpStatusCode.PermanentRedirect;
        if (!redirected || request.Method != HttpMethod.Get || response.Headers.Location is not { } location || request.RequestUri is not { } from)
        {
            return null;
        }

        if (!Uri.TryCreate(from, location, out Uri? target))
        {
            return null;
        }

        bool web = target.Scheme == Uri.UriSchemeHttps || target.Scheme == Uri.UriSchemeHttp;
        bool downgrade = from.Scheme == Uri.UriSchemeHttps && target.Scheme != Uri.UriSchemeHttps;
        return web && !downgrade ? target : null;
    }
}

using System.Net;

namespace Pulse.Client.Http;

/// <summary>
/// Follows redirects of GET requests. Each hop passes the authentication handler, so that it gets the key only if it leads to our
/// own origin; the framework's own redirects would carry <c>x-api-key</c> anywhere. Submits are never redirected: their response
/// would be that of another request.
/// </summary>
/// <param name="handlers">Send a hop. Not HttpClient, which would read all of the response.</param>
sealed class Redirects(HttpMessageInvoker handlers)
{
    const int MaxHops = 5;

    /// <summary>The response behind all redirects; those that led there are disposed of.</summary>
    /// <param name="response">What came.</param>
    /// <param name="use">The attempt that it came to.</param>
    internal ValueTask<HttpResponseMessage> FollowAsync(HttpResponseMessage response, ConnectionUse use) =>
        Target(use.Request, response) is { } target ? HopAsync(response, target, use) : new(response);

    async ValueTask<HttpResponseMessage> HopAsync(HttpResponseMessage response, Uri first, ConnectionUse use)
    {
        Uri? target = first;
        for (int hop = 0; hop < MaxHops && target is not null; hop++)
        {
            response.Dispose();
            HttpRequestMessage request = new(HttpMethod.Get, target);
            response = await handlers.SendAsync(request, CancellationToken.None).ConfigureAwait(false);
            target = Target(use.Request, response);
        }

        return response;
    }

    static Uri? Target(HttpRequestMessage? request, HttpResponseMessage response)
    {
        bool redirected = response.StatusCode is HttpStatusCode.Moved or HttpStatusCode.Found or HttpStatusCode.SeeOther
            or HttpStatusCode.TemporaryRedirect or HttpStatusCode.PermanentRedirect;
        if (!redirected || request is null || request.Method != HttpMethod.Get || response.Headers.Location is not { } location || request.RequestUri is not { } from)
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

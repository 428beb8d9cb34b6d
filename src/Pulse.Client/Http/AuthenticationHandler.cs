namespace Pulse.Client.Http;

/// <summary>
/// Puts the key and the headers of the client and the call on requests; only where scheme, host and port are those of the base URL.
/// It is the outermost of our handlers, and what ends an attempt (<see cref="ConnectionUse.Ending"/>) comes in here.
/// </summary>
sealed class AuthenticationHandler(ClientSettings settings, HttpMessageHandler inner) : DelegatingHandler(inner)
{
    internal const string KeyHeader = "x-api-key";

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (ConnectionUse.Current is { } use)
        {
            use.Request = request;
            cancellationToken = use.Ending;
        }

        // A redirect, or the link to a large result, may lead from http to https.
        if (request.RequestUri?.Scheme == Uri.UriSchemeHttps)
        {
            settings.RequireTls?.Invoke();
        }

        request.Headers.Remove(KeyHeader);
        request.Headers.TryAddWithoutValidation("User-Agent", settings.UserAgent);
        request.Headers.TryAddWithoutValidation("Accept", "*/*");
        request.Headers.TryAddWithoutValidation("X-Pulse-Source", "pulse-native");
        if (request.RequestUri is { } uri && Origin.Equal(uri, settings.BaseUrl))
        {
            if (settings.ApiKey is not null)
            {
                request.Headers.TryAddWithoutValidation(KeyHeader, settings.ApiKey);
            }

            foreach ((string name, string value) in settings.Headers)
            {
                request.Headers.Remove(name);
                request.Headers.TryAddWithoutValidation(name, value);
            }

            CallHeaders.Current?.AddTo(request);
        }

        return base.SendAsync(request, cancellationToken);
    }
}

/// <summary>Same-origin comparison (scheme, host, port).</summary>
static class Origin
{
    internal static bool Equal(Uri left, Uri? right) =>
        left.IsAbsoluteUri
        && right is not null
        && left.Port == right.Port
        && string.Equals(left.Scheme, right.Scheme, StringComparison.OrdinalIgnoreCase)
        && string.Equals(left.IdnHost, right.IdnHost, StringComparison.OrdinalIgnoreCase);
}

namespace Pulse.Client.Http;

/// <summary>
/// Shows the credentials to the proxy of an http:// request at once. The framework first sends each request without them, which
/// would send every document twice. (For https:// only the CONNECT is repeated, which the framework does well.)
/// </summary>
sealed class ProxyAuthorizationHandler(ClientProxy proxy, HttpMessageHandler inner) : DelegatingHandler(inner)
{
    const string Header = "Proxy-Authorization";

    protected override HttpResponseMessage Send(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Authorize(request);
        return base.Send(request, cancellationToken);
    }

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Authorize(request);
        return base.SendAsync(request, cancellationToken);
    }

    void Authorize(HttpRequestMessage request)
    {
        request.Headers.Remove(Header);
        if (request.RequestUri is { } target && target.Scheme == Uri.UriSchemeHttp && proxy.For(target) is { IsSocks: false, Authorization: { } value })
        {
            request.Headers.TryAddWithoutValidation(Header, value);
        }
    }
}

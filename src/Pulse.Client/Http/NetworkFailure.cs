using System.Globalization;
using System.Net;
using Pulse.Client.Compatibility;

namespace Pulse.Client.Http;

/// <summary>Puts failures of the network into words. Own words, since a trimmed library may carry the framework's messages only as keys.</summary>
sealed class NetworkFailure(ClientSettings settings)
{
    /// <summary>Whether it is a failure of TLS.</summary>
    internal bool IsTls(Exception exception) => DescribeTls(exception) is not null;

    /// <summary>Whether a proxy wants other credentials.</summary>
    internal static bool IsRefusedByProxy(Exception exception) =>
        exception is HttpRequestException { HttpRequestError: HttpRequestError.ProxyTunnelError } failure && ProxyTunnel.StatusOf(failure) == HttpStatusCode.ProxyAuthenticationRequired;

    /// <summary>What failed, without a full stop.</summary>
    internal string Describe(Exception exception)
    {
        if (DescribeTls(exception) is { } tls)
        {
            return tls;
        }

        ProxyServer? proxy = settings.Proxy?.For(settings.BaseUrl);
        string toProxy = proxy is null ? "" : $" to the proxy {proxy.Address.Authority}";
        HttpRequestError error = exception switch
        {
            HttpRequestException request => request.HttpRequestError,
            HttpIOException io => io.HttpRequestError,
            _ => HttpRequestError.Unknown,
        };
        string words = error switch
        {
            HttpRequestError.NameResolutionError => proxy is null ? "the host name was not found" : $"the host name of the proxy {proxy.Address.Authority} was not found",
            HttpRequestError.ConnectionError => $"no connection{toProxy} could be made",
            HttpRequestError.SecureConnectionError => "the connection was closed during the TLS handshake",
            HttpRequestError.ResponseEnded => "the connection was closed before the response was complete",
            HttpRequestError.InvalidResponse => settings.BaseUrl.Scheme == Uri.UriSchemeHttp ? "the response is not HTTP (is it an https:// server?)" : "the response is not HTTP",
            HttpRequestError.ConfigurationLimitExceeded => "the response's headers are too large",
            HttpRequestError.ProxyTunnelError => DescribeTunnel(proxy, exception is HttpRequestException failure ? ProxyTunnel.StatusOf(failure) : null),
            _ when exception is OperationCanceledException => $"no connection{toProxy} could be made in time",
            _ => "the connection broke",
        };
        Exception innermost = exception.GetBaseException();
        return innermost == exception || string.IsNullOrEmpty(innermost.Message) ? words : $"{words} ({innermost.Message.TrimEnd('.')})";
    }

    string? DescribeTls(Exception exception) => TlsFailure.Describe(exception, settings.ClientCertificate is not null, settings.CertificateDemand);

    static string DescribeTunnel(ProxyServer? proxy, HttpStatusCode? status)
    {
        string who = proxy is null ? "the proxy" : $"the proxy {proxy.Address.Authority}";
        return status switch
        {
            HttpStatusCode.ProxyAuthenticationRequired when proxy?.Credential is null => $"{who} demands credentials (HTTP 407)",
            HttpStatusCode.ProxyAuthenticationRequired => $"{who} does not accept the credentials (HTTP 407)",
            { } other => string.Create(CultureInfo.InvariantCulture, $"{who} refused the connection (HTTP {(int)other})"),
            null => $"{who} refused the connection",
        };
    }
}

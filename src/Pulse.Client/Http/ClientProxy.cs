using System.Net;

namespace Pulse.Client.Http;

/// <summary>
/// Which proxy a request goes through: the option's, or that of the environment as it is when the client is made. Responses only
/// for Basic and SOCKS credentials: the other ways of authentication need libraries that may be missing.
/// </summary>
sealed class ClientProxy : IWebProxy, ICredentials
{
    readonly ProxyServer? _http;
    readonly ProxyServer? _https;
    readonly ProxyExceptions? _exceptions;

    /// <summary>That of the option: for everything.</summary>
    ClientProxy(ProxyServer own) => (_http, _https) = (own, own);

    /// <summary>Those of the environment.</summary>
    ClientProxy(ProxyServer? http, ProxyServer? https, ProxyExceptions exceptions) => (_http, _https, _exceptions) = (http, https, exceptions);

    /// <summary>Whether a proxy is reached over TLS.</summary>
    internal bool UsesTls => _http?.UsesTls == true || _https?.UsesTls == true;

    internal IEnumerable<string> Secrets => [.. _http?.Secrets ?? [], .. _https?.Secrets ?? []];

    ICredentials? IWebProxy.Credentials
    {
        get => _http?.Credential is null && _https?.Credential is null ? null : this;
        set => throw new NotSupportedException();
    }

    /// <summary>Null when there is no proxy.</summary>
    internal static ClientProxy? Resolve(PulseClientOptions options, Func<string, string?> environment)
    {
        if (options.Proxy is { } own)
        {
            ProxyServer? server = string.IsNullOrWhiteSpace(own) ? null : ProxyServer.Parse("Proxy", own);
            return server is null ? null : new ClientProxy(server);
        }

        // In a CGI program HTTP_PROXY is what a visitor sent as the header Proxy.
        bool cgi = !string.IsNullOrEmpty(environment("GATEWAY_INTERFACE"));
        ProxyServer? all = FromEnvironment(environment, "all_proxy", "ALL_PROXY");
        ProxyServer? http = FromEnvironment(environment, "http_proxy", cgi ? null : "HTTP_PROXY") ?? all;
        ProxyServer? https = FromEnvironment(environment, "https_proxy", "HTTPS_PROXY") ?? all;
        return http is null && https is null ? null : new ClientProxy(http, https, new ProxyExceptions(NullIfBlank(environment("no_proxy")) ?? environment("NO_PROXY")));
    }

    /// <summary>The proxy for a target; null when it is reached directly.</summary>
    internal ProxyServer? For(Uri target)
    {
        bool secure = target.Scheme == Uri.UriSchemeHttps;
        ProxyServer? server = secure ? _https : _http;
        if (server is null || _exceptions is null)
        {
            return server;
        }

        // Nor is another machine sent, readable, what is meant for this one, where it could not deliver it anyway.
        bool astray = !secure && target.IsLoopback && !server.Address.IsLoopback;
        return astray || _exceptions.Contains(target) ? null : server;
    }

    Uri? IWebProxy.GetProxy(Uri destination) => For(destination)?.Address;

    bool IWebProxy.IsBypassed(Uri host) => For(host) is null;

    NetworkCredential? ICredentials.GetCredential(Uri uri, string authType)
    {
        bool known = authType.Equals("Basic", StringComparison.OrdinalIgnoreCase) || authType.StartsWith("socks", StringComparison.OrdinalIgnoreCase);
        return !known ? null : Origin.Equal(uri, _https?.Address) ? _https!.Credential : Origin.Equal(uri, _http?.Address) ? _http!.Credential : null;
    }

    static ProxyServer? FromEnvironment(Func<string, string?> environment, string name, string? other)
    {
        string? text = NullIfBlank(environment(name));
        if (text is null && other is not null)
        {
            (name, text) = (other, NullIfBlank(environment(other)));
        }

        return text is null ? null : ProxyServer.Parse($"The environment variable {name}", text);
    }

    static string? NullIfBlank(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;
}

using System.Security.Cryptography.X509Certificates;

namespace Pulse.Client.Http;

/// <summary>Makes the handlers that hold the connections.</summary>
static class PrimaryHandlers
{
    internal static SocketsHttpHandler Create(ClientSettings settings, Connector connector)
    {
        SocketsHttpHandler handler = new()
        {
            // Redirects are followed above the authentication handler, which decides about the key.
            AllowAutoRedirect = false,
            UseCookies = false,
            ActivityHeadersPropagator = null,
            ConnectTimeout = settings.ConnectTimeout,
            MaxConnectionsPerServer = settings.MaxConnections,
            UseProxy = settings.Proxy is not null,
            Proxy = settings.Proxy,

            // What is not wanted is not read to its end either: the connection is closed.
            MaxResponseDrainSize = 0,

            ConnectCallback = connector.ConnectAsync,
            PlaintextStreamFilter = connector.WatchAsync,

            // So that changes of DNS are noticed.
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            PooledConnectionIdleTimeout = TimeSpan.FromMinutes(1),
        };
        handler.SslOptions.RemoteCertificateValidationCallback = new ServerCertificates(settings.CaFile, settings.MachineRoots, settings.CertificateDemand).Check;
        handler.SslOptions.ClientCertificateContext = settings.ClientCertificate;
        if (settings.Roots is not null)
        {
            X509ChainPolicy policy = new() { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck, DisableCertificateDownloads = !ServerCertificates.FetchesIssuers };
            policy.CustomTrustStore.AddRange(settings.Roots);
            handler.SslOptions.CertificateChainPolicy = policy;
        }
        else if (settings.MachineRoots is not null)
        {
            // Nobody is trusted, until ServerCertificates has looked.
            handler.SslOptions.CertificateChainPolicy = new() { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck, DisableCertificateDownloads = true };
        }

        return handler;
    }

    /// <summary>The same with the credentials that a proxy demands.</summary>
    internal static HttpMessageHandler CreateAuthorized(ClientSettings settings, Connector connector) => Authorize(settings, Create(settings, connector));

    /// <summary>
    /// One that notices when a server asks for a client certificate and there is none. It is for few connections: with the
    /// callback that notices it the framework resumes no TLS session.
    /// </summary>
    internal static SocketsHttpHandler CreateNoticing(ClientSettings settings, Connector connector)
    {
        SocketsHttpHandler handler = Create(settings, connector);
        if (settings.ClientCertificate is null)
        {
            handler.SslOptions.LocalCertificateSelectionCallback = settings.CertificateDemand.Choose;
        }

        return handler;
    }

    /// <summary>One that connects, also through a proxy, but sends no request: with <see cref="ConnectedException"/> every request ends where it would be sent.</summary>
    internal static HttpMessageHandler CreateConnecting(ClientSettings settings, Connector connector)
    {
        SocketsHttpHandler handler = CreateNoticing(settings, connector);
        handler.PlaintextStreamFilter = (context, cancellationToken) => context.InitialRequestMessage.Method == HttpMethod.Connect
            ? connector.WatchAsync(context, cancellationToken)
            : throw new ConnectedException();
        return Authorize(settings, handler);
    }

    static HttpMessageHandler Authorize(ClientSettings settings, SocketsHttpHandler handler) =>
        settings.Proxy is null ? handler : new ProxyAuthorizationHandler(settings.Proxy, handler);
}

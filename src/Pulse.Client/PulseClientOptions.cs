using Microsoft.Extensions.Logging;
using Pulse.Client.Http;

namespace Pulse.Client;

/// <summary>How a <see cref="PulseClient"/> works. Read once, when the client is made; an explicit option wins over the environment.</summary>
public sealed partial class PulseClientOptions
{
    /// <summary>Receives the log. It never holds a key or a document's content.</summary>
    public ILoggerFactory? LoggerFactory { get; set; }

    /// <summary>The clock of all waiting, delays and limits.</summary>
    /// <value>Default: <see cref="TimeProvider.System"/>.</value>
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;

    /// <summary>Gives numbers from 0 (inclusive) to 1 (exclusive) for jitter; called from several threads.</summary>
    /// <value>Default: a generator of the client's own.</value>
    public Func<double>? Randomizer { get; set; }

    /// <summary>Sends the requests, in place of the client's own connection pool, so that the options of TLS, proxy and connections have no influence; for tests and settings that there is no option for. Not disposed by the client. It must not follow redirects by itself, as they would carry the key along.</summary>
    public HttpMessageHandler? PrimaryHandler { get; set; }

    /// <summary>A copy, which can be changed without changing these options. Handlers, factories and the clock are shared.</summary>
    public PulseClientOptions Clone()
    {
        PulseClientOptions copy = (PulseClientOptions)MemberwiseClone();
        copy.Headers = new Dictionary<string, string>(Headers, StringComparer.OrdinalIgnoreCase);
        return copy;
    }

    /// <summary>Checks the options, and the environment variables behind those that are not set, without making a client.</summary>
    /// <returns>What is wrong, a sentence for each problem, which names the option or the variable; empty when a client can be made. A missing key is no problem here: the first call reports it.</returns>
    public IReadOnlyList<string> Validate() => ClientSettings.Problems(this, Environment.GetEnvironmentVariable);

    /// <summary>
    /// Makes the handler that a client with these options makes for itself: a connection pool that follows no redirects, keeps
    /// no cookies and notices changes of DNS. For whoever wants to change something of it and hand it on as
    /// <see cref="PrimaryHandler"/>, and for <c>IHttpClientFactory</c>.
    /// </summary>
    /// <returns>A handler that belongs to the caller. <see cref="PrimaryHandler"/> has no influence on it.</returns>
    /// <exception cref="PulseConfigurationException">An option is unusable; the message names it.</exception>
    public SocketsHttpHandler CreatePrimaryHandler()
    {
        ClientSettings settings = ClientSettings.Resolve(this, Environment.GetEnvironmentVariable);
        return PrimaryHandlers.Create(settings, new Connector(settings.Network, settings.TimeProvider, settings.BaseUrl, settings.ConnectTo));
    }
}

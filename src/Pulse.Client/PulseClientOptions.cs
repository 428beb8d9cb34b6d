using Microsoft.Extensions.Logging;
using Pulse.Client.Http;

namespace Pulse.Client;

/// <summary>The options of a <see cref="PulseClient"/>. They are read once, when the client is created. An option that is set takes precedence over the environment.</summary>
public sealed partial class PulseClientOptions
{
    /// <summary>Receives the log. It never contains API keys or content of documents.</summary>
    public ILoggerFactory? LoggerFactory { get; set; }

    /// <summary>The clock for waits, delays and timeouts.</summary>
    /// <value>Default: <see cref="TimeProvider.System"/>.</value>
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;

    /// <summary>Returns random numbers from 0 (inclusive) to 1 (exclusive) for jitter. It is called from several threads.</summary>
    /// <value>Default: a random number generator of the client.</value>
    public Func<double>? Randomizer { get; set; }

    /// <summary>A handler that sends the requests in place of the client's own connection pool, for tests and for settings that have no option. The options for TLS, proxy and connections then have no effect. The client does not dispose the handler. The handler must not follow redirects, because it would send the API key along.</summary>
    public HttpMessageHandler? PrimaryHandler { get; set; }

    /// <summary>Creates a copy that can be changed independently. Handlers, factories and the clock are shared.</summary>
    public PulseClientOptions Clone()
    {
        PulseClientOptions copy = (PulseClientOptions)MemberwiseClone();
        copy.Headers = new Dictionary<string, string>(Headers, StringComparer.OrdinalIgnoreCase);
        return copy;
    }

    /// <summary>Validates the options, and the environment variables that stand in for options that are not set, without creating a client.</summary>
    /// <returns>A sentence for each problem, which names the option or the variable; empty if a client can be created. A missing API key is not reported here, but by the first call.</returns>
    public IReadOnlyList<string> Validate() => ClientSettings.Problems(this, Environment.GetEnvironmentVariable);

    /// <summary>
    /// Creates the same handler that a client with these options creates: a connection pool that does not follow redirects, keeps
    /// no cookies, and respects changes in DNS. Use it to change the handler and pass it as
    /// <see cref="PrimaryHandler"/>, or with <c>IHttpClientFactory</c>.
    /// </summary>
    /// <returns>A handler that the caller owns. <see cref="PrimaryHandler"/> has no effect on it.</returns>
    /// <exception cref="PulseConfigurationException">An option is invalid; the message names it.</exception>
    public SocketsHttpHandler CreatePrimaryHandler()
    {
        ClientSettings settings = ClientSettings.Resolve(this, Environment.GetEnvironmentVariable);
        return PrimaryHandlers.Create(settings, new Connector(settings.Network, settings.TimeProvider, settings.BaseUrl, settings.ConnectTo));
    }
}

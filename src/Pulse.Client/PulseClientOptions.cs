using Microsoft.Extensions.Logging;
using Pulse.Client.Http;

namespace Pulse.Client;

/// <summary>How a <see cref="PulseClient"/> works. Read once, when the client is made; an explicit option wins over the environment.</summary>
public sealed class PulseClientOptions
{
    /// <summary>The API key.</summary>
    /// <value>Default: the environment variable <c>PULSE_API_KEY</c>. Without either, every call fails before anything is sent.</value>
    public string? ApiKey { get; set; }

    /// <summary>Where the service is. A path prefix is kept; query, fragment and credentials are refused.</summary>
    /// <value>Default: the environment variable <c>PULSE_BASE_URL</c>, else <c>https://api.runpulse.com</c>.</value>
    public string? BaseUrl { get; set; }

    /// <summary>The limit of a whole call: waiting for its turn, connecting, all attempts and the pauses between them. Waits have a limit of their own (<see cref="WaitOptions.Timeout"/>).</summary>
    /// <value>Default: null, none.</value>
    public TimeSpan? CallTimeout { get; set; }

    /// <summary>
    /// The limit of one attempt of a job call or JSON call, body included; of an upload, of the time before its first byte and of
    /// that between its last byte and the response; of a download, of the time before its first byte. More than zero, at most 24 days.
    /// </summary>
    /// <value>Default: the environment variable <c>PULSE_TIMEOUT</c> in seconds, else 60 s.</value>
    public TimeSpan? Timeout { get; set; }

    /// <summary>How long a transfer (an upload, a download, a large response) may stand still. As long as bytes move, it may take any time.</summary>
    /// <value>Default: 60 s.</value>
    public TimeSpan? IdleTimeout { get; set; }

    /// <summary>The limit for the response of synchronous processing, once the request is sent; in place of <see cref="Timeout"/>.</summary>
    /// <value>Default: 10 minutes.</value>
    public TimeSpan? ProcessTimeout { get; set; }

    /// <summary>The limit for making a connection.</summary>
    /// <value>Default: 15 s.</value>
    public TimeSpan? ConnectTimeout { get; set; }

    /// <summary>Attempts after the first, 0 to 20.</summary>
    /// <value>Default: the environment variable <c>PULSE_MAX_RETRIES</c>, else 2.</value>
    public int? MaxRetries { get; set; }

    /// <summary>Connections at once, 1 to 10 000.</summary>
    /// <value>Default: 64.</value>
    public int MaxConnections { get; set; } = 64;

    /// <summary>Polls of waiting jobs in flight at once, 1 to 10 000.</summary>
    /// <value>Default: 32.</value>
    public int MaxConcurrentPolls { get; set; } = 32;

    /// <summary>The rate at which this client starts requests of all kinds, evenly spaced: 0.001 (one in 1 000 s) to 1 000 000; 0 means unlimited.</summary>
    /// <value>Default: 0.</value>
    public double MaxRequestsPerSecond { get; set; }

    /// <summary>The largest body that is accepted, in bytes, 1 KiB to 2 000 000 000.</summary>
    /// <value>Default: 1 GiB.</value>
    public int MaxResponseBytes { get; set; } = 1 << 30;

    /// <summary>Whether <c>http://</c> may be used with other machines than this one. The key then travels readable.</summary>
    /// <value>Default: false.</value>
    public bool AllowInsecureHttp { get; set; }

    /// <summary>Whether a large result (<c>is_url</c>) is fetched where it is announced. Turn it off to get the link, which works once.</summary>
    /// <value>Default: true.</value>
    public bool FollowLargeResults { get; set; } = true;

    /// <summary>Whether a submit whose outcome is unknown is sent again. It may then be paid for twice.</summary>
    /// <value>Default: false.</value>
    public bool RetrySubmits { get; set; }

    /// <summary>Whether every byte of an answer is checked on arrival; otherwise its structure and its UTF-8 are, and the inside of a result where it is read.</summary>
    /// <value>Default: false.</value>
    public bool ValidateResults { get; set; }

    /// <summary>
    /// A folder that keeps large results, which can be fetched only once: what arrives is written there as it arrives, and a later call
    /// for the same job finds it. <see cref="PulseClient.DiscardLargeResult"/> removes it. Made with mode 0700 where it is missing.
    /// </summary>
    /// <value>Default: null, none.</value>
    public string? LargeResultFolder { get; set; }

    /// <summary>A file with the CA certificates (PEM) of which one must stand behind the server's; no other is then trusted, not even the machine's.</summary>
    /// <value>Default: null, the CAs of the machine.</value>
    public string? CaFile { get; set; }

    /// <summary>A file with the certificate (PEM) that is shown to servers that ask for one; certificates after the first are sent along. The file may also hold the key.</summary>
    /// <value>Default: null, none.</value>
    public string? ClientCertificateFile { get; set; }

    /// <summary>A file with the private key (PEM, not encrypted) of <see cref="ClientCertificateFile"/>.</summary>
    /// <value>Default: null, the key is in the certificate's file.</value>
    public string? ClientKeyFile { get; set; }

    /// <summary>
    /// The URL of the proxy for all requests, such as <c>http://user:password@host:3128</c>: http, https, socks4, socks4a or socks5,
    /// credentials percent-encoded, Basic authentication. An empty text means none, whatever the environment says.
    /// </summary>
    /// <value>Default: null, the environment variables <c>HTTPS_PROXY</c>, <c>HTTP_PROXY</c> and <c>ALL_PROXY</c>, but for hosts in <c>NO_PROXY</c>.</value>
    public string? Proxy { get; set; }

    /// <summary>Product tokens put before the library's own in <c>User-Agent</c>, for example <c>my-service/2.1</c>.</summary>
    public string? UserAgent { get; set; }

    /// <summary>
    /// Headers of one's own on every request to the service, for instance for a gateway on the way; in place of the library's own
    /// where they have the same name. They go where the key goes: to the origin of <see cref="BaseUrl"/> only. Names are case-insensitive;
    /// those that the library answers for (the key, length, type and encoding of the body, the connection) are refused.
    /// </summary>
    public IDictionary<string, string> Headers { get; private set; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether the headers of good answers are kept, for <see cref="Job.ResponseHeaders"/> and its like; those of errors always are.</summary>
    /// <value>Default: false.</value>
    public bool KeepResponseHeaders { get; set; }

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
        return PulseClient.NewPrimaryHandler(settings, new Connector(settings.Network, settings.TimeProvider));
    }
}

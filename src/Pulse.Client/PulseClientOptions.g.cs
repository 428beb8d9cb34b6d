// Made by `make generate` from tools/Pulse.Describe/Options. Do not edit.
#nullable enable
namespace Pulse.Client;

public sealed partial class PulseClientOptions
{
    /// <summary>The API key.</summary>
    /// <value>Default: the environment variable <c>PULSE_API_KEY</c>, else none: every call fails before anything is sent.</value>
    public string? ApiKey { get; set; }

    /// <summary>The address of the service. A path prefix is kept; a query, a fragment and credentials are rejected.</summary>
    /// <value>Default: the environment variable <c>PULSE_BASE_URL</c>, else <c>https://api.runpulse.com</c>.</value>
    public string? BaseUrl { get; set; }

    /// <summary>The timeout of one attempt. For job and JSON calls it includes the body. For an upload it covers the time before the first byte and the time between the last byte and the response; for a download, the time before the first byte. More than zero, at most 24 days.</summary>
    /// <value>Default: the environment variable <c>PULSE_TIMEOUT</c> in seconds, else 60 s.</value>
    public TimeSpan? Timeout { get; set; }

    /// <summary>The timeout for the response of synchronous processing after the request has been sent. Replaces <see cref="Timeout"/> there.</summary>
    /// <value>Default: 10 minutes.</value>
    public TimeSpan? ProcessTimeout { get; set; }

    /// <summary>The timeout for establishing a connection.</summary>
    /// <value>Default: 15 s.</value>
    public TimeSpan? ConnectTimeout { get; set; }

    /// <summary>The maximum number of retries, 0 to 20.</summary>
    /// <value>Default: the environment variable <c>PULSE_MAX_RETRIES</c>, else 2.</value>
    public int? MaxRetries { get; set; }

    /// <summary>The maximum number of concurrent connections, 1 to 10 000.</summary>
    /// <value>Default: 64.</value>
    public int MaxConnections { get; set; } = 64;

    /// <summary>Product tokens that precede the library's own in <c>User-Agent</c>, for example <c>my-service/2.1</c>.</summary>
    /// <value>Default: none.</value>
    public string? UserAgent { get; set; }

    /// <summary>The maximum number of concurrent polls of waiting jobs, 1 to 10 000.</summary>
    /// <value>Default: 32.</value>
    public int MaxConcurrentPolls { get; set; } = 32;

    /// <summary>The maximum rate at which this client starts requests of all kinds, evenly spaced: 0.001 to 1 000 000, or 0 for unlimited. Even without a limit, all requests slow down for a while when the service returns 429.</summary>
    /// <value>Default: unlimited.</value>
    public double MaxRequestsPerSecond { get; set; }

    /// <summary>A PEM file with CA certificates. Only servers whose certificates these CAs have issued are trusted; the CAs of the machine are not.</summary>
    /// <value>Default: the CAs of the machine.</value>
    public string? CaFile { get; set; }

    /// <summary>A PEM file with the client certificate for servers that ask for one. Further certificates in it are sent along. The file may also contain the private key.</summary>
    /// <value>Default: none.</value>
    public string? ClientCertificateFile { get; set; }

    /// <summary>A PEM file with the unencrypted private key of <see cref="ClientCertificateFile"/>.</summary>
    /// <value>Default: the key is in the certificate's file.</value>
    public string? ClientKeyFile { get; set; }

    /// <summary>The URL of a proxy for all requests, such as <c>http://user:password@host:3128</c>. The scheme is http, https, socks4, socks4a or socks5; credentials are percent-encoded; authentication is Basic. An empty string means no proxy, regardless of the environment.</summary>
    /// <value>Default: the environment variables <c>HTTPS_PROXY</c>, <c>HTTP_PROXY</c> and <c>ALL_PROXY</c>, except for hosts in <c>NO_PROXY</c>.</value>
    public string? Proxy { get; set; }

    /// <summary>Custom headers for every request to the service, for example for a gateway. They replace the library's own headers of the same name. Like the key, they are sent only to the origin of <see cref="BaseUrl"/>. Names are case-insensitive; headers that the library controls (the key; length, type and encoding of the body; the connection) are rejected.</summary>
    /// <value>Default: none.</value>
    public IDictionary<string, string> Headers { get; private set; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether <c>http://</c> may be used with other machines than this one. The key is then sent unencrypted.</summary>
    /// <value>Default: false.</value>
    public bool AllowInsecureHttp { get; set; }

    /// <summary>Whether a large result (<c>is_url</c>) is fetched automatically. If not, its link is returned, which works once.</summary>
    /// <value>Default: true.</value>
    public bool FollowLargeResults { get; set; } = true;

    /// <summary>Whether a submit whose outcome is unknown is sent again. It may then be billed twice.</summary>
    /// <value>Default: false.</value>
    public bool RetrySubmits { get; set; }

    /// <summary>Whether the whole JSON of a response is validated on arrival. If not, its structure and its UTF-8 are checked on arrival, and the contents of a result when they are read.</summary>
    /// <value>Default: false.</value>
    public bool ValidateResults { get; set; }

    /// <summary>Whether the headers of successful responses are kept for the caller. Those of errors are always kept.</summary>
    /// <value>Default: false.</value>
    public bool KeepResponseHeaders { get; set; }

    /// <summary>The timeout of a whole call: waiting for the rate limiter, connecting, all attempts, and the delays between them. Waits have their own timeout. It is <see cref="WaitOptions.Timeout"/>.</summary>
    /// <value>Default: none.</value>
    public TimeSpan? CallTimeout { get; set; }

    /// <summary>How long a transfer (an upload, a download, a large response) may stall. A transfer that keeps moving may take any time.</summary>
    /// <value>Default: 60 s.</value>
    public TimeSpan? IdleTimeout { get; set; }

    /// <summary>A folder that keeps large results, which can be fetched only once. A result is written there as it arrives, and a later call for the same job finds it. The folder is created with mode 0700 if it does not exist. Batches use <c>$XDG_STATE_HOME/pulse</c> by default (or <c>~/.local/state/pulse</c>, or the folder of their results) and remove what they have delivered. An empty string means no folder. <c>PulseClient.DiscardLargeResult</c> removes it.</summary>
    /// <value>Default: none.</value>
    public string? LargeResultFolder { get; set; }

    /// <summary>The maximum size of a response body in bytes, 1024 to 2 000 000 000.</summary>
    /// <value>Default: 1 GiB.</value>
    public int MaxResponseBytes { get; set; } = 1 << 30;

    /// <summary>Where connections to the service are made, in place of the host and port of <see cref="BaseUrl"/>: <c>unix:/PATH</c> for a socket in the file system, <c>HOST</c>, <c>HOST:PORT</c> or an address. Requests, certificates and everything else keep the host of <see cref="BaseUrl"/>; with a socket or this machine it may be <c>http://</c>. No proxy is used.</summary>
    /// <value>Default: the host and port of <see cref="BaseUrl"/>.</value>
    public string? ConnectTo { get; set; }
}

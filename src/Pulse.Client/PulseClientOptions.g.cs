// Made by `make generate` from tools/Pulse.Describe/Options. Do not edit.
#nullable enable
namespace Pulse.Client;

public sealed partial class PulseClientOptions
{
    /// <summary>The API key.</summary>
    /// <value>Default: the environment variable <c>PULSE_API_KEY</c>, else none: every call fails before anything is sent.</value>
    public string? ApiKey { get; set; }

    /// <summary>Where the service is. A path prefix is kept; a query, a fragment and credentials are refused.</summary>
    /// <value>Default: the environment variable <c>PULSE_BASE_URL</c>, else <c>https://api.runpulse.com</c>.</value>
    public string? BaseUrl { get; set; }

    /// <summary>The time limit for one attempt of a job call or JSON call, body included; for an upload, for the time before its first byte and for that between its last byte and the response; for a download, for the time before its first byte. More than zero, at most 24 days.</summary>
    /// <value>Default: the environment variable <c>PULSE_TIMEOUT</c> in seconds, else 60 s.</value>
    public TimeSpan? Timeout { get; set; }

    /// <summary>The time limit for the response of synchronous processing, once the request is sent; in place of <see cref="Timeout"/>.</summary>
    /// <value>Default: 10 minutes.</value>
    public TimeSpan? ProcessTimeout { get; set; }

    /// <summary>The time limit for making a connection.</summary>
    /// <value>Default: 15 s.</value>
    public TimeSpan? ConnectTimeout { get; set; }

    /// <summary>Attempts after the first, 0 to 20.</summary>
    /// <value>Default: the environment variable <c>PULSE_MAX_RETRIES</c>, else 2.</value>
    public int? MaxRetries { get; set; }

    /// <summary>Connections at once, 1 to 10 000.</summary>
    /// <value>Default: 64.</value>
    public int MaxConnections { get; set; } = 64;

    /// <summary>Product tokens put before the library's own in <c>User-Agent</c>, for example <c>my-service/2.1</c>.</summary>
    /// <value>Default: none.</value>
    public string? UserAgent { get; set; }

    /// <summary>Polls of waiting jobs in flight at once, 1 to 10 000.</summary>
    /// <value>Default: 32.</value>
    public int MaxConcurrentPolls { get; set; } = 32;

    /// <summary>The rate at which this client starts requests of all kinds, evenly spaced, 0.001 to 1 000 000; 0 means unlimited. With or without a limit, all requests slow down for a while when the service returns 429.</summary>
    /// <value>Default: unlimited.</value>
    public double MaxRequestsPerSecond { get; set; }

    /// <summary>A PEM file with the CA certificates of which one must stand behind the server's; no other is trusted then, not even the machine's.</summary>
    /// <value>Default: the CAs of the machine.</value>
    public string? CaFile { get; set; }

    /// <summary>A PEM file with the certificate that is shown to servers that ask for one; certificates after the first are sent along. The file may also hold the key.</summary>
    /// <value>Default: none.</value>
    public string? ClientCertificateFile { get; set; }

    /// <summary>A PEM file with the private key of <see cref="ClientCertificateFile"/>, not encrypted.</summary>
    /// <value>Default: the key is in the certificate's file.</value>
    public string? ClientKeyFile { get; set; }

    /// <summary>The URL of the proxy for all requests, such as <c>http://user:password@host:3128</c>: http, https, socks4, socks4a or socks5, credentials percent-encoded, Basic authentication. An empty text means none, whatever the environment says.</summary>
    /// <value>Default: the environment variables <c>HTTPS_PROXY</c>, <c>HTTP_PROXY</c> and <c>ALL_PROXY</c>, but for hosts in <c>NO_PROXY</c>.</value>
    public string? Proxy { get; set; }

    /// <summary>Custom headers on every request to the service, for instance for a gateway on the way; in place of the library's own where they have the same name. They go where the key goes: to the origin of <see cref="BaseUrl"/> only. Names are case-insensitive; those that the library controls (the key, length, type and encoding of the body, the connection) are refused.</summary>
    /// <value>Default: none.</value>
    public IDictionary<string, string> Headers { get; private set; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether <c>http://</c> may be used with other machines than this one. The key then travels readable.</summary>
    /// <value>Default: false.</value>
    public bool AllowInsecureHttp { get; set; }

    /// <summary>Whether a large result (<c>is_url</c>) is fetched where it is announced. Turned off, the link is returned, which works once.</summary>
    /// <value>Default: true.</value>
    public bool FollowLargeResults { get; set; } = true;

    /// <summary>Whether a submit whose outcome is unknown is sent again. It may then be paid for twice.</summary>
    /// <value>Default: false.</value>
    public bool RetrySubmits { get; set; }

    /// <summary>Whether every byte of a response is checked on arrival; otherwise its structure and its UTF-8 are, and the inside of a result where it is read.</summary>
    /// <value>Default: false.</value>
    public bool ValidateResults { get; set; }

    /// <summary>Whether the headers of good responses are kept for the caller to read; those of errors always are.</summary>
    /// <value>Default: false.</value>
    public bool KeepResponseHeaders { get; set; }

    /// <summary>The time limit for a whole call: waiting for its turn, connecting, all attempts and the pauses between them. Waits have a limit of their own. It is <see cref="WaitOptions.Timeout"/>.</summary>
    /// <value>Default: none.</value>
    public TimeSpan? CallTimeout { get; set; }

    /// <summary>How long a transfer (an upload, a download, a large response) may stand still. As long as bytes move, it may take any time.</summary>
    /// <value>Default: 60 s.</value>
    public TimeSpan? IdleTimeout { get; set; }

    /// <summary>A folder that keeps large results, which can be fetched only once: what arrives is written there as it arrives, and a later call for the same job finds it. Made with mode 0700 where it is missing. Runs of many documents have one by default, <c>$XDG_STATE_HOME/pulse</c> (else <c>~/.local/state/pulse</c>, else the folder of their results), and remove what they have delivered; empty text: nowhere. <c>PulseClient.DiscardLargeResult</c> removes it.</summary>
    /// <value>Default: none.</value>
    public string? LargeResultFolder { get; set; }

    /// <summary>The largest response body that is accepted, in bytes, 1 KiB to 2 000 000 000.</summary>
    /// <value>Default: 1 GiB.</value>
    public int MaxResponseBytes { get; set; } = 1 << 30;

    /// <summary>Where connections to the service are made, in place of the host and port of <see cref="BaseUrl"/>: <c>unix:/PATH</c> for a socket in the file system, <c>HOST</c>, <c>HOST:PORT</c> or an address. Requests, certificates and everything else keep the host of <see cref="BaseUrl"/>; with a socket or this machine it may be <c>http://</c>. No proxy is used.</summary>
    /// <value>Default: the host and port of <see cref="BaseUrl"/>.</value>
    public string? ConnectTo { get; set; }
}

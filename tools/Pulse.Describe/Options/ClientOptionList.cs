using static Pulse.Generate.Options.OptionKind;

namespace Pulse.Generate.Options;

/// <summary>
/// The options of a client. From here come the properties of .NET, their checks, the section of a configuration, the structs
/// of C and C++, the parameters of Python, the command line's options and docs/options.md (<c>make generate</c>).
/// The order is that of the C struct, so a new option goes to the end.
/// </summary>
static class ClientOptionList
{
    internal static readonly OptionDescription[] All =
    [
        new("ApiKey", HeaderText, "The API key.")
        {
            Default = "none: every call fails before anything is sent",
            Variable = "PULSE_API_KEY",
            ByHand = true,
            IsSecret = true,
            PythonType = "t.ApiKey",
            PythonNote = "Text, ASCII bytes, a pydantic `SecretStr`, or a function that is called once, here, and returns one of these.",
            Flag = "--api-key-file",
            FlagSummary = "A file that contains the API key, or - for stdin. There is no option for the key itself, because other users can read arguments.",
            FlagByHand = true,
        },
        new("BaseUrl", Url, "The address of the service. A path prefix is kept; a query, a fragment and credentials are rejected.")
        {
            Default = "`https://api.runpulse.com`",
            Variable = "PULSE_BASE_URL",
            ByHand = true,
            Flag = "--base-url",
        },
        new("Timeout", Duration, "The timeout of one attempt. For job and JSON calls it includes the body. For an upload it covers the time before the first byte and the time between the last byte and the response; for a download, the time before the first byte. More than zero, at most 24 days.")
        {
            Default = "60 s",
            Value = "TimeSpan.FromSeconds(60)",
            Variable = "PULSE_TIMEOUT",
            Flag = "--request-timeout",
            FlagSummary = "The timeout of one attempt, for example 60s.",
        },
        new("ProcessTimeout", Duration, "The timeout for the response of synchronous processing after the request has been sent. Replaces {Timeout} there.")
        {
            Default = "10 minutes",
            Value = "TimeSpan.FromMinutes(10)",
            Flag = "--process-timeout",
            FlagSummary = "The timeout for the response of synchronous processing after the request has been sent.",
        },
        new("ConnectTimeout", Duration, "The timeout for establishing a connection.")
        {
            Default = "15 s",
            Value = "TimeSpan.FromSeconds(15)",
            Flag = "--connect-timeout",
        },
        new("MaxRetries", Count, "The maximum number of retries, 0 to 20.")
        {
            Default = "2",
            Value = "2",
            Variable = "PULSE_MAX_RETRIES",
            Range = ("0", "20"),
            Zero = "PULSE_NO_RETRIES",
            Flag = "--max-retries",
        },
        new("MaxConnections", Count, "The maximum number of concurrent connections, 1 to 10 000.") { Default = "64", Value = "64", Range = ("1", "10_000") },
        new("Flags", OnlyC, "Bitwise OR of PULSE_ALLOW_INSECURE_HTTP and the other flags.") { C = "uint32_t flags", Default = "0" },
        new("UserAgent", HeaderText, "Product tokens that precede the library's own in `User-Agent`, for example `my-service/2.1`.") { ByHand = true },
        new("MaxConcurrentPolls", Count, "The maximum number of concurrent polls of waiting jobs, 1 to 10 000.") { Default = "32", Value = "32", Range = ("1", "10_000") },
        new("MaxRequestsPerSecond", Number, "The maximum rate at which this client starts requests of all kinds, evenly spaced: 0.001 to 1 000 000, or 0 for unlimited. Even without a limit, all requests slow down for a while when the service returns 429.")
        {
            Default = "unlimited",
            Value = "0",
            Range = ("0.001", "1_000_000"),
            Rule = "must be 0 (unlimited), or from 0.001 (one request in 1 000 s) to 1 000 000",
            Zero = "0",
        },
        new("CaFile", OptionKind.Path, "A PEM file with CA certificates. Only servers whose certificates these CAs have issued are trusted; the CAs of the machine are not.")
        {
            Default = "the CAs of the machine",
            ByHand = true,
            Flag = "--ca-file",
        },
        new("ClientCertificateFile", OptionKind.Path, "A PEM file with the client certificate for servers that ask for one. Further certificates in it are sent along. The file may also contain the private key.")
        {
            ByHand = true,
            Python = "client_certificate",
            Flag = "--client-certificate",
        },
        new("ClientKeyFile", OptionKind.Path, "A PEM file with the unencrypted private key of {ClientCertificateFile}.")
        {
            Default = "the key is in the certificate's file",
            ByHand = true,
            Python = "client_key",
            Flag = "--client-key",
        },
        new("Proxy", Text, "The URL of a proxy for all requests, such as `http://user:password@host:3128`. The scheme is http, https, socks4, socks4a or socks5; credentials are percent-encoded; authentication is Basic. An empty string means no proxy, regardless of the environment.")
        {
            Default = "the environment variables `HTTPS_PROXY`, `HTTP_PROXY` and `ALL_PROXY`, except for hosts in `NO_PROXY`",
            ByHand = true,
            IsSecret = true,
            PythonType = "str",
            Flag = "--proxy",
            FlagSummary = "The URL of a proxy, or \"\" for none. Put credentials into the environment variables instead, because other users can read arguments.",
            FlagByHand = true,
        },
        new("Headers", OptionKind.Headers, "Custom headers for every request to the service, for example for a gateway. They replace the library's own headers of the same name. Like the key, they are sent only to the origin of {BaseUrl}. Names are case-insensitive; headers that the library controls (the key; length, type and encoding of the body; the connection) are rejected.")
        {
            ByHand = true,
            Flag = "--header",
            FlagSummary = "A custom header for every request to the service, \"NAME: VALUE\"; repeatable.",
            FlagByHand = true,
        },
        new("AllowInsecureHttp", Switch, "Whether `http://` may be used with other machines than this one. The key is then sent unencrypted.") { Bit = 1, Flag = "--allow-insecure-http" },
        new("FollowLargeResults", Switch, "Whether a large result (`is_url`) is fetched automatically. If not, its link is returned, which works once.")
        {
            Default = "true",
            Value = "true",
            Bit = 2,
            Inverted = true,
            C = "PULSE_KEEP_LARGE_LINKS",
        },
        new("RetrySubmits", Switch, "Whether a submit whose outcome is unknown is sent again. It may then be billed twice.") { Bit = 4 },
        new("ValidateResults", Switch, "Whether the whole JSON of a response is validated on arrival. If not, its structure and its UTF-8 are checked on arrival, and the contents of a result when they are read.") { Bit = 8 },
        new("KeepResponseHeaders", Switch, "Whether the headers of successful responses are kept for the caller. Those of errors are always kept.")
        {
            Bit = 16,
            C = "PULSE_KEEP_HEADERS",
            Python = "",
        },
        new("CallTimeout", Duration, "The timeout of a whole call: waiting for the rate limiter, connecting, all attempts, and the delays between them. Waits have their own timeout.") { DotNetNote = "It is <see cref=\"WaitOptions.Timeout\"/>.", Flag = "--call-timeout" },
        new("IdleTimeout", Duration, "How long a transfer (an upload, a download, a large response) may stall. A transfer that keeps moving may take any time.")
        {
            Default = "60 s",
            Value = "TimeSpan.FromSeconds(60)",
            Flag = "--idle-timeout",
        },
        new("LargeResultFolder", OptionKind.Path, "A folder that keeps large results, which can be fetched only once. A result is written there as it arrives, and a later call for the same job finds it. The folder is created with mode 0700 if it does not exist. Batches use `$XDG_STATE_HOME/pulse` by default (or `~/.local/state/pulse`, or the folder of their results) and remove what they have delivered. An empty string means no folder.")
        {
            DotNetNote = "`PulseClient.DiscardLargeResult` removes it.",
            Flag = "--large-result-folder",
            FlagSummary = "The folder that keeps large results, which can be fetched only once, until they have been delivered; \"\" for none. Default: $XDG_STATE_HOME/pulse, or ~/.local/state/pulse.",
            FlagByHand = true,
        },
        new("MaxResponseBytes", Size, "The maximum size of a response body in bytes, 1024 to 2 000 000 000.")
        {
            Default = "1 GiB",
            Value = "1 << 30",
            Range = ("1024", "2_000_000_000"),
        },
        new("ConnectTo", Text, "Where connections to the service are made, in place of the host and port of {BaseUrl}: `unix:/PATH` for a socket in the file system, `HOST`, `HOST:PORT` or an address. Requests, certificates and everything else keep the host of {BaseUrl}; with a socket or this machine it may be `http://`. No proxy is used.")
        {
            Default = "the host and port of {BaseUrl}",
            ByHand = true,
            Flag = "--connect-to",
            FlagSummary = "Connect to unix:/PATH, HOST or HOST:PORT in place of the base URL's host, which everything else keeps.",
        },
    ];
}

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
            FlagSummary = "A file that holds the API key, or - for stdin. A key is never an argument, where others could read it.",
            FlagByHand = true,
        },
        new("BaseUrl", Url, "Where the service is. A path prefix is kept; a query, a fragment and credentials are refused.")
        {
            Default = "`https://api.runpulse.com`",
            Variable = "PULSE_BASE_URL",
            ByHand = true,
            Flag = "--base-url",
        },
        new("Timeout", Duration, "The time limit for one attempt of a job call or JSON call, body included; for an upload, for the time before its first byte and for that between its last byte and the response; for a download, for the time before its first byte. More than zero, at most 24 days.")
        {
            Default = "60 s",
            Value = "TimeSpan.FromSeconds(60)",
            Variable = "PULSE_TIMEOUT",
            Flag = "--request-timeout",
            FlagSummary = "The time limit for one attempt, for example 60s.",
        },
        new("ProcessTimeout", Duration, "The time limit for the response of synchronous processing, once the request is sent; in place of {Timeout}.")
        {
            Default = "10 minutes",
            Value = "TimeSpan.FromMinutes(10)",
            Flag = "--process-timeout",
            FlagSummary = "The time limit for the response of synchronous processing, once the request is sent.",
        },
        new("ConnectTimeout", Duration, "The time limit for making a connection.")
        {
            Default = "15 s",
            Value = "TimeSpan.FromSeconds(15)",
            Flag = "--connect-timeout",
        },
        new("MaxRetries", Count, "Attempts after the first, 0 to 20.")
        {
            Default = "2",
            Value = "2",
            Variable = "PULSE_MAX_RETRIES",
            Range = ("0", "20"),
            Zero = "PULSE_NO_RETRIES",
            Flag = "--max-retries",
        },
        new("MaxConnections", Count, "Connections at once, 1 to 10 000.") { Default = "64", Value = "64", Range = ("1", "10_000") },
        new("Flags", OnlyC, "PULSE_ALLOW_INSECURE_HTTP and so on, or'ed.") { C = "uint32_t flags", Default = "0" },
        new("UserAgent", HeaderText, "Product tokens put before the library's own in `User-Agent`, for example `my-service/2.1`.") { ByHand = true },
        new("MaxConcurrentPolls", Count, "Polls of waiting jobs in flight at once, 1 to 10 000.") { Default = "32", Value = "32", Range = ("1", "10_000") },
        new("MaxRequestsPerSecond", Number, "The rate at which this client starts requests of all kinds, evenly spaced, 0.001 to 1 000 000; 0 means unlimited. With or without a limit, all requests slow down for a while when the service returns 429.")
        {
            Default = "unlimited",
            Value = "0",
            Range = ("0.001", "1_000_000"),
            Rule = "must be 0 (unlimited), or from 0.001 (one request in 1 000 s) to 1 000 000",
            Zero = "0",
        },
        new("CaFile", OptionKind.Path, "A PEM file with the CA certificates of which one must stand behind the server's; no other is trusted then, not even the machine's.")
        {
            Default = "the CAs of the machine",
            ByHand = true,
            Flag = "--ca-file",
        },
        new("ClientCertificateFile", OptionKind.Path, "A PEM file with the certificate that is shown to servers that ask for one; certificates after the first are sent along. The file may also hold the key.")
        {
            ByHand = true,
            Python = "client_certificate",
            Flag = "--client-certificate",
        },
        new("ClientKeyFile", OptionKind.Path, "A PEM file with the private key of {ClientCertificateFile}, not encrypted.")
        {
            Default = "the key is in the certificate's file",
            ByHand = true,
            Python = "client_key",
            Flag = "--client-key",
        },
        new("Proxy", Text, "The URL of the proxy for all requests, such as `http://user:password@host:3128`: http, https, socks4, socks4a or socks5, credentials percent-encoded, Basic authentication. An empty text means none, whatever the environment says.")
        {
            Default = "the environment variables `HTTPS_PROXY`, `HTTP_PROXY` and `ALL_PROXY`, but for hosts in `NO_PROXY`",
            ByHand = true,
            IsSecret = true,
            PythonType = "str",
            Flag = "--proxy",
            FlagSummary = "The proxy's URL, or \"\" for none. Credentials only in the environment, where others cannot read them.",
            FlagByHand = true,
        },
        new("Headers", OptionKind.Headers, "Custom headers on every request to the service, for instance for a gateway on the way; in place of the library's own where they have the same name. They go where the key goes: to the origin of {BaseUrl} only. Names are case-insensitive; those that the library controls (the key, length, type and encoding of the body, the connection) are refused.")
        {
            ByHand = true,
            Flag = "--header",
            FlagSummary = "A custom header on every request to the service, \"NAME: VALUE\"; repeatable.",
            FlagByHand = true,
        },
        new("AllowInsecureHttp", Switch, "Whether `http://` may be used with other machines than this one. The key then travels readable.") { Bit = 1, Flag = "--allow-insecure-http" },
        new("FollowLargeResults", Switch, "Whether a large result (`is_url`) is fetched where it is announced. Turned off, the link is returned, which works once.")
        {
            Default = "true",
            Value = "true",
            Bit = 2,
            Inverted = true,
            C = "PULSE_KEEP_LARGE_LINKS",
        },
        new("RetrySubmits", Switch, "Whether a submit whose outcome is unknown is sent again. It may then be paid for twice.") { Bit = 4 },
        new("ValidateResults", Switch, "Whether every byte of a response is checked on arrival; otherwise its structure and its UTF-8 are, and the inside of a result where it is read.") { Bit = 8 },
        new("KeepResponseHeaders", Switch, "Whether the headers of good responses are kept for the caller to read; those of errors always are.")
        {
            Bit = 16,
            C = "PULSE_KEEP_HEADERS",
            Python = "",
        },
        new("CallTimeout", Duration, "The time limit for a whole call: waiting for its turn, connecting, all attempts and the pauses between them. Waits have a limit of their own.") { DotNetNote = "It is <see cref=\"WaitOptions.Timeout\"/>.", Flag = "--call-timeout" },
        new("IdleTimeout", Duration, "How long a transfer (an upload, a download, a large response) may stand still. As long as bytes move, it may take any time.")
        {
            Default = "60 s",
            Value = "TimeSpan.FromSeconds(60)",
            Flag = "--idle-timeout",
        },
        new("LargeResultFolder", OptionKind.Path, "A folder that keeps large results, which can be fetched only once: what arrives is written there as it arrives, and a later call for the same job finds it. Made with mode 0700 where it is missing. Runs of many documents have one by default, `$XDG_STATE_HOME/pulse` (else `~/.local/state/pulse`, else the folder of their results), and remove what they have delivered; empty text: nowhere.")
        {
            DotNetNote = "`PulseClient.DiscardLargeResult` removes it.",
            Flag = "--large-result-folder",
            FlagSummary = "Where large results, which can be fetched only once, are kept until they are delivered; \"\" for nowhere; default $XDG_STATE_HOME/pulse, else ~/.local/state/pulse.",
            FlagByHand = true,
        },
        new("MaxResponseBytes", Size, "The largest response body that is accepted, in bytes, 1 KiB to 2 000 000 000.")
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

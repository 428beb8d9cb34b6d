// Made by `make generate` from tools/Pulse.Describe/Options. Do not edit.
#nullable enable
using System.CommandLine;
using Pulse.Client;

namespace Pulse.Cli;

sealed partial class GlobalOptions
{
    readonly Option<string?> _apiKey = Global<string?>("--api-key-file", "A file that contains the API key, or - for stdin. There is no option for the key itself, because other users can read arguments. Default: $PULSE_API_KEY, else none: every call fails before anything is sent.");

    readonly Option<string?> _baseUrl = Global<string?>("--base-url", "The address of the service. A path prefix is kept; a query, a fragment and credentials are rejected. Default: $PULSE_BASE_URL, else https://api.runpulse.com.");

    readonly Option<string?> _timeout = Global<string?>("--request-timeout", "The timeout of one attempt, for example 60s. Default: $PULSE_TIMEOUT, else 60 s.");

    readonly Option<string?> _processTimeout = Global<string?>("--process-timeout", "The timeout for the response of synchronous processing after the request has been sent. Default: 10 minutes.");

    readonly Option<string?> _connectTimeout = Global<string?>("--connect-timeout", "The timeout for establishing a connection. Default: 15 s.");

    readonly Option<int?> _maxRetries = Global<int?>("--max-retries", "The maximum number of retries, 0 to 20. Default: $PULSE_MAX_RETRIES, else 2.");

    readonly Option<string?> _caFile = Global<string?>("--ca-file", "A PEM file with CA certificates. Only servers whose certificates these CAs have issued are trusted; the CAs of the machine are not. Default: the CAs of the machine.");

    readonly Option<string?> _clientCertificateFile = Global<string?>("--client-certificate", "A PEM file with the client certificate for servers that ask for one. Further certificates in it are sent along. The file may also contain the private key.");

    readonly Option<string?> _clientKeyFile = Global<string?>("--client-key", "A PEM file with the unencrypted private key of --client-certificate. Default: the key is in the certificate's file.");

    readonly Option<string?> _proxy = Global<string?>("--proxy", "The URL of a proxy, or \"\" for none. Put credentials into the environment variables instead, because other users can read arguments. Default: the environment variables HTTPS_PROXY, HTTP_PROXY and ALL_PROXY, except for hosts in NO_PROXY.");

    readonly Option<string[]> _headers = Global<string[]>("--header", "A custom header for every request to the service, \"NAME: VALUE\"; repeatable.");

    readonly Option<bool> _allowInsecureHttp = Global<bool>("--allow-insecure-http", "Whether http:// may be used with other machines than this one. The key is then sent unencrypted.");

    readonly Option<string?> _callTimeout = Global<string?>("--call-timeout", "The timeout of a whole call: waiting for the rate limiter, connecting, all attempts, and the delays between them. Waits have their own timeout.");

    readonly Option<string?> _idleTimeout = Global<string?>("--idle-timeout", "How long a transfer (an upload, a download, a large response) may stall. A transfer that keeps moving may take any time. Default: 60 s.");

    readonly Option<string?> _largeResultFolder = Global<string?>("--large-result-folder", "The folder that keeps large results, which can be fetched only once, until they have been delivered; \"\" for none. Default: $XDG_STATE_HOME/pulse, or ~/.local/state/pulse.");

    readonly Option<string?> _connectTo = Global<string?>("--connect-to", "Connect to unix:/PATH, HOST or HOST:PORT in place of the base URL's host, which everything else keeps. Default: the host and port of --base-url.");

    Option[] Described => [_apiKey, _baseUrl, _timeout, _processTimeout, _connectTimeout, _maxRetries, _caFile, _clientCertificateFile, _clientKeyFile, _proxy, _headers, _allowInsecureHttp, _callTimeout, _idleTimeout, _largeResultFolder, _connectTo];

    internal PulseClientOptions DescribedOptions(ParseResult arguments)
    {
        PulseClientOptions options = new();
        options.BaseUrl = arguments.GetValue(_baseUrl);
        options.Timeout = Time(arguments.GetValue(_timeout), "--request-timeout");
        options.ProcessTimeout = Time(arguments.GetValue(_processTimeout), "--process-timeout");
        options.ConnectTimeout = Time(arguments.GetValue(_connectTimeout), "--connect-timeout");
        options.MaxRetries = arguments.GetValue(_maxRetries);
        options.CaFile = arguments.GetValue(_caFile);
        options.ClientCertificateFile = arguments.GetValue(_clientCertificateFile);
        options.ClientKeyFile = arguments.GetValue(_clientKeyFile);
        options.AllowInsecureHttp = arguments.GetValue(_allowInsecureHttp);
        options.CallTimeout = NullIfZero(Time(arguments.GetValue(_callTimeout), "--call-timeout"));
        options.IdleTimeout = Time(arguments.GetValue(_idleTimeout), "--idle-timeout");
        options.ConnectTo = arguments.GetValue(_connectTo);
        return options;
    }

    internal static readonly Dictionary<string, string> s_names = new()
    {
        ["ApiKey"] = "--api-key-file",
        ["BaseUrl"] = "--base-url",
        ["Timeout"] = "--request-timeout",
        ["ProcessTimeout"] = "--process-timeout",
        ["ConnectTimeout"] = "--connect-timeout",
        ["MaxRetries"] = "--max-retries",
        ["CaFile"] = "--ca-file",
        ["ClientCertificateFile"] = "--client-certificate",
        ["ClientKeyFile"] = "--client-key",
        ["Proxy"] = "--proxy",
        ["Headers"] = "--header",
        ["AllowInsecureHttp"] = "--allow-insecure-http",
        ["CallTimeout"] = "--call-timeout",
        ["IdleTimeout"] = "--idle-timeout",
        ["LargeResultFolder"] = "--large-result-folder",
        ["ConnectTo"] = "--connect-to",
        ["JournalPath"] = "--journal",
        ["ResubmitUnknown"] = "--resubmit-unknown",
        ["RetryFailed"] = "--retry-failed",
    };
}

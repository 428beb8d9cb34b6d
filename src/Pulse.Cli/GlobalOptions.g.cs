// Made by `make generate` from tools/Pulse.Describe/Options. Do not edit.
#nullable enable
using System.CommandLine;
using Pulse.Client;

namespace Pulse.Cli;

sealed partial class GlobalOptions
{
    readonly Option<string?> _apiKey = Global<string?>("--api-key-file", "A file that holds the API key, or - for stdin. A key is never an argument, where others could read it. Default: $PULSE_API_KEY, else none: every call fails before anything is sent.");

    readonly Option<string?> _baseUrl = Global<string?>("--base-url", "Where the service is. A path prefix is kept; a query, a fragment and credentials are refused. Default: $PULSE_BASE_URL, else https://api.runpulse.com.");

    readonly Option<string?> _timeout = Global<string?>("--request-timeout", "The time limit for one attempt, for example 60s. Default: $PULSE_TIMEOUT, else 60 s.");

    readonly Option<string?> _processTimeout = Global<string?>("--process-timeout", "The time limit for the response of synchronous processing, once the request is sent. Default: 10 minutes.");

    readonly Option<string?> _connectTimeout = Global<string?>("--connect-timeout", "The time limit for making a connection. Default: 15 s.");

    readonly Option<int?> _maxRetries = Global<int?>("--max-retries", "Attempts after the first, 0 to 20. Default: $PULSE_MAX_RETRIES, else 2.");

    readonly Option<string?> _caFile = Global<string?>("--ca-file", "A PEM file with the CA certificates of which one must stand behind the server's; no other is trusted then, not even the machine's. Default: the CAs of the machine.");

    readonly Option<string?> _clientCertificateFile = Global<string?>("--client-certificate", "A PEM file with the certificate that is shown to servers that ask for one; certificates after the first are sent along. The file may also hold the key.");

    readonly Option<string?> _clientKeyFile = Global<string?>("--client-key", "A PEM file with the private key of --client-certificate, not encrypted. Default: the key is in the certificate's file.");

    readonly Option<string?> _proxy = Global<string?>("--proxy", "The proxy's URL, or \"\" for none. Credentials only in the environment, where others cannot read them. Default: the environment variables HTTPS_PROXY, HTTP_PROXY and ALL_PROXY, but for hosts in NO_PROXY.");

    readonly Option<string[]> _headers = Global<string[]>("--header", "A custom header on every request to the service, \"NAME: VALUE\"; repeatable.");

    readonly Option<bool> _allowInsecureHttp = Global<bool>("--allow-insecure-http", "Whether http:// may be used with other machines than this one. The key then travels readable.");

    readonly Option<string?> _callTimeout = Global<string?>("--call-timeout", "The time limit for a whole call: waiting for its turn, connecting, all attempts and the pauses between them. Waits have a limit of their own.");

    readonly Option<string?> _idleTimeout = Global<string?>("--idle-timeout", "How long a transfer (an upload, a download, a large response) may stand still. As long as bytes move, it may take any time. Default: 60 s.");

    readonly Option<string?> _largeResultFolder = Global<string?>("--large-result-folder", "Where large results, which can be fetched only once, are kept until they are delivered; \"\" for nowhere; default $XDG_STATE_HOME/pulse, else ~/.local/state/pulse.");

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

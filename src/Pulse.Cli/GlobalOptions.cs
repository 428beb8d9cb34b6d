using System.CommandLine;
using Pulse.Client;
using Pulse.Client.Results;

namespace Pulse.Cli;

/// <summary>The options that every command takes, and the client that they make.</summary>
sealed class GlobalOptions
{
    const string StandardInput = "-";

    readonly Option<string?> _baseUrl = Global<string?>("--base-url", "Where the service is; default $PULSE_BASE_URL, else https://api.runpulse.com.");
    readonly Option<string?> _keyFile = Global<string?>("--api-key-file", "A file that holds the API key, or - for stdin; default $PULSE_API_KEY. A key is never an argument, where others could read it.");
    readonly Option<string?> _requestTimeout = Global<string?>("--request-timeout", "The limit of one attempt, for example 60s; default $PULSE_TIMEOUT, else 60s.");
    readonly Option<int?> _maxRetries = Global<int?>("--max-retries", "Attempts after the first; default $PULSE_MAX_RETRIES, else 2.");
    readonly Option<string?> _caFile = Global<string?>("--ca-file", "A PEM file with the only CAs to trust; default those of the machine.");
    readonly Option<string?> _clientCertificate = Global<string?>("--client-certificate", "A PEM file with the certificate that is shown to servers that ask for one.");
    readonly Option<string?> _clientKey = Global<string?>("--client-key", "A PEM file with its key; default the certificate's file.");
    readonly Option<string?> _proxy = Global<string?>("--proxy", "The proxy's URL, or \"\" for none; default $HTTPS_PROXY, $HTTP_PROXY, $ALL_PROXY, $NO_PROXY. Credentials only there, where others cannot read them.");
    readonly Option<string[]> _headers = Global<string[]>("--header", "A header of one's own on every request to the service, \"NAME: VALUE\"; repeatable.");
    readonly Option<string?> _largeResults = Global<string?>("--large-result-folder", "Where large results, which can be fetched only once, are kept until they are delivered; \"\" for nowhere; default $XDG_STATE_HOME/pulse, else ~/.local/state/pulse.");
    readonly Option<bool> _json = Global<bool>("--json", "One JSON object a line, for documents and jobs on stdout and for errors on stderr.");
    readonly Option<bool> _quiet = Global<bool>("--quiet", "No progress.");

    internal void AddTo(Command command)
    {
        foreach (Option option in (ReadOnlySpan<Option>)[_baseUrl, _keyFile, _requestTimeout, _maxRetries, _caFile, _clientCertificate, _clientKey, _proxy, _headers, _largeResults, _json, _quiet])
        {
            command.Options.Add(option);
        }
    }

    internal bool Json(ParseResult arguments) => arguments.GetValue(_json);

    internal bool Quiet(ParseResult arguments) => arguments.GetValue(_quiet);

    internal PulseClient CreateClient(ParseResult arguments, Stream input)
    {
        PulseClientOptions options = Options(arguments, input);
        foreach (string header in arguments.GetValue(_headers) ?? [])
        {
            int colon = header.IndexOf(':', StringComparison.Ordinal);
            if (colon <= 0 || !options.Headers.TryAdd(header[..colon].Trim(), header[(colon + 1)..].Trim()))
            {
                throw new UsageException(colon <= 0 ? "--header must be \"NAME: VALUE\"." : $"--header gives '{header[..colon].Trim()}' twice.");
            }
        }

        return new PulseClient(options);
    }

    PulseClientOptions Options(ParseResult arguments, Stream input) => new()
    {
        ApiKey = arguments.GetValue(_keyFile) is { } file ? ReadKey(file, arguments, input) : null,
        BaseUrl = arguments.GetValue(_baseUrl),
        Timeout = arguments.GetValue(_requestTimeout) is { } timeout ? Durations.Parse(timeout) : null,
        MaxRetries = arguments.GetValue(_maxRetries),
        CaFile = arguments.GetValue(_caFile),
        ClientCertificateFile = arguments.GetValue(_clientCertificate),
        ClientKeyFile = arguments.GetValue(_clientKey),
        Proxy = CheckProxy(arguments.GetValue(_proxy)),
        LargeResultFolder = arguments.GetValue(_largeResults) ?? StateFolder.Path,
        UserAgent = "pulse-cli",
    };

    static string? CheckProxy(string? url) =>
        url?.Contains('@', StringComparison.Ordinal) == true
            ? throw new UsageException("--proxy must not hold credentials, which others could read among the arguments: set HTTPS_PROXY instead.")
            : url;

    static string ReadKey(string path, ParseResult arguments, Stream input)
    {
        string key = path == StandardInput ? ReadInput(arguments, input) : ReadFile(path);
        return string.IsNullOrWhiteSpace(key) ? throw new UsageException(path == StandardInput ? "There is no key on stdin." : $"The key file '{path}' is empty.") : key;
    }

    static string ReadInput(ParseResult arguments, Stream input)
    {
        if (arguments.Tokens.Count(static token => token.Value == StandardInput) > 1)
        {
            throw new UsageException("Both the key and something else are to be read from stdin, which can be read once.");
        }

        using StreamReader reader = new(input, leaveOpen: true);
        return reader.ReadToEnd();
    }

    static string ReadFile(string path)
    {
        try
        {
            return PathFiles.ReadAllText(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"The key file '{path}' cannot be read: {exception.Message}");
        }
    }

    static Option<T> Global<T>(string name, string description) => new(name) { Description = description, Recursive = true };
}

using System.CommandLine;
using Pulse.Client;

namespace Pulse.Cli;

/// <summary>The options that every command takes, and the client that they make.</summary>
sealed class GlobalOptions
{
    readonly Option<string?> _baseUrl = Global<string?>("--base-url", "Where the service is; default $PULSE_BASE_URL, else https://api.runpulse.com.");
    readonly Option<string?> _keyFile = Global<string?>("--api-key-file", "A file that holds the API key; default $PULSE_API_KEY. A key is never an argument, where others could read it.");
    readonly Option<string?> _requestTimeout = Global<string?>("--request-timeout", "The limit of one attempt, for example 60s; default $PULSE_TIMEOUT, else 60s.");
    readonly Option<int?> _maxRetries = Global<int?>("--max-retries", "Attempts after the first; default $PULSE_MAX_RETRIES, else 2.");
    readonly Option<bool> _json = Global<bool>("--json", "One JSON object a line, for documents and jobs on stdout and for errors on stderr.");
    readonly Option<bool> _quiet = Global<bool>("--quiet", "No progress.");

    internal void AddTo(Command command)
    {
        foreach (Option option in (ReadOnlySpan<Option>)[_baseUrl, _keyFile, _requestTimeout, _maxRetries, _json, _quiet])
        {
            command.Options.Add(option);
        }
    }

    internal bool Json(ParseResult arguments) => arguments.GetValue(_json);

    internal bool Quiet(ParseResult arguments) => arguments.GetValue(_quiet);

    internal PulseClient CreateClient(ParseResult arguments) => new(new PulseClientOptions
    {
        ApiKey = arguments.GetValue(_keyFile) is { } file ? ReadKey(file) : null,
        BaseUrl = arguments.GetValue(_baseUrl),
        Timeout = arguments.GetValue(_requestTimeout) is { } timeout ? Durations.Parse(timeout) : null,
        MaxRetries = arguments.GetValue(_maxRetries),
        UserAgent = "pulse-cli",
    });

    static string ReadKey(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"The key file '{path}' cannot be read: {exception.Message}");
        }
    }

    static Option<T> Global<T>(string name, string description) => new(name) { Description = description, Recursive = true };
}

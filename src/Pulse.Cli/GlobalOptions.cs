using System.CommandLine;
using Pulse.Cli.Output;
using Pulse.Client;
using Pulse.Client.Results;

namespace Pulse.Cli;

/// <summary>The options that every command takes, and the client that they make.</summary>
sealed partial class GlobalOptions
{
    const string StandardInput = "-";

    readonly Option<bool> _json = Global<bool>("--json", "Print one JSON object per line: documents and jobs to stdout, errors to stderr.");
    readonly Option<bool> _quiet = Global<bool>("--quiet", "Show no progress and no summary; warnings and errors are still shown.");
    readonly Option<bool> _verbose = Global<bool>("--verbose", "Show each request with its time on stderr. No key, header or content is shown.");

    internal void AddTo(Command command)
    {
        foreach (Option option in (Option[])[.. Described, _json, _quiet, _verbose])
        {
            command.Options.Add(option);
        }
    }

    internal bool Json(ParseResult arguments) => arguments.GetValue(_json);

    internal bool Quiet(ParseResult arguments) => arguments.GetValue(_quiet);

    internal PulseClient CreateClient(ParseResult arguments, Terminal terminal)
    {
        PulseClientOptions options = Options(arguments, terminal.Input);
        options.LoggerFactory = arguments.GetValue(_verbose) ? new VerboseLog(terminal, Json(arguments)) : null;
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

    PulseClientOptions Options(ParseResult arguments, Stream input)
    {
        PulseClientOptions options = DescribedOptions(arguments);
        options.ApiKey = arguments.GetValue(_apiKey) is { } file ? ReadKey(file, arguments, input) : null;
        options.Proxy = CheckProxy(arguments.GetValue(_proxy));
        options.LargeResultFolder = arguments.GetValue(_largeResultFolder) ?? StateFolder.Of(Environment.GetEnvironmentVariable);
        options.UserAgent = "pulse-cli";
        return options;
    }

    /// <summary>The message of a failure, with the names of the command line for those of options.</summary>
    internal static string MessageOf(PulseException failure) => OptionNames.MessageOf(failure, s_names);

    static TimeSpan? NullIfZero(TimeSpan? time) => time == TimeSpan.Zero ? null : time;

    static TimeSpan? Time(string? text, string option) => text is null ? null : Durations.Parse(text, option);

    static string? CheckProxy(string? url) =>
        url?.Contains('@', StringComparison.Ordinal) == true
            ? throw new UsageException("--proxy must not contain credentials, because other users can read arguments. Set HTTPS_PROXY instead.")
            : url;

    static string ReadKey(string path, ParseResult arguments, Stream input)
    {
        string key = path == StandardInput ? ReadInput(arguments, input) : ReadFile(path);
        return string.IsNullOrWhiteSpace(key) ? throw new UsageException(path == StandardInput ? "stdin contains no API key." : $"The key file '{path}' is empty.") : key;
    }

    static string ReadInput(ParseResult arguments, Stream input)
    {
        if (arguments.Tokens.Count(static token => token.Value == StandardInput) > 1)
        {
            throw new UsageException("stdin can be read only once, but both the API key and another input are to be read from it.");
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

using System.CommandLine;
using System.Runtime.CompilerServices;
using Pulse.Cli.Commands;
using Pulse.Cli.Configuration;
using Pulse.Cli.Output;
using Pulse.Client;
using Pulse.Client.Results;
using Pulse.Native.Interop;

namespace Pulse.Cli;

/// <summary>The options that every command takes, and the client that they make.</summary>
sealed partial class GlobalOptions
{
    const string StandardInput = "-";

    readonly Option<bool> _json = Global<bool>("--json", "Print one JSON object per line: documents and jobs to stdout, errors to stderr.");
    readonly Option<bool> _quiet = Global<bool>("--quiet", "Show no progress and no summary; warnings and errors are still shown.");
    readonly Option<bool> _verbose = Global<bool>("--verbose", "Show each request with its time on stderr. No key, header or content is shown.");

    readonly Option<string?> _config = Global<string?>("--config", "The configuration file, or \"\" for none. Default: pulse/config.toml in $XDG_CONFIG_HOME or ~/.config.");
    readonly Option<string?> _profile = Global<string?>("--profile", "A profile of the configuration file, and of the keys that pulse login has stored. Default: $PULSE_PROFILE, else default.");

    /// <summary>The key of the last client, where this program has read it.</summary>
    internal string? KeyThatWasRead { get; private set; }

    internal void AddTo(Command command)
    {
        foreach (Option option in (Option[])[.. Described, _json, _quiet, _verbose, _config, _profile])
        {
            command.Options.Add(option);
        }
    }

    internal bool Json(ParseResult arguments) => arguments.GetValue(_json);

    internal bool Quiet(ParseResult arguments) => arguments.GetValue(_quiet);

    internal string? ConfigPath(ParseResult arguments) => arguments.GetValue(_config);

    internal string? Profile(ParseResult arguments) => arguments.GetValue(_profile);

    internal string? BaseUrl(ParseResult arguments) => arguments.GetValue(_baseUrl);

    /// <summary>Where the key comes from, in words.</summary>
    internal string KeySource(ParseResult arguments) =>
        arguments.GetValue(_apiKey) is { } file ? file == StandardInput ? "stdin" : $"the file {file}"
        : HasVariable() && (Profile(arguments) is null || StoredFile(arguments) is null) ? "PULSE_API_KEY"
        : StoredFile(arguments) is { } stored ? $"{stored} (pulse login)"
        : "nowhere";

    /// <summary>The file with the profile's key; null where there is none.</summary>
    string? StoredFile(ParseResult arguments) => ConfigFolder.KeyFile(ConfiguredArguments.ProfileOf(Profile(arguments))) is { } path && PathFiles.IsFile(path) ? path : null;

    internal PulseClient CreateClient(ParseResult arguments, Terminal terminal, CancellationToken stop, bool ask = false)
    {
        PulseClientOptions options = Options(arguments, terminal, key: true, ask);
        options.LoggerFactory = arguments.GetValue(_verbose) ? new VerboseLog(terminal, Json(arguments)) : null;
        ClientSettings settings = Settings(options);
        settings.GentleStop = stop;
        return new PulseClient(settings);
    }

    /// <summary>What a client of this program works with.</summary>
    internal static ClientSettings Settings(PulseClientOptions options)
    {
        ClientSettings settings = ClientSettings.Resolve(options, Environment.GetEnvironmentVariable);

        // Compiled ahead of time, the program hides the machine's roots from the runtime (Pulse.Cli.csproj).
        settings.MachineRoots = RuntimeFeature.IsDynamicCodeSupported ? null : TrustPlaces.Roots;
        return settings;
    }

    /// <summary>The options of a client.</summary>
    /// <param name="arguments">The command line.</param>
    /// <param name="terminal">Where a key may be read from.</param>
    /// <param name="key">Whether the key is read.</param>
    /// <param name="ask">Whether a person is asked for it, who wants to store another than that which is there.</param>
    internal PulseClientOptions Options(ParseResult arguments, Terminal terminal, bool key, bool ask = false)
    {
        PulseClientOptions options = DescribedOptions(arguments);
        if (key)
        {
            options.ApiKey = KeyThatWasRead = arguments.GetValue(_apiKey) is { } file ? ReadKey(file, arguments, terminal.Input)
                : ask ? LoginCommand.ReadKey(terminal)
                : HasVariable() && Profile(arguments) is null ? null
                : StoredKey.Read(ConfiguredArguments.ProfileOf(Profile(arguments)))?.For(ConfigFolder.EffectiveAddress(options.BaseUrl));
        }

        options.Proxy = CheckProxy(arguments.GetValue(_proxy));
        options.LargeResultFolder = arguments.GetValue(_largeResultFolder) ?? StateFolder.Of(Environment.GetEnvironmentVariable);
        options.UserAgent = "pulse-cli";
        foreach (string header in arguments.GetValue(_headers) ?? [])
        {
            int colon = header.IndexOf(':', StringComparison.Ordinal);
            if (colon <= 0 || !options.Headers.TryAdd(header[..colon].Trim(), header[(colon + 1)..].Trim()))
            {
                throw new UsageException(colon <= 0 ? "--header must be \"NAME: VALUE\"." : $"--header gives '{header[..colon].Trim()}' twice.");
            }
        }

        return options;
    }

    static bool HasVariable() => !string.IsNullOrWhiteSpace(Environment.GetEnvironmentVariable("PULSE_API_KEY"));

    /// <summary>The same words, with the names of the command line for those of options.</summary>
    internal static string WithNames(string words) => OptionNames.Translate(words, s_names);

    /// <summary>The message of a failure, with the names of the command line for those of options.</summary>
    internal static string MessageOf(PulseException failure)
    {
        string message = OptionNames.MessageOf(failure, s_names);
        return failure.Code == PulseErrorCode.MissingApiKey && !message.Contains("pulse login", StringComparison.Ordinal) ? $"{message} pulse login stores a key." : message;
    }

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

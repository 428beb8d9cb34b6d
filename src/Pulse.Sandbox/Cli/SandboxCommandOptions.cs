using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Pulse.Sandbox.Control;

namespace Pulse.Sandbox.Cli;

/// <summary>The options of the server on the command line, each also an environment variable <c>PULSE_SANDBOX_*</c>.</summary>
sealed class SandboxCommandOptions
{
    const string Redirect = "redirect";

    static readonly SandboxOptions s_defaults = new();

    readonly Option<int> _port = Create("--port", "The port on 127.0.0.1; 0 selects a free one.", "a port", 0, Port);
    readonly Option<SandboxApiKey[]> _keys = CreateKeys();
    readonly Option<string?> _files = Create<string?>("--files", "A folder whose files are served at /_sandbox/files/NAME.", "a folder", null, Folder);
    readonly Option<bool> _loose = CreateFlag("--loose", "Accept unknown and repeated request fields, and ignore them.");
    readonly Option<TimeSpan> _time = Create("--processing-time", "How long a job takes, for example 300ms or 2s.", Duration.Expected, s_defaults.ProcessingTime, Duration.TryParse);
    readonly Option<TimeSpan> _pageTime = Create("--processing-time-per-page", "The additional processing time per page.", Duration.Expected, s_defaults.ProcessingTimePerPage, Duration.TryParse);
    readonly Option<int> _largePages = Create("--large-pages", "The number of pages from which a result is returned as a link.", "a number of at least 1", s_defaults.LargeResultPages, Positive);
    readonly Option<long> _largeBytes = Create("--large-bytes", "The size from which a result is returned as a link.", Size.Expected, s_defaults.LargeResultBytes, Size.TryParse);
    readonly Option<string> _largeLink = Create("--large-link", "The form of the link of a large result: absolute, relative, or with an origin such as http://localhost:8080; redirect, or redirect:ORIGIN, for a link that redirects.", "absolute, relative, redirect, redirect:ORIGIN or an http origin", "absolute", Link);
    readonly Option<long> _maxUpload = Create("--max-upload", "The maximum size of a document, for example 100MB.", Size.Expected, s_defaults.MaxUploadBytes, Size.TryParse);
    readonly Option<int> _keep = Create("--keep", "The maximum number of jobs, extractions, forms and files that are kept; the oldest are forgotten first.", "a number of at least 1", s_defaults.MaxKeptThings, Positive);
    readonly Option<long> _keepBytes = Create("--keep-bytes", "The maximum memory of what is kept, for example 256MB; the oldest are forgotten first.", Size.Expected, s_defaults.MaxKeptBytes, Size.TryParse);
    readonly Option<int[]> _loopbackPorts = CreatePorts();
    readonly Option<int> _status = Create("--submission-status", "The HTTP status of an accepted submission: 200 or 202.", "200 or 202", s_defaults.SubmissionStatusCode, Status);
    readonly Option<TimeSpan?> _retention = Create<TimeSpan?>("--retention", "How long a completed job keeps its result before it expires.", Duration.Expected, null, OptionalDuration);
    readonly Option<TimeSpan> _downloadTimeout = Create("--download-timeout", "The timeout for downloading a fileUrl.", Duration.Expected, s_defaults.DownloadTimeout, PositiveDuration);
    readonly Option<TimeSpan> _documentTimeout = Create("--document-timeout", "The timeout for reading a PDF file.", Duration.Expected, s_defaults.DocumentTimeout, PositiveDuration);
    readonly Option<long> _documentMemory = Create("--document-memory", "The maximum amount of memory for reading a PDF file, for example 1GB; at least 64MB.", Size.Expected, s_defaults.MaxDocumentMemory, DocumentMemory);
    readonly Option<string> _pathBase = Create("--path-base", "The path prefix of the API, for example /prefix.", "a path that begins with a slash and does not end with one", "", PathBase);
    readonly Option<string> _seed = Create("--seed", "The seed of all generated ids, which otherwise depend only on the requests.", "a text", s_defaults.Seed, Text);
    readonly Option<string[]> _without = CreateWithout();
    readonly Option<bool> _keepAlive = CreateFlag("--keep-alive", "Keep running after the process that started the server has ended.");

    delegate bool Parser<T>(string text, out T value);

    public void AddTo(RootCommand root)
    {
        foreach (Option option in (ReadOnlySpan<Option>)[
            _port, _keys, _files, _loose, _time, _pageTime, _largePages, _largeBytes, _largeLink, _maxUpload, _keep, _keepBytes, _loopbackPorts, _status, _retention,
            _downloadTimeout, _documentTimeout, _documentMemory, _pathBase, _seed, _without, _keepAlive])
        {
            root.Add(option);
        }
    }

    public SandboxOptions Read(ParseResult result)
    {
        string link = result.GetRequiredValue(_largeLink);
        return new SandboxOptions
        {
            Port = result.GetValue(_port),
            ApiKeys = result.GetRequiredValue(_keys),
            FilesDirectory = result.GetValue(_files),
            Loose = result.GetValue(_loose),
            ProcessingTime = result.GetValue(_time),
            ProcessingTimePerPage = result.GetValue(_pageTime),
            LargeResultPages = result.GetValue(_largePages),
            LargeResultBytes = result.GetValue(_largeBytes),
            LargeResultLink = link == "relative" ? LargeResultLink.Relative : IsRedirect(link) ? LargeResultLink.Redirect : LargeResultLink.Absolute,
            LargeResultOrigin = Origin(link),
            MaxUploadBytes = result.GetValue(_maxUpload),
            MaxKeptThings = result.GetValue(_keep),
            MaxKeptBytes = result.GetValue(_keepBytes),
            LoopbackPorts = result.GetRequiredValue(_loopbackPorts),
            SubmissionStatusCode = result.GetValue(_status),
            Retention = result.GetValue(_retention),
            DownloadTimeout = result.GetValue(_downloadTimeout),
            DocumentTimeout = result.GetValue(_documentTimeout),
            MaxDocumentMemory = result.GetValue(_documentMemory),
            PathBase = result.GetRequiredValue(_pathBase),
            Seed = result.GetRequiredValue(_seed),
            DisabledFeatures = result.GetRequiredValue(_without),
        };
    }

    public bool KeepsAlive(ParseResult result) => result.GetValue(_keepAlive);

    /// <summary>The environment variable that stands in for an option.</summary>
    public static string VariableOf(string option) => "PULSE_SANDBOX_" + option[2..].Replace('-', '_').ToUpperInvariant();

    static Option<T> Create<T>(string name, string description, string expected, T fallback, Parser<T> parse)
    {
        return new Option<T>(name)
        {
            Description = description,
            Recursive = true,
            CustomParser = result => Parse(result, name, result.Tokens[^1].Value),
            DefaultValueFactory = result =>
                Environment.GetEnvironmentVariable(VariableOf(name)) is { Length: > 0 } text ? Parse(result, VariableOf(name), text) : fallback,
        };

        T Parse(ArgumentResult result, string source, string text)
        {
            if (parse(text, out T value))
            {
                return value;
            }

            result.AddError($"{source}: '{text}' is not valid; {(expected.StartsWith("expected", StringComparison.Ordinal) ? expected : "expected " + expected)}");
            return fallback;
        }
    }

    static Option<bool> CreateFlag(string name, string description) => new(name)
    {
        Description = description,
        Recursive = true,
        DefaultValueFactory = _ => Environment.GetEnvironmentVariable(VariableOf(name)) is "1" or "true",
    };

    static Option<SandboxApiKey[]> CreateKeys() => new("--api-key")
    {
        Description = $"An accepted API key, KEY or KEY=ORGANIZATION; repeatable. Default: {SandboxOptions.DefaultApiKey} and, for another organization, {SandboxOptions.OtherApiKey}.",
        Recursive = true,
        Arity = ArgumentArity.OneOrMore,
        CustomParser = result => [.. result.Tokens.Select(token => Key(token.Value))],
        DefaultValueFactory = _ => Environment.GetEnvironmentVariable(VariableOf("--api-key")) is { Length: > 0 } list
            ? [.. list.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(Key)]
            : [.. s_defaults.ApiKeys],
    };

    static Option<int[]> CreatePorts()
    {
        const string Name = "--loopback-port";
        return new Option<int[]>(Name)
        {
            Description = "A port of this machine from which a fileUrl may be downloaded, besides the sandbox's own. Repeatable. Default: none.",
            Recursive = true,
            Arity = ArgumentArity.OneOrMore,
            CustomParser = result => Ports(result, Name, result.Tokens.Select(token => token.Value)),
            DefaultValueFactory = result =>
                Ports(result, VariableOf(Name), Environment.GetEnvironmentVariable(VariableOf(Name))?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? []),
        };

        static int[] Ports(ArgumentResult result, string source, IEnumerable<string> texts)
        {
            var ports = new List<int>();
            foreach (string text in texts)
            {
                if (Port(text, out int port) && port > 0)
                {
                    ports.Add(port);
                }
                else
                {
                    result.AddError($"{source}: '{text}' is not valid; expected a port");
                }
            }

            return [.. ports];
        }
    }

    static Option<string[]> CreateWithout()
    {
        var option = new Option<string[]>("--without")
        {
            Description = $"A feature to disable for all organizations; requests that need it get a 403: {string.Join(", ", SandboxOptions.Features)}. Repeatable.",
            Recursive = true,
            DefaultValueFactory = _ => Environment.GetEnvironmentVariable(VariableOf("--without"))?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [],
        };
        option.AcceptOnlyFromAmong([.. SandboxOptions.Features]);
        return option;
    }

    // A key may itself end with the equals signs of Base64.
    static SandboxApiKey Key(string text)
    {
        int equals = text.LastIndexOf('=');
        return equals > 0 && equals < text.Length - 1
            ? new SandboxApiKey(text[..equals], text[(equals + 1)..])
            : new SandboxApiKey(text, s_defaults.ApiKeys[0].Organization);
    }

    static bool Port(string text, out int value) => Integer(text, out value) && value <= ushort.MaxValue;

    static bool Positive(string text, out int value) => Integer(text, out value) && value > 0;

    static bool Status(string text, out int value) => Integer(text, out value) && value is 200 or 202;

    static bool Integer(string text, out int value) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value);

    static bool PositiveDuration(string text, out TimeSpan value) => Duration.TryParse(text, out value) && value > TimeSpan.Zero;

    static bool DocumentMemory(string text, out long value) => Size.TryParse(text, out value) && value >= SandboxOptions.MinDocumentMemory;

    static bool OptionalDuration(string text, out TimeSpan? value)
    {
        bool valid = Duration.TryParse(text, out TimeSpan duration);
        value = duration;
        return valid;
    }

    static bool Folder(string text, out string? value)
    {
        value = text;
        return Directory.Exists(text);
    }

    static bool Link(string text, out string value)
    {
        value = text;
        return text is "absolute" or "relative" or Redirect || Origin(text) is not null;
    }

    static bool IsRedirect(string link) => link == Redirect || link.StartsWith(Redirect + ":", StringComparison.Ordinal);

    static Uri? Origin(string link) =>
        Uri.TryCreate(link.StartsWith(Redirect + ":", StringComparison.Ordinal) ? link[(Redirect.Length + 1)..] : link, UriKind.Absolute, out Uri? origin) && origin.Scheme is "http" or "https"
            ? origin
            : null;

    static bool PathBase(string text, out string value)
    {
        value = text;
        return text.Length > 1 && text[0] == '/' && text[^1] != '/';
    }

    static bool Text(string text, out string value)
    {
        value = text;
        return true;
    }
}

using System.CommandLine;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Pulse.Cli.Output;
using Pulse.Client;
using Pulse.Client.Endpoints;
using Pulse.Client.Waiting;

namespace Pulse.Cli.Commands;

/// <summary>A command for an operation of the API: its request comes as JSON, from options, or both.</summary>
sealed class OperationCommand
{
    readonly string _operation;
    readonly bool _alwaysJob;
    readonly bool _takesFiles;
    readonly Command _command;
    Action<JsonObject, string[]>? _setFiles;
    bool _savesPdf;
    readonly List<(Option<string[]> Option, Action<JsonObject, string[]> Set)> _shortcuts = [];
    readonly Option<string?> _request = new("--request", "-r") { Description = "The request: a file with JSON, - for stdin, or the JSON itself. Options below are put into it." };
    readonly Option<string[]> _fields = new("--field") { Description = "NAME=VALUE: any field of the request. The value is JSON, or text where it is none; a text such as 1 is written \"1\".", AllowMultipleArgumentsPerToken = false };
    readonly Option<bool> _noWait = new("--no-wait") { Description = "Only submit, and print the job id." };
    readonly Option<string> _timeout = new("--timeout") { Description = "The limit of the wait; 0: none.", DefaultValueFactory = _ => "30m" };
    readonly Option<string?> _pdf = new("--output", "-o") { Description = "Save the PDF that comes of it to this file; it appears when it is whole. Not with --no-wait." };
    readonly Argument<string[]> _files = new("FILE") { Description = "The document.", Arity = ArgumentArity.ZeroOrMore };

    /// <param name="name">The command's name.</param>
    /// <param name="description">What it does.</param>
    /// <param name="operation">The operation's name, for example <c>split</c>.</param>
    /// <param name="alwaysJob">Whether it always makes a job, so that there is no <c>submit_</c> of it.</param>
    /// <param name="takesFiles">Whether documents can be given.</param>
    internal OperationCommand(string name, string description, string operation, bool alwaysJob = false, bool takesFiles = false)
    {
        _operation = operation;
        _alwaysJob = alwaysJob;
        _takesFiles = takesFiles;
        _command = new Command(name, description);
    }

    /// <summary>An option that sets a field to a text.</summary>
    internal OperationCommand With(string option, string description, string field) =>
        With(option, description, (request, values) => request[field] = values[^1]);

    /// <summary>The documents are part of the request, in Base64.</summary>
    internal OperationCommand WithInlineFiles(Action<JsonObject, string[]> set)
    {
        _setFiles = set;
        return this;
    }

    /// <summary>An option that saves the PDF which the job has made.</summary>
    internal OperationCommand SavingPdf()
    {
        _savesPdf = true;
        return this;
    }

    internal OperationCommand With(string option, string description, Action<JsonObject, string[]> set)
    {
        Option<string[]> made = new(option) { Description = description, AllowMultipleArgumentsPerToken = false };
        _shortcuts.Add((made, set));
        return this;
    }

    internal Command Create(Terminal terminal, GlobalOptions globals)
    {
        if (_takesFiles || _setFiles is not null)
        {
            _command.Arguments.Add(_files);
        }

        if (_savesPdf)
        {
            _command.Options.Add(_pdf);
        }

        foreach ((Option<string[]> option, _) in _shortcuts)
        {
            _command.Options.Add(option);
        }

        foreach (Option option in (ReadOnlySpan<Option>)[_request, _fields, _noWait, _timeout])
        {
            _command.Options.Add(option);
        }

        _command.SetAction((arguments, _) => Runner.RunAsync(terminal, globals, arguments, (client, reporter, stop) =>
            RunAsync(client, reporter, terminal, arguments, globals.Json(arguments), stop)));
        return _command;
    }

    async Task<int> RunAsync(PulseClient client, Reporter reporter, Terminal terminal, ParseResult arguments, bool json, CancellationToken stop)
    {
        JsonObject request = ReadRequest(arguments.GetValue(_request), terminal);
        foreach ((Option<string[]> option, Action<JsonObject, string[]> set) in _shortcuts)
        {
            if (arguments.GetValue(option) is { Length: > 0 } values)
            {
                set(request, values);
            }
        }

        foreach (string field in arguments.GetValue(_fields) ?? [])
        {
            (string name, JsonNode? value) = Field(field);
            request[name] = value;
        }

        string? pdf = _savesPdf ? arguments.GetValue(_pdf) : null;
        if (pdf is not null && arguments.GetValue(_noWait))
        {
            throw new UsageException("--output and --no-wait exclude each other: there is no PDF yet.");
        }

        if (pdf is not null)
        {
            // Before anything is paid for.
            Pulse.Client.Results.WholeFile.Check(pdf);
        }

        if (_setFiles is not null && arguments.GetValue(_files) is { Length: > 0 } inline)
        {
            _setFiles(request, inline);
        }

        PulseFile[] files = _takesFiles ? [.. (arguments.GetValue(_files) ?? []).Select(static path => PulseFile.FromPath(path))] : [];
        string submitted = _alwaysJob ? _operation : $"submit_{_operation}";
        PreparedOperation operation = Operations.Prepare(submitted, Encoding.UTF8.GetBytes(request.ToJsonString()), files);
        if (arguments.GetValue(_noWait))
        {
            using OperationAnswer answer = await operation.RunAsync(client, stop).ConfigureAwait(false);
            reporter.Submitted(null, answer.JobId ?? "");
            return ExitCodes.Ok;
        }

        WaitOptions options = new() { Timeout = Durations.Parse(arguments.GetValue(_timeout)!) };
        string label = _operation;
        (string jobId, WaitOutcome outcome) = await operation.WaitAsync(
            client,
            options,
            progress => reporter.Progress(label, FormattableString.Invariant($"{progress.JobId} {progress.StatusText} after {progress.Waited.TotalSeconds:0.0} s")),
            stop).ConfigureAwait(false);
        reporter.Done(label);
        if (stop.IsCancellationRequested && outcome.End == WaitEnd.Stopped)
        {
            outcome.Job?.Dispose();
            reporter.Notice(Runner.ResumeHint([jobId]));
            return ExitCodes.Interrupted;
        }

        using Job job = outcome.JobOrThrow(CancellationToken.None);
        if (pdf is not null)
        {
            using PulseDownload download = await client.Results.GetPdfAsync(jobId, stop).ConfigureAwait(false);
            await Pulse.Client.Results.WholeFile.WriteAllAsync(pdf, download.Content).ConfigureAwait(false);
        }

        if (pdf is null || json)
        {
            reporter.Result(job, json);
        }
        else
        {
            reporter.Line(pdf);
        }

        client.ForgetLargeResult(jobId);

        return ExitCodes.Ok;
    }

    static JsonObject ReadRequest(string? given, Terminal terminal)
    {
        if (given is null)
        {
            return [];
        }

        string text;
        try
        {
            text = given == "-" ? ReadAll(terminal.Input) : given.TrimStart().StartsWith('{') ? given : File.ReadAllText(given);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"The request '{given}' cannot be read: {exception.Message}");
        }

        try
        {
            return JsonNode.Parse(text) as JsonObject ?? throw new UsageException("The request is not a JSON object.");
        }
        catch (JsonException exception)
        {
            throw new UsageException($"The request is not JSON: {exception.Message}");
        }
    }

    static string ReadAll(Stream stream)
    {
        using StreamReader reader = new(stream, Encoding.UTF8);
        return reader.ReadToEnd();
    }

    internal static (string Name, JsonNode? Value) Field(string text)
    {
        int equals = text.IndexOf('=', StringComparison.Ordinal);
        return equals > 0 ? (text[..equals], ValueOf(text[(equals + 1)..])) : throw new UsageException($"--field {text}: write NAME=VALUE.");
    }

    /// <summary>JSON where it is some; else the text itself.</summary>
    internal static JsonNode? ValueOf(string text)
    {
        try
        {
            return JsonNode.Parse(text);
        }
        catch (JsonException)
        {
            return JsonValue.Create(text);
        }
    }

    /// <summary>JSON given in place or in a file.</summary>
    internal static JsonNode? JsonOrFile(string given)
    {
        string text = given;
        if (!given.TrimStart().StartsWith('{'))
        {
            try
            {
                text = File.ReadAllText(given);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                throw new UsageException($"'{given}' cannot be read: {exception.Message}");
            }
        }

        try
        {
            return JsonNode.Parse(text);
        }
        catch (JsonException exception)
        {
            throw new UsageException($"'{given}' is not JSON: {exception.Message}");
        }
    }

    /// <summary>An object inside the request, made if it is not there.</summary>
    internal static JsonObject Inside(JsonObject request, string name)
    {
        if (request[name] is JsonObject found)
        {
            return found;
        }

        JsonObject made = [];
        request[name] = made;
        return made;
    }
}

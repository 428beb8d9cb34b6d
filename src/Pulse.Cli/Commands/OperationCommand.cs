using System.CommandLine;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Pulse.Cli.Output;
using Pulse.Client;
using Pulse.Client.Endpoints;
using Pulse.Client.Results;
using Pulse.Client.Waiting;

namespace Pulse.Cli.Commands;

/// <summary>A command for an operation of the API, made from its description: its request comes as JSON, from options, or both.</summary>
sealed class OperationCommand
{
    readonly OperationDescription _operation;
    readonly Command _command;
    readonly RequestOption[] _options;
    readonly RequestOption? _inlineFiles;
    readonly (Option<string[]> Option, RequestOption Field)[] _shortcuts;
    readonly Option<string?> _request = new("--request", "-r") { Description = "The request: a JSON file, - for stdin, or inline JSON. The options below set fields in it." };
    readonly Option<string[]> _fields = new("--field") { Description = "NAME=VALUE: a field of the request. A value that is not valid JSON is sent as text; to send 1 as text, write \"1\". Repeatable.", AllowMultipleArgumentsPerToken = false };
    readonly Option<bool> _noWait = new("--no-wait") { Description = "Submit the request, print the job id, and do not wait." };
    readonly Option<string> _timeout = new("--timeout") { Description = "How long to wait for the job, for example 30m; 0 means no limit.", DefaultValueFactory = _ => "30m" };
    readonly Option<string?> _pdf = new("--output", "-o") { Description = "Save the resulting PDF to this file, which is created once it is complete. Cannot be combined with --no-wait." };
    readonly Argument<string[]> _files = new("FILE") { Description = "The document.", Arity = ArgumentArity.ZeroOrMore };

    internal OperationCommand(string name, OperationDescription operation)
    {
        _operation = operation;
        _command = new Command(name, operation.Summary);
        _options = [.. RequestOptions.Of(operation.RequestType!)];
        _inlineFiles = Array.Find(_options, static option => option.Name == RequestOption.Files);
        _shortcuts = [.. _options.Where(option => option != _inlineFiles).Select(static option => (new Option<string[]>(option.Name) { Description = option.Description, AllowMultipleArgumentsPerToken = false }, option))];
    }

    bool TakesFiles => _operation.Files != OperationFiles.None;

    internal Command Create(Terminal terminal, GlobalOptions globals)
    {
        if (TakesFiles || _inlineFiles is not null)
        {
            _command.Arguments.Add(_files);
        }

        if (_operation.MakesPdf)
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
        foreach ((Option<string[]> option, RequestOption field) in _shortcuts)
        {
            if (arguments.GetValue(option) is { Length: > 0 } values)
            {
                field.Set(request, values);
            }
        }

        foreach (string field in arguments.GetValue(_fields) ?? [])
        {
            (string name, JsonNode? value) = Field(field);
            request[name] = value;
        }

        string? pdf = _operation.MakesPdf ? arguments.GetValue(_pdf) : null;
        if (pdf is not null && arguments.GetValue(_noWait))
        {
            throw new UsageException("--output and --no-wait cannot be combined, because without waiting there is no PDF.");
        }

        if (pdf is not null)
        {
            // Before anything is paid for.
            WholeFile.Check(pdf);
        }

        if (_inlineFiles is not null && arguments.GetValue(_files) is { Length: > 0 } inline)
        {
            _inlineFiles.Set(request, inline);
        }

        PulseFile[] files = TakesFiles ? [.. (arguments.GetValue(_files) ?? []).Select(static path => PulseFile.FromPath(path))] : [];
        string submitted = _operation.Job == OperationJob.Always ? _operation.Name : $"submit_{_operation.Name}";
        PreparedOperation operation = Operations.Prepare(submitted, Encoding.UTF8.GetBytes(request.ToJsonString()), files);
        if (arguments.GetValue(_noWait))
        {
            using OperationAnswer answer = await operation.RunAsync(client, stop).ConfigureAwait(false);
            reporter.Ledger.Add(answer.JobId ?? "", _operation.Name);
            reporter.Submitted(null, answer.JobId ?? "");
            return ExitCodes.Ok;
        }

        WaitOptions options = new() { Timeout = Durations.Parse(arguments.GetValue(_timeout)!) };
        string label = _operation.Name;
        (string jobId, WaitOutcome outcome) = await operation.WaitAsync(
            client,
            options,
            progress =>
            {
                // It is paid for: whatever ends the program from here on, its id is told.
                reporter.Ledger.Add(progress.JobId, label);
                reporter.Progress(label, progress.StatusText, FormattableString.Invariant($"{progress.JobId} {progress.StatusText} after {progress.Waited.TotalSeconds:0.0} s"));
            },
            stop).ConfigureAwait(false);
        reporter.Ledger.Add(jobId, label);
        reporter.Done(label);
        if (stop.IsCancellationRequested && outcome.End == WaitEnd.Stopped)
        {
            outcome.Job?.Dispose();
            reporter.Ledger.Settle(jobId);
            reporter.Notice(Runner.ResumeHint([jobId]));
            return ExitCodes.Interrupted;
        }

        if (outcome.Error is PulseJobException)
        {
            // There is nothing to come back for, and the error names it.
            reporter.Ledger.Settle(jobId);
        }

        using Job job = outcome.JobOrThrow(CancellationToken.None);
        if (pdf is not null)
        {
            await client.Results.SavePdfAsync(jobId, pdf, stop).ConfigureAwait(false);
        }

        if (pdf is null || json)
        {
            reporter.Result(job, json);
        }
        else
        {
            reporter.Line(pdf);
            reporter.Ledger.Settle(jobId);
        }

        client.ForgetLargeResult(job);

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
            text = given == "-" ? ReadAll(terminal.Input) : given.TrimStart().StartsWith('{') ? given : PathFiles.ReadAllText(given);
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
        return equals > 0 ? (text[..equals], ValueOf(text[(equals + 1)..])) : throw new UsageException($"--field {text}: expected NAME=VALUE.");
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
}

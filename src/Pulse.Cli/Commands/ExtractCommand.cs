using System.CommandLine;
using System.Text;
using System.Text.Json;
using Pulse.Cli.Output;
using Pulse.Client;
using Pulse.Client.Batch;
using Pulse.Client.Results;

namespace Pulse.Cli.Commands;

/// <summary><c>pulse extract</c>.</summary>
static class ExtractCommand
{
    internal static Command Create(Terminal terminal, GlobalOptions globals)
    {
        Argument<string[]> documents = new("DOCUMENT") { Description = "Files, URLs, or - for stdin.", Arity = ArgumentArity.OneOrMore };
        Option<bool> wait = new("--wait") { Description = "Wait for the results and print them (the default)." };
        Option<bool> noWait = new("--no-wait") { Description = "Only submit, and print the job ids." };
        Option<string?> output = new("--output", "-o") { Description = "A folder; each result goes to NAME.md in it, and of several documents with one name each to a file of its own." };
        Option<string?> pages = new("--pages") { Description = "Pages, counted from 1, for example 1-2,5." };
        Option<string?> model = new("--model") { Description = "default or pulse-ultra-2." };
        Option<string?> schema = new("--schema") { Description = "A JSON schema to fill in: a file, or the JSON itself." };
        Option<string[]> options = new("--option") { Description = "NAME=VALUE: any other field of the request; the value is JSON or text.", AllowMultipleArgumentsPerToken = false };
        Option<string> timeout = new("--timeout") { Description = "The limit of the wait for each document; 0: none.", DefaultValueFactory = _ => "30m" };
        Option<int> concurrency = new("--concurrency") { Description = "Documents at once.", DefaultValueFactory = _ => 8 };
        Option<string?> journal = new("--journal") { Description = "A file that remembers what was submitted, so that the same command can go on after any end without paying twice; default with --output: pulse-journal.jsonl in that folder." };
        Option<bool> noJournal = new("--no-journal") { Description = "Keep no journal." };
        Option<bool> resubmitUnknown = new("--resubmit-unknown") { Description = "Submit again what may have been accepted before without a response: may pay twice." };
        Option<bool> retryFailed = new("--retry-failed") { Description = "Submit again what the service has failed at before." };
        Option<string> name = new("--name") { Description = "The file name of what comes from stdin.", DefaultValueFactory = _ => "document.pdf" };
        Command command = new("extract", "Submits documents, waits for their jobs, and prints their text as Markdown.");
        command.Arguments.Add(documents);
        foreach (Option option in (ReadOnlySpan<Option>)[wait, noWait, output, pages, model, schema, options, timeout, concurrency, name, journal, noJournal, resubmitUnknown, retryFailed])
        {
            command.Options.Add(option);
        }

        command.SetAction((arguments, _) => Runner.RunAsync(terminal, globals, arguments, (client, reporter, stop) =>
        {
            if (arguments.GetValue(wait) && arguments.GetValue(noWait))
            {
                throw new UsageException("--wait and --no-wait exclude each other.");
            }

            Settings settings = new(
                Request(arguments.GetValue(pages), arguments.GetValue(model), arguments.GetValue(schema), arguments.GetValue(options) ?? []),
                !arguments.GetValue(noWait),
                arguments.GetValue(output),
                Durations.Parse(arguments.GetValue(timeout)!),
                arguments.GetValue(concurrency) is > 0 and <= 1000 and int atOnce ? atOnce : throw new UsageException("--concurrency must be from 1 to 1000."),
                arguments.GetValue(name)!,
                arguments.GetValue(noJournal) ? null : arguments.GetValue(journal) ?? (arguments.GetValue(output) is { } folder ? Path.Combine(folder, "pulse-journal.jsonl") : null),
                arguments.GetValue(resubmitUnknown),
                arguments.GetValue(retryFailed));
            return RunAsync(client, reporter, terminal, arguments.GetValue(documents)!, settings, stop);
        }));
        return command;
    }

    sealed record Settings(ExtractRequest Request, bool Wait, string? Output, TimeSpan Timeout, int Concurrency, string StdinName, string? Journal, bool ResubmitUnknown, bool RetryFailed);

    static async Task<int> RunAsync(PulseClient client, Reporter reporter, Terminal terminal, string[] names, Settings settings, CancellationToken stop)
    {
        if (names.Count(static name => name == "-") > 1)
        {
            throw new UsageException("stdin can be given only once.");
        }

        BatchDocument[] documents = new BatchDocument[names.Length];
        Dictionary<BatchDocument, int> places = [];
        for (int i = 0; i < names.Length; i++)
        {
            documents[i] = Document(names[i], settings, terminal);
            places[documents[i]] = i;
        }

        BatchRunner runner = new(client, new BatchOptions
        {
            Request = settings.Request,
            Wait = new WaitOptions { Timeout = settings.Timeout },
            Concurrency = settings.Concurrency,
            JournalPath = settings.Journal,
            ResubmitUnknown = settings.ResubmitUnknown,
            RetryFailed = settings.RetryFailed,
            SubmitOnly = !settings.Wait,
            OutputFolder = settings.Output,
            OutputExtension = ".md",
            Render = static job => Encoding.UTF8.GetBytes($"{(job.Result?.Markdown ?? "").TrimEnd('\n')}\n"),
            IsDelivered = static _ => false,
            Progress = progress => Show(reporter, names[places[progress.Document]], progress, settings.Journal is not null),
        });

        int[] codes = new int[documents.Length];
        BatchOutcome?[] ended = new BatchOutcome?[documents.Length];
        int printed = 0;
        OutputException? lost = null;
        using CancellationTokenSource end = CancellationTokenSource.CreateLinkedTokenSource(stop);
        await foreach (BatchOutcome outcome in runner.RunAsync(documents, end.Token).ConfigureAwait(false))
        {
            int place = places[outcome.Document];
            ended[place] = outcome;
            reporter.Done(names[place]);

            // In the order in which they were given, whatever the order in which they end.
            for (; printed < ended.Length && ended[printed] is { } next; printed++)
            {
                using Job? job = next.Job;
                try
                {
                    codes[printed] = lost is null ? Report(client, reporter, names[printed], next, settings, stop) : ExitCodes.General;
                }
                catch (OutputException exception)
                {
                    // Nothing more is paid for that cannot be printed. The ids are told at the end.
                    lost = exception;
                    await end.CancelAsync().ConfigureAwait(false);
                }

                ended[printed] = next with { Job = null };
            }
        }

        if (lost is not null)
        {
            throw lost;
        }

        int unsent = ended.Count(static outcome => outcome is { State: BatchState.NotStarted, Error.Code: PulseErrorCode.Unauthorized or PulseErrorCode.MissingApiKey });
        if (unsent > 0)
        {
            reporter.Notice($"pulse: {unsent} more {(unsent == 1 ? "document was" : "documents were")} not sent, as the key was refused.");
        }

        string[] open = settings.Wait ? [.. ended.Where(static outcome => outcome is { State: BatchState.Open, JobId: not null, Error.Code: PulseErrorCode.Stopped }).Select(static outcome => outcome!.JobId!)] : [];
        if (open.Length > 0)
        {
            reporter.Notice(settings.Journal is null ? Runner.ResumeHint(open) : $"pulse: stopped; the jobs may still run: {string.Join(' ', open)}. The same command goes on where this one has stopped.");
        }

        return ExitCodes.For(codes);
    }

    static int Report(PulseClient client, Reporter reporter, string name, BatchOutcome outcome, Settings settings, CancellationToken stop)
    {
        if (outcome.JournalError is { } journalError)
        {
            reporter.Notice($"pulse: {name}: {journalError.Message} The journal does not know of job {outcome.JobId ?? "(unknown)"}.");
        }

        switch (outcome.State)
        {
            case BatchState.Completed when settings.Output is null:
                reporter.Document(name, outcome.Job!);
                client.ForgetLargeResult(outcome.JobId!);
                return ExitCodes.Ok;
            case BatchState.Completed:
                reporter.Warnings(name, outcome.Job!);
                reporter.Written(name, outcome.Job!.Id, Reporter.StatusWord(outcome.Job), outcome.OutputPath!);
                return ExitCodes.Ok;
            case BatchState.AlreadyDone:
                reporter.Written(name, outcome.JobId!, "completed", outcome.OutputPath!);
                return ExitCodes.Ok;
            case BatchState.Open when outcome.Error is null:
                reporter.Submitted(name, outcome.JobId!);
                return ExitCodes.Ok;
            case BatchState.Open or BatchState.NotStarted when stop.IsCancellationRequested && outcome.Error!.Code == PulseErrorCode.Stopped:
                return ExitCodes.Interrupted;
            case BatchState.NotStarted when outcome.Error!.Code is PulseErrorCode.Unauthorized or PulseErrorCode.MissingApiKey:
                return ExitCodes.Authentication;
            default:
                reporter.Failure(name, outcome.Error!);
                return ExitCodes.For(outcome.Error!);
        }
    }

    static void Show(Reporter reporter, string name, BatchProgress progress, bool journaled)
    {
        if (progress.JobId is not null && !journaled)
        {
            // The journal remembers it otherwise.
            reporter.Ledger.Add(progress.JobId, name);
        }

        reporter.Progress(name, progress switch
        {
            { Wait: { } wait } => FormattableString.Invariant($"{wait.StatusText} after {wait.Waited.TotalSeconds:0.0} s ({wait.Attempt} polls)"),
            { JobId: { } jobId } => $"submitted as {jobId}",
            _ => "submitting",
        });
    }

    static BatchDocument Document(string name, Settings settings, Terminal terminal) =>
        name == "-" ? BatchDocument.FromStream(terminal.Input, settings.StdinName)
        : BatchDocument.IsUrl(name) ? BatchDocument.FromUrl(name)
        : BatchDocument.FromPath(name);

    static ExtractRequest Request(string? pages, string? model, string? schema, string[] options) => new()
    {
        Pages = pages,
        Model = model,
        StructuredOutput = schema is null ? null : StructuredOutputOptions.FromSchema(ReadSchema(schema)),
        AdditionalFields = options.Length == 0 ? null : options.Select(Field).ToDictionary(static field => field.Name, static field => field.Value, StringComparer.Ordinal),
    };

    static string ReadSchema(string schema)
    {
        if (schema.TrimStart().StartsWith('{'))
        {
            return schema;
        }

        try
        {
            return PathFiles.ReadAllText(schema);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"The schema '{schema}' cannot be read: {exception.Message}");
        }
    }

    static (string Name, JsonElement Value) Field(string option)
    {
        int equals = option.IndexOf('=', StringComparison.Ordinal);
        if (equals <= 0)
        {
            throw new UsageException($"--option {option}: write NAME=VALUE.");
        }

        string text = option[(equals + 1)..];
        try
        {
            using JsonDocument document = JsonDocument.Parse(text);
            return (option[..equals], document.RootElement.Clone());
        }
        catch (JsonException)
        {
            using JsonDocument document = JsonDocument.Parse($"\"{JsonEncodedText.Encode(text)}\"");
            return (option[..equals], document.RootElement.Clone());
        }
    }
}

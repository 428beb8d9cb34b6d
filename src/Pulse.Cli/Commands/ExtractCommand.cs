using System.CommandLine;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Pulse.Cli.Formats;
using Pulse.Cli.Output;
using Pulse.Client;
using Pulse.Client.Batch;
using Pulse.Client.Endpoints;
using Pulse.Client.Results;

namespace Pulse.Cli.Commands;

/// <summary><c>pulse extract</c>.</summary>
static class ExtractCommand
{
    internal static Command Create(Terminal terminal, GlobalOptions globals)
    {
        Argument<string[]> documents = new("DOCUMENT") { Description = "Files, folders, URLs, or - for stdin. Of a folder: its documents, but not those of folders in it.", Arity = ArgumentArity.OneOrMore };
        Option<bool> wait = new("--wait") { Description = "Wait for the results and print them. This is the default." };
        Option<bool> noWait = new("--no-wait") { Description = "Submit the documents, print the job ids, and do not wait." };
        Option<string?> output = new("--output", "-o") { Description = "A folder for the results. Each is written to NAME.md, or to the extension of --format; documents with the same name get different files." };
        Option<string?> pages = new("--pages") { Description = "The pages to process, counted from 1, for example 1-2,5. Default: all." };
        Option<string?> model = new("--model") { Description = "The model: default or pulse-ultra-2." };
        Option<string?> schema = new("--schema") { Description = "The JSON schema to fill in: a file or inline JSON." };
        Option<string[]> options = new("--option") { Description = "NAME=VALUE: another field of the request. The value is JSON or text. Repeatable.", AllowMultipleArgumentsPerToken = false };
        Option<bool> metadata = new("--document-metadata") { Description = "Return the document's own metadata (title, authors, dates, number of pages) in the result: see --json." };
        Option<string?> format = ResultFormats.CreateOption();
        Option<bool> images = new("--images") { Description = "Also write the images of each result, to NAME.images/ in the folder of --output." };
        Option<string> timeout = new("--timeout") { Description = "How long to wait for each document, for example 30m; 0 means no limit.", DefaultValueFactory = _ => "30m" };
        Option<int> concurrency = new("--concurrency") { Description = "The maximum number of documents processed at the same time, 1 to 1000.", DefaultValueFactory = _ => 8 };
        Option<string?> journal = new("--journal") { Description = "A file that records what was submitted. If the run is interrupted, the same command resumes it, and no document is billed twice. Default: pulse-journal.jsonl in the folder of --output; without --output, none." };
        Option<bool> noJournal = new("--no-journal") { Description = "Do not keep a journal." };
        Option<bool> resubmitUnknown = new("--resubmit-unknown") { Description = "Submit documents again whose earlier submit may have been accepted. They may be billed twice." };
        Option<bool> retryFailed = new("--retry-failed") { Description = "Submit documents again whose jobs failed in an earlier run." };
        Option<string> name = new("--name") { Description = "The file name for the document that is read from stdin.", DefaultValueFactory = _ => "document.pdf" };
        Command command = new("extract", "Extracts documents: submits them, waits for their jobs, and prints the text as Markdown.");
        command.Arguments.Add(documents);
        foreach (Option option in (ReadOnlySpan<Option>)[wait, noWait, output, format, images, pages, model, schema, metadata, options, timeout, concurrency, name, journal, noJournal, resubmitUnknown, retryFailed])
        {
            command.Options.Add(option);
        }

        command.SetAction((arguments, _) => Runner.RunAsync(terminal, globals, arguments, (client, reporter, stop) =>
        {
            if (arguments.GetValue(wait) && arguments.GetValue(noWait))
            {
                throw new UsageException("--wait and --no-wait cannot be combined.");
            }

            ResultFormat shape = ResultFormats.Of(arguments.GetValue(format), globals.Json(arguments) && arguments.GetValue(output) is null);
            if (arguments.GetValue(images) && arguments.GetValue(output) is null)
            {
                throw new UsageException("--images needs --output, which says where the images are written.");
            }

            Settings settings = new(
                Request(arguments.GetValue(pages), arguments.GetValue(model), arguments.GetValue(schema), arguments.GetValue(options) ?? [], new(arguments.GetValue(metadata), shape == ResultFormat.Html, arguments.GetValue(images))),
                shape,
                arguments.GetValue(images),
                !arguments.GetValue(noWait),
                arguments.GetValue(output),
                Durations.Parse(arguments.GetValue(timeout)!),
                arguments.GetValue(concurrency) is > 0 and <= 1000 and int atOnce ? atOnce : throw new UsageException("--concurrency must be from 1 to 1000."),
                arguments.GetValue(name)!,
                arguments.GetValue(noJournal) ? null : arguments.GetValue(journal) ?? (arguments.GetValue(output) is { } folder ? Path.Combine(folder, "pulse-journal.jsonl") : null),
                arguments.GetValue(resubmitUnknown),
                arguments.GetValue(retryFailed));
            return RunAsync(client, reporter, terminal, DocumentNames.Of(arguments.GetValue(documents)!), settings, stop);
        }));
        return command;
    }

    sealed record Settings(ExtractRequest Request, ResultFormat Format, bool Images, bool Wait, string? Output, TimeSpan Timeout, int Concurrency, string StdinName, string? Journal, bool ResubmitUnknown, bool RetryFailed);

    static async Task<int> RunAsync(PulseClient client, Reporter reporter, Terminal terminal, string[] names, Settings settings, CancellationToken stop)
    {
        if (names.Count(static name => name == "-") > 1)
        {
            throw new UsageException("- (stdin) can be given only once.");
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
            OutputExtension = ResultFormats.ExtensionOf(settings.Format),
            Render = job => Encoding.UTF8.GetBytes(ResultFormats.Render(job, settings.Format)),
            IsDelivered = static _ => false,
            DeliverBeside = settings.Images ? (job, path, token) => Pictures.SaveAsync(client, job, Pictures.FolderOf(path), token) : null,
            Progress = progress => Show(reporter, names[places[progress.Document]], progress, settings.Journal is not null),
        });

        RunCount count = new(documents.Length, settings.Concurrency, () => client.Jobs.Watcher.Durations.Typical(ServiceEndpoints.Extract.Work), client.Clock);
        reporter.Begin(count);
        int[] codes = new int[documents.Length];
        BatchOutcome?[] ended = new BatchOutcome?[documents.Length];
        int printed = 0;
        OutputException? lost = null;
        using CancellationTokenSource end = CancellationTokenSource.CreateLinkedTokenSource(stop);
        await foreach (BatchOutcome outcome in runner.RunAsync(documents, end.Token).ConfigureAwait(false))
        {
            int place = places[outcome.Document];
            ended[place] = outcome;
            reporter.Done(names[place], outcome.Error is not null);

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

        reporter.Summary(count);

        int unsent = ended.Count(static outcome => outcome is { State: BatchState.NotStarted, Error.Code: PulseErrorCode.Unauthorized or PulseErrorCode.MissingApiKey });
        if (unsent > 0)
        {
            bool isMissing = ended.Any(static outcome => outcome?.Error?.Code == PulseErrorCode.MissingApiKey);
            reporter.Notice($"pulse: {unsent} more {(unsent == 1 ? "document was" : "documents were")} not sent, because {(isMissing ? "there is no API key" : "the API key was rejected")}.");
        }

        string[] open = settings.Wait ? [.. ended.Where(static outcome => outcome is { State: BatchState.Open, JobId: not null, Error.Code: PulseErrorCode.Stopped }).Select(static outcome => outcome!.JobId!)] : [];
        if (open.Length > 0)
        {
            reporter.Notice(settings.Journal is null ? Runner.ResumeHint(open) : $"pulse: stopped; the jobs may still run: {string.Join(' ', open)}. To resume, run the same command again.");
        }

        return ExitCodes.For(codes);
    }

    static int Report(PulseClient client, Reporter reporter, string name, BatchOutcome outcome, Settings settings, CancellationToken stop)
    {
        if (outcome.JournalError is { } journalError)
        {
            reporter.Notice($"pulse: {name}: {journalError.Message} Job {outcome.JobId ?? "(unknown)"} is not in the journal.");
        }

        switch (outcome.State)
        {
            case BatchState.Completed when settings.Output is null:
                try
                {
                    reporter.Document(name, outcome.Job!, settings.Format);
                }
                catch (PulseException exception)
                {
                    // It does not have what is to be printed; it is kept for another format.
                    reporter.Failure(name, exception);
                    return ExitCodes.For(exception);
                }

                client.ForgetLargeResult(outcome.Job!);
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
                if (outcome.Error!.Code == PulseErrorCode.FileError && name.AsSpan().ContainsAny('*', '?') && !BatchDocument.IsUrl(name) && !PathFiles.IsFile(name))
                {
                    reporter.Notice($"pulse: {name}: the shell replaces a pattern by names of files; here it has found none.");
                }

                return ExitCodes.For(outcome.Error!);
        }
    }

    internal static void Show(Reporter reporter, string name, BatchProgress progress, bool journaled)
    {
        if (progress.JobId is not null && !journaled)
        {
            // The journal remembers it otherwise.
            reporter.Ledger.Add(progress.JobId, name);
        }

        (string word, string text) = progress switch
        {
            { Wait: { } wait } => (wait.StatusText, FormattableString.Invariant($"{wait.StatusText} after {wait.Waited.TotalSeconds:0.0} s ({wait.Attempt} polls)")),
            { JobId: { } jobId } => ("submitted", $"submitted as {jobId}"),
            _ => ("submitting", "submitting"),
        };
        reporter.Progress(name, word, text);
    }

    static BatchDocument Document(string name, Settings settings, Terminal terminal) =>
        name == "-" ? BatchDocument.FromStream(terminal.Input, settings.StdinName)
        : BatchDocument.IsUrl(name) ? BatchDocument.FromUrl(name)
        : BatchDocument.FromPath(name);

    /// <summary>What else the request asks for.</summary>
    internal sealed record Extras(bool Metadata, bool Html, bool Images);

    internal static ExtractRequest Request(string? pages, string? model, string? schema, string[] options, Extras extras)
    {
        Dictionary<string, JsonElement> fields = options.Select(Field).ToDictionary(static field => field.Name, static field => field.Value, StringComparer.Ordinal);
        ExtractRequest request = new()
        {
            Pages = pages,
            Model = model,
            StructuredOutput = schema is null ? null : StructuredOutputOptions.FromSchema(ReadSchema(schema)),
            Extensions = extras.Metadata || extras.Html ? Taken<ExtractExtensions>(fields, PulseJsonContext.Default.ExtractExtensions, "extensions") ?? new() : null,
            FigureProcessing = extras.Images ? (Taken<FigureProcessing>(fields, PulseJsonContext.Default.FigureProcessing, "figureProcessing", "figure_processing") ?? new()) with { ShowImages = true } : null,
        };
        if (request.Extensions is { } extensions)
        {
            request = request with
            {
                Extensions = extensions with
                {
                    DocumentMetadata = extras.Metadata ? true : extensions.DocumentMetadata,
                    AltOutputs = extras.Html ? (extensions.AltOutputs ?? new()) with { ReturnHtml = true } : extensions.AltOutputs,
                },
            };
        }

        return request with { AdditionalFields = fields.Count == 0 ? null : fields };
    }

    /// <summary>A field that --option has set, to be put together with what other options set in it.</summary>
    static T? Taken<T>(Dictionary<string, JsonElement> fields, JsonTypeInfo<T> type, params ReadOnlySpan<string> names)
        where T : class
    {
        foreach (string name in names)
        {
            if (fields.Remove(name, out JsonElement given))
            {
                return given.ValueKind == JsonValueKind.Object ? given.Deserialize(type) : throw new UsageException($"--option {name}: expected a JSON object.");
            }
        }

        return null;
    }

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
            throw new UsageException($"--option {option}: expected NAME=VALUE.");
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

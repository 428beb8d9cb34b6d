using System.CommandLine;
using System.Text.Json;
using Pulse.Cli.Output;
using Pulse.Client;

namespace Pulse.Cli.Commands;

/// <summary><c>pulse extract</c>.</summary>
static class ExtractCommand
{
    internal static Command Create(Terminal terminal, GlobalOptions globals)
    {
        Argument<string[]> documents = new("DOCUMENT") { Description = "Files, URLs, or - for stdin.", Arity = ArgumentArity.OneOrMore };
        Option<bool> wait = new("--wait") { Description = "Wait for the results and print them (the default)." };
        Option<bool> noWait = new("--no-wait") { Description = "Only submit, and print the job ids." };
        Option<string?> output = new("--output", "-o") { Description = "A folder; each result goes to NAME.md in it." };
        Option<string?> pages = new("--pages") { Description = "Pages, counted from 1, for example 1-2,5." };
        Option<string?> model = new("--model") { Description = "default or pulse-ultra-2." };
        Option<string?> schema = new("--schema") { Description = "A JSON schema to fill in: a file, or the JSON itself." };
        Option<string[]> options = new("--option") { Description = "NAME=VALUE: any other field of the request; the value is JSON or text.", AllowMultipleArgumentsPerToken = false };
        Option<string> timeout = new("--timeout") { Description = "The limit of the wait for each document; 0: none.", DefaultValueFactory = _ => "30m" };
        Option<int> concurrency = new("--concurrency") { Description = "Documents at once.", DefaultValueFactory = _ => 8 };
        Option<string> name = new("--name") { Description = "The file name of what comes from stdin.", DefaultValueFactory = _ => "document.pdf" };
        Command command = new("extract", "Submits documents, waits for their jobs, and prints their text as Markdown.");
        command.Arguments.Add(documents);
        foreach (Option option in (ReadOnlySpan<Option>)[wait, noWait, output, pages, model, schema, options, timeout, concurrency, name])
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
                arguments.GetValue(name)!);
            return RunAsync(client, reporter, terminal, arguments.GetValue(documents)!, settings, stop);
        }));
        return command;
    }

    sealed record Settings(ExtractRequest Request, bool Wait, string? Output, TimeSpan Timeout, int Concurrency, string StdinName);

    static async Task<int> RunAsync(PulseClient client, Reporter reporter, Terminal terminal, string[] documents, Settings settings, CancellationToken stop)
    {
        if (settings.Output is not null)
        {
            Directory.CreateDirectory(settings.Output);
        }

        if (documents.Count(document => document == "-") > 1)
        {
            throw new UsageException("stdin can be given only once.");
        }

        Job?[] finished = new Job?[documents.Length];
        int[] codes = new int[documents.Length];
        string?[] openJobs = new string?[documents.Length];
        Task[] runs = new Task[documents.Length];
        using SemaphoreSlim slots = new(settings.Concurrency);
        for (int i = 0; i < documents.Length; i++)
        {
            int index = i;
            runs[index] = Task.Run(async () =>
            {
                await slots.WaitAsync(CancellationToken.None).ConfigureAwait(false);
                try
                {
                    (codes[index], finished[index]) = await OneAsync(client, reporter, terminal, documents[index], settings, id => openJobs[index] = id, stop).ConfigureAwait(false);
                    if (codes[index] != ExitCodes.Interrupted)
                    {
                        openJobs[index] = null;
                    }
                }
                finally
                {
                    slots.Release();
                }
            }, CancellationToken.None);
        }

        for (int i = 0; i < documents.Length; i++)
        {
            await runs[i].ConfigureAwait(false);
            if (finished[i] is { } job)
            {
                using (job)
                {
                    Deliver(reporter, documents[i], job, settings, ref codes[i]);
                }
            }
        }

        string[] open = [.. openJobs.OfType<string>()];
        if (open.Length > 0)
        {
            reporter.Notice(Runner.ResumeHint(open));
        }

        return ExitCodes.For(codes);
    }

    static async Task<(int Code, Job? Job)> OneAsync(PulseClient client, Reporter reporter, Terminal terminal, string document, Settings settings, Action<string> submitted, CancellationToken stop)
    {
        try
        {
            stop.ThrowIfCancellationRequested();
            reporter.Progress(document, "submitting");
            using JobSubmission submission = await client.SubmitExtractAsync(await WithDocumentAsync(settings, terminal, document, stop).ConfigureAwait(false), stop).ConfigureAwait(false);
            if (!settings.Wait)
            {
                reporter.Done(document);
                reporter.Submitted(document, submission.JobId);
                return (ExitCodes.Ok, null);
            }

            submitted(submission.JobId);
            reporter.Progress(document, $"submitted as {submission.JobId}");
            Job job = await Runner.WaitAsync(client, reporter, document, submission.JobId, settings.Timeout, stop).ConfigureAwait(false);
            reporter.Done(document);
            return (ExitCodes.Ok, job);
        }
        catch (OperationCanceledException)
        {
            reporter.Done(document);
            return (ExitCodes.Interrupted, null);
        }
        catch (Exception exception) when (exception is PulseException or ArgumentException or IOException or UnauthorizedAccessException)
        {
            reporter.Failure(document, exception);
            return (ExitCodes.For(exception), null);
        }
    }

    static async Task<ExtractRequest> WithDocumentAsync(Settings settings, Terminal terminal, string document, CancellationToken stop)
    {
        if (document == "-")
        {
            // Read whole: a stream that cannot be read again could not be sent again either.
            using MemoryStream content = new();
            await terminal.Input.CopyToAsync(content, stop).ConfigureAwait(false);
            return settings.Request with { File = PulseFile.FromBytes(content.ToArray(), settings.StdinName) };
        }

        bool isUrl = document.StartsWith("http://", StringComparison.OrdinalIgnoreCase) || document.StartsWith("https://", StringComparison.OrdinalIgnoreCase);
        return isUrl ? settings.Request with { FileUrl = document } : settings.Request with { File = PulseFile.FromPath(document) };
    }

    static void Deliver(Reporter reporter, string document, Job job, Settings settings, ref int code)
    {
        if (settings.Output is null)
        {
            reporter.Document(document, job);
            return;
        }

        string name = document == "-" ? settings.StdinName : Path.GetFileName(new Uri(document, UriKind.RelativeOrAbsolute) is { IsAbsoluteUri: true, IsFile: false } url ? url.AbsolutePath : document);
        string path = Path.Combine(settings.Output, $"{(name.Length == 0 ? job.Id : name)}.md");
        try
        {
            // Whole or not at all.
            string temporary = $"{path}.part";
            File.WriteAllText(temporary, $"{(job.Result?.Markdown ?? "").TrimEnd('\n')}\n");
            File.Move(temporary, path, overwrite: true);
            reporter.Written(document, job, path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            reporter.Failure(document, new PulseFileException($"'{path}' cannot be written: {exception.Message}. The job is {job.Id}."));
            code = ExitCodes.General;
        }
    }

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
            return File.ReadAllText(schema);
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

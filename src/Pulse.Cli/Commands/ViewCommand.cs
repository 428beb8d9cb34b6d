using System.CommandLine;
using System.Text;
using Pulse.Cli.Formats;
using Pulse.Cli.Output;
using Pulse.Cli.Viewing;
using Pulse.Client;
using Pulse.Client.Batch;
using Pulse.Client.Results;

namespace Pulse.Cli.Commands;

/// <summary><c>pulse view</c>: a result as one HTML file, in the browser.</summary>
static class ViewCommand
{
    const string StandardStream = "-";

    /// <summary>What names of documents end in, so that a mistyped one is not taken for a job.</summary>
    static readonly string[] s_fileTypes = [".pdf", ".jpg", ".jpeg", ".png", ".docx", ".pptx", ".xlsx", ".xlsm", ".xls", ".html", ".htm", ".json", ".txt", ".md"];

    internal static Command Create(Terminal terminal, GlobalOptions globals)
    {
        Argument<string> source = new("SOURCE") { Description = "A job id; a file with a result or job as JSON, or - for stdin; or a document or URL, which is extracted first and billed." };
        Option<string?> output = new("--output", "-o") { Description = "The HTML file, or - for stdout. Default: a new file in the folder for temporary files.", HelpName = "FILE" };
        Option<bool> noOpen = new("--no-open") { Description = "Do not open the page in a browser." };
        Option<string?> document = new("--document") { Description = "The document of the result, a PDF or an image: its pages are shown behind the boxes. A PDF needs pdftoppm (poppler-utils). Default: SOURCE, if it is one.", HelpName = "FILE" };
        Option<bool> noPictures = new("--no-pictures") { Description = "Show no pictures of pages and no images." };
        Option<string?> pages = new("--pages") { Description = "Of a document: the pages to process, counted from 1, for example 1-2,5. Default: all." };
        Option<string?> model = new("--model") { Description = "Of a document: the model, default or pulse-ultra-2." };
        Option<string?> schema = new("--schema") { Description = "Of a document: the JSON schema to fill in, a file or inline JSON." };
        Option<string[]> options = new("--option") { Description = "Of a document: NAME=VALUE, another field of the request. The value is JSON or text. Repeatable.", AllowMultipleArgumentsPerToken = false };
        Option<string> timeout = new("--timeout") { Description = "How long to wait for the job, for example 30m; 0 means no limit.", DefaultValueFactory = _ => "30m" };
        Command command = new("view", "Shows a result in the browser: pages with their boxes, text, tables, fields with their citations.");
        command.Arguments.Add(source);
        foreach (Option option in (ReadOnlySpan<Option>)[output, noOpen, document, noPictures, pages, model, schema, options, timeout])
        {
            command.Options.Add(option);
        }

        command.SetAction(async (arguments, _) =>
        {
            string name = arguments.GetValue(source)!;
            Kind kind = KindOf(name);
            string? picturesOf = arguments.GetValue(document);
            if (picturesOf is not null && !PathFiles.IsFile(picturesOf))
            {
                throw new UsageException($"--document: there is no file '{RawPaths.Readable(picturesOf)}'.");
            }

            Settings settings = new(
                name,
                arguments.GetValue(output),
                !arguments.GetValue(noOpen),
                picturesOf ?? (kind == Kind.Document && !BatchDocument.IsUrl(name) ? name : null),
                IsDocumentNamed: picturesOf is not null,
                !arguments.GetValue(noPictures),
                Durations.Parse(arguments.GetValue(timeout)!));
            Option[] given = [.. new Option[] { pages, model, schema, options }.Where(option => arguments.GetResult(option) is { Implicit: false })];
            if (kind != Kind.Document && given.Length > 0)
            {
                throw new UsageException($"{given[0].Name} is for a document that is extracted, and '{name}' is {(kind == Kind.Json ? "a result" : "a job")}.");
            }

            if (settings.Output is { } path and not StandardStream)
            {
                // Before anything is paid for.
                CheckOutput(path);
            }

            if (kind == Kind.Json)
            {
                return await Runner.RunLocally(terminal, globals, arguments, (reporter, stop) => FromJsonAsync(terminal, reporter, settings, stop)).ConfigureAwait(false);
            }

            ExtractRequest? request = kind == Kind.Document
                ? ExtractCommand.Request(arguments.GetValue(pages), arguments.GetValue(model), arguments.GetValue(schema), arguments.GetValue(options) ?? [], new(Metadata: true, Html: false, Images: settings.Pictures))
                : null;
            return await Runner.RunAsync(terminal, globals, arguments, (client, reporter, stop) => request is null
                ? FromJobAsync(client, terminal, reporter, settings, stop)
                : FromDocumentAsync(client, terminal, reporter, settings, request, stop)).ConfigureAwait(false);
        });
        return command;
    }

    enum Kind
    {
        Job,
        Json,
        Document,
    }

    /// <param name="Source">What was named.</param>
    /// <param name="Output">The file; null for a temporary one.</param>
    /// <param name="Opens">Whether a browser is started.</param>
    /// <param name="Document">The file with the pages.</param>
    /// <param name="IsDocumentNamed">Whether that file was asked for, so that what is wrong with it matters.</param>
    /// <param name="Pictures">Whether pages and images are shown.</param>
    /// <param name="Timeout">Of the wait.</param>
    sealed record Settings(string Source, string? Output, bool Opens, string? Document, bool IsDocumentNamed, bool Pictures, TimeSpan Timeout);

    /// <exception cref="UsageException">It is nothing that can be shown.</exception>
    static Kind KindOf(string source)
    {
        if (source.Length == 0)
        {
            throw new UsageException("SOURCE must not be empty.");
        }

        if (source == StandardStream)
        {
            return Kind.Json;
        }

        if (BatchDocument.IsUrl(source))
        {
            return Kind.Document;
        }

        if (PathFiles.IsFolder(source))
        {
            throw new UsageException($"'{RawPaths.Readable(source)}' is a folder; pulse view shows one result.");
        }

        if (PathFiles.IsFile(source))
        {
            return source.EndsWith(".json", StringComparison.OrdinalIgnoreCase) || BeginsAsJson(source) ? Kind.Json : Kind.Document;
        }

        return source.Contains('/', StringComparison.Ordinal) || s_fileTypes.Contains(Path.GetExtension(source), StringComparer.OrdinalIgnoreCase)
            ? throw new UsageException($"There is no file '{RawPaths.Readable(source)}'.")
            : Kind.Job;
    }

    static bool BeginsAsJson(string path)
    {
        try
        {
            using FileStream file = PathFiles.Open(path, new FileStreamOptions { Mode = FileMode.Open, Access = FileAccess.Read, Share = FileShare.ReadWrite | FileShare.Delete });
            byte[] start = new byte[256];
            int read = file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
            return WithoutMark(start.AsMemory(0, read)).Span.TrimStart(" \t\r\n"u8).StartsWith("{"u8);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"'{RawPaths.Readable(path)}' cannot be read: {exception.Message}");
        }
    }

    static void CheckOutput(string path)
    {
        try
        {
            WholeFile.Check(path);
        }
        catch (PulseFileException exception)
        {
            throw new UsageException(exception.Message);
        }
    }

    static async Task<int> FromJsonAsync(Terminal terminal, Reporter reporter, Settings settings, CancellationToken stop)
    {
        byte[] json;
        try
        {
            if (settings.Source == StandardStream)
            {
                using MemoryStream content = new();
                await terminal.Input.CopyToAsync(content, stop).ConfigureAwait(false);
                json = content.ToArray();
            }
            else
            {
                json = PathFiles.ReadAllBytes(settings.Source);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new PulseFileException($"'{RawPaths.Readable(settings.Source)}' cannot be read: {exception.Message}", exception);
        }

        HtmlReport report;
        try
        {
            report = new(WithoutMark(json)) { Title = settings.Document is null ? null : Path.GetFileName(settings.Document) };
        }
        catch (PulseProtocolException exception)
        {
            throw new PulseException(PulseErrorCode.InvalidArgument, $"{(settings.Source == StandardStream ? "stdin" : $"'{RawPaths.Readable(settings.Source)}'")} is not one result as JSON: {exception.Message}", exception);
        }

        return await ShowAsync(terminal, reporter, settings, report, stop).ConfigureAwait(false);
    }

    static async Task<int> FromJobAsync(PulseClient client, Terminal terminal, Reporter reporter, Settings settings, CancellationToken stop)
    {
        try
        {
            using Job job = await Runner.WaitAsync(client, reporter, settings.Source, settings.Source, settings.Timeout, stop).ConfigureAwait(false);
            reporter.Done(settings.Source);
            return await FromJobAsync(client, terminal, reporter, settings, job, stop).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            reporter.Done(settings.Source, failed: true);
            reporter.Notice(ResumeHint(settings.Source));
            return ExitCodes.Interrupted;
        }
        catch (PulseException exception)
        {
            reporter.Done(settings.Source, failed: true);
            reporter.Failure(settings.Source, exception);
            return ExitCodes.For(exception);
        }
    }

    static string ResumeHint(string jobId) => $"pulse: stopped; the job may still run. To resume: pulse view {jobId}";

    static async Task<int> FromDocumentAsync(PulseClient client, Terminal terminal, Reporter reporter, Settings settings, ExtractRequest request, CancellationToken stop)
    {
        BatchDocument document = BatchDocument.IsUrl(settings.Source) ? BatchDocument.FromUrl(settings.Source) : BatchDocument.FromPath(settings.Source);
        BatchRunner runner = new(client, new BatchOptions
        {
            Request = request,
            Wait = new WaitOptions { Timeout = settings.Timeout },
            IsDelivered = static _ => false,
            Progress = progress => ExtractCommand.Show(reporter, settings.Source, progress, journaled: false),
        });
        int code = ExitCodes.Interrupted;
        await foreach (BatchOutcome outcome in runner.RunAsync([document], stop).ConfigureAwait(false))
        {
            using Job? job = outcome.Job;
            reporter.Done(settings.Source, outcome.Error is not null);
            if (outcome.Error is { } error)
            {
                bool isStopped = stop.IsCancellationRequested && error.Code == PulseErrorCode.Stopped;
                if (!isStopped)
                {
                    reporter.Failure(settings.Source, error);
                }
                else if (outcome.JobId is { } open)
                {
                    reporter.Notice(ResumeHint(open));
                }

                code = isStopped ? ExitCodes.Interrupted : ExitCodes.For(error);
            }
            else
            {
                code = await FromJobAsync(client, terminal, reporter, settings, job!, stop).ConfigureAwait(false);
                reporter.Notice($"pulse: {settings.Source}: the job is {job!.Id}");
                reporter.Ledger.Settle(job.Id);
            }
        }

        return code;
    }

    static async Task<int> FromJobAsync(PulseClient client, Terminal terminal, Reporter reporter, Settings settings, Job job, CancellationToken stop)
    {
        reporter.Warnings(job.Id, job);
        HtmlReport report = new(job) { Title = (settings.Document ?? (settings.Source == job.Id ? null : settings.Source)) is { } named ? Path.GetFileName(named) : null };
        List<PulseDownload> images = [];
        try
        {
            if (settings.Pictures)
            {
                await AddImagesAsync(client, reporter, job, report, images, stop).ConfigureAwait(false);
            }

            int code = await ShowAsync(terminal, reporter, settings, report, stop).ConfigureAwait(false);

            // The link of a large result works once. Looking at it must not be what it was used for.
            if (client.LargeResultKeptAt(job.Id) is { } kept)
            {
                reporter.Notice($"pulse: {job.Id}: the result is large and can be fetched only once. It is kept in {RawPaths.Readable(kept)}; pulse job wait {job.Id} prints it and removes that file.");
            }

            return code;
        }
        finally
        {
            images.ForEach(static image => image.Dispose());
        }
    }

    /// <summary>Fetches what the result has links to; an image that cannot be had leaves its box empty.</summary>
    static async Task AddImagesAsync(PulseClient client, Reporter reporter, Job job, HtmlReport report, List<PulseDownload> images, CancellationToken stop)
    {
        foreach (string url in Pictures.Urls(job).Where(static url => !url.StartsWith("data:", StringComparison.OrdinalIgnoreCase)))
        {
            try
            {
                PulseDownload image = await Pictures.FetchAsync(client, url, stop).ConfigureAwait(false);
                images.Add(image);
                report.AddImage(url, image.Content);
            }
            catch (Exception exception) when (exception is PulseException or ArgumentException)
            {
                reporter.Notice($"pulse: {job.Id}: an image is not shown: {exception.Message}");
            }
        }
    }

    static async Task<int> ShowAsync(Terminal terminal, Reporter reporter, Settings settings, HtmlReport report, CancellationToken stop)
    {
        using PagePictures pictures = settings.Pictures && settings.Document is { } document
            ? await PagePictures.OfAsync(document, stop).ConfigureAwait(false)
            : PagePictures.None;
        foreach ((int number, byte[] picture) in pictures.Pages)
        {
            report.AddPage(number, picture);
        }

        if (pictures.Problem is { } problem && (settings.IsDocumentNamed || pictures.IsUnexpected))
        {
            reporter.Notice($"pulse: the pages are drawn without pictures: {problem}");
        }

        if (settings.Output == StandardStream)
        {
            using MemoryStream page = new();
            await report.WriteAsync(page, stop).ConfigureAwait(false);
            terminal.Output.Write(Encoding.UTF8.GetString(page.GetBuffer(), 0, (int)page.Length));
            return ExitCodes.Ok;
        }

        string path = settings.Output ?? Path.Combine(Directory.CreateTempSubdirectory("pulse-view-").FullName, "result.html");
        await report.SaveAsync(path, stop).ConfigureAwait(false);
        reporter.Saved(path, PathFiles.Length(path) ?? 0, "text/html");
        if (settings.Opens && !Browser.TryOpen(path, Environment.GetEnvironmentVariable, out string? reason))
        {
            reporter.Notice($"pulse: no browser was started ({reason}); open {RawPaths.Readable(path)} in one.");
        }

        return ExitCodes.Ok;
    }

    /// <summary>Without a byte order mark.</summary>
    static ReadOnlyMemory<byte> WithoutMark(ReadOnlyMemory<byte> text) => text.Span.StartsWith("\ufeff"u8) ? text[3..] : text;
}

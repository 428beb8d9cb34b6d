using System.CommandLine;
using System.Text;
using Pulse.Cli.Formats;
using Pulse.Cli.Output;
using Pulse.Client;
using Pulse.Client.Batch;
using Pulse.Client.Results;

namespace Pulse.Cli.Commands;

/// <summary><c>pulse job get|wait|cancel</c>; the official command line says <c>jobs watch</c> and <c>jobs resume</c>.</summary>
static class JobCommand
{
    internal static Command Create(Terminal terminal, GlobalOptions globals)
    {
        Command command = new("job", "Shows jobs, waits for them, and cancels them.") { Aliases = { "jobs" } };
        command.Subcommands.Add(Verb(terminal, globals, "get", "Prints the status of jobs; with --json, the full response of the service.", GetAsync));
        command.Subcommands.Add(Verb(terminal, globals, "cancel", "Requests the cancellation of jobs. Pages that are already processed are billed.", CancelAsync));

        Option<string> timeout = new("--timeout") { Description = "How long to wait for each job, for example 30m; 0 means no limit.", DefaultValueFactory = _ => "30m" };
        Command wait = Verb(terminal, globals, "wait", "Waits for jobs and prints their results.", WaitAsync, timeout, new Delivery());
        wait.Aliases.Add("watch");
        wait.Aliases.Add("resume");
        command.Subcommands.Add(wait);
        return command;
    }

    /// <summary>The options about what is written of results, and where.</summary>
    sealed class Delivery
    {
        internal Option<string?> Format { get; } = ResultFormats.CreateOption();

        internal Option<string?> Output { get; } = new("--output", "-o") { Description = "A folder for the results. Each is written to ID.md, or to the extension of --format.", HelpName = "FOLDER" };

        internal Option<bool> Images { get; } = new("--images") { Description = "Also write the images of each result, to ID.md.images/ in the folder of --output." };
    }

    /// <summary>What a command does with each job.</summary>
    sealed record How(bool Json, TimeSpan Timeout, ResultFormat Format, string? Output, bool Images);

    delegate Task<int> Each(PulseClient client, Reporter reporter, string jobId, How how, CancellationToken stop);

    static Command Verb(Terminal terminal, GlobalOptions globals, string name, string description, Each each, Option<string>? timeout = null, Delivery? delivery = null)
    {
        Argument<string[]> ids = new("ID") { Description = "Job ids.", Arity = ArgumentArity.OneOrMore };
        Command command = new(name, description);
        command.Arguments.Add(ids);
        if (timeout is not null)
        {
            command.Options.Add(timeout);
        }

        if (delivery is not null)
        {
            command.Options.Add(delivery.Output);
            command.Options.Add(delivery.Format);
            command.Options.Add(delivery.Images);
        }

        command.SetAction((arguments, _) => Runner.RunAsync(terminal, globals, arguments, async (client, reporter, stop) =>
        {
            bool json = globals.Json(arguments);
            string? output = delivery is null ? null : arguments.GetValue(delivery.Output);
            How how = new(
                json,
                timeout is null ? TimeSpan.Zero : Durations.Parse(arguments.GetValue(timeout)!),
                ResultFormats.Of(delivery is null ? null : arguments.GetValue(delivery.Format), json && output is null),
                output,
                delivery is not null && arguments.GetValue(delivery.Images));
            if (how.Images && output is null)
            {
                throw new UsageException("--images needs --output, which says where the images are written.");
            }

            string[] jobIds = arguments.GetValue(ids)!;

            // Nothing is sent before each argument makes sense.
            Array.ForEach(jobIds, static id => JobIds.Check(id));
            if (output is not null)
            {
                ResultFiles.Make(output);
                Array.ForEach(jobIds, id => WholeFile.Check(PathOf(id, how)));
            }

            RunCount count = new(jobIds.Length, jobIds.Length, static () => null, TimeProvider.System, "jobs");
            if (timeout is not null)
            {
                reporter.Begin(count);
            }

            using CancellationTokenSource end = CancellationTokenSource.CreateLinkedTokenSource(stop);
            Refusal refusal = new(end);
            int[] codes = await Task.WhenAll(jobIds.Select(id => GuardAsync(reporter, id, refusal, () => each(client, reporter, id, how, end.Token)))).ConfigureAwait(false);
            if (timeout is not null)
            {
                reporter.Summary(count);
            }

            string[] open = [.. jobIds.Where((_, index) => codes[index] == ExitCodes.Interrupted)];
            if (open.Length > 0)
            {
                reporter.Notice(Runner.ResumeHint(open));
            }

            return ExitCodes.For(codes);
        }));
        return command;
    }

    /// <summary>The first response that refuses the key ends the run; what it says of one job it would say of all.</summary>
    sealed class Refusal(CancellationTokenSource end)
    {
        int _refused;

        internal bool HasCome => Volatile.Read(ref _refused) != 0;

        /// <summary>Whether it is the first.</summary>
        internal bool Note()
        {
            bool isFirst = Interlocked.Exchange(ref _refused, 1) == 0;
            end.Cancel();
            return isFirst;
        }
    }

    static async Task<int> GuardAsync(Reporter reporter, string jobId, Refusal refusal, Func<Task<int>> work)
    {
        try
        {
            return await work().ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            reporter.Done(jobId, failed: true);
            return refusal.HasCome ? ExitCodes.Authentication : ExitCodes.Interrupted;
        }
        catch (PulseException exception) when (exception.Code is PulseErrorCode.Unauthorized or PulseErrorCode.MissingApiKey)
        {
            reporter.Done(jobId, failed: true);
            if (refusal.Note())
            {
                reporter.Failure(jobId, exception);
            }

            return ExitCodes.Authentication;
        }
        catch (PulseException) when (refusal.HasCome)
        {
            reporter.Done(jobId, failed: true);
            return ExitCodes.Authentication;
        }
        catch (Exception exception) when (exception is PulseException or ArgumentException)
        {
            reporter.Done(jobId, failed: true);
            reporter.Failure(jobId, exception);
            return ExitCodes.For(exception);
        }
    }

    static async Task<int> GetAsync(PulseClient client, Reporter reporter, string jobId, How how, CancellationToken stop)
    {
        using Job job = await client.Jobs.GetAsync(jobId, stop).ConfigureAwait(false);
        if (how.Json)
        {
            reporter.Line(Encoding.UTF8.GetString(job.Json.Span).ReplaceLineEndings(" "));
            return ExitCodes.Ok;
        }

        StringBuilder text = new();
        text.Append(System.Globalization.CultureInfo.InvariantCulture, $"{Printable.Line(job.Id)}\t{Printable.Line(Reporter.StatusWord(job))}");
        text.Append(job.CreatedAtText is null ? "" : $"\tcreated {Printable.Line(job.CreatedAtText)}");
        text.Append(job.UpdatedAtText is null ? "" : $"\tupdated {Printable.Line(job.UpdatedAtText)}");
        text.Append(job.Result?.PageCount is { } pages ? $"\t{pages} pages" : "");
        text.Append(job.Error is null ? "" : $"\t{Printable.Line(job.Error)}");
        reporter.Line(text.ToString());
        return ExitCodes.Ok;
    }

    static async Task<int> WaitAsync(PulseClient client, Reporter reporter, string jobId, How how, CancellationToken stop)
    {
        using Job job = await Runner.WaitAsync(client, reporter, jobId, jobId, how.Timeout, stop).ConfigureAwait(false);
        if (how.Output is null)
        {
            reporter.Document(null, job, how.Format);
        }
        else
        {
            await WriteAsync(client, reporter, job, how, stop).ConfigureAwait(false);
        }

        reporter.Done(jobId);
        client.ForgetLargeResult(job);
        return ExitCodes.Ok;
    }

    static async Task WriteAsync(PulseClient client, Reporter reporter, Job job, How how, CancellationToken stop)
    {
        string path = PathOf(job.Id, how);
        try
        {
            await WholeFile.WriteAllAsync(path, Encoding.UTF8.GetBytes(ResultFormats.Render(job, how.Format)), stop).ConfigureAwait(false);
            if (how.Images)
            {
                await Pictures.SaveAsync(client, job, Pictures.FolderOf(path), stop).ConfigureAwait(false);
            }
        }
        catch (PulseException exception)
        {
            exception.JobId ??= job.Id;
            throw;
        }

        reporter.Warnings(job.Id, job);
        reporter.Written(job.Id, job.Id, Reporter.StatusWord(job), path);
    }

    /// <summary>An id as a name that leads nowhere else.</summary>
    static string PathOf(string jobId, How how) => Path.Combine(how.Output!, $"{Uri.EscapeDataString(jobId)}{ResultFormats.ExtensionOf(how.Format)}");

    static async Task<int> CancelAsync(PulseClient client, Reporter reporter, string jobId, How how, CancellationToken stop)
    {
        await client.Jobs.CancelAsync(jobId, stop).ConfigureAwait(false);
        reporter.Notice($"{jobId}: cancellation requested");
        return ExitCodes.Ok;
    }
}

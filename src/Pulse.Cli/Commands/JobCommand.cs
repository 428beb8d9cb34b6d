using System.CommandLine;
using System.Text;
using Pulse.Cli.Output;
using Pulse.Client;

namespace Pulse.Cli.Commands;

/// <summary><c>pulse job get|wait|cancel</c>.</summary>
static class JobCommand
{
    internal static Command Create(Terminal terminal, GlobalOptions globals)
    {
        Command command = new("job", "Looks at jobs, waits for them, cancels them.");
        command.Subcommands.Add(Verb(terminal, globals, "get", "Prints the state of jobs; with --json the service's whole response.", GetAsync));
        command.Subcommands.Add(Verb(terminal, globals, "cancel", "Asks the service to cancel jobs. Pages done so far are billed.", CancelAsync));

        Option<string> timeout = new("--timeout") { Description = "The limit of the wait for each job; 0: none.", DefaultValueFactory = _ => "30m" };
        Command wait = Verb(terminal, globals, "wait", "Waits for jobs and prints their results.", WaitAsync, timeout);
        command.Subcommands.Add(wait);
        return command;
    }

    delegate Task<int> Each(PulseClient client, Reporter reporter, string jobId, bool json, TimeSpan timeout, CancellationToken stop);

    static Command Verb(Terminal terminal, GlobalOptions globals, string name, string description, Each each, Option<string>? timeout = null)
    {
        Argument<string[]> ids = new("ID") { Description = "Job ids.", Arity = ArgumentArity.OneOrMore };
        Command command = new(name, description);
        command.Arguments.Add(ids);
        if (timeout is not null)
        {
            command.Options.Add(timeout);
        }

        command.SetAction((arguments, _) => Runner.RunAsync(terminal, globals, arguments, async (client, reporter, stop) =>
        {
            TimeSpan limit = timeout is null ? TimeSpan.Zero : Durations.Parse(arguments.GetValue(timeout)!);
            string[] jobIds = arguments.GetValue(ids)!;

            // Nothing is sent before each argument makes sense.
            Array.ForEach(jobIds, static id => JobIds.Check(id));
            int[] codes = await Task.WhenAll(jobIds.Select(id => GuardAsync(reporter, id, () => each(client, reporter, id, globals.Json(arguments), limit, stop)))).ConfigureAwait(false);
            string[] open = [.. jobIds.Where((_, index) => codes[index] == ExitCodes.Interrupted)];
            if (open.Length > 0)
            {
                reporter.Notice(Runner.ResumeHint(open));
            }

            return ExitCodes.For(codes);
        }));
        return command;
    }

    static async Task<int> GuardAsync(Reporter reporter, string jobId, Func<Task<int>> work)
    {
        try
        {
            return await work().ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            reporter.Done(jobId);
            return ExitCodes.Interrupted;
        }
        catch (Exception exception) when (exception is PulseException or ArgumentException)
        {
            reporter.Failure(jobId, exception);
            return ExitCodes.For(exception);
        }
    }

    static async Task<int> GetAsync(PulseClient client, Reporter reporter, string jobId, bool json, TimeSpan timeout, CancellationToken stop)
    {
        using Job job = await client.Jobs.GetAsync(jobId, stop).ConfigureAwait(false);
        if (json)
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

    static async Task<int> WaitAsync(PulseClient client, Reporter reporter, string jobId, bool json, TimeSpan timeout, CancellationToken stop)
    {
        using Job job = await Runner.WaitAsync(client, reporter, jobId, jobId, timeout, stop).ConfigureAwait(false);
        reporter.Done(jobId);
        reporter.Document(null, job);
        client.ForgetLargeResult(jobId);
        return ExitCodes.Ok;
    }

    static async Task<int> CancelAsync(PulseClient client, Reporter reporter, string jobId, bool json, TimeSpan timeout, CancellationToken stop)
    {
        await client.Jobs.CancelAsync(jobId, stop).ConfigureAwait(false);
        reporter.Notice($"{jobId}: cancel requested");
        return ExitCodes.Ok;
    }
}

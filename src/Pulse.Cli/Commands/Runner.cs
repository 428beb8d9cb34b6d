using System.CommandLine;
using Pulse.Cli.Output;
using Pulse.Client;

namespace Pulse.Cli.Commands;

/// <summary>What the commands have in common: the client, the display, the signals, the exit code.</summary>
static class Runner
{
    internal delegate Task<int> Work(PulseClient client, Reporter reporter, CancellationToken stop);

    internal static async Task<int> RunAsync(Terminal terminal, GlobalOptions globals, ParseResult arguments, Work work)
    {
        bool json = globals.Json(arguments);
        JobLedger ledger = new(terminal);
        Reporter plain = new(terminal, json, new SilentProgress(), ledger);
        using StopSignals signals = new(ledger.TellAll);
        try
        {
            using PulseClient client = globals.CreateClient(arguments, terminal.Input);
            int code;
            if (globals.Quiet(arguments))
            {
                code = await work(client, plain, signals.Token).ConfigureAwait(false);
            }
            else if (terminal.IsInteractive && Console.IsOutputRedirected)
            {
                code = await LiveProgress.RunAsync(terminal.Error, display => work(client, new Reporter(terminal, json, display, ledger), signals.Token)).ConfigureAwait(false);
            }
            else
            {
                code = await work(client, new Reporter(terminal, json, new PlainProgress(terminal.Error), ledger), signals.Token).ConfigureAwait(false);
            }

            ledger.End();
            return signals.ExitCode != 0 ? signals.ExitCode : code;
        }
        catch (OutputException exception)
        {
            plain.Failure("", exception);
            ledger.TellAll();
            return signals.ExitCode != 0 ? signals.ExitCode : ExitCodes.General;
        }
        catch (OperationCanceledException) when (signals.ExitCode != 0)
        {
            ledger.TellAll();
            return signals.ExitCode;
        }
        catch (Exception exception)
        {
            // Nothing that was paid for is forgotten, however the program ends.
            plain.Failure("", exception);
            ledger.TellAll();
            return signals.ExitCode != 0 ? signals.ExitCode : ExitCodes.For(exception);
        }
    }

    /// <summary>The same for what needs no service.</summary>
    internal static Task<int> RunLocally(Terminal terminal, GlobalOptions globals, ParseResult arguments, Func<Reporter, int> work)
    {
        Reporter reporter = new(terminal, globals.Json(arguments), new SilentProgress(), new JobLedger(terminal));
        try
        {
            return Task.FromResult(work(reporter));
        }
        catch (Exception exception) when (exception is PulseException or ArgumentException or UsageException or System.Text.Json.JsonException)
        {
            reporter.Failure("", exception);
            return Task.FromResult(ExitCodes.For(exception));
        }
    }

    /// <summary>Waits for a job with progress.</summary>
    internal static Task<Job> WaitAsync(PulseClient client, Reporter reporter, string name, string jobId, TimeSpan timeout, CancellationToken stop) =>
        client.Jobs.WaitAsync(jobId, new WaitOptions { Timeout = timeout }, new Relay(reporter, name), stop);

    internal static string ResumeHint(IEnumerable<string> jobIds) =>
        $"pulse: stopped waiting; the jobs may still run. To resume: pulse job wait {string.Join(' ', jobIds)}";

    /// <summary>Hands reports on at once; <see cref="Progress{T}"/> would let them overtake each other.</summary>
    sealed class Relay(Reporter reporter, string name) : IProgress<WaitProgress>
    {
        public void Report(WaitProgress value) =>
            reporter.Progress(name, FormattableString.Invariant($"{value.StatusText} after {value.Waited.TotalSeconds:0.0} s ({value.Attempt} polls)"));
    }
}

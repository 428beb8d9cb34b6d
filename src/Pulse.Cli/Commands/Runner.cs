using System.CommandLine;
using Pulse.Cli.Output;
using Pulse.Client;

namespace Pulse.Cli.Commands;

/// <summary>What the commands have in common: the client, the display, the signals, the exit code.</summary>
static class Runner
{
    internal delegate Task<int> Work(PulseClient client, Reporter reporter, CancellationToken stop);

    internal static Task<int> RunAsync(Terminal terminal, GlobalOptions globals, ParseResult arguments, Work work) => RunAsync(terminal, globals, arguments, ask: false, work);

    /// <param name="terminal">The streams.</param>
    /// <param name="globals">The options of all commands.</param>
    /// <param name="arguments">The command line.</param>
    /// <param name="ask">Whether a person is asked for the key.</param>
    /// <param name="work">What the command does.</param>
    internal static async Task<int> RunAsync(Terminal terminal, GlobalOptions globals, ParseResult arguments, bool ask, Work work)
    {
        bool json = globals.Json(arguments);
        using LiveProgress? live = !globals.Quiet(arguments) && terminal.IsInteractive ? new LiveProgress(terminal, TimeProvider.System) : null;
        IProgressDisplay display = live ?? (globals.Quiet(arguments) ? new SilentProgress() : (IProgressDisplay)new PlainProgress(terminal.Error));
        terminal = live?.Above ?? terminal;
        JobLedger ledger = new(terminal);
        Reporter reporter = new(terminal, json, display, ledger);
        using StopSignals signals = new(ledger.TellAll);
        try
        {
            using PulseClient client = globals.CreateClient(arguments, terminal, signals.Token, ask);
            int code = await work(client, reporter, signals.Token).ConfigureAwait(false);
            ledger.End();
            return signals.ExitCode != 0 ? signals.ExitCode : code;
        }
        catch (OutputException exception)
        {
            reporter.Failure("", exception);
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
            reporter.Failure("", exception);
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
        catch (Exception exception) when (IsOfTheInput(exception))
        {
            return Task.FromResult(Fail(reporter, exception));
        }
    }

    /// <summary>The same for what takes time, and can be stopped.</summary>
    internal static async Task<int> RunLocally(Terminal terminal, GlobalOptions globals, ParseResult arguments, Func<Reporter, CancellationToken, Task<int>> work)
    {
        Reporter reporter = new(terminal, globals.Json(arguments), new SilentProgress(), new JobLedger(terminal));
        using StopSignals signals = new(static () => { });
        try
        {
            int code = await work(reporter, signals.Token).ConfigureAwait(false);
            return signals.ExitCode != 0 ? signals.ExitCode : code;
        }
        catch (OperationCanceledException) when (signals.ExitCode != 0)
        {
            return signals.ExitCode;
        }
        catch (Exception exception) when (IsOfTheInput(exception))
        {
            return Fail(reporter, exception);
        }
    }

    static bool IsOfTheInput(Exception exception) =>
        exception is PulseException or ArgumentException or UsageException or IOException or System.Text.Json.JsonException;

    static int Fail(Reporter reporter, Exception exception)
    {
        reporter.Failure("", exception);
        return ExitCodes.For(exception);
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
            reporter.Progress(name, value.StatusText, FormattableString.Invariant($"{value.StatusText} after {value.Waited.TotalSeconds:0.0} s ({value.Attempt} polls)"));
    }
}

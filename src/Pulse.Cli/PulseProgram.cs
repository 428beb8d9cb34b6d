using System.CommandLine;
using System.CommandLine.Parsing;
using Pulse.Cli.Commands;
using Pulse.Cli.Configuration;
using Pulse.Cli.Output;

namespace Pulse.Cli;

/// <summary>The program from its arguments to its exit code; nothing leaves it as an exception.</summary>
static class PulseProgram
{
    internal static async Task<int> RunAsync(Terminal terminal, string[] arguments)
    {
        FileSizeSignal.Ignore();
        try
        {
            GlobalOptions globals = new();
            RootCommand root = PulseCommand.Create(terminal, globals);
            ParserConfiguration parser = new() { ResponseFileTokenReplacer = null };
            ParseResult result = root.Parse(arguments, parser);
            if (result.CommandResult.Command is { Action: null, Subcommands.Count: > 0 } group && result.Tokens.All(static token => token.Type == TokenType.Command))
            {
                return HelpCommands.ShowInstead(group, terminal);
            }

            IReadOnlyList<string> problems = ArgumentCheck.Problems(result, arguments);
            if (problems.Count > 0)
            {
                foreach (string problem in problems)
                {
                    await terminal.Error.WriteLineAsync($"pulse: {Printable.Line(problem)}").ConfigureAwait(false);
                }

                await terminal.Error.WriteLineAsync($"pulse: nothing was sent; see {HelpFor(result)}").ConfigureAwait(false);
                return ExitCodes.Usage;
            }

            result = root.Parse(ConfiguredArguments.With(result, arguments, globals), parser);
            if (result.Errors.Count > 0)
            {
                throw new UsageException($"{ArgumentCheck.MessageOf(result.Errors[0])} (The configuration file sets what the command line does not; --config \"\" leaves it out.)");
            }

            // Signals are handled by the commands: the first one stops the waiting, the second ends the program.
            return await result.InvokeAsync(new InvocationConfiguration
            {
                ProcessTerminationTimeout = null,
                EnableDefaultExceptionHandler = false,
                Output = terminal.Output,
                Error = terminal.Error,
            }).ConfigureAwait(false);
        }
        catch (UsageException exception)
        {
            await terminal.Error.WriteLineAsync($"pulse: {Printable.Line(exception.Message)}").ConfigureAwait(false);
            return ExitCodes.Usage;
        }
        catch (OutputException exception)
        {
            await terminal.Error.WriteLineAsync($"pulse: {exception.Message}").ConfigureAwait(false);
            return ExitCodes.General;
        }
        catch (Exception exception)
        {
            await terminal.Error.WriteLineAsync($"pulse: unexpected error ({exception.GetType().Name}): {Printable.Line(exception.Message)}").ConfigureAwait(false);
            return ExitCodes.General;
        }
    }

    static string HelpFor(ParseResult result) => result.CommandResult.Command is RootCommand ? "pulse --help" : $"pulse {HelpCommands.PathOf(result.CommandResult.Command)} --help";
}

using System.CommandLine;
using Pulse.Cli;

ParserConfiguration parser = new() { ResponseFileTokenReplacer = null };
ParseResult result = PulseCommand.Create(Terminal.System()).Parse(args, parser);
if (result.Errors.Count > 0)
{
    foreach (string message in result.Errors.Select(error => error.Message))
    {
        await Console.Error.WriteLineAsync($"pulse: {message}").ConfigureAwait(false);
    }

    await Console.Error.WriteLineAsync("pulse: see pulse --help").ConfigureAwait(false);
    return ExitCodes.Usage;
}

// Signals are handled by the commands: the first one stops the waiting, the second ends the program.
return await result.InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null }).ConfigureAwait(false);

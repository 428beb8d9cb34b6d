using System.CommandLine;
using Pulse.Sandbox.Cli;
using Pulse.Sandbox.Documents.Isolation;

if (args is [WorkerProcess.Command, var limit] && ulong.TryParse(limit, out ulong maxMemory))
{
    return await WorkerProcess.RunAsync(maxMemory).ConfigureAwait(false);
}

// Response files would swallow an argument such as "@name" of a command that exec runs.
var parser = new ParserConfiguration { ResponseFileTokenReplacer = null };
ParseResult result = SandboxCommand.Create().Parse(args, parser);

// The parser's own report would put the whole help on stdout, which belongs to the URL.
if (result.Errors.Count > 0)
{
    foreach (string message in result.Errors.Select(error => error.Message))
    {
        await Console.Error.WriteLineAsync($"pulse-sandbox: {message}").ConfigureAwait(false);
    }

    await Console.Error.WriteLineAsync("pulse-sandbox: see pulse-sandbox --help").ConfigureAwait(false);
    return 2;
}

// Signals are handled by the commands themselves: exec has to pass them on, serve has to end at once.
return await result.InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null }).ConfigureAwait(false);

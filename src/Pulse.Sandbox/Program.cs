using System.CommandLine;
using Pulse.Sandbox.Cli;

// Response files would swallow an argument such as "@name" of a command that exec runs.
var parser = new ParserConfiguration { ResponseFileTokenReplacer = null };

// Signals are handled by the commands themselves: exec has to pass them on, serve has to end at once.
var invocation = new InvocationConfiguration { ProcessTerminationTimeout = null };
return await SandboxCommand.Create().Parse(args, parser).InvokeAsync(invocation).ConfigureAwait(false);

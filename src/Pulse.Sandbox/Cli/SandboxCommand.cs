using System.CommandLine;

namespace Pulse.Sandbox.Cli;

/// <summary>The command line of <c>pulse-sandbox</c>.</summary>
static class SandboxCommand
{
    public static RootCommand Create()
    {
        var options = new SandboxCommandOptions();
        var root = new RootCommand(
            "A local Pulse server that extracts real documents. It listens only on 127.0.0.1. Every option can also be set with an "
            + "environment variable, for example --large-pages with PULSE_SANDBOX_LARGE_PAGES.");
        options.AddTo(root);
        root.SetAction((result, _) => ServeCommand.RunAsync(options.Read(result), options.KeepsAlive(result)));

        var serve = new Command("serve", "Starts the server and runs until stopped. When the server is ready, its URL is printed as the first line of stdout. This is the default command.");
        serve.SetAction((result, _) => ServeCommand.RunAsync(options.Read(result), options.KeepsAlive(result)));
        root.Add(serve);

        var command = new Argument<string[]>("command")
        {
            Description = "The command and its arguments, after --.",
            Arity = ArgumentArity.OneOrMore,
            CaptureRemainingTokens = true,
        };
        var exec = new Command("exec", "Starts the server, runs a command with PULSE_BASE_URL and PULSE_API_KEY set, and returns its exit code.") { command };
        exec.SetAction((result, _) => ExecCommand.RunAsync(options.Read(result), result.GetRequiredValue(command)));
        root.Add(exec);
        return root;
    }
}

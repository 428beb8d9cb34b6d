using System.CommandLine;

namespace Pulse.Sandbox.Cli;

/// <summary>The command line of <c>pulse-sandbox</c>.</summary>
static class SandboxCommand
{
    public static RootCommand Create()
    {
        var options = new SandboxCommandOptions();
        var root = new RootCommand(
            "A local Pulse server that really extracts documents. It listens on 127.0.0.1 only. Every option can also be given as an "
            + "environment variable: --large-pages is PULSE_SANDBOX_LARGE_PAGES.");
        options.AddTo(root);
        root.SetAction((result, _) => ServeCommand.RunAsync(options.Read(result), options.KeepsAlive(result)));

        var serve = new Command("serve", "Start the server, print its URL as the first line of stdout when it is ready, and run until stopped. The default command.");
        serve.SetAction((result, _) => ServeCommand.RunAsync(options.Read(result), options.KeepsAlive(result)));
        root.Add(serve);

        var command = new Argument<string[]>("command")
        {
            Description = "The command and its arguments, after --.",
            Arity = ArgumentArity.OneOrMore,
            CaptureRemainingTokens = true,
        };
        var exec = new Command("exec", "Start the server, run a command with PULSE_BASE_URL and PULSE_API_KEY set, and return its exit code.") { command };
        exec.SetAction((result, _) => ExecCommand.RunAsync(options.Read(result), result.GetRequiredValue(command)));
        root.Add(exec);
        return root;
    }
}

using System.CommandLine;

namespace Pulse.Sandbox.Cli;

/// <summary>The command line of <c>pulse-sandbox</c>.</summary>
static class SandboxCommand
{
    public static RootCommand Create()
    {
        var options = new SandboxCommandOptions();
        var root = new RootCommand("A local Pulse server that really extracts documents.");
        options.AddTo(root);
        root.SetAction((result, cancellation) => ServeCommand.RunAsync(options.Read(result), options.KeepsAlive(result), cancellation));

        var serve = new Command("serve", "Starts the server, prints its URL as the first line of stdout when it is ready, and runs until it is stopped.");
        serve.SetAction((result, cancellation) => ServeCommand.RunAsync(options.Read(result), options.KeepsAlive(result), cancellation));
        root.Add(serve);
        return root;
    }
}

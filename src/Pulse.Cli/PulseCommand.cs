using System.CommandLine;
using Pulse.Cli.Commands;

namespace Pulse.Cli;

/// <summary><c>pulse</c>.</summary>
static class PulseCommand
{
    internal static RootCommand Create(Terminal terminal) => Create(terminal, new GlobalOptions());

    internal static RootCommand Create(Terminal terminal, GlobalOptions globals)
    {
        RootCommand root = new("Extracts documents with Pulse.");
        globals.AddTo(root);
        root.Subcommands.Add(ExtractCommand.Create(terminal, globals));
        root.Subcommands.Add(JobCommand.Create(terminal, globals));
        root.Subcommands.Add(ViewCommand.Create(terminal, globals));
        OperationCommands.AddTo(root, terminal, globals);
        root.Subcommands.Add(WebhookCommand.Create(terminal, globals));
        root.Subcommands.Add(LoginCommand.Create(terminal, globals));
        root.Subcommands.Add(DoctorCommand.Create(terminal, globals));
        root.Subcommands.Add(SandboxCommand.Create(terminal));
        root.Subcommands.Add(CompletionCommand.Create(terminal));
        HelpCommands.AddTo(root, terminal);
        return root;
    }
}

using System.CommandLine;
using Pulse.Cli.Completion;

namespace Pulse.Cli.Commands;

/// <summary><c>pulse completion</c>: static scripts, made from the commands themselves.</summary>
static class CompletionCommand
{
    internal static Command Create(Terminal terminal)
    {
        Argument<string> shell = new("SHELL") { Description = "The shell: bash, zsh or fish." };
        shell.AcceptOnlyFromAmong("bash", "zsh", "fish");
        Option<string> program = ProgramName();
        Command command = new("completion", "Prints a completion script. make install puts it where the shells look for it.") { shell, program };
        command.SetAction(arguments =>
        {
            Script script = new(arguments.RootCommandResult.Command, arguments.GetValue(program)!);
            terminal.Output.Write(arguments.GetValue(shell) switch
            {
                "bash" => BashScript.Of(script),
                "zsh" => ZshScript.Of(script),
                _ => FishScript.Of(script),
            });
            return ExitCodes.Ok;
        });
        return command;
    }

    /// <summary>For an installation under another name.</summary>
    internal static Option<string> ProgramName()
    {
        Option<string> option = new("--program") { Description = "The name under which the program is installed.", DefaultValueFactory = static _ => "pulse", HelpName = "NAME" };
        option.Validators.Add(static result =>
        {
            // It becomes part of scripts and of file names.
            if (result.Tokens.Any(static token => token.Value.Length == 0 || !token.Value.All(static character => char.IsAsciiLetterOrDigit(character) || character is '-' or '_' or '.' or '+') || token.Value[0] is '-' or '.'))
            {
                result.AddError("--program must be a plain name.");
            }
        });
        return option;
    }
}

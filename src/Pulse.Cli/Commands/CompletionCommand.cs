using System.CommandLine;

namespace Pulse.Cli.Commands;

/// <summary><c>pulse completion</c>: static scripts, made from the commands themselves.</summary>
static class CompletionCommand
{
    internal static Command Create(Terminal terminal)
    {
        Argument<string> shell = new("SHELL") { Description = "The shell: bash, zsh or fish." };
        shell.AcceptOnlyFromAmong("bash", "zsh", "fish");
        Command command = new("completion", "Prints a completion script, for example: eval \"$(pulse completion bash)\".");
        command.Arguments.Add(shell);
        command.SetAction(arguments =>
        {
            Command root = arguments.RootCommandResult.Command;
            terminal.Output.Write(arguments.GetValue(shell) switch
            {
                "bash" => Bash(root),
                "zsh" => $"autoload -U +X bashcompinit && bashcompinit\n{Bash(root)}",
                _ => Fish(root),
            });
            return ExitCodes.Ok;
        });
        return command;
    }

    static string Bash(Command root)
    {
        string cases = string.Concat(Paths(root, "").Select(entry => $"        \"{entry.Path}\") words=\"{string.Join(' ', entry.Words)}\" ;;\n"));
        return "_pulse() {\n"
            + "    local path=\"\" word words i\n"
            + "    for ((i = 1; i < COMP_CWORD; i++)); do\n"
            + "        word=\"${COMP_WORDS[i]}\"\n"
            + $"        case \"$word\" in {string.Join('|', Names(root).Distinct())}) path=\"$path $word\" ;; esac\n"
            + "    done\n"
            + "    case \"${path# }\" in\n"
            + cases
            + "        *) words=\"\" ;;\n"
            + "    esac\n"
            + "    COMPREPLY=($(compgen -W \"$words\" -- \"${COMP_WORDS[COMP_CWORD]}\") $(compgen -f -- \"${COMP_WORDS[COMP_CWORD]}\"))\n"
            + "}\n"
            + "complete -o filenames -F _pulse pulse\n";
    }

    static string Fish(Command root)
    {
        IEnumerable<string> lines = root.Subcommands.Select(command => $"complete -c pulse -n __fish_use_subcommand -a {command.Name} -d '{Plain(command.Description)}'");
        foreach (Command command in root.Subcommands)
        {
            string condition = $"-n '__fish_seen_subcommand_from {command.Name}'";
            lines = lines
                .Concat(command.Subcommands.Select(sub => $"complete -c pulse {condition} -a {sub.Name} -d '{Plain(sub.Description)}'"))
                .Concat(command.Options.Concat(root.Options).Where(static option => option.Name.StartsWith("--", StringComparison.Ordinal)).Select(option => $"complete -c pulse {condition} -l {option.Name[2..]} -d '{Plain(option.Description)}'"));
        }

        return string.Concat(lines.Select(static line => $"{line}\n"));
    }

    static IEnumerable<(string Path, IEnumerable<string> Words)> Paths(Command command, string path)
    {
        yield return (path, command.Subcommands.Select(static sub => sub.Name).Concat(command.Options.Select(static option => option.Name).Where(static name => name.StartsWith("--", StringComparison.Ordinal))));
        foreach ((string Path, IEnumerable<string> Words) entry in command.Subcommands.SelectMany(sub => Paths(sub, $"{path} {sub.Name}".Trim())))
        {
            yield return entry;
        }
    }

    static IEnumerable<string> Names(Command command) =>
        command.Subcommands.SelectMany(static sub => Names(sub).Prepend(sub.Name));

    static string Plain(string? text) => (text ?? "").Replace("'", "", StringComparison.Ordinal);
}

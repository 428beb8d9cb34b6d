using System.CommandLine;
using System.CommandLine.Invocation;
using System.Reflection;
using Pulse.Cli.Help;
using Pulse.Client.Results;

namespace Pulse.Cli.Commands;

/// <summary><c>pulse help</c>, <c>pulse version</c>, <c>--help</c>, <c>--version</c>, and the man pages.</summary>
static class HelpCommands
{
    internal static string Version => typeof(HelpCommands).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;

    internal static void AddTo(RootCommand root, Terminal terminal)
    {
        Argument<string[]> words = new("TOPIC") { Description = "A command, or one of the topics.", Arity = ArgumentArity.ZeroOrMore };
        words.CompletionSources.Add([.. Topics.All.Select(static topic => topic.Name), .. root.Subcommands.Select(static sub => sub.Name)]);
        Command help = new("help", "Shows the help of a command or a topic.") { words };
        help.SetAction(arguments => Show(root, terminal, arguments.GetValue(words) ?? []));
        root.Subcommands.Add(help);

        Command version = new("version", "Shows the version.");
        version.SetAction(_ => Print(terminal, $"pulse {Version}\n"));
        root.Subcommands.Add(version);
        root.Subcommands.Add(Man(root, terminal));
        foreach (Option option in root.Options)
        {
            if (option is System.CommandLine.Help.HelpOption)
            {
                option.Action = new PrintAction(result => Print(terminal, HelpWriter.For(terminal).OfCommand(PathOf(result.CommandResult.Command), result.CommandResult.Command)));
            }
            else if (option is VersionOption)
            {
                option.Action = new PrintAction(_ => Print(terminal, $"pulse {Version}\n"));
            }
        }
    }

    /// <summary>The help of a command that was given without the one that it needs.</summary>
    internal static int ShowInstead(Command command, Terminal terminal) => Print(terminal, HelpWriter.For(terminal).OfCommand(PathOf(command), command));

    static Command Man(RootCommand root, Terminal terminal)
    {
        Argument<string> folder = new("FOLDER");
        Option<string> program = CompletionCommand.ProgramName();
        Command command = new("man", "Writes the man pages to a folder, for installations.") { folder, program };
        command.Hidden = true;
        command.SetAction(arguments =>
        {
            string target = arguments.GetValue(folder)!;
            try
            {
                PathFiles.MakeFolder(target);
                foreach ((string name, string text) in ManPages.Of(root, arguments.GetValue(program)!, Version))
                {
                    File.WriteAllText(Path.Combine(target, name), text);
                }
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                terminal.Error.WriteLine($"pulse: the man pages cannot be written: {exception.Message}");
                return ExitCodes.Usage;
            }

            return ExitCodes.Ok;
        });
        return command;
    }

    static int Show(RootCommand root, Terminal terminal, string[] words)
    {
        if (words.Length == 1 && Array.Find(Topics.All, topic => topic.Name == words[0]) is { } found)
        {
            return Print(terminal, HelpWriter.For(terminal).OfTopic(found, root));
        }

        Command command = root;
        foreach (string word in words)
        {
            if (command.Subcommands.FirstOrDefault(sub => sub.Name == word || sub.Aliases.Contains(word)) is { } next)
            {
                command = next;
                continue;
            }

            IEnumerable<string> known = Described.Subcommands(command).Select(static sub => sub.Name).Concat(command == root ? Topics.All.Select(static topic => topic.Name) : []);
            terminal.Error.WriteLine($"pulse: there is no help about '{Output.Printable.Line(word)}'{ArgumentCheck.Suggestion(word, known)} pulse help lists commands and topics.");
            return ExitCodes.Usage;
        }

        return Print(terminal, HelpWriter.For(terminal).OfCommand(PathOf(command), command));
    }

    internal static string PathOf(Command command) =>
        command.Parents.OfType<Command>().FirstOrDefault() is { } parent ? $"{PathOf(parent)} {command.Name}".Trim() : "";

    static int Print(Terminal terminal, string text)
    {
        terminal.Output.Write(text);
        return ExitCodes.Ok;
    }

    sealed class PrintAction(Func<ParseResult, int> print) : SynchronousCommandLineAction
    {
        public override bool ClearsParseErrors => true;

        public override int Invoke(ParseResult parseResult) => print(parseResult);
    }
}

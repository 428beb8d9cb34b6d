using System.CommandLine;
using Pulse.Cli.Help;

namespace Pulse.Cli.Completion;

/// <summary>What the completions of all shells are made from.</summary>
/// <param name="root">The program.</param>
/// <param name="program">What it is called.</param>
sealed class Script(Command root, string program)
{
    internal string Program => program;

    /// <summary>A name that functions may have.</summary>
    internal string Function { get; } = $"_{string.Concat(program.Select(static character => char.IsAsciiLetterOrDigit(character) ? character : '_'))}";

    internal IEnumerable<(string Path, Command Command)> Commands => Described.Tree(root);

    /// <summary>Every word that leads to a command, aliases too, and the path that it leads to.</summary>
    internal IEnumerable<(string From, string Word, string To)> Steps =>
        Commands.SelectMany(entry => Described.Subcommands(entry.Command).SelectMany(sub => sub.Aliases.Prepend(sub.Name).Select(word => (entry.Path, word, $"{entry.Path} {sub.Name}".TrimStart()))));

    /// <summary>The options of a command and those of all.</summary>
    internal IEnumerable<Option> Options(Command command) => Described.Options(command).Concat(Described.GlobalOptions(root)).DistinctBy(static option => option.Name);

    /// <summary>Names of options of all commands, with what they take.</summary>
    internal IEnumerable<(string Name, Option Option)> ValueOptions =>
        Commands.SelectMany(entry => Options(entry.Command)).Where(Described.TakesValue).SelectMany(static option => Described.Names(option).Select(name => (name, option))).DistinctBy(static pair => pair.name);

    /// <summary>The values that options may have; a name that several commands have means the same in all.</summary>
    internal IEnumerable<(string Name, string[] Choices)> Choices =>
        ValueOptions.Select(static pair => (pair.Name, Described.Choices(pair.Option))).Where(static pair => pair.Item2.Length > 0);

    /// <summary>The values of the first argument of a command.</summary>
    internal static string[] ArgumentChoices(Command command) => command.Arguments.Count == 0 ? [] : Described.Choices(command.Arguments[0]);

    /// <summary>The first sentence of a description.</summary>
    internal static string Brief(string? text)
    {
        string sentence = (text ?? "").Split(". ")[0].Split('\n')[0].TrimEnd('.');
        return sentence.Length <= 90 ? sentence : $"{sentence[..87]}...";
    }

    internal static string Brief(Option option) => Brief(Described.Text(option));
}

using System.CommandLine;
using System.CommandLine.Completions;
using System.Globalization;

namespace Pulse.Cli.Help;

/// <summary>What help, man pages and completions read of commands and options.</summary>
static class Described
{
    static readonly Dictionary<string, string> s_values = new(StringComparer.Ordinal)
    {
        ["timeout"] = "TIME",
        ["tolerance"] = "TIME",
        ["retries"] = "N",
        ["concurrency"] = "N",
        ["workers"] = "N",
        ["certificate"] = "FILE",
        ["journal"] = "FILE",
        ["excel"] = "FILE",
        ["output"] = "PATH",
        ["request"] = "JSON",
        ["schema"] = "JSON",
        ["steps"] = "JSON",
        ["fields"] = "JSON",
        ["folder"] = "FOLDER",
        ["key"] = "FILE",
    };

    // What may be a path, for completions.
    static readonly HashSet<string> s_paths = new(StringComparer.Ordinal) { "FILE", "FOLDER", "PATH", "JSON" };

    /// <summary>The commands in their groups, for the help of the program; others come last.</summary>
    internal static readonly (string Heading, string[] Commands)[] Groups =
    [
        ("Documents", ["extract", "view"]),
        ("Jobs and their files", ["job", "result"]),
        ("Steps on what was extracted", ["split", "schema", "tables"]),
        ("Many documents, many steps", ["batch", "pipeline"]),
        ("Forms", ["form"]),
        ("Webhooks", ["webhook"]),
        ("Setup", ["login", "doctor", "sandbox", "completion"]),
        ("Help", ["help", "version"]),
    ];

    internal static IEnumerable<Command> Subcommands(Command command) => command.Subcommands.Where(static sub => !sub.Hidden);

    /// <summary>The options of a command alone, without those of all.</summary>
    internal static IEnumerable<Option> Options(Command command) => command is RootCommand ? [] : command.Options.Where(static option => !option.Hidden && !option.Recursive);

    internal static IEnumerable<Option> GlobalOptions(Command root) => root.Options.Where(static option => !option.Hidden && (option.Recursive || option.Name is "--help" or "--version"));

    /// <summary>All commands below one, each with the words that lead to it.</summary>
    internal static IEnumerable<(string Path, Command Command)> Tree(Command command, string path = "")
    {
        yield return (path, command);
        foreach ((string, Command) entry in Subcommands(command).SelectMany(sub => Tree(sub, $"{path} {sub.Name}".TrimStart())))
        {
            yield return entry;
        }
    }

    /// <summary>Long name first, as they are written.</summary>
    internal static IEnumerable<string> Names(Option option) =>
        option.Aliases.Prepend(option.Name).Where(static name => name.StartsWith('-') && name != "-?").Distinct(StringComparer.Ordinal).OrderByDescending(static name => name.Length);

    internal static bool TakesValue(Option option) => option.ValueType != typeof(bool) && option.ValueType != typeof(void) && option is not System.CommandLine.Help.HelpOption && option.Name is not ("--help" or "--version");

    internal static string ValueName(Option option)
    {
        string last = option.Name[(option.Name.LastIndexOf('-') + 1)..];
        return option.HelpName ?? (s_values.TryGetValue(last, out string? name) ? name : last.ToUpperInvariant());
    }

    internal static bool TakesPath(Option option) => TakesValue(option) && s_paths.Contains(ValueName(option));

    internal static bool TakesPath(Command command) => command.Arguments.Any(static argument => argument.Name is "DOCUMENT" or "SOURCE" or "FILE" or "BODY" or "FOLDER");

    /// <summary>The values that there are, where they are few.</summary>
    internal static string[] Choices(Symbol symbol) => symbol switch
    {
        Option { ValueType: var type } option when type != typeof(bool) => [.. option.GetCompletions(CompletionContext.Empty).Select(static item => item.Label)],
        Argument argument => [.. argument.GetCompletions(CompletionContext.Empty).Select(static item => item.Label)],
        _ => [],
    };

    /// <summary>What an option is for, with its default.</summary>
    internal static string Text(Option option)
    {
        string text = option is System.CommandLine.Help.HelpOption ? "Show the help of a command." : option.Name == "--version" ? "Show the version." : option.Description ?? "";
        bool isSilent = !option.HasDefaultValue || !TakesValue(option) || text.Contains("Default:", StringComparison.Ordinal) || text.Contains("the default", StringComparison.Ordinal) || option.ValueType == typeof(string[]);
        return isSilent ? text : string.Create(CultureInfo.InvariantCulture, $"{text} Default: {option.GetDefaultValue()}.");
    }

    /// <summary>The line of a command: its name, options and arguments.</summary>
    internal static string Usage(string program, string path, Command command)
    {
        string words = $"{program} {path}".TrimEnd();
        string arguments = string.Concat(command.Arguments.Where(static argument => !argument.Hidden).Select(static argument =>
            argument.Arity.MinimumNumberOfValues > 0 && argument.Arity.MaximumNumberOfValues > 1 ? $" {argument.Name}..."
            : argument.Arity.MinimumNumberOfValues > 0 && !argument.HasDefaultValue ? $" {argument.Name}"
            : argument.Arity.MaximumNumberOfValues > 1 ? $" [{argument.Name}...]"
            : $" [{argument.Name}]"));
        return command.Subcommands.Count > 0 ? $"{words} COMMAND [OPTIONS]" : $"{words} [OPTIONS]{arguments}";
    }
}

using System.CommandLine;
using System.Text;

namespace Pulse.Cli.Help;

/// <summary>The same as man pages (section 1): one for the program, one for each command.</summary>
static class ManPages
{
    /// <summary>The pages, by their file names.</summary>
    internal static IEnumerable<(string Name, string Text)> Of(Command root, string program, string version) =>
        Described.Tree(root).Select(entry => ($"{NameOf(program, entry.Path)}.1", Page(root, program, version, entry.Path, entry.Command)));

    static string NameOf(string program, string path) => path.Length == 0 ? program : $"{program}-{path.Replace(' ', '-')}";

    static string Page(Command root, string program, string version, string path, Command command)
    {
        StringBuilder page = new();
        string name = NameOf(program, path);
        page.Append(System.Globalization.CultureInfo.InvariantCulture, $".TH \"{Plain(name).ToUpperInvariant()}\" \"1\" \"\" \"Pulse.Native {version}\" \"Pulse.Native\"\n");
        page.Append(System.Globalization.CultureInfo.InvariantCulture, $".SH NAME\n{Plain(name)} \\- {Plain((command.Description ?? "").Split('\n')[0].TrimEnd('.'))}\n");
        page.Append(System.Globalization.CultureInfo.InvariantCulture, $".SH SYNOPSIS\n.B {Plain(Described.Usage(program, path, command))}\n");
        page.Append(System.Globalization.CultureInfo.InvariantCulture, $".SH DESCRIPTION\n{Plain(command.Description ?? "")}\n");
        Section(page, "COMMANDS", Described.Subcommands(command).Select(sub => ($"{sub.Name}", sub.Description ?? "")));
        Section(page, "ARGUMENTS", command.Arguments.Where(static argument => !argument.Hidden && argument.Description?.Length > 0).Select(static argument => (argument.Name, argument.Description!)));
        Section(page, "OPTIONS", Described.Options(command).Select(static option => (HelpWriter.Syntax(option), Described.Text(option))));
        if (command is RootCommand)
        {
            foreach (Topics.Topic topic in Topics.All)
            {
                Section(page, topic.Name.Replace('-', ' ').ToUpperInvariant(), topic.Rows(root).Prepend(("", topic.Summary)));
            }
        }

        Section(page, "EXAMPLES", Examples.Of(path).Select(example => (program == "pulse" ? example.Line : example.Line.Replace("pulse ", $"{program} ", StringComparison.Ordinal), example.Purpose)));
        string[] others = [.. command is RootCommand ? Described.Subcommands(command).Select(sub => NameOf(program, sub.Name)) : Described.Subcommands(command).Select(sub => NameOf(program, $"{path} {sub.Name}")).Prepend(program)];
        page.Append(System.Globalization.CultureInfo.InvariantCulture, $".SH SEE ALSO\n{string.Join(", ", others.Select(static other => $"{Plain(other)}(1)"))}\n");
        return page.ToString();
    }

    static void Section(StringBuilder page, string heading, IEnumerable<(string Term, string Text)> rows)
    {
        (string Term, string Text)[] all = [.. rows];
        if (all.Length == 0)
        {
            return;
        }

        page.Append(System.Globalization.CultureInfo.InvariantCulture, $".SH {heading}\n");
        foreach ((string term, string text) in all)
        {
            page.Append(term.Length == 0 ? $".PP\n{Plain(text)}\n" : $".TP\n\\fB{Plain(term)}\\fR\n{Plain(text)}\n");
        }
    }

    /// <summary>Text that troff takes as it is.</summary>
    static string Plain(string text)
    {
        string plain = text.Replace("\\", "\\e", StringComparison.Ordinal).Replace("-", "\\-", StringComparison.Ordinal).Replace("\n\n", "\n", StringComparison.Ordinal);
        return string.Join('\n', plain.Split('\n').Select(static line => line.StartsWith('.') || line.StartsWith('\'') ? $"\\&{line}" : line));
    }
}

using System.CommandLine;
using System.Text;
using Pulse.Cli.Output;

namespace Pulse.Cli.Help;

/// <summary>The help of commands and topics as text that fits the terminal.</summary>
sealed class HelpWriter(int columns)
{
    const int MaxColumns = 100;
    const int TermColumns = 26;

    // Of the options of all commands, those that most people need.
    static readonly string[] s_common = ["--json", "--quiet", "--verbose", "--api-key-file", "--base-url", "--profile"];

    readonly StringBuilder _text = new();
    readonly int _columns = Math.Clamp(columns - 1, 38, MaxColumns);

    /// <summary>For a terminal; 80 columns elsewhere.</summary>
    internal static HelpWriter For(Terminal terminal) => new(terminal.OutputIsTerminal ? terminal.Size().Columns : 80);

    internal static string Syntax(Option option) => $"{string.Join(", ", Described.Names(option).OrderBy(static name => name.Length))}{(Described.TakesValue(option) ? $" {Described.ValueName(option)}" : "")}";

    internal string OfCommand(string path, Command command)
    {
        Command root = command;
        while (root.Parents.OfType<Command>().FirstOrDefault() is { } parent)
        {
            root = parent;
        }

        Paragraph(command.Description ?? "", "");
        Heading("Usage");
        Paragraph(Described.Usage("pulse", path, command), "  ");
        string[] aliases = [.. command.Aliases];
        if (aliases.Length > 0 && path.Length > 0)
        {
            Heading("Also called");
            Paragraph(string.Join(", ", aliases), "  ");
        }

        if (command is RootCommand)
        {
            HashSet<string> grouped = new(Described.Groups.SelectMany(static group => group.Commands), StringComparer.Ordinal);
            foreach ((string heading, string[] names) in Described.Groups.Append(("More", [.. Described.Subcommands(command).Select(static sub => sub.Name).Where(name => !grouped.Contains(name))])))
            {
                Rows(heading, names.Select(name => Described.Subcommands(command).FirstOrDefault(sub => sub.Name == name)).OfType<Command>().Select(static sub => (sub.Name, sub.Description ?? "")));
            }
        }
        else
        {
            Rows("Commands", Described.Subcommands(command).Select(static sub => (sub.Name, sub.Description ?? "")));
        }

        Rows("Arguments", command.Arguments.Where(static argument => !argument.Hidden && argument.Description?.Length > 0).Select(static argument => (argument.Name, argument.Description!)));
        Rows("Options", Described.Options(command).Select(static option => (Syntax(option), Described.Text(option))));
        Rows("Options of all commands", Described.GlobalOptions(root).Where(static option => s_common.Contains(option.Name)).Select(static option => (Syntax(option), Described.Text(option))).Append(("", "pulse help options lists the others: timeouts, TLS, proxy, headers.")));
        Rows("Examples", Examples.Of(path).Select(static example => (example.Line, example.Purpose)));
        if (command is RootCommand)
        {
            Rows("Topics (pulse help TOPIC)", Topics.All.Select(static topic => (topic.Name, topic.Summary)));
        }

        return _text.ToString();
    }

    internal string OfTopic(Topics.Topic topic, Command root)
    {
        Paragraph(topic.Summary, "");
        _text.Append('\n');
        foreach ((string term, string text) in topic.Rows(root))
        {
            Row(term, text);
        }

        return _text.ToString();
    }

    void Heading(string heading) => _text.Append('\n').Append(heading).Append('\n');

    void Rows(string heading, IEnumerable<(string Term, string Text)> rows)
    {
        (string Term, string Text)[] all = [.. rows];
        if (all.Length > 0)
        {
            Heading(heading);
            Array.ForEach(all, row => Row(row.Term, row.Text));
        }
    }

    void Row(string term, string text)
    {
        string indent = new(' ', Math.Min(TermColumns, _columns / 3));
        if (term.Length == 0)
        {
            Paragraph(text, "  ");
        }
        else if (TextWidth.Of(term) + 4 > indent.Length)
        {
            Paragraph(term, "  ", $"      ");
            Paragraph(text, indent);
        }
        else
        {
            Paragraph($"  {term.PadRight(indent.Length - 2)}\u0001{text}", "", indent);
        }
    }

    /// <summary>Words in lines; what stands before \u0001 is not broken.</summary>
    void Paragraph(string text, string indent, string? hanging = null)
    {
        int kept = text.IndexOf('\u0001', StringComparison.Ordinal);
        StringBuilder line = new(indent);
        bool isNew = true;
        if (kept >= 0)
        {
            line.Append(text, 0, kept);
            text = text[(kept + 1)..];
        }

        foreach (string word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (!isNew && TextWidth.Of(line.ToString()) + 1 + TextWidth.Of(word) > _columns)
            {
                _text.Append(line.ToString().TrimEnd()).Append('\n');
                line.Clear().Append(hanging ?? indent);
                isNew = true;
            }

            line.Append(isNew ? "" : " ").Append(word);
            isNew = false;
        }

        _text.Append(line.ToString().TrimEnd()).Append('\n');
    }
}

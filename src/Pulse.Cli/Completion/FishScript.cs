using System.CommandLine;
using System.Text;
using Pulse.Cli.Help;

namespace Pulse.Cli.Completion;

/// <summary>For fish 3 and later.</summary>
static class FishScript
{
    internal static string Of(Script script)
    {
        string program = script.Program;
        string at = $"_{script.Function}_at";
        StringBuilder text = new();
        text.Append($$"""
            # fish completion for {{program}}
            function {{at}}
                # Whether the words so far lead to this command.
                set -l at ''
                set -l value ''
                for word in (commandline -opc)[2..-1]
                    if test -n "$value"
                        set value ''
                        continue
                    end
                    switch $word
                        case --
                            break
                        case {{string.Join(' ', script.ValueOptions.Select(static pair => pair.Name))}}
                            set value $word
                        case '-*'
                        case '*'
                            switch "$at/$word"

            """);
        foreach ((string from, string word, string to) in script.Steps)
        {
            text.Append($"                    case '{from}/{word}'\n                        set at '{to}'\n");
        }

        text.Append($$"""
                            end
                    end
                end
                test "$at" = "$argv[1]"
            end
            complete -c {{program}} -f

            """);
        Command root = script.Commands.First().Command;
        foreach (Option option in Described.GlobalOptions(root))
        {
            text.Append($"complete -c {program}{Words(option)} -d {Quoted(Script.Brief(option))}\n");
        }

        foreach ((string path, Command command) in script.Commands)
        {
            string condition = $"complete -c {program} -n {Quoted($"{at} {Quoted(path)}")}";
            foreach (Command sub in Described.Subcommands(command))
            {
                text.Append($"{condition} -a {sub.Name} -d {Quoted(Script.Brief(sub.Description))}\n");
            }

            foreach (string choice in Script.ArgumentChoices(command))
            {
                text.Append($"{condition} -a {Quoted(choice)}\n");
            }

            if (Described.TakesPath(command))
            {
                text.Append($"{condition} -F\n");
            }

            foreach (Option option in Described.Options(command))
            {
                text.Append($"{condition}{Words(option)} -d {Quoted(Script.Brief(option))}\n");
            }
        }

        return text.ToString();
    }

    static string Words(Option option)
    {
        string names = string.Concat(Described.Names(option).Select(static name => name.StartsWith("--", StringComparison.Ordinal) ? $" -l {name[2..]}" : $" -s {name[1..]}"));
        string[] choices = Described.Choices(option);
        return !Described.TakesValue(option) ? names
            : choices.Length > 0 ? $"{names} -x -a {Quoted(string.Join(' ', choices))}"
            : Described.TakesPath(option) ? $"{names} -r -F"
            : $"{names} -x";
    }

    static string Quoted(string text) => $"'{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "\\'", StringComparison.Ordinal)}'";
}

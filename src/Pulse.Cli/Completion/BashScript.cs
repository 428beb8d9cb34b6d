using System.Text;
using Pulse.Cli.Help;

namespace Pulse.Cli.Completion;

/// <summary>
/// For bash 4 and later, with or without bash-completion. Words are ours; names of files are left to readline, which knows how to quote
/// them.
/// </summary>
static class BashScript
{
    internal static string Of(Script script)
    {
        StringBuilder text = new();
        text.Append($$"""
            # bash completion for {{script.Program}}
            {{script.Function}}() {
                local IFS=$'\n' cur="${COMP_WORDS[COMP_CWORD]}" at="" value="" rest="" words="" word i
                COMPREPLY=()
                for ((i = 1; i < COMP_CWORD; i++)); do
                    word="${COMP_WORDS[i]}"
                    if [[ $word == "=" ]]; then
                        continue
                    elif [[ -n $value ]]; then
                        value=""
                    elif [[ -n $rest ]]; then
                        continue
                    elif [[ $word == "--" ]]; then
                        rest=1
                    elif [[ $word == -* ]]; then
                        case "$word" in
                            {{string.Join('|', script.ValueOptions.Select(static pair => pair.Name))}}) value="$word" ;;
                        esac
                    else
                        case "$at/$word" in

            """);
        foreach ((string from, string word, string to) in script.Steps)
        {
            text.Append($"                \"{from}/{word}\") at=\"{to}\" ;;\n");
        }

        text.Append("""
                        esac
                    fi
                done
                [[ $cur == "=" ]] && cur=""
                if [[ -n $value ]]; then
                    case "$value" in

            """);
        foreach ((string name, string[] choices) in script.Choices)
        {
            text.Append($"            {name}) words=$'{string.Join("\\n", choices)}' ;;\n");
        }

        text.Append("""
                    esac
                elif [[ -z $rest && $cur == -* ]]; then
                    case "$at" in

            """);
        foreach ((string path, System.CommandLine.Command command) in script.Commands)
        {
            text.Append($"            \"{path}\") words=$'{string.Join("\\n", script.Options(command).SelectMany(Described.Names))}' ;;\n");
        }

        text.Append("""
                    esac
                elif [[ -z $rest ]]; then
                    case "$at" in

            """);
        foreach ((string path, System.CommandLine.Command command) in script.Commands)
        {
            string[] words = [.. Described.Subcommands(command).Select(static sub => sub.Name), .. Script.ArgumentChoices(command)];
            if (words.Length > 0)
            {
                text.Append($"            \"{path}\") words=$'{string.Join("\\n", words)}' ;;\n");
            }
        }

        text.Append($$"""
                    esac
                fi
                # Without words of ours, readline completes names of files.
                [[ -n $words ]] && COMPREPLY=($(compgen -W "$words" -- "$cur"))
                return 0
            }
            complete -o default -F {{script.Function}} {{script.Program}}

            """);
        return text.ToString();
    }
}

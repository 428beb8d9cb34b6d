using System.CommandLine;
using System.Text;
using Pulse.Cli.Help;

namespace Pulse.Cli.Completion;

/// <summary>For zsh: as a file of fpath, or evaluated, with or without compinit before it.</summary>
static class ZshScript
{
    internal static string Of(Script script)
    {
        StringBuilder text = new();
        text.Append($$"""
            #compdef {{script.Program}}
            {{script.Function}}() {
                local cur="${words[CURRENT]}" at="" value="" rest="" word i
                local -a found
                for ((i = 2; i < CURRENT; i++)); do
                    word="${(Q)words[i]}"
                    if [[ -n $value ]]; then
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
            text.Append($"                '{from}/{word}') at='{to}' ;;\n");
        }

        text.Append("""
                        esac
                    fi
                done
                if [[ -z $value && -z $rest && $cur == --*=* ]]; then
                    value="${cur%%=*}"
                    compset -P '*='
                fi
                if [[ -n $value ]]; then
                    case "$value" in

            """);
        foreach ((string name, string[] choices) in script.Choices)
        {
            text.Append($"            {name}) compadd -- {string.Join(' ', choices.Select(Quoted))} ;;\n");
        }

        text.Append("""
                        *) _files ;;
                    esac
                    return
                fi
                if [[ -z $rest && $cur == -* ]]; then
                    case "$at" in

            """);
        foreach ((string path, Command command) in script.Commands)
        {
            text.Append($"            '{path}') found=({string.Join(' ', script.Options(command).SelectMany(static option => Described.Names(option).Select(name => Item(name, Script.Brief(option)))))}) ;;\n");
        }

        text.Append("""
                    esac
                    _describe -t options option found
                    return
                fi
                case "$rest$at" in

            """);
        foreach ((string path, Command command) in script.Commands)
        {
            string[] items = [.. Described.Subcommands(command).Select(static sub => Item(sub.Name, Script.Brief(sub.Description))), .. Script.ArgumentChoices(command).Select(static choice => Item(choice, choice))];
            if (items.Length > 0)
            {
                text.Append($"        '{path}') found=({string.Join(' ', items)}); _describe -t commands command found ;;\n");
            }
        }

        text.Append($$"""
                    *) _files ;;
                esac
            }
            if [[ "${funcstack[1]}" == "_{{script.Program}}" ]]; then
                {{script.Function}} "$@"
            else
                (( $+functions[compdef] )) || { autoload -Uz compinit && compinit -u }
                compdef {{script.Function}} {{script.Program}}
            fi

            """);
        return text.ToString();
    }

    static string Item(string name, string text) => Quoted($"{name.Replace(":", "\\:", StringComparison.Ordinal)}:{text}");

    static string Quoted(string text) => $"'{text.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}

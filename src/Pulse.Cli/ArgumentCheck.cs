using System.CommandLine;
using System.CommandLine.Parsing;
using System.Text.RegularExpressions;

namespace Pulse.Cli;

/// <summary>Finds what the parser lets pass although it is a typing error: a mistyped option must never be taken for a document.</summary>
static partial class ArgumentCheck
{
    /// <summary>What is wrong with the command line, with suggestions; empty when it makes sense.</summary>
    internal static IReadOnlyList<string> Problems(ParseResult result, string[] words)
    {
        Command command = result.CommandResult.Command;
        if (!command.TreatUnmatchedTokensAsErrors)
        {
            // Another program's arguments.
            return [];
        }

        string[] options = [.. OptionNames(result.CommandResult)];
        List<string> problems = [.. Mistaken(result).Select(word => $"'{word}' is not an option of '{command.Name}'{Suggestion(word, options)} To use an argument that begins with '-', put '--' before it.")];
        problems.AddRange(Swallowed(result, words).Select(pair => $"{pair.Option} was given the value '{pair.Value}', which looks like an option{Suggestion(pair.Value, options)} If that is intended, write {pair.Option}={pair.Value}."));
        HashSet<string> unknown = new(result.UnmatchedTokens, StringComparer.Ordinal);

        // What follows a mistyped command is not wrong itself.
        string? mistyped = command.Subcommands.Count > 0 ? result.UnmatchedTokens.FirstOrDefault(static word => !word.StartsWith('-')) : null;
        foreach (string word in mistyped is null ? unknown : unknown.Where(word => word == mistyped))
        {
            if (word.StartsWith('-') && options.Contains(word.Split('=', 2)[0], StringComparer.Ordinal))
            {
                // Its value, if it has one, is not a mistake of its own.
                problems.Add($"'{word}' must come after '{command.Name}'.");
                break;
            }

            string[] known = word.StartsWith('-') ? options : [.. command.Subcommands.SelectMany(static sub => sub.Aliases.Prepend(sub.Name))];
            problems.Add($"'{word}' is not {(word.StartsWith('-') ? "an option" : command.Subcommands.Count > 0 ? "a command" : "an argument")} of '{command.Name}'{Suggestion(word, known)}");
        }

        if (problems.Count == 0 || unknown.Count == 0)
        {
            problems.AddRange(result.Errors.Select(MessageOf));
        }

        return problems;
    }

    /// <summary>What the parser says, without the names of .NET.</summary>
    internal static string MessageOf(ParseError error) => Unreadable().Match(error.Message) is { Success: true } match
        ? $"{match.Groups[2].Value}: '{match.Groups[1].Value}' is not {(match.Groups[3].Value.Contains("Boolean", StringComparison.Ordinal) ? "true or false" : "a whole number, or too large")}."
        : error.Message.Replace("\n\t", " ", StringComparison.Ordinal);

    /// <summary>Arguments that begin with "-" and do not follow "--".</summary>
    static IEnumerable<string> Mistaken(ParseResult result)
    {
        bool literal = false;
        int afterDashes = 0;
        foreach (Token token in result.Tokens)
        {
            literal |= token.Type == TokenType.DoubleDash;
            afterDashes += literal && token.Type == TokenType.Argument ? 1 : 0;
        }

        // All that follows "--" is an argument, and the arguments keep their order.
        string[] given = [.. Results(result.RootCommandResult).OfType<ArgumentResult>().SelectMany(static argument => argument.Tokens).Select(static token => token.Value)];
        return given.Take(given.Length - Math.Min(afterDashes, given.Length)).Where(static word => word.Length > 1 && word[0] == '-');
    }

    /// <summary>Options whose value is a word of its own that looks like an option.</summary>
    static IEnumerable<(string Option, string Value)> Swallowed(ParseResult result, string[] words) =>
        Results(result.RootCommandResult)
            .OfType<OptionResult>()
            .SelectMany(static option => option.Tokens.Select(token => (option.Option.Name, token.Value)))
            .Where(pair => OptionLike().IsMatch(pair.Value) && words.Contains(pair.Value, StringComparer.Ordinal));

    static IEnumerable<SymbolResult> Results(CommandResult command)
    {
        foreach (SymbolResult child in command.Children)
        {
            if (child is CommandResult inner)
            {
                foreach (SymbolResult symbol in Results(inner))
                {
                    yield return symbol;
                }
            }
            else
            {
                yield return child;
            }
        }
    }

    static IEnumerable<string> OptionNames(CommandResult command)
    {
        for (SymbolResult? level = command; level is not null; level = level.Parent)
        {
            if (level is CommandResult { Command: var owner })
            {
                foreach (Option option in owner.Options.Where(option => owner == command.Command || option.Recursive))
                {
                    yield return option.Name;
                }
            }
        }
    }

    internal static string Suggestion(string word, IEnumerable<string> known)
    {
        string name = word.Split('=', 2)[0];
        if (known.Contains(word, StringComparer.Ordinal))
        {
            return "; it must come before '--'.";
        }

        string? nearest = known.Where(candidate => name.TrimStart('-').Length > 2 && candidate.StartsWith(name, StringComparison.Ordinal)).Order(StringComparer.Ordinal).FirstOrDefault() ?? known
            .Select(candidate => (Candidate: candidate, Distance: Distance(name, candidate)))
            .Where(pair => pair.Distance <= Math.Max(1, pair.Candidate.TrimStart('-').Length / 3))
            .OrderBy(static pair => pair.Distance)
            .Select(static pair => pair.Candidate)
            .FirstOrDefault();
        return nearest is null ? "." : $"; did you mean '{nearest}'?";
    }

    /// <summary>How many insertions, deletions, substitutions and swaps of neighbors make one word of another.</summary>
    static int Distance(string a, string b)
    {
        int[,] cost = new int[a.Length + 1, b.Length + 1];
        for (int i = 0; i <= a.Length; i++)
        {
            for (int j = 0; j <= b.Length; j++)
            {
                if (i == 0 || j == 0)
                {
                    cost[i, j] = i + j;
                    continue;
                }

                cost[i, j] = Math.Min(Math.Min(cost[i - 1, j], cost[i, j - 1]) + 1, cost[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1));
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                {
                    cost[i, j] = Math.Min(cost[i, j], cost[i - 2, j - 2] + 1);
                }
            }
        }

        return cost[a.Length, b.Length];
    }

    [GeneratedRegex("^Cannot parse argument '(.*)' for option '(--?[A-Za-z-]+)' as expected type '(.*)'", RegexOptions.Singleline | RegexOptions.CultureInvariant)]
    private static partial Regex Unreadable();

    [GeneratedRegex("^--?[A-Za-z][A-Za-z0-9-]*(=.*)?$", RegexOptions.Singleline | RegexOptions.CultureInvariant)]
    private static partial Regex OptionLike();
}

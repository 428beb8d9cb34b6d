using System.CommandLine;
using System.Text.RegularExpressions;

namespace Pulse.Cli.Configuration;

/// <summary>Puts what the configuration file sets into the command line.</summary>
static partial class ConfiguredArguments
{
    // What needs no service works whatever is in the file.
    static readonly HashSet<string> s_without = new(StringComparer.Ordinal) { "help", "version", "completion", "man", "sandbox" };

    /// <summary>The arguments with those of the file, which are in front of "--".</summary>
    /// <param name="given">The command line as it was given.</param>
    /// <param name="words">Its words.</param>
    /// <param name="globals">The options that name the file and the profile.</param>
    /// <exception cref="UsageException">The file or the profile makes no sense.</exception>
    internal static string[] With(ParseResult given, string[] words, GlobalOptions globals)
    {
        if (!UsesFile(given))
        {
            return words;
        }

        string? chosen = globals.Profile(given);
        string profile = ProfileOf(chosen);
        ConfigFile? file = ConfigFile.Read(globals.ConfigPath(given));
        if (profile != ConfigFolder.DefaultProfile && file?.HasProfile(profile) != true && given.CommandResult.Command.Name != "login" && !HasKey(profile))
        {
            string known = string.Join(", ", (file?.ProfileNames ?? []).Order(StringComparer.Ordinal));
            throw new UsageException($"There is no profile '{profile}'{ArgumentCheck.Suggestion(profile, file?.ProfileNames ?? [])}{(known.Length > 0 ? $" There are: {known}." : "")} pulse help config says how to make one.");
        }

        List<string> added = file?.Arguments(given, profile, chosen is not null) ?? [];
        int end = Array.IndexOf(words, "--");
        return end < 0 ? [.. words, .. added] : [.. words[..end], .. added, .. words[end..]];
    }

    /// <summary>The profile that is meant: that of the option, or else of the environment.</summary>
    /// <exception cref="UsageException">It is no name.</exception>
    internal static string ProfileOf(string? option)
    {
        string profile = option ?? (Environment.GetEnvironmentVariable(ConfigFolder.ProfileVariable) is { Length: > 0 } named ? named : ConfigFolder.DefaultProfile);
        return Name().IsMatch(profile) ? profile : throw new UsageException($"'{profile}' is not the name of a profile: letters, digits, '-', '_' and '.' are allowed, and no '.' at its beginning.");
    }

    static bool UsesFile(ParseResult given)
    {
        Command? command = given.CommandResult.Command;
        return command.Action is not null && !s_without.Contains(command.Name);
    }

    static bool HasKey(string profile) => ConfigFolder.KeyFile(profile) is { } key && File.Exists(key);

    [GeneratedRegex("^[A-Za-z0-9_-][A-Za-z0-9._-]{0,63}$", RegexOptions.CultureInvariant)]
    private static partial Regex Name();
}

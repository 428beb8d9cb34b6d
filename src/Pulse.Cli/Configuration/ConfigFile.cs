using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Text.RegularExpressions;
using Pulse.Cli.Help;
using Pulse.Client.Results;
using Tomlyn;
using Tomlyn.Model;
using Tomlyn.Serialization;

namespace Pulse.Cli.Configuration;

/// <summary>The configuration file: global options under their names, profiles, and tables with defaults of commands.</summary>
sealed partial class ConfigFile
{
    const string Profiles = "profiles";

    // A file that always prints JSON would break scripts; the profile and the file itself are chosen before it is read.
    static readonly HashSet<string> s_notHere = new(StringComparer.Ordinal) { "--json", "--profile", "--config", "--help", "--version" };

    static readonly string[] s_proxyVariables = ["https_proxy", "HTTPS_PROXY", "http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"];

    readonly string _path;
    readonly TomlTable _root;

    ConfigFile(string path, TomlTable root) => (_path, _root) = (path, root);

    internal string Path => _path;

    /// <summary>Reads a file; null where there is none.</summary>
    /// <param name="path">The file; null for the usual one.</param>
    /// <exception cref="UsageException">It cannot be read, or is not TOML.</exception>
    internal static ConfigFile? Read(string? path)
    {
        if (path?.Length == 0 || (path ?? ConfigFolder.File) is not { } file || (path is null && !PathFiles.IsFile(file)))
        {
            return null;
        }

        try
        {
            return new(file, TomlSerializer.Deserialize<TomlTable>(PathFiles.ReadAllText(file), TomlTables.Default.TomlTable) ?? []);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"The configuration file '{RawPaths.Readable(file)}' cannot be read: {exception.Message}");
        }
        catch (TomlException exception)
        {
            // The inner reason; the converter around it is of no use to a person.
            string reason = exception.Message;
            int at = reason.IndexOf("Reason: ", StringComparison.Ordinal);
            throw new UsageException($"The configuration file '{RawPaths.Readable(file)}' is not TOML: {(at < 0 ? reason : reason[(at + "Reason: ".Length)..])}");
        }
    }

    internal bool HasProfile(string name) => _root.TryGetValue(Profiles, out object? profiles) && profiles is TomlTable table && table.ContainsKey(name);

    internal IEnumerable<string> ProfileNames => _root.TryGetValue(Profiles, out object? profiles) && profiles is TomlTable table ? table.Keys : [];

    /// <summary>The arguments for what the file sets and neither the command line nor the environment does.</summary>
    /// <param name="given">The command line.</param>
    /// <param name="profile">The profile.</param>
    /// <param name="isChosen">Whether the command line names the profile: it then goes before the environment, so that one profile's key is not sent to the service of another.</param>
    /// <exception cref="UsageException">A name or a value makes no sense.</exception>
    internal List<string> Arguments(ParseResult given, string profile, bool isChosen)
    {
        Command root = given.RootCommandResult.Command;
        Option[] globals = [.. Described.GlobalOptions(root).Where(static option => !s_notHere.Contains(option.Name))];
        (string Path, Command Command)[] commands = [.. Described.Tree(root).Where(static entry => entry.Path.Length > 0)];
        CheckNames(globals, commands);

        List<string> words = [];
        TomlTable? own = _root.TryGetValue(Profiles, out object? profiles) && profiles is TomlTable all && all.TryGetValue(profile, out object? found) ? found as TomlTable : null;
        foreach (Option option in globals)
        {
            string key = KeyOf(option);
            object? ofProfile = null;
            object? ofFile = null;
            _ = own?.TryGetValue(key, out ofProfile);
            _ = _root.TryGetValue(key, out ofFile);
            if ((ofProfile ?? ofFile) is { } value && given.GetResult(option) is null or { Implicit: true } && ((isChosen && ofProfile is not null) || !IsInEnvironment(option)))
            {
                words.AddRange(Words(option, key, value));
            }
        }

        Command command = given.CommandResult.Command;
        string path = commands.FirstOrDefault(entry => entry.Command == command).Path ?? "";
        if (path.Length > 0 && TableOf(path) is { } table)
        {
            foreach (Option option in Described.Options(command))
            {
                if (table.TryGetValue(KeyOf(option), out object? value) && given.GetResult(option) is null or { Implicit: true })
                {
                    words.AddRange(Words(option, $"{path.Replace(' ', '.')}.{KeyOf(option)}", value));
                }
            }
        }

        return words;
    }

    static string KeyOf(Option option) => option.Name.TrimStart('-').Replace('-', '_');

    /// <summary>Whether a variable stands for an option: its description names it.</summary>
    static bool IsInEnvironment(Option option)
    {
        string[] names = option.Name == "--proxy" ? s_proxyVariables : [.. VariableName().Matches(option.Description ?? "").Select(static match => match.Groups[1].Value)];
        return names.Any(static name => !string.IsNullOrWhiteSpace(Environment.GetEnvironmentVariable(name)));
    }

    TomlTable? TableOf(string path)
    {
        TomlTable? table = _root;
        foreach (string word in path.Split(' '))
        {
            table = table is not null && table.TryGetValue(word, out object? inner) ? inner as TomlTable : null;
        }

        return table;
    }

    void CheckNames(Option[] globals, (string Path, Command Command)[] commands)
    {
        string[] keys = [.. globals.Select(KeyOf)];
        foreach ((string key, object? value) in _root)
        {
            if (key == Profiles)
            {
                foreach ((string name, object? profile) in value as TomlTable ?? throw Wrong(Profiles, "is not a table"))
                {
                    Array.ForEach([.. (profile as TomlTable ?? throw Wrong($"{Profiles}.{name}", "is not a table")).Keys], inner => CheckName($"{Profiles}.{name}.{inner}", inner, keys));
                }
            }
            else if (value is TomlTable table && commands.FirstOrDefault(entry => entry.Path == key) is { Command: { } command })
            {
                CheckTable(key, table, key, command, commands);
            }
            else
            {
                CheckName(key, key, keys.Concat(commands.Select(static entry => entry.Path)));
            }
        }
    }

    void CheckTable(string place, TomlTable table, string path, Command command, (string Path, Command Command)[] commands)
    {
        foreach ((string key, object? value) in table)
        {
            if (value is TomlTable inner && commands.FirstOrDefault(entry => entry.Path == $"{path} {key}") is { Command: { } sub })
            {
                CheckTable($"{place}.{key}", inner, $"{path} {key}", sub, commands);
            }
            else
            {
                CheckName($"{place}.{key}", key, Described.Options(command).Select(KeyOf));
            }
        }
    }

    void CheckName(string place, string key, IEnumerable<string> known)
    {
        string[] names = [.. known];
        if (!names.Contains(key, StringComparer.Ordinal))
        {
            throw Wrong(place, $"is not an option{ArgumentCheck.Suggestion(key, names)}");
        }
    }

    IEnumerable<string> Words(Option option, string place, object value)
    {
        if (!Described.TakesValue(option))
        {
            return value is bool flag ? flag ? [option.Name] : [] : throw Wrong(place, "must be true or false");
        }

        if (value is TomlArray list && option.ValueType == typeof(string[]))
        {
            return list.Select(item => $"{option.Name}={Text(item, place)}");
        }

        string text = Text(value, place);
        if (Described.ValueName(option) == "FILE" && text.Length > 0 && !System.IO.Path.IsPathRooted(text))
        {
            // From the folder of the file that says so, wherever the program runs.
            text = System.IO.Path.Combine(System.IO.Path.GetDirectoryName(RawPaths.Full(_path))!, text);
        }

        return [$"{option.Name}={text}"];
    }

    string Text(object? value, string place) => value switch
    {
        string text => text,
        long number => number.ToString(CultureInfo.InvariantCulture),
        bool flag => flag ? "true" : "false",
        _ => throw Wrong(place, "must be text or a number"),
    };

    UsageException Wrong(string place, string what) => new($"The configuration file '{RawPaths.Readable(_path)}': {place} {what.TrimEnd('.')}{(what.EndsWith('?') ? "" : ".")} See pulse help config.");

    [GeneratedRegex(@"\$(PULSE_[A-Z_]+)", RegexOptions.CultureInvariant)]
    private static partial Regex VariableName();
}

/// <summary>Reads TOML without reflection.</summary>
[TomlSerializable(typeof(TomlTable))]
sealed partial class TomlTables : TomlSerializerContext;

using System.Text;

namespace Pulse.Generate.Options;

/// <summary>The options of a client on the command line.</summary>
sealed class CliOptions : IGenerator
{
    public string Path => "src/Pulse.Cli/GlobalOptions.g.cs";

    public string Generate()
    {
        OptionDescription[] options = [.. ClientOptionList.All.Where(option => option.Flag is not null)];
        var text = new StringBuilder(DotNetOptions.FirstLine).Append("using System.CommandLine;\nusing Pulse.Client;\n\nnamespace Pulse.Cli;\n\nsealed partial class GlobalOptions\n{\n");
        foreach (OptionDescription option in options)
        {
            string type = option.Kind switch
            {
                OptionKind.Count or OptionKind.Size => "int?",
                OptionKind.Number => "double?",
                OptionKind.Headers => "string[]",
                OptionKind.Switch => "bool",
                _ => "string?",
            };
            text.Append($"    readonly Option<{type}> {Field(option)} = Global<{type}>(\"{option.Flag}\", \"{Description(option).Replace("\"", "\\\"", StringComparison.Ordinal)}\");\n\n");
        }

        text.Append($"    Option[] Described => [{string.Join(", ", options.Select(Field))}];\n\n");
        text.Append("    internal PulseClientOptions DescribedOptions(ParseResult arguments)\n    {\n        PulseClientOptions options = new();\n");
        foreach (OptionDescription option in options.Where(option => !option.FlagByHand))
        {
            string value = $"arguments.GetValue({Field(option)})";
            text.Append($"        options.{option.Name} = {(option.Kind == OptionKind.Duration ? $"{(option.Value is null ? "NullIfZero(" : "")}Time({value}, \"{option.Flag}\"){(option.Value is null ? ")" : "")}" : value)}{(option.IsText || option.Kind is OptionKind.Duration or OptionKind.Switch || option.Variable is not null ? "" : $" ?? options.{option.Name}")};\n");
        }

        text.Append("        return options;\n    }\n\n    internal static readonly Dictionary<string, string> s_names = new()\n    {\n");
        text.Append(string.Concat(options.Select(option => $"        [\"{option.Name}\"] = \"{option.Flag}\",\n")));
        text.Append(BatchOptionNames.Lines(static name => $"--{name.Replace('_', '-')}"));
        return text.Append("    };\n}\n").ToString();
    }

    static string Description(OptionDescription option)
    {
        string summary = option.FlagSummary ?? option.Words(Reference, Plain);
        bool saysDefault = summary.Contains("default", StringComparison.Ordinal) || option is { Default: "none", Variable: null };
        string @default = saysDefault ? "" : $" Default: {(option.Variable is null ? "" : $"${option.Variable}, else ")}{OptionDescription.Render(option.Default, Reference, Plain)}.";
        return summary + @default;
    }

    static string Field(OptionDescription option) => $"_{char.ToLowerInvariant(option.Name[0])}{option.Name[1..]}";

    static string Reference(string name) => ClientOptionList.All.First(option => option.Name == name).Flag ?? name;

    static string Plain(string text) => text;
}

using System.Text;

namespace Pulse.Generate.Options;

/// <summary>The properties of .NET, and what becomes of them in the client.</summary>
static class DotNetOptions
{
    internal const string FirstLine = "// Made by `make generate` from tools/Pulse.Describe/Options. Do not edit.\n#nullable enable\n";

    /// <summary>The options of a client.</summary>
    internal sealed class ClientProperties : IGenerator
    {
        public string Path => "src/Pulse.Client/PulseClientOptions.g.cs";

        public string Generate()
        {
            var text = new StringBuilder(FirstLine).Append("namespace Pulse.Client;\n\npublic sealed partial class PulseClientOptions\n{\n");
            text.AppendJoin('\n', ClientOptionList.All.Where(IsProperty).Select(option =>
                option.Kind == OptionKind.Headers
                    ? $"{Documentation(option)}    public IDictionary<string, string> {option.Name} {{ get; private set; }} = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);\n"
                    : $"{Documentation(option)}    public {Type(option)} {option.Name} {{ get; set; }}{(IsNullable(option) || IsZero(option) ? "" : $" = {option.Value};")}\n"));
            return text.Append("}\n").ToString();
        }

        static bool IsProperty(OptionDescription option) => option.Kind != OptionKind.OnlyC;
    }

    /// <summary>The options after defaults, environment and checks.</summary>
    internal sealed class Settings : IGenerator
    {
        public string Path => "src/Pulse.Client/ClientSettings.g.cs";

        public string Generate()
        {
            OptionDescription[] options = [.. ClientOptionList.All.Where(option => !option.ByHand && option.Kind != OptionKind.OnlyC)];
            var text = new StringBuilder(FirstLine).Append("namespace Pulse.Client;\n\nsealed partial class ClientSettings\n{\n");
            foreach (OptionDescription option in options)
            {
                string type = Type(option).TrimEnd('?') + (option.Value is null && option.Kind != OptionKind.Switch ? "?" : "");
                text.Append($"    /// <summary><see cref=\"PulseClientOptions.{option.Name}\"/>; default {Xml(option.Default)}.</summary>\n    internal {type} {option.Name} {{ get; private set; }}\n\n");
            }

            text.Append("    void ReadDescribed(PulseClientOptions options, OptionReader reader)\n    {\n");
            foreach (OptionDescription option in options)
            {
                text.Append($"        {option.Name} = {Read(option)};\n");
            }

            return text.Append("    }\n}\n").ToString();
        }

        static string Read(OptionDescription option)
        {
            string value = $"options.{option.Name}";
            string variable = option.Variable is null ? "" : $", \"{option.Variable}\"";
            string fallback = IsNullable(option) && option.Value is not null ? $" ?? {option.Value}" : "";
            string range = option.Range is { } r ? $", {r.From}, {r.To}" : "";
            return option.Kind switch
            {
                OptionKind.Switch => value,
                OptionKind.Duration => $"reader.Duration(\"{option.Name}\", {value}{variable}){fallback}",
                OptionKind.Count or OptionKind.Size => $"reader.Count(\"{option.Name}\", {value}{variable}{range}){fallback}",
                OptionKind.Number => $"reader.Rate(\"{option.Name}\", {value}{range}, \"{option.Rule}\")",
                _ => $"OptionReader.NullIfBlank({value})",
            };
        }
    }

    /// <summary>The options of a wait.</summary>
    internal sealed class WaitProperties : IGenerator
    {
        public string Path => "src/Pulse.Client/Waiting/WaitOptions.g.cs";

        public string Generate()
        {
            OptionDescription[] options = [.. WaitOptionList.All.Where(option => option.Kind != OptionKind.OnlyC)];
            var text = new StringBuilder(FirstLine).Append("namespace Pulse.Client;\n\npublic sealed partial record WaitOptions\n{\n");
            foreach (OptionDescription option in options)
            {
                string type = option.Kind == OptionKind.Choice ? option.Value!.Split('.')[0] : Type(option).TrimEnd('?') + (option.Name == "MaxAttempts" ? "?" : "");
                string value = option.Value is null || option.Kind == OptionKind.Choice ? "" : $" = {option.Value};";
                text.Append($"{Documentation(option)}    public {type} {option.Name} {{ get; init; }}{value}\n\n");
            }

            text.Append("    void ValidateDescribed()\n    {\n        TimeSpan longest = TimeSpan.FromDays(24);\n");
            foreach (OptionDescription option in options.Where(option => !option.ByHand && option.Kind != OptionKind.Switch))
            {
                bool fromZero = option.Zero is not null;
                (string good, string rule) = option.Kind == OptionKind.Duration
                    ? ($"{option.Name} {(fromZero ? ">=" : ">")} TimeSpan.Zero && {option.Name} <= longest", fromZero ? "must be from zero to 24 days" : "must be more than zero and at most 24 days")
                    : ($"{option.Name} is {(option.Value is null ? "null or " : "")}(>= {option.Range!.Value.From} and <= {option.Range.Value.To})", option.Rule ?? $"must be from {option.Range.Value.From} to {option.Range.Value.To}");
                text.Append($"        Check({good}, nameof({option.Name}), \"{rule}\");\n");
            }

            return text.Append("    }\n}\n").ToString();
        }
    }

    /// <summary>The section of a configuration.</summary>
    internal sealed class Section : IGenerator
    {
        public string Path => "src/Pulse.Client.Extensions/Configuration/PulseSection.g.cs";

        public string Generate()
        {
            OptionDescription[] options = [.. ClientOptionList.All.Where(option => option.Kind != OptionKind.OnlyC)];
            var text = new StringBuilder(FirstLine).Append("namespace Pulse.Client.Extensions.Configuration;\n\nsealed partial class PulseSection\n{\n");
            text.Append("    internal static HashSet<string> Names { get; } = new(StringComparer.OrdinalIgnoreCase)\n    {\n");
            text.Append(string.Concat(options.Select(option => $"        nameof({option.Name}),\n"))).Append("    };\n");
            foreach (OptionDescription option in options)
            {
                string type = option.Kind switch
                {
                    OptionKind.Headers => "Dictionary<string, string>?",
                    OptionKind.Duration => "string?",
                    _ => Type(option).TrimEnd('?') + "?",
                };
                text.Append($"\n    public {type} {option.Name} {{ get; set; }}\n");
            }

            text.Append("\n    /// <summary>Sets the options that the section names; a blank value says nothing.</summary>\n    internal void CopyTo(PulseClientOptions options, SectionReader reader)\n    {\n");
            foreach (OptionDescription option in options.Where(option => option.Kind != OptionKind.Headers))
            {
                string value = option.IsText ? $"SectionReader.Text({option.Name})" : option.Kind == OptionKind.Duration ? $"reader.Time(nameof({option.Name}), {option.Name})" : option.Name;
                text.Append($"        options.{option.Name} = {value} ?? options.{option.Name};\n");
            }

            return text.Append("    }\n}\n").ToString();
        }
    }

    /// <summary>Null means that nothing was said, where the environment may say something or the default is no value of its own.</summary>
    static bool IsNullable(OptionDescription option) => option.Kind == OptionKind.Duration || option.IsText || option.Variable is not null;

    static bool IsZero(OptionDescription option) => option.Value is null or "0" or "false";

    static string Type(OptionDescription option) => option.Kind switch
    {
        OptionKind.Duration => "TimeSpan?",
        OptionKind.Count or OptionKind.Size => option.Variable is null ? "int" : "int?",
        OptionKind.Number => "double",
        OptionKind.Switch => "bool",
        _ => "string?",
    };

    static string Documentation(OptionDescription option)
    {
        string @default = option.Kind == OptionKind.Switch && option.Default == "none" ? "false" : option.DefaultWords(Reference, Code);
        string note = option.DotNetNote is { } more ? " " + OptionDescription.Render(more, Reference, Code) : "";
        return $"    /// <summary>{Xml(option.Words(Reference, Code))}{note}</summary>\n    /// <value>Default: {@default}.</value>\n";
    }

    static string Reference(string name) => $"<see cref=\"{name}\"/>";

    static string Code(string text) => $"<c>{text}</c>";

    static string Xml(string text) => text.Replace("&", "&amp;", StringComparison.Ordinal).Replace("`", "", StringComparison.Ordinal);
}

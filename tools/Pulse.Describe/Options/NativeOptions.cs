using System.Text;
using Pulse.Header;

namespace Pulse.Generate.Options;

/// <summary>The options in C and C++.</summary>
static class NativeOptions
{
    /// <summary>The flags of pulse_client_options.</summary>
    internal static string HeaderFlags() => string.Concat(ClientOptionList.All.Where(option => option.IsFlag).Select(option =>
        Comment(Sentence(option, Reference), "") + $"#define {option.CName} {option.Bit}u\n"));

    /// <summary>The members of a struct of the header, after struct_size.</summary>
    internal static string HeaderMembers(OptionDescription[] options)
    {
        var text = new StringBuilder();
        foreach (OptionDescription option in options.Where(option => !option.IsFlag))
        {
            text.Append(Comment(Sentence(option, Reference), "    "));
            text.Append(option.Kind switch
            {
                OptionKind.OnlyC => $"    {option.C};\n",
                OptionKind.Headers => "    const pulse_header *headers;\n    size_t header_count;\n",
                OptionKind.Duration or OptionKind.Size => $"    int64_t {option.CName};\n",
                OptionKind.Count => $"    {(option.Name == "MaxAttempts" ? "int64_t" : "int32_t")} {option.CName};\n",
                OptionKind.Switch or OptionKind.Choice => $"    int32_t {option.CName};\n",
                OptionKind.Number => $"    double {option.CName};\n",
                _ => $"    const char *{option.CName};\n",
            });
        }

        return text.ToString();
    }

    /// <summary>The members of a struct of C++.</summary>
    internal static string CppMembers(OptionDescription[] options)
    {
        var text = new StringBuilder();
        foreach (OptionDescription option in options.Where(option => !option.IsFlag && option.Name is not "UserData"))
        {
            text.Append(Comment(Sentence(option, CppReference), "    "));
            text.Append(option.Kind switch
            {
                OptionKind.OnlyC when option.Name == "Flags" => "    std::uint32_t flags = 0;\n",
                OptionKind.OnlyC when option.Name == "Tick" => "    std::chrono::milliseconds tick{0};\n",
                OptionKind.OnlyC => "    std::function<bool(const progress &)> on_progress;\n",
                OptionKind.Headers => "    std::vector<std::pair<std::string, std::string>> headers;\n",
                OptionKind.Switch => $"    bool {option.CppName} = false;\n",
                OptionKind.Choice => $"    int {option.CppName} = 0;\n",
                OptionKind.Duration => $"    std::optional<std::chrono::milliseconds> {option.CppName};\n",
                OptionKind.Count when option.Name != "MaxAttempts" => $"    std::optional<int> {option.CppName};\n",
                OptionKind.Count or OptionKind.Size => $"    std::optional<std::int64_t> {option.CppName};\n",
                OptionKind.Number => $"    std::optional<double> {option.CppName};\n",
                _ => $"    std::optional<std::string> {option.CppName};\n",
            });
        }

        return text.ToString();
    }

    /// <summary>Statements that copy a C++ struct into C's.</summary>
    internal static string CppCopy(OptionDescription[] options, string from, string to)
    {
        var text = new StringBuilder("        /* clang-format off */\n");
        foreach (OptionDescription option in options.Where(option => !option.IsFlag && option.Kind is not (OptionKind.Headers or OptionKind.OnlyC)))
        {
            string given = $"{from}.{option.CppName}";
            string value = option.Kind switch
            {
                OptionKind.Switch => $"{given} ? 1 : 0",
                OptionKind.Choice => given,
                OptionKind.Duration when option.Zero is not null => $"!{given} ? 0 : {given}->count() == 0 ? {option.Zero} : detail::milliseconds(*{given})",
                OptionKind.Duration => $"{given} ? detail::milliseconds(*{given}) : 0",
                OptionKind.Count when option.Zero is not null => $"!{given} ? 0 : *{given} == 0 ? {option.Zero} : *{given}",
                OptionKind.Number when option.Zero == "negative" => $"!{given} ? 0 : *{given} > 0 ? *{given} : -1",
                OptionKind.Count or OptionKind.Size or OptionKind.Number => $"{given}.value_or(0)",
                _ => $"{given} ? {given}->c_str() : nullptr",
            };
            text.Append($"        {to}.{option.CName} = {value};\n");
        }

        return text.Append("        /* clang-format on */\n").ToString();
    }

    /// <summary>The structs of C as options of .NET, and the names of C for those of .NET.</summary>
    internal sealed class Conversions : IGenerator
    {
        public string Path => "native/Exports/OptionConversions.g.cs";

        public string Generate()
        {
            var text = new StringBuilder(DotNetOptions.FirstLine).Append("using Pulse.Client;\nusing Pulse.Native.Interop;\n\nnamespace Pulse.Native.Exports;\n\n");
            text.Append("/// <summary>Options as C hands them in, without headers and callbacks.</summary>\nstatic unsafe class OptionConversions\n{\n");
            string flags = string.Join(" | ", ClientOptionList.All.Where(option => option.IsFlag).Select(option => $"Constants.{Constant(option.CName)}"));
            text.Append($"    const uint AllFlags = {flags};\n\n");
            text.Append("    internal static PulseClientOptions ToOptions(in ClientOptions given)\n    {\n");
            text.Append("        if ((given.Flags & ~AllFlags) != 0)\n        {\n            throw new ArgumentException(\"options.flags has bits that this library does not know.\");\n        }\n\n");
            text.Append("        PulseClientOptions options = new();\n");
            foreach (OptionDescription option in ClientOptionList.All.Where(option => option.Kind is not (OptionKind.Headers or OptionKind.OnlyC)))
            {
                string value = option.IsFlag ? $"(given.Flags & Constants.{Constant(option.CName)}) {(option.Inverted ? "==" : "!=")} 0" : $"{Read(option)} ?? options.{option.Name}";
                text.Append($"        options.{option.Name} = {value};\n");
            }

            text.Append("        return options;\n    }\n\n    internal static WaitOptions ToOptions(in WaitOptionsStruct given)\n    {\n        WaitOptions defaults = new();\n        return new WaitOptions\n        {\n");
            foreach (OptionDescription option in WaitOptionList.All.Where(option => option.Kind != OptionKind.OnlyC))
            {
                string member = $"given.{Names.Pascal(option.CName)}";
                string value = option.Kind switch
                {
                    OptionKind.Switch => $"{member} != 0",
                    OptionKind.Choice => $"({option.Value!.Split('.')[0]}){member}",
                    _ => $"{Read(option)} ?? defaults.{option.Name}",
                };
                text.Append($"            {option.Name} = {value},\n");
            }

            text.Append("        };\n    }\n\n    static readonly Dictionary<string, string> s_names = new()\n    {\n");
            foreach (OptionDescription option in ClientOptionList.All.Concat(WaitOptionList.All).Where(option => option.Kind != OptionKind.OnlyC).DistinctBy(option => option.Name))
            {
                text.Append($"        [\"{option.Name}\"] = \"{(option.IsFlag ? option.CName : $"options.{option.CName}")}\",\n");
            }

            text.Append(BatchOptionNames.Lines(static name => name));
            return text.Append("    };\n\n    /// <summary>A message of the engine about options, in the names of the header.</summary>\n    internal static string InNamesOfC(string message) => OptionNames.Translate(message, s_names);\n\n    internal static string MessageOf(PulseException failure) => OptionNames.MessageOf(failure, s_names);\n}\n").ToString();
        }

        static string Read(OptionDescription option)
        {
            string method = option.Kind switch
            {
                OptionKind.Duration => option.Zero is null ? "Duration" : "DurationOrZero",
                OptionKind.Count or OptionKind.Size => option.Zero is null ? "Count" : "CountOrZero",
                OptionKind.Number => option.Zero == "negative" ? "NumberOrZero" : "Number",
                OptionKind.Path => "OptionalPath",
                _ => "OptionalText",
            };
            string zero = option.Zero is "negative" or null || option.Kind == OptionKind.Number ? "" : $", \"{option.Zero}\"";
            return $"Interop.Read.{method}(given.{Names.Pascal(option.CName)}, \"options.{option.CName}\"{zero})";
        }

        static string Constant(string name) => Names.Pascal(Names.WithoutPrefix(name).ToLowerInvariant());
    }

    static string Sentence(OptionDescription option, Func<string, string> reference)
    {
        string summary = option.IsFlag && option.Inverted ? $"Turns off {option.Words(reference, Plain).Replace("Whether", "whether", StringComparison.Ordinal)}" : option.Words(reference, Plain);
        string unit = option.Kind == OptionKind.Duration && !option.IsFlag ? " In ms." : "";
        string zero = option.Zero is null or "0" ? "" : option.Zero == "negative" ? "; negative: 0" : $"; {option.Zero}: {(option.Name is "NotFoundGrace" ? "0" : "none")}";
        return option.IsFlag ? summary : $"{summary}{unit} Default: {option.DefaultWords(reference, Plain)}{zero}.";
    }

    static string Reference(string name) => Find(name).CName;

    static string CppReference(string name) => Find(name).CppName;

    static OptionDescription Find(string name) => ClientOptionList.All.Concat(WaitOptionList.All).First(option => option.Name == name);

    static string Plain(string text) => text;

    internal static string Comment(string sentence, string indent)
    {
        string[] lines = [.. OptionDescription.Wrap(sentence, 96 - indent.Length)];
        return lines.Length == 1 ? $"{indent}/* {lines[0]} */\n" : $"{indent}/* {string.Join($"\n{indent} * ", lines)} */\n";
    }
}

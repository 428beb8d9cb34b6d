using System.Text;

namespace Pulse.Generate.Options;

/// <summary>The tables of docs/options.md.</summary>
static class OptionTable
{
    internal static string Of(OptionDescription[] options, bool hasFlags)
    {
        var text = new StringBuilder();
        text.Append($"| .NET | C, C++ | Python |{(hasFlags ? " command line |" : "")} default | |\n|---|---|---|{(hasFlags ? "---|" : "")}---|---|\n");
        foreach (OptionDescription option in options.Where(option => option.Kind != OptionKind.OnlyC))
        {
            string c = option.Kind == OptionKind.Headers ? "headers" : option.CName;
            string zero = option.Zero is null or "0" ? "" : option.Zero == "negative" ? "; in C negative for 0" : $"; in C `{option.Zero}` for 0";
            string flag = !hasFlags ? "" : option.Flag is null ? " |" : $" `{option.Flag}` |";
            string @default = option.DefaultWords(Code, Code) + zero;
            text.Append($"| `{option.Name}` | `{c}` | {(option.PythonName.Length == 0 ? "" : $"`{option.PythonName}`")} |{flag} {@default} | {option.Words(Code, Code)} |\n");
        }

        return text.ToString();
    }

    static string Code(string text) => $"`{text}`";
}

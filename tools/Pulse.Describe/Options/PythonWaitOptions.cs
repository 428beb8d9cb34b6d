using System.Text;
using Pulse.Header;

namespace Pulse.Generate.Options;

/// <summary>The options of a wait in Python: the parameters of each method that waits, what they are handed to, and their C form.</summary>
static class PythonWaitOptions
{
    /// <summary>Those that have a parameter each; the limit is a parameter of the method, as its name and its default differ.</summary>
    static IEnumerable<OptionDescription> Described => WaitOptionList.All.Where(static option => option.Kind is not (OptionKind.OnlyC or OptionKind.Choice) && option.Name != "Timeout");

    internal static string Parameters()
    {
        var text = new StringBuilder();
        foreach (OptionDescription option in Described)
        {
            text.Append($"        {option.PythonName}: {Parameter(option)},\n");
        }

        return text.Append("        on_progress: t.Optional[t.OnProgress] = None,\n        adaptive: t.Adaptive = False,\n").ToString();
    }

    internal static string Call() =>
        $"        wait = wait_options(\n            limit,\n{string.Concat(Described.Select(static option => $"            {option.PythonName},\n"))}            adaptive,\n        )\n";

    internal static string Documentation()
    {
        var text = new StringBuilder();
        foreach (OptionDescription option in Described)
        {
            string unit = option.Kind == OptionKind.Duration ? " In seconds." : "";
            string note = option.PythonNote is { } more ? " " + OptionDescription.Render(more, Reference, Code) : "";
            string @default = option.Kind == OptionKind.Switch ? "False" : option.DefaultWords(Reference, Code);
            text.Append("        " + string.Join("\n            ", OptionDescription.Wrap($":param {option.PythonName}: {option.Words(Reference, Code)}{note}{unit} Default: {@default}.", 108)) + "\n");
        }

        return text.ToString();
    }

    internal static string Conversion()
    {
        var text = new StringBuilder("def wait_options(\n    limit: t.Optional[float],\n");
        text.Append(string.Concat(Described.Select(static option => $"    {option.PythonName}: {Parameter(option).Split(" = ")[0]},\n")));
        text.Append("    adaptive: t.Adaptive,\n) -> _ffi.WaitOptions:\n    \"\"\"The C form of the options of a wait.\"\"\"\n    options = _ffi.WaitOptions()\n");
        text.Append("    LIBRARY.pulse_wait_options_init(ctypes.byref(options), ctypes.sizeof(options))\n");
        text.Append("    options.timeout_ms = milliseconds(limit, \"a timeout\") if limit else _ffi.NO_LIMIT\n");
        foreach (OptionDescription option in Described)
        {
            string name = option.PythonName;
            text.Append($"    options.{option.CName} = ").Append(option.Kind switch
            {
                OptionKind.Duration when option.Zero is not null => $"(\n        _ffi.{Names.WithoutPrefix(option.Zero)} if {name} == 0 else milliseconds({name}, \"{name}\")\n    )",
                OptionKind.Duration => $"milliseconds({name}, \"{name}\")",
                OptionKind.Switch => $"int({name})",
                OptionKind.Number when option.Zero == "negative" => $"0 if {name} is None else {name} or -1",
                _ => $"{name} or 0",
            }).Append('\n');
        }

        return text.Append("    set_policy(options, adaptive)\n    return options\n\n\n").ToString();
    }

    static string Parameter(OptionDescription option) => option.Kind switch
    {
        OptionKind.Switch => "bool = False",
        OptionKind.Count => "t.Optional[int] = None",
        _ => "t.Optional[float] = None",
    };

    static string Reference(string name) => Code(WaitOptionList.All.First(option => option.Name == name).PythonName);

    static string Code(string text) => $"``{text}``";
}

using Pulse.Generate;
using Pulse.Generate.Options;

namespace Pulse.Describe;

/// <summary>
/// Writes what follows from the lists of options and codes, the client's own sources among it; so this program must not need
/// the client, and runs before Pulse.Generate, which reads the header and the client.
/// </summary>
static class Program
{
    internal static int Main(string[] args) => Generation.Run(args, Generators);

    internal static IGenerator[] Generators(string root) =>
    [
        new FileWithRegions(
            root,
            "native/include/pulse_native.h",
            ("codes", Codes.HeaderConstants),
            ("client flags", NativeOptions.HeaderFlags),
            ("client options", () => NativeOptions.HeaderMembers(ClientOptionList.All)),
            ("wait options", () => NativeOptions.HeaderMembers(WaitOptionList.All))),
        new DotNetOptions.ClientProperties(),
        new DotNetOptions.Settings(),
        new DotNetOptions.WaitProperties(),
        new DotNetOptions.Section(),
        new NativeOptions.Conversions(),
        new FileWithRegions(
            root,
            "bindings/cpp/pulse_native.hpp",
            ("client options", () => NativeOptions.CppMembers(ClientOptionList.All)),
            ("wait options", () => NativeOptions.CppMembers(WaitOptionList.All)),
            ("copy of client options", () => NativeOptions.CppCopy(ClientOptionList.All, "options", "c")),
            ("copy of wait options", () => NativeOptions.CppCopy(WaitOptionList.All, "given", "options_"))),
        new Codes.DotNet(),
        new FileWithRegions(root, "bindings/python/pulse_native/_errors.py", ("codes", Codes.PythonClasses)),
        new FileWithRegions(root, "docs/errors.md", ("codes", Codes.Table)),
        new PythonOptions(),
        new FileWithRegions(
            root,
            "bindings/python/pulse_native/_client.py",
            ("wait parameters", PythonWaitOptions.Parameters),
            ("wait options", PythonWaitOptions.Call),
            ("wait documentation", PythonWaitOptions.Documentation)),
        new FileWithRegions(
            root,
            "bindings/python/pulse_native/_async_client.py",
            ("wait parameters", PythonWaitOptions.Parameters),
            ("wait options", PythonWaitOptions.Call)),
        new FileWithRegions(root, "bindings/python/pulse_native/_wait.py", ("wait options", PythonWaitOptions.Conversion)),
        new CliOptions(),
        new FileWithRegions(
            root,
            "docs/options.md",
            ("client options", () => OptionTable.Of(ClientOptionList.All, hasFlags: true)),
            ("wait options", () => OptionTable.Of(WaitOptionList.All, hasFlags: false))),
    ];
}

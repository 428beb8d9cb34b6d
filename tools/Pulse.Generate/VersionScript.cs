using Pulse.Header;

namespace Pulse.Generate;

/// <summary>What the library shows to others: the functions of the header, nothing else.</summary>
sealed class VersionScript(CHeader header) : IGenerator
{
    public string Path => "native/pulse_native.map";

    public string Generate()
    {
        long version = header.Constants.Find(constant => constant.Name == "PULSE_ABI_VERSION")!.Value;
        IEnumerable<string> names = header.Functions.Select(function => $"    {function.Name};\n").Order(StringComparer.Ordinal);
        return $"/* Made by `make generate` from native/include/pulse_native.h. Do not edit. */\nPULSE_NATIVE_{version} {{\nglobal:\n{string.Concat(names)}local:\n    *;\n}};\n";
    }
}

using System.Text;
using Pulse.Header;

namespace Pulse.Generate;

/// <summary>The functions of the header with empty bodies: what scripts/abi-dump compiles, as the library itself has no C types.</summary>
sealed class AbiStub(CHeader header) : IGenerator
{
    public string Path => "native/abi/stub.g.c";

    public string Generate()
    {
        var text = new StringBuilder("/* Made by `make generate` from native/include/pulse_native.h. Do not edit. */\n#include \"pulse_native.h\"\n\n");
        foreach (CFunction function in header.Functions)
        {
            string parameters = function.Parameters.Count == 0 ? "void" : string.Join(", ", function.Parameters.Select(p => p.Declaration));
            text.Append($"{function.Result} {function.Name}({parameters}) {{ {(function.Result is { Name: "void", Stars: 0 } ? "" : "return 0; ")}}}\n");
        }
        return text.ToString();
    }
}

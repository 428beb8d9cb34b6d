using System.Text;
using Pulse.Header;

namespace Pulse.Generate;

/// <summary>The structs of the header, for the exports. What else a struct has stands in NativeTypes.cs.</summary>
sealed class CSharpStructs(CHeader header) : IGenerator
{
    public string Path => "native/Interop/NativeTypes.g.cs";

    public string Generate()
    {
        var text = new StringBuilder();
        text.Append("// Made by `make generate` from native/include/pulse_native.h. Do not edit.\n");
        text.Append("#nullable enable\nusing System.Runtime.InteropServices;\n\nnamespace Pulse.Native.Interop;\n");
        foreach (CStruct declared in header.Structs)
        {
            text.Append($"\n/// <summary>{declared.Name}.</summary>\n[StructLayout(LayoutKind.Sequential)]\nunsafe partial struct {CSharpTypes.StructName(declared.Name)}\n{{\n");
            foreach (CVariable member in declared.Members)
            {
                text.Append($"    internal {CSharpTypes.Of(header, member.Type)} {Names.Pascal(member.Name)};\n");
            }
            text.Append("}\n");
        }
        text.Append("\n/// <summary>The constants of the header.</summary>\nstatic class Constants\n{\n");
        foreach (CConstant constant in header.Constants)
        {
            string name = Names.Pascal(Names.WithoutPrefix(constant.Name).ToLowerInvariant());
            text.Append($"    internal const {(constant.IsUnsigned ? "uint" : "int")} {name} = {constant.Value};\n");
        }
        return text.Append("}\n").ToString();
    }
}

using System.Text;
using Pulse.Header;

namespace Pulse.Generate;

/// <summary>The structs of the header, for the exports. What else a struct has stands in NativeTypes.cs.</summary>
sealed class CSharpStructs(CHeader header) : IGenerator
{
    /// <summary>Names that would be those of a type of the client.</summary>
    static readonly Dictionary<string, string> s_names = new()
    {
        ["pulse_str"] = "PulseStr",
        ["pulse_header"] = "HeaderStruct",
        ["pulse_file"] = "FileStruct",
        ["pulse_wait_options"] = "WaitOptionsStruct",
    };

    public string Path => "native/Interop/NativeTypes.g.cs";

    public string Generate()
    {
        var text = new StringBuilder();
        text.Append("// Made by `make generate` from native/include/pulse_native.h. Do not edit.\n");
        text.Append("#nullable enable\nusing System.Runtime.InteropServices;\n\nnamespace Pulse.Native.Interop;\n");
        foreach (CStruct declared in header.Structs)
        {
            text.Append($"\n/// <summary>{declared.Name}.</summary>\n[StructLayout(LayoutKind.Sequential)]\nunsafe partial struct {CSharpName(declared.Name)}\n{{\n");
            foreach (CVariable member in declared.Members)
            {
                text.Append($"    internal {CSharpType(member.Type)} {Names.Pascal(member.Name)};\n");
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

    static string CSharpName(string name) => s_names.GetValueOrDefault(name) ?? Names.Pascal(Names.WithoutPrefix(name));

    string CSharpType(CType type)
    {
        if (type.Stars == 1 && header.Handles.Contains(type.Name))
        {
            return "nint";
        }
        // void * is where bytes are, but for what is only handed back.
        string name = type.Name switch
        {
            "size_t" => "nuint",
            "int32_t" or "pulse_code" => "int",
            "uint32_t" => "uint",
            "int64_t" => "long",
            "uint64_t" => "ulong",
            "double" => "double",
            "char" => "byte",
            "void" => type.IsConst ? "byte" : "void",
            string other when header.Structs.Exists(declared => declared.Name == other) => CSharpName(other),
            string other when header.Callbacks.Find(callback => callback.Name == other) is { } callback =>
                $"delegate* unmanaged<{string.Join(", ", callback.Parameters.Select(p => p.Type).Append(callback.Result).Select(CSharpType))}>",
            string other => throw new InvalidOperationException($"no C# type for {other}"),
        };
        return name + new string('*', type.Stars);
    }
}

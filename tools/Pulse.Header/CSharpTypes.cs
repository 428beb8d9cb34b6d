using System;
using System.Collections.Generic;
using System.Linq;

namespace Pulse.Header;

/// <summary>What the types of the header are in C#, as they cross the boundary.</summary>
static class CSharpTypes
{
    /// <summary>Names that would be those of a type of the client.</summary>
    static readonly Dictionary<string, string> s_names = new Dictionary<string, string>
    {
        ["pulse_str"] = "PulseStr",
        ["pulse_header"] = "HeaderStruct",
        ["pulse_file"] = "FileStruct",
        ["pulse_wait_options"] = "WaitOptionsStruct",
    };

    internal static string StructName(string name) =>
        s_names.TryGetValue(name, out string? other) ? other : Names.Pascal(Names.WithoutPrefix(name));

    internal static string Of(CHeader header, CType type)
    {
        if (type.Stars > 0 && header.Handles.Contains(type.Name))
        {
            return "nint" + new string('*', type.Stars - 1);
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
            string other when header.Structs.Exists(declared => declared.Name == other) => StructName(other),
            string other when header.Callbacks.Find(callback => callback.Name == other) is { } callback =>
                $"delegate* unmanaged<{string.Join(", ", callback.Parameters.Select(p => p.Type).Concat(new[] { callback.Result }).Select(part => Of(header, part)))}>",
            string other => throw new InvalidOperationException($"no C# type for {other}"),
        };
        return name + new string('*', type.Stars);
    }
}

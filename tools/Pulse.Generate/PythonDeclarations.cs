using System.Text;
using Pulse.Header;

namespace Pulse.Generate;

/// <summary>The C interface for ctypes.</summary>
sealed class PythonDeclarations(CHeader header) : IGenerator
{
    static readonly Dictionary<string, string> s_numbers = new()
    {
        ["int32_t"] = "c_int32",
        ["pulse_code"] = "c_int32",
        ["uint32_t"] = "c_uint32",
        ["int64_t"] = "c_int64",
        ["uint64_t"] = "c_uint64",
        ["size_t"] = "c_size_t",
        ["double"] = "c_double",
    };

    public string Path => "bindings/python/pulse_native/_declarations.py";

    public string Generate()
    {
        var text = new StringBuilder();
        text.Append("# Made by `make generate` from native/include/pulse_native.h. Do not edit.\n");
        text.Append("\"\"\"The C interface, declared.\"\"\"\n\nfrom __future__ import annotations\n\n");
        text.Append("from ctypes import (\n    CFUNCTYPE,\n    POINTER,\n    Structure,\n    c_char_p,\n    c_double,\n    c_int32,\n    c_int64,\n");
        text.Append("    c_size_t,\n    c_uint32,\n    c_uint64,\n    c_void_p,\n)\n\n# The file is also run by itself, by what builds the package: it imports nothing of it.\n\n\n");
        text.Append("class Handle(c_void_p):\n    \"\"\"An opaque handle. A class of its own, as ctypes would make a plain integer of a returned ``c_void_p``.\"\"\"\n");

        List<CFunction> callbacks = [.. header.Callbacks];
        foreach (CStruct declared in header.Structs)
        {
            WriteCallbacks(text, callbacks, callback => declared.Members.Exists(member => member.Type.Name == callback.Name));
            text.Append($"\n\nclass {PythonName(declared.Name)}(Structure):\n    \"\"\"``{declared.Name}``\"\"\"\n\n    _fields_ = [\n");
            foreach (CVariable member in declared.Members)
            {
                // Borrowed text has a length and is read with it, so ctypes must not look for its end.
                string type = declared.Name == "pulse_str" && member.Type.Stars == 1 ? "c_void_p" : PythonType(member.Type);
                text.Append($"        (\"{member.Name}\", {type}),\n");
            }
            text.Append("    ]\n");
        }
        WriteCallbacks(text, callbacks, _ => true);

        text.Append("\n\n#: name: (result, parameters)\nFUNCTIONS: dict[str, tuple[type | None, list[type]]] = {\n");
        foreach (CFunction function in header.Functions)
        {
            string result = function.Result.Name == "void" ? "None" : PythonType(function.Result);
            text.Append($"    \"{function.Name}\": ({result}, [{string.Join(", ", function.Parameters.Select(p => PythonType(p.Type)))}]),\n");
        }
        text.Append("}\n\n");
        foreach (CConstant constant in header.Constants)
        {
            text.Append($"{Names.WithoutPrefix(constant.Name)} = {constant.Value}\n");
        }
        return text.ToString();
    }

    void WriteCallbacks(StringBuilder text, List<CFunction> callbacks, Predicate<CFunction> chosen)
    {
        foreach (CFunction callback in callbacks.FindAll(chosen))
        {
            IEnumerable<string> types = callback.Parameters.Select(p => PythonType(p.Type))
                .Prepend(callback.Result.Name == "void" ? "None" : PythonType(callback.Result));
            text.Append($"\n\n{PythonName(callback.Name)} = CFUNCTYPE({string.Join(", ", types)})\n");
            callbacks.Remove(callback);
        }
    }

    static string PythonName(string name) => Names.Pascal(Names.WithoutPrefix(name));

    string PythonType(CType type)
    {
        string? plain = (type.Name, type.Stars) switch
        {
            ("void", 1) => "c_void_p",
            ("char", 1) => "c_char_p",
            (string name, 0) when s_numbers.TryGetValue(name, out string? number) => number,
            (string name, 0) when header.Callbacks.Exists(callback => callback.Name == name) => PythonName(name),
            (string name, 0) when header.Structs.Exists(declared => declared.Name == name) => PythonName(name),
            (string name, 1) when header.Handles.Contains(name) => "Handle",
            _ => null,
        };
        return plain ?? (type.Stars > 0
            ? $"POINTER({PythonType(new CType(type.Name, type.IsConst, type.Stars - 1))})"
            : throw new InvalidOperationException($"no ctypes type for {type.Name}"));
    }
}

using System.Text;
using Pulse.Header;

namespace Pulse.Generate;

/// <summary>
/// What the shim does the same way for every function: forwards to managed code, wrappers of pulse_call(), names of codes.
/// A function that fits none of these is written in pulse_shim.c; the linker says when it is missing.
/// </summary>
sealed class ShimForwards(CHeader header, HashSet<string> managed) : IGenerator
{
    /// <summary>What an out parameter holds after a failure, where that is not 0.</summary>
    static readonly Dictionary<string, string> s_cleared = new() { ["queue_fd"] = "CLEAR_TO(out, -1)" };

    /// <summary>What the static errors answer, where that is not 0 or the empty string.</summary>
    static readonly Dictionary<string, string> s_ownValues = new()
    {
        ["error_message"] = "out->data = own->message; out->size = own->size",
        ["error_retry_after_ms"] = "*out = -1",
    };

    public string Path => "native/shim/forwards.g.h";

    public string Generate()
    {
        var text = new StringBuilder();
        text.Append("/* Made by `make generate` from native/include/pulse_native.h. Do not edit. */\n\n");
        foreach (CFunction function in header.Functions)
        {
            Write(text, function);
        }
        text.Append("\n#define CODE_NAMES(NAME) \\\n");
        text.Append(string.Join(" \\\n", header.Constants.Where(c => c.Section == "codes").Select(c => $"    NAME({Names.WithoutPrefix(c.Name)})")));
        return text.Append('\n').ToString();
    }

    void Write(StringBuilder text, CFunction function)
    {
        string name = Names.WithoutPrefix(function.Name);
        CVariable? last = function.Parameters.LastOrDefault();
        string parameters = string.Join(", ", function.Parameters.Select(p => p.Declaration));
        string arguments = string.Join(", ", function.Parameters.Select(p => p.Name));
        if (last is not null && last.Type.Name == "pulse_error" && last.Type.Stars == 2)
        {
            if (managed.Contains(name))
            {
                string[] outs = [.. function.Parameters.Where(IsCleared).Select(Clear)];
                string clear = s_cleared.GetValueOrDefault(name) ?? (outs.Length > 0 ? string.Join("; ", outs) : "(void)0");
                text.Append($"FORWARD_OUT({name},\n            ({parameters}),\n            ({arguments}), {clear})\n");
            }
            else
            {
                WriteCall(text, function, name, parameters);
            }
        }
        else if (function.Result.Name == "void" && name != "error_free")
        {
            text.Append($"FORWARD_FREE({name}, {function.Parameters[0].Type.Name})\n");
        }
        else if (function.Parameters is [{ Type.Name: "pulse_error" }, CVariable result])
        {
            string clear = Clear(result);
            text.Append($"ERROR_GETTER({name}, {result.Type.Name}, {s_ownValues.GetValueOrDefault(name) ?? clear}, {clear})\n");
        }
    }

    /// <summary>An operation that has a function of its own and no code: pulse_call() with its name.</summary>
    static void WriteCall(StringBuilder text, CFunction function, string name, string parameters)
    {
        bool Has(string parameter) => function.Parameters.Exists(p => p.Name == parameter);
        string files = Has("files") ? "files, file_count" : Has("file") ? "file, file != NULL ? 1 : 0" : "NULL, 0";
        string request = Has("request_json") ? "request_json, request_size" : "NULL, 0";
        int known = (Has("files") ? 2 : Has("file") ? 1 : 0) + (Has("request_json") ? 2 : 0) + 3;
        if (!Has("client") || !Has("out") || function.Parameters.Count != known)
        {
            throw new HeaderException(function.Line, $"nothing in native/Exports is managed_{name}, and it has not the parameters of an operation");
        }
        text.Append($"pulse_code {function.Name}({parameters}) {{\n    return pulse_call(client, \"{name}\", {request}, {files}, out, error);\n}}\n");
    }

    /// <summary>Structs that the caller has filled stay as they are.</summary>
    bool IsCleared(CVariable p) =>
        !p.Type.IsConst && p.Type.Name != "pulse_error" && (p.Type.Name == "pulse_str" && p.Type.Stars == 1
            || p.Type.Stars == 2 && header.Handles.Contains(p.Type.Name)
            || p.Type.Stars == 1 && (p.Type.Name is "int32_t" or "int64_t"));

    static string Clear(CVariable p) => p.Type.Name == "pulse_str" ? $"clear_str({p.Name})" : $"CLEAR({p.Name})";
}

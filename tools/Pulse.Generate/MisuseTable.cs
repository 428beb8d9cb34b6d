using System.Text;
using Pulse.Header;

namespace Pulse.Generate;

/// <summary>
/// The skeleton of the test of misuse: one row for each function, with the kinds of its parameters. A function that is added
/// to the header is thereby misused without anybody's doing; a type that is not known here is an error.
/// </summary>
sealed class MisuseTable(CHeader header) : IGenerator
{
    public string Path => "tests/c/misuse_table.g.h";

    public string Generate()
    {
        var calls = new StringBuilder("/* Made by `make generate` from native/include/pulse_native.h. Do not edit. */\n\n");
        var rows = new StringBuilder("\nstatic const struct function functions[] = {\n");
        foreach (CFunction function in header.Functions)
        {
            string[] kinds = [.. function.Parameters.Select(p => Kind(function, p))];
            string call = $"{function.Name}({string.Join(", ", kinds.Select((kind, i) => Argument(kind, function.Parameters[i], i)))})";
            (string returns, string body) = (function.Result.Name, function.Result.Stars) switch
            {
                ("pulse_code", 0) => ("CODE", $"return {call};"),
                ("void", 0) => ("NOTHING", $"{call}; return 0;"),
                ("int32_t", 0) => ("NUMBER", $"return {call};"),
                _ => ("NAME", $"return {call} == NULL ? -1 : 0;"),
            };
            calls.Append($"static pulse_code call_{function.Name}(const struct value *v) {{ (void)v; {body} }}\n");
            rows.Append($"    {{\"{function.Name}\", call_{function.Name}, RETURNS_{returns}, {kinds.Length}, {{{(kinds.Length == 0 ? "0" : string.Join(", ", kinds))}}}}},\n");
        }
        return calls.Append(rows).Append("};\n").ToString();
    }

    /// <summary>The kind of a parameter, by its type and, where that says too little, its name.</summary>
    string Kind(CFunction function, CVariable p) => (p.Type.Name, p.Type.Stars) switch
    {
        ("char", 2) => "TEXTS",
        ("char", 1) => "TEXT",
        ("void", 1) => p.Type.IsConst ? "TEXT" : "USER_DATA",
        ("pulse_header", 1) => "HEADERS",
        _ when Roles.IsError(p) => "OUT_ERROR",
        (string name, 2) when header.Handles.Contains(name) => "OUT_HANDLE",
        _ when Roles.IsHandle(header, p) => "HANDLE_" + Upper(p),
        _ when Roles.IsSized(header, p) => "STRUCT_" + Upper(p),
        ("pulse_str", 1) => "OUT_STR",
        ("int32_t", 1) => "OUT_INT32",
        ("int64_t", 1) => "OUT_INT64",
        ("size_t", 1) => "OUT_SIZE",
        ("size_t", 0) => p.Name == "struct_size" ? "STRUCT_SIZE" : p.Name == "capacity" ? "CAPACITY" : p.Name.EndsWith("count", StringComparison.Ordinal) ? "COUNT" : "SIZE",
        ("int32_t" or "pulse_code", 0) => "INT32",
        ("uint32_t", 0) => "UINT32",
        ("int64_t", 0) => p.Name.Contains("timeout", StringComparison.Ordinal) ? "TIMEOUT" : "INT64",
        ("double", 0) => "RATE",
        ("uint64_t", 0) => "TAG",
        ("pulse_log_callback", 0) => "LOG_CALLBACK",
        (string name, 0) when header.Callbacks.Exists(callback => callback.Name == name) => "USER_DATA",
        _ => throw new HeaderException(function.Line, $"the test of misuse has no values for '{p.Declaration}'"),
    };

    static string Argument(string kind, CVariable p, int index) => kind switch
    {
        "LOG_CALLBACK" => $"v[{index}].callback",
        "USER_DATA" when p.Type.Stars == 0 => "NULL",
        _ when p.Type.Stars > 0 => $"v[{index}].pointer",
        _ => $"({p.Type.Name})v[{index}].number",
    };

    static string Upper(CVariable p) => Names.WithoutPrefix(p.Type.Name).ToUpperInvariant();
}

using System.Linq;

namespace Pulse.Header;

/// <summary>What a parameter is for, by the conventions that the header's first comment states.</summary>
static class Roles
{
    internal static bool IsError(CVariable p) => p.Type.Name == "pulse_error" && p.Type.Stars == 2;

    internal static bool IsHandle(CHeader header, CVariable p) => p.Type.Stars == 1 && header.Handles.Contains(p.Type.Name);

    /// <summary>A text, a number or a handle that the function delivers; a failure leaves it empty.</summary>
    internal static bool IsCleared(CHeader header, CVariable p) =>
        !p.Type.IsConst && !IsError(p) && (p.Type.Stars == 1 && p.Type.Name is "pulse_str" or "int32_t" or "int64_t" or "size_t"
            || p.Type.Stars == 2 && header.Handles.Contains(p.Type.Name));

    /// <summary>A struct that the function fills, as far as the caller's struct_size goes.</summary>
    internal static bool IsFilled(CHeader header, CVariable p) =>
        !p.Type.IsConst && p.Type.Stars == 1 && IsSized(header, p);

    /// <summary>What a function delivers through a pointer, other than an array.</summary>
    internal static bool IsDelivered(CHeader header, CFunction function, CVariable p) =>
        IsCleared(header, p) || IsFilled(header, p) && !IsFilledArray(header, function, p);

    /// <summary>An array of such structs: after it come how many there is room for, and where their number is put.</summary>
    internal static bool IsFilledArray(CHeader header, CFunction function, CVariable p)
    {
        int at = function.Parameters.IndexOf(p);
        return IsFilled(header, p) && at + 2 < function.Parameters.Count
            && function.Parameters[at + 1].Type is { Name: "size_t", Stars: 0 } && function.Parameters[at + 2].Type is { Name: "size_t", Stars: 1, IsConst: false };
    }

    /// <summary>A struct that begins with its size.</summary>
    internal static bool IsSized(CHeader header, CVariable p) =>
        p.Type.Stars == 1 && header.Structs.Find(declared => declared.Name == p.Type.Name) is { } found && found.Members[0].Name == "struct_size";

    /// <summary>Whether managed code serves the function; what has neither errors nor objects is the shim's own.</summary>
    internal static bool IsManaged(CHeader header, CFunction function) =>
        function.Parameters.Exists(p => IsError(p) || IsHandle(header, p));

    /// <summary>Whether the function frees an object.</summary>
    internal static bool IsFree(CHeader header, CFunction function) =>
        function.Result is { Name: "void", Stars: 0 } && function.Parameters.Count == 1 && IsHandle(header, function.Parameters[0]);

    /// <summary>Whether pulse_call() with the function's name would do the same: client, request, documents, response.</summary>
    internal static bool IsOperation(CHeader header, CFunction function)
    {
        string[] types = function.Parameters.Select(p => p.Type.Name + new string('*', p.Type.Stars) + (p.Name is "request_json" ? " request" : "")).ToArray();
        int at = 0;
        bool Take(string type) => at < types.Length && types[at] == type && ++at > 0;
        return Take("pulse_client*")
            && (!Take("char* request") || Take("size_t"))
            && (!Take("pulse_file*") || Take("size_t") || true)
            && Take("pulse_response**")
            && Take("pulse_error**")
            && at == types.Length;
    }

    /// <summary>What the out parameter of a function holds where there is nothing to deliver: no descriptor, no delay; else 0.</summary>
    internal static int ClearedTo(CFunction function) => function.Name is "pulse_queue_fd" or "pulse_error_retry_after_ms" ? -1 : 0;
}

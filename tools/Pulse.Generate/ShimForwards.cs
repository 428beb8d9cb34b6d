using System.Text;
using Pulse.Header;

namespace Pulse.Generate;

/// <summary>
/// What the shim does the same way for every function: forwards to managed code, and names of codes.
/// A function that fits none of these is written in pulse_shim.c; the linker says when it is missing.
/// </summary>
sealed class ShimForwards(CHeader header) : IGenerator
{
    /// <summary>What the static errors return, where that is not 0 or the empty string.</summary>
    static readonly Dictionary<string, string> s_ownValues = new()
    {
        ["error_message"] = "out->data = own->message; out->size = own->size",
    };

    /// <summary>What must not start the engine.</summary>
    static readonly HashSet<string> s_byHand = ["shutdown"];

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
        if (s_byHand.Contains(name))
        {
            return;
        }

        if (last is not null && Roles.IsError(last))
        {
            string[] outs = [.. function.Parameters.Where(p => Roles.IsDelivered(header, function, p)).Select(p => Clear(function, p))];
            string clear = outs.Length > 0 ? string.Join("; ", outs) : "(void)0";
            text.Append($"FORWARD_OUT({name},\n            ({parameters}),\n            ({arguments}), {clear})\n");
        }
        else if (Roles.IsFree(header, function) && name != "error_free")
        {
            text.Append($"FORWARD_FREE({name}, {function.Parameters[0].Type.Name})\n");
        }
        else if (function.Parameters is [{ Type.Name: "pulse_error" }, CVariable result])
        {
            string clear = Clear(function, result);
            string own = s_ownValues.GetValueOrDefault(name) ?? (Roles.ClearedTo(function) is not 0 and var none ? $"*{result.Name} = {none}" : clear);
            text.Append($"ERROR_GETTER({name}, {result.Type.Name}, {own}, {clear})\n");
        }
    }

    string Clear(CFunction function, CVariable p) =>
        p.Type.Name == "pulse_str" ? $"clear_str({p.Name})"
        : Roles.IsFilled(header, p) ? $"clear_struct({p.Name}, sizeof(*{p.Name}))"
        : Roles.ClearedTo(function) is not 0 and var none ? $"CLEAR_TO({p.Name}, {none})"
        : $"CLEAR({p.Name})";
}

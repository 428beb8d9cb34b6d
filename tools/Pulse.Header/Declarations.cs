using System;
using System.Collections.Generic;

namespace Pulse.Header;

/// <summary>What a header of the subset declares, in its order.</summary>
sealed class CHeader
{
    internal List<CConstant> Constants { get; } = new List<CConstant>();
    internal List<CStruct> Structs { get; } = new List<CStruct>();
    internal List<CFunction> Functions { get; } = new List<CFunction>();
    internal List<CFunction> Callbacks { get; } = new List<CFunction>();

    /// <summary>Names of structs that are declared and never defined: handles.</summary>
    internal List<string> Handles { get; } = new List<string>();
}

/// <summary>A type: a name, whether that is const, and its stars (a const between stars does not matter here).</summary>
sealed class CType
{
    internal CType(string name, bool isConst, int stars)
    {
        Name = name;
        IsConst = isConst;
        Stars = stars;
    }

    internal string Name { get; }
    internal bool IsConst { get; }
    internal int Stars { get; }

    /// <summary>As C writes it.</summary>
    public override string ToString() => (IsConst ? "const " : "") + Name + (Stars > 0 ? " " + new string('*', Stars) : "");
}

sealed class CVariable
{
    internal CVariable(CType type, string name, string declaration)
    {
        Type = type;
        Name = name;
        Declaration = declaration;
    }

    internal CType Type { get; }
    internal string Name { get; }

    /// <summary>As C writes it, type and name.</summary>
    internal string Declaration { get; }
}

sealed class CFunction
{
    internal CFunction(CType result, string name, List<CVariable> parameters, int line)
    {
        Result = result;
        Name = name;
        Parameters = parameters;
        Line = line;
    }

    internal CType Result { get; }
    internal string Name { get; }
    internal List<CVariable> Parameters { get; }
    internal int Line { get; }
}

sealed class CStruct
{
    internal CStruct(string name, List<CVariable> members)
    {
        Name = name;
        Members = members;
    }

    internal string Name { get; }
    internal List<CVariable> Members { get; }
}

sealed class CConstant
{
    internal CConstant(string name, long value, bool isUnsigned, string section)
    {
        Name = name;
        Value = value;
        IsUnsigned = isUnsigned;
        Section = section;
    }

    internal string Name { get; }
    internal long Value { get; }
    internal bool IsUnsigned { get; }

    /// <summary>The title of the section it stands in: <c>/* --- codes -- */</c>.</summary>
    internal string Section { get; }
}

sealed class HeaderException : Exception
{
    internal HeaderException(int line, string message) : base("line " + line + ": " + message) => Line = line;

    internal int Line { get; }
}

using System.Reflection;
using System.Reflection.Emit;

namespace Pulse.Client.Tests.Architecture;

/// <summary>What a type of an assembly uses of the same assembly: in its signatures, and in the code of its methods.</summary>
static class TypeReferences
{
    const BindingFlags Everything = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    static readonly Dictionary<short, OpCode> s_opCodes = typeof(OpCodes).GetFields().Select(static field => (OpCode)field.GetValue(null)!).ToDictionary(static code => code.Value);

    /// <summary>The outermost types that a type and everything nested in it refers to.</summary>
    internal static HashSet<Type> Of(Type type)
    {
        HashSet<Type> found = [];
        Add(found, type.BaseType);
        foreach (Type contract in type.GetInterfaces())
        {
            Add(found, contract);
        }

        foreach (FieldInfo field in type.GetFields(Everything))
        {
            Add(found, field.FieldType);
        }

        foreach (MethodBase method in (MethodBase[])[.. type.GetMethods(Everything), .. type.GetConstructors(Everything)])
        {
            Add(found, (method as MethodInfo)?.ReturnType);
            foreach (ParameterInfo parameter in method.GetParameters())
            {
                Add(found, parameter.ParameterType);
            }

            AddCode(found, method);
        }

        foreach (Type nested in type.GetNestedTypes(Everything))
        {
            found.UnionWith(Of(nested));
        }

        found.RemoveWhere(other => other == Outermost(type) || other.Assembly != type.Assembly);
        return found;
    }

    static Type Outermost(Type type) => type.DeclaringType is { } outer ? Outermost(outer) : type;

    static void Add(HashSet<Type> found, Type? type)
    {
        switch (type)
        {
            case null or { IsGenericParameter: true }:
                break;
            case { HasElementType: true }:
                Add(found, type.GetElementType());
                break;
            default:
                found.Add(Outermost(type.IsGenericType ? type.GetGenericTypeDefinition() : type));
                foreach (Type argument in type.GetGenericArguments())
                {
                    Add(found, argument);
                }

                break;
        }
    }

    static void AddCode(HashSet<Type> found, MethodBase method)
    {
        if (method.GetMethodBody() is not { } body)
        {
            return;
        }

        foreach (LocalVariableInfo local in body.LocalVariables)
        {
            Add(found, local.LocalType);
        }

        foreach (ExceptionHandlingClause clause in body.ExceptionHandlingClauses)
        {
            Add(found, clause.Flags == ExceptionHandlingClauseOptions.Clause ? clause.CatchType : null);
        }

        byte[] code = body.GetILAsByteArray()!;
        Type[]? typeArguments = method.DeclaringType!.IsGenericType ? method.DeclaringType.GetGenericArguments() : null;
        Type[]? methodArguments = method.IsGenericMethod ? method.GetGenericArguments() : null;
        for (int at = 0; at < code.Length;)
        {
            short value = code[at++];
            if (value == 0xFE)
            {
                value = (short)((value << 8) | code[at++]);
            }

            OpCode instruction = s_opCodes[value];
            if (instruction.OperandType is OperandType.InlineField or OperandType.InlineMethod or OperandType.InlineTok or OperandType.InlineType)
            {
                AddMember(found, method.Module.ResolveMember(BitConverter.ToInt32(code, at), typeArguments, methodArguments)!);
            }

            at += Size(instruction.OperandType, code, at);
        }
    }

    static void AddMember(HashSet<Type> found, MemberInfo member)
    {
        Add(found, member as Type ?? member.DeclaringType);
        Add(found, (member as FieldInfo)?.FieldType);
        Add(found, (member as MethodInfo)?.ReturnType);
        foreach (Type argument in member is MethodInfo { IsGenericMethod: true } method ? method.GetGenericArguments() : [])
        {
            Add(found, argument);
        }
    }

    static int Size(OperandType operand, byte[] code, int at) => operand switch
    {
        OperandType.InlineNone => 0,
        OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
        OperandType.InlineVar => 2,
        OperandType.InlineI8 or OperandType.InlineR => 8,
        OperandType.InlineSwitch => 4 + (4 * BitConverter.ToInt32(code, at)),
        _ => 4,
    };
}

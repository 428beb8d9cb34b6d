using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;

namespace Pulse.Native.Generators;

/// <summary>Reads what carries the attributes.</summary>
static class CodeReader
{
    static readonly SymbolDisplayFormat s_short = SymbolDisplayFormat.MinimallyQualifiedFormat
        .AddMiscellaneousOptions(SymbolDisplayMiscellaneousOptions.IncludeNullableReferenceTypeModifier);

    internal static ExportMethod Export(GeneratorAttributeSyntaxContext context, CancellationToken cancellation)
    {
        var method = (IMethodSymbol)context.TargetSymbol;
        AttributeData attribute = context.Attributes[0];
        int Named(string name) => attribute.NamedArguments.FirstOrDefault(argument => argument.Key == name).Value.Value as int? ?? 0;
        return new ExportMethod(
            attribute.ConstructorArguments[0].Value as string ?? "",
            method.ContainingType.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat) + "." + method.Name,
            new Values<MethodParameter>(method.Parameters.Select(Parameter).ToImmutableArray()),
            Result(method.ReturnType),
            Named("Cleared"),
            Named("SmallestStruct"),
            method is { IsStatic: true, IsGenericMethod: false, DeclaredAccessibility: Accessibility.Internal or Accessibility.Public },
            Place.Of(method.Locations[0]));
    }

    internal static HandleClass Handle(GeneratorAttributeSyntaxContext context, CancellationToken cancellation)
    {
        var type = (INamedTypeSymbol)context.TargetSymbol;
        IMethodSymbol[] conversions = type.GetMembers(WellKnownMemberNames.ImplicitConversionName).OfType<IMethodSymbol>().ToArray();
        return new HandleClass(
            context.Attributes[0].ConstructorArguments[0].Value as string ?? "",
            type.Name,
            type.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat),
            Names(conversions.Select(conversion => conversion.Parameters[0].Type).Where(from => !SymbolEqualityComparer.Default.Equals(from, type))),
            Names(conversions.Select(conversion => conversion.ReturnType).Where(to => !SymbolEqualityComparer.Default.Equals(to, type))));
    }

    static MethodParameter Parameter(IParameterSymbol parameter) => new MethodParameter(
        parameter.Name,
        parameter.Type.ToDisplayString(s_short),
        parameter.RefKind == RefKind.Out,
        parameter.Type.TypeKind == TypeKind.Enum,
        parameter.GetAttributes().Any(attribute => attribute.AttributeClass?.Name == "CopiedAttribute"));

    static MethodResult Result(ITypeSymbol type)
    {
        string? task = null;
        if (type is INamedTypeSymbol { Name: "Task", ContainingNamespace.Name: "Tasks" } whole)
        {
            task = type.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat);
            if (whole.TypeArguments.Length == 0)
            {
                return new MethodResult("void", default, false, false, task);
            }
            type = whole.TypeArguments[0];
        }
        bool isDelivery = type is INamedTypeSymbol { Name: "Delivery", TypeArguments.Length: 1 };
        if (isDelivery)
        {
            type = ((INamedTypeSymbol)type).TypeArguments[0].WithNullableAnnotation(NullableAnnotation.NotAnnotated);
        }
        var bases = new List<ITypeSymbol>();
        for (ITypeSymbol? each = type.BaseType; each is not null; each = each.BaseType)
        {
            bases.Add(each);
        }
        return new MethodResult(type.ToDisplayString(s_short), Names(bases), type.TypeKind == TypeKind.Enum, isDelivery, task);
    }

    static Values<string> Names(IEnumerable<ITypeSymbol> types) =>
        new Values<string>(types.Select(type => type.ToDisplayString(s_short)).ToImmutableArray());
}

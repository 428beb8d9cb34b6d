using System;
using System.Collections.Immutable;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace Pulse.Native.Generators;

// What the generator needs to know of the code, comparable, so that an unchanged export is not generated again.

/// <summary>A method with [NativeExport].</summary>
record struct ExportMethod(
    string Function,
    string Method,
    Values<MethodParameter> Parameters,
    MethodResult Result,
    int Cleared,
    int SmallestStruct,
    bool IsCallable,
    Place Place);

record struct MethodParameter(string Name, string Type, bool IsOut, bool IsEnum, bool IsCopied);

/// <summary>What a method returns; of a task and of a delivery, what is inside.</summary>
record struct MethodResult(string Type, Values<string> Bases, bool IsEnum, bool IsDelivery, string? Task);

/// <summary>A class with [NativeHandle], and what it converts from and to.</summary>
record struct HandleClass(string Handle, string Name, string FullName, Values<string> From, Values<string> To);

record struct Place(string Path, TextSpan Span, LinePositionSpan Lines)
{
    internal static Place Of(Location location) => new Place(location.SourceTree?.FilePath ?? "", location.SourceSpan, location.GetLineSpan().Span);

    internal readonly Location ToLocation() => Location.Create(Path, Span, Lines);
}

/// <summary>Values that are equal when all of them are.</summary>
readonly struct Values<T> : IEquatable<Values<T>>
    where T : IEquatable<T>
{
    readonly ImmutableArray<T> _items;

    internal Values(ImmutableArray<T> items) => _items = items;

    internal ImmutableArray<T> Items => _items.IsDefault ? ImmutableArray<T>.Empty : _items;

    public bool Equals(Values<T> other) => Items.SequenceEqual(other.Items);

    public override bool Equals(object? obj) => obj is Values<T> other && Equals(other);

    public override int GetHashCode() => Items.Aggregate(0, (hash, item) => (hash * 31) + item.GetHashCode());
}

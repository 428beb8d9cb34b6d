namespace Pulse.Client.Results;

/// <summary>The kind of a JSON value. The numbers are those of <c>PULSE_JSON_...</c>.</summary>
enum JsonKind : byte
{
    None = 0,
    Object = 1,
    Array = 2,
    String = 3,
    Number = 4,
    True = 5,
    False = 6,
    Null = 7,
}

/// <summary>Why a text is not the JSON that was expected.</summary>
enum JsonFaultReason
{
    None,
    Empty,
    NotJson,
    NotAnObject,
    Truncated,
    Unbalanced,
    TrailingData,
    InvalidUtf8,
    InvalidToken,
}

/// <summary>What is wrong, and at which byte.</summary>
readonly record struct JsonFault(JsonFaultReason Reason, int Offset)
{
    internal string Describe() => Reason switch
    {
        JsonFaultReason.Empty => "it is empty",
        JsonFaultReason.NotJson => "it is not JSON",
        JsonFaultReason.NotAnObject => "it is JSON, but not an object",
        JsonFaultReason.Truncated => $"it is cut off after {Offset} bytes",
        JsonFaultReason.Unbalanced => $"its brackets do not match at byte {Offset}",
        JsonFaultReason.TrailingData => $"something follows its end at byte {Offset}",
        JsonFaultReason.InvalidUtf8 => $"it is not UTF-8 at byte {Offset}",
        _ => $"it is not JSON at byte {Offset}",
    };
}

/// <summary>A piece of a JSON text.</summary>
readonly record struct JsonSlice(int Start, int Length)
{
    internal int End => Start + Length;

    internal ReadOnlySpan<byte> Of(ReadOnlySpan<byte> json) => json.Slice(Start, Length);
}

/// <summary>A member of an object. The name is what lies between its quotes, as it is written.</summary>
readonly record struct JsonMember(JsonSlice Name, JsonSlice Value, bool NameHasEscapes, JsonKind Kind);

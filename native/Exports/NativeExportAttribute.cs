namespace Pulse.Native.Exports;

/// <summary>
/// The method is the body of a function of pulse_native.h. Pulse.Native.Generators writes the rest: reading what C hands in,
/// delivering, errors. CONTRIBUTING.md says which types may stand for which.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
sealed class NativeExportAttribute(string function) : Attribute
{
    public string Function => function;

    /// <summary>What the out parameter holds after a failure.</summary>
    public int Cleared { get; init; }

    /// <summary>The smallest struct that the caller may want filled; by default one with nothing but its size.</summary>
    public int SmallestStruct { get; init; }
}

/// <summary>The document's bytes are copied, and it is the method's to dispose of once it has returned.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
sealed class CopiedAttribute : Attribute;

/// <summary>What a function delivers although it does not return PULSE_OK: a code, or a failure that has one.</summary>
readonly record struct Delivery<T>(T Value, Pulse.Client.PulseErrorCode Code = default, Exception? Failure = null);

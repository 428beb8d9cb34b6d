namespace Pulse.Native.Objects;

/// <summary>The class of the objects behind a handle of pulse_native.h. Exports take and return it, or what it converts to and from.</summary>
[AttributeUsage(AttributeTargets.Class)]
sealed class NativeHandleAttribute(string handle) : Attribute
{
    public string Handle => handle;
}

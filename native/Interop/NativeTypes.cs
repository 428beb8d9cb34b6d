using System.Runtime.InteropServices;

namespace Pulse.Native.Interop;

// The structs are those of pulse_native.h (NativeTypes.g.cs); here is what they have besides.

unsafe partial struct PulseStr
{
    // Lives as long as the process: the empty string belongs to no object.
    static readonly byte* s_empty = (byte*)NativeMemory.AllocZeroed(1);

    internal static PulseStr Empty => new() { Data = s_empty };
}

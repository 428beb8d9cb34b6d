using System.Runtime.InteropServices;
using Pulse.Client.Results;

namespace Pulse.Native.Interop;

/// <summary>Uses instructions of this processor that the compiler may not assume (shim/json_structure.h).</summary>
sealed partial class ProcessorJson : JsonStructure
{
    // What it returns for a text that ends too early; less for a bracket that has no partner.
    const long Truncated = -1;

    internal static bool IsSupported => CanFindEnd();

    internal override int FindEnd(ReadOnlySpan<byte> text, out bool isBalanced)
    {
        long end = FindEnd(text, text.Length);
        isBalanced = end >= 0;
        return (int)(end >= Truncated ? end : -2 - end);
    }

    [LibraryImport("*", EntryPoint = "can_find_json_end")]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool CanFindEnd();

    [LibraryImport("*", EntryPoint = "find_json_end")]
    private static partial long FindEnd(ReadOnlySpan<byte> text, nint size);
}

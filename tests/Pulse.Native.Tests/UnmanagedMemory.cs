using System.Runtime.CompilerServices;
using Pulse.Client.Results;

namespace Pulse.Native.Tests;

/// <summary>The tests run with the memory that the library uses.</summary>
static class UnmanagedMemory
{
    [ModuleInitializer]
    internal static void Use() => NativeBuffer.UseUnmanagedMemory = true;
}

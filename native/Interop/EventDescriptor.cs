using System.Runtime.InteropServices;
using Pulse.Client;

namespace Pulse.Native.Interop;

/// <summary>An eventfd: readable from <see cref="Set"/> to <see cref="Clear"/>. Its owner sees to it that the two alternate.</summary>
sealed unsafe partial class EventDescriptor
{
    const int NonBlocking = 0x800;
    const int CloseOnExec = 0x80000;

    internal EventDescriptor()
    {
        Number = Create(0, NonBlocking | CloseOnExec);
        if (Number < 0)
        {
            throw new PulseException(PulseErrorCode.NoResources, "No event descriptor can be made: the process has too many files open.");
        }
    }

    internal int Number { get; }

    internal void Set()
    {
        ulong one = 1;
        Write(Number, &one, sizeof(ulong));
    }

    internal void Clear()
    {
        ulong count;
        Read(Number, &count, sizeof(ulong));
    }

    internal void Close() => _ = CloseNumber(Number);

    [LibraryImport("libc", EntryPoint = "eventfd")]
    private static partial int Create(uint initial, int flags);

    [LibraryImport("libc", EntryPoint = "read")]
    private static partial nint Read(int number, void* data, nuint size);

    [LibraryImport("libc", EntryPoint = "write")]
    private static partial nint Write(int number, void* data, nuint size);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int CloseNumber(int number);
}

using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using Pulse.Client;
using Pulse.Client.Bodies;

namespace Pulse.Native.Interop;

/// <summary>
/// What a pipe, a socket or a terminal of the host gives, also where it is set not to block. Reading ends within a moment once
/// the descriptor is closed.
/// </summary>
sealed unsafe partial class DescriptorStream(SafeFileHandle descriptor, string name) : ReadOnlyStream
{
    const int DuplicateCloseOnExec = 1030;
    const int Interrupted = 4;
    const int WouldBlock = 11;
    const short Readable = 1;
    const int Moment = 100;

    /// <summary>Another number for what the host's descriptor stands for; what the host does with its own does not matter any more.</summary>
    /// <exception cref="ArgumentException">There is no such descriptor.</exception>
    /// <exception cref="PulseException">It is not open for reading, or no number is left.</exception>
    internal static SafeFileHandle Duplicate(int descriptor, string name, bool forReading = true)
    {
        const int bad = 9, getFlags = 3, accessMode = 3, writeOnly = 1;
        int flags = Control(descriptor, getFlags, 0);
        if (flags >= 0 && (flags & accessMode) == writeOnly && forReading)
        {
            throw new PulseFileException($"{name} is not open for reading.");
        }

        int copy = Control(descriptor, DuplicateCloseOnExec, 0);
        return copy >= 0 ? new SafeFileHandle(copy, ownsHandle: true)
            : Marshal.GetLastPInvokeError() == bad ? throw new ArgumentException($"{name} is no open descriptor.")
            : throw new PulseException(PulseErrorCode.NoResources, $"No descriptor is left: {Marshal.GetLastPInvokeErrorMessage()}.");
    }

    /// <summary>Where a descriptor stands; null for what has no places, such as a pipe.</summary>
    internal static long? Place(SafeFileHandle descriptor)
    {
        try
        {
            // What has no length may give bytes all the same, as a device or a file of /proc does.
            return Seek(descriptor, 0, 1) is >= 0 and var place && RandomAccess.GetLength(descriptor) > 0 ? place : null;
        }
        catch (NotSupportedException)
        {
            return null;
        }
    }

    public override int Read(Span<byte> buffer)
    {
        fixed (byte* data = buffer)
        {
            while (true)
            {
                // Not without end: a thread that nobody waits for any more must not stay.
                PollEntry entry = new() { Descriptor = (int)descriptor.DangerousGetHandle(), Wanted = Readable };
                bool ready = Poll(&entry, 1, Moment) != 0;
                if (descriptor.IsClosed)
                {
                    throw new PulseFileException($"'{name}': the call has ended.");
                }

                nint count = ready ? Read(descriptor, data, (nuint)buffer.Length) : 0;
                if (count > 0 || (count == 0 && ready))
                {
                    return (int)count;
                }

                if (count < 0 && Marshal.GetLastPInvokeError() is not (Interrupted or WouldBlock))
                {
                    throw new PulseFileException($"'{name}' cannot be read: {Marshal.GetLastPInvokeErrorMessage()}.");
                }
            }
        }
    }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => new(Read(buffer.Span));

    [StructLayout(LayoutKind.Sequential)]
    struct PollEntry
    {
        internal int Descriptor;
        internal short Wanted;
        internal short Found;
    }

    [LibraryImport("libc", EntryPoint = "fcntl", SetLastError = true)]
    private static partial int Control(int descriptor, int command, int argument);

    [LibraryImport("libc", EntryPoint = "lseek", SetLastError = true)]
    private static partial long Seek(SafeFileHandle descriptor, long offset, int origin);

    [LibraryImport("libc", EntryPoint = "poll", SetLastError = true)]
    private static partial int Poll(PollEntry* entries, nuint count, int timeout);

    [LibraryImport("libc", EntryPoint = "read", SetLastError = true)]
    private static partial nint Read(SafeFileHandle descriptor, byte* buffer, nuint count);
}

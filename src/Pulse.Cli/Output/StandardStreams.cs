using System.Runtime.InteropServices;

namespace Pulse.Cli.Output;

/// <summary>Standard output is closed, full, or nobody reads it any more.</summary>
sealed class OutputException(string reason) : IOException($"cannot write to standard output: {reason}");

/// <summary>A standard stream as the kernel has it: no error is hidden, no position is assumed.</summary>
/// <param name="descriptor">1 or 2.</param>
sealed unsafe partial class StandardStream(int descriptor) : Stream
{
    const int Interrupted = 4;
    const int Again = 11;
    const short PollOut = 4;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    /// <exception cref="OutputException">It cannot be written.</exception>
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        while (buffer.Length > 0)
        {
            nint written;
            fixed (byte* start = buffer)
            {
                written = WriteBytes(descriptor, start, (nuint)buffer.Length);
            }

            if (written >= 0)
            {
                buffer = buffer[(int)written..];
                continue;
            }

            int error = Marshal.GetLastPInvokeError();
            if (error == Again)
            {
                // Whoever shares it with us has made it non-blocking.
                PollEntry entry = new() { Descriptor = descriptor, Events = PollOut };
                _ = Poll(&entry, 1, -1);
            }
            else if (error != Interrupted)
            {
                throw new OutputException(Marshal.GetPInvokeErrorMessage(error));
            }
        }
    }

    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
    private static partial nint WriteBytes(int descriptor, byte* buffer, nuint count);

    [LibraryImport("libc", EntryPoint = "poll", SetLastError = true)]
    private static partial int Poll(PollEntry* entries, nuint count, int timeout);

    [StructLayout(LayoutKind.Sequential)]
    struct PollEntry
    {
        internal int Descriptor;
        internal short Events;
        internal short Returned;
    }
}

/// <summary>Standard error: words that cannot be written are lost, and change nothing else.</summary>
sealed class ErrorStream(Stream inner) : Stream
{
    /// <summary>Whether something could not be written.</summary>
    internal bool Failed { get; private set; }

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        try
        {
            inner.Write(buffer);
        }
        catch (OutputException)
        {
            // There is nowhere left to say so; the exit code and the journal still tell.
            Failed = true;
        }
    }
}

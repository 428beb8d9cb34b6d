using Microsoft.Win32.SafeHandles;
using Pulse.Client;
using Pulse.Client.Bodies;

namespace Pulse.Native.Interop;

/// <summary>One reading of a file that the host has open, from a place on.</summary>
sealed class DescriptorFile(SafeFileHandle descriptor, long start, string name) : ReadOnlyStream
{
    long _position = start;

    public override bool CanSeek => true;

    public override long Length => RandomAccess.GetLength(descriptor);

    public override long Position
    {
        get => _position;
        set => _position = value;
    }

    public override int Read(Span<byte> buffer)
    {
        try
        {
            int count = RandomAccess.Read(descriptor, buffer, _position);
            _position += count;
            return count;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new PulseFileException($"'{name}' cannot be read: {exception.Message.TrimEnd('.')}.", exception);
        }
    }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => new(Read(buffer.Span));
}

using Microsoft.Win32.SafeHandles;
using Pulse.Client;

namespace Pulse.Native.Interop;

/// <summary>One reading of a file that the host has open, from a place on.</summary>
sealed class DescriptorFile(SafeFileHandle descriptor, long start, string name) : Stream
{
    long _position = start;

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length => RandomAccess.GetLength(descriptor);

    public override long Position
    {
        get => _position;
        set => _position = value;
    }

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

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

    public override long Seek(long offset, SeekOrigin origin) => Position = origin switch
    {
        SeekOrigin.Begin => offset,
        SeekOrigin.Current => _position + offset,
        _ => Length + offset,
    };

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}

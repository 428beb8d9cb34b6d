using System.Runtime.InteropServices;
using Pulse.Client;

namespace Pulse.Native.Interop;

/// <summary>
/// The document that C lends for one call. Its bytes are read where they lie; once the call has returned nothing reads
/// them any more, even if a connection that broke is still at it on another thread. For a queued call they are copied.
/// </summary>
sealed unsafe class BorrowedFile : IDisposable
{
    readonly Lock _lock = new();
    readonly bool _copied;
    byte* _data;

    internal BorrowedFile(FileStruct* given, bool copy = false)
    {
        FileStruct file = Read.Struct(given, "file");
        string? path = Read.OptionalPath(file.Path, "file.path");
        string? name = Read.OptionalText(file.FileName, "file.file_name");
        string? mediaType = Read.OptionalText(file.MediaType, "file.media_type");
        if (path is not null && file.Data is not null)
        {
            throw new ArgumentException("file has both a path and data.");
        }

        if (path is not null)
        {
            File = PulseFile.FromPath(path, mediaType, name);
        }
        else if (file.Data is not null || file.Size > 0)
        {
            // No process has more addresses than these.
            const ulong addresses = 1UL << 57;
            if (file.Data is null || file.Size > addresses || (nuint)file.Data > addresses - file.Size)
            {
                throw new ArgumentException("file.data and file.size do not fit each other.");
            }

            Interop.Read.Require(file.Data, 1, "file.data");
            _data = file.Data;
            long size = (long)file.Size;
            if (copy)
            {
                _data = (byte*)NativeMemory.Alloc(file.Size);
                _copied = true;
                Buffer.MemoryCopy(file.Data, _data, size, size);
            }

            File = PulseFile.FromStreams(() => new LentBytes(this, size), name ?? throw new ArgumentException("file.file_name is needed with data."), mediaType);
        }
        else if (given is not null)
        {
            throw new ArgumentException("file has neither a path nor data.");
        }
    }

    /// <summary>Null when C gave no file.</summary>
    internal PulseFile? File { get; }

    public void Dispose()
    {
        lock (_lock)
        {
            if (_copied)
            {
                NativeMemory.Free(_data);
            }

            _data = null;
        }
    }

    void CopyTo(long position, Span<byte> destination)
    {
        lock (_lock)
        {
            if (_data is null)
            {
                throw new IOException("The call that borrowed the bytes has returned.");
            }

            new ReadOnlySpan<byte>(_data + position, destination.Length).CopyTo(destination);
        }
    }

    sealed class LentBytes(BorrowedFile owner, long size) : Stream
    {
        long _position;

        public override bool CanRead => true;

        public override bool CanSeek => true;

        public override bool CanWrite => false;

        public override long Length => size;

        public override long Position
        {
            get => _position;
            set => _position = Math.Clamp(value, 0, size);
        }

        public override void Flush()
        {
        }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override int Read(Span<byte> buffer)
        {
            int count = (int)Math.Min(buffer.Length, size - _position);
            owner.CopyTo(_position, buffer[..count]);
            _position += count;
            return count;
        }

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => new(Read(buffer.Span));

        public override long Seek(long offset, SeekOrigin origin) => Position = origin switch
        {
            SeekOrigin.Begin => offset,
            SeekOrigin.Current => _position + offset,
            _ => size + offset,
        };

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}

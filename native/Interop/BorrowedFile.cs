using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using Pulse.Client;
using Pulse.Client.Bodies;

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

    readonly SafeFileHandle? _descriptor;

    internal BorrowedFile(FileStruct* given, bool copy = false, CallerThread? caller = null)
    {
        FileStruct file = Read.Struct(given, "file");
        string? path = Read.OptionalPath(file.Path, "file.path");
        string? name = Read.OptionalText(file.FileName, "file.file_name");
        string? mediaType = Read.OptionalText(file.MediaType, "file.media_type");
        int sources = (path is null ? 0 : 1) + (file.Data is null && file.Size == 0 ? 0 : 1) + (file.HasFd == 0 ? 0 : 1) + (file.Read is null ? 0 : 1);
        if (sources > 1)
        {
            throw new ArgumentException("file has more than one of path, data, fd and read.");
        }

        if (name is null && path is null && sources > 0)
        {
            throw new ArgumentException("file.file_name is needed with data, fd and read.");
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

            File = PulseFile.FromStreams(() => new BorrowedBytes(this, size), name!, mediaType);
        }
        else if (file.HasFd != 0)
        {
            _descriptor = DescriptorStream.Duplicate(file.Fd, "file.fd");
            File = FromDescriptor(_descriptor, name!, mediaType);
        }
        else if (file.Read is not null)
        {
            if (copy)
            {
                throw new ArgumentException("file.read is for blocking calls, as it runs on the thread that calls; give a queued one a descriptor, such as that of a pipe.");
            }

            Caller = caller ?? new CallerThread();
            File = PulseFile.FromStream(new CallbackStream(Reader(file), name!, Caller), name!, mediaType);
        }
        else if (given is not null)
        {
            throw new ArgumentException("file has none of path, data, fd and read.");
        }
    }

    /// <summary>Null when C gave no file.</summary>
    internal PulseFile? File { get; }

    /// <summary>The thread on which the document's callback runs; null where it has none.</summary>
    internal CallerThread? Caller { get; }

    static Func<byte[], long> Reader(FileStruct file) => buffer =>
    {
        fixed (byte* data = buffer)
        {
            return file.Read(data, (nuint)buffer.Length, file.UserData);
        }
    };

    /// <summary>From where it stands: what has places is read without moving the host's own, and again for another attempt.</summary>
    static PulseFile FromDescriptor(SafeFileHandle descriptor, string name, string? mediaType) =>
        DescriptorStream.Place(descriptor) is { } place
            ? PulseFile.FromStreams(() => new DescriptorFile(descriptor, place, name), name, mediaType)
            : PulseFile.FromStream(new PipeStream(name, Task.FromResult<Stream>(new DescriptorStream(descriptor, name))), name, mediaType);

    public void Dispose()
    {
        _descriptor?.Dispose();
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

    sealed class BorrowedBytes(BorrowedFile owner, long size) : ReadOnlyStream
    {
        long _position;

        public override bool CanSeek => true;

        public override long Length => size;

        public override long Position
        {
            get => _position;
            set => _position = Math.Clamp(value, 0, size);
        }

        public override int Read(Span<byte> buffer)
        {
            int count = (int)Math.Min(buffer.Length, size - _position);
            owner.CopyTo(_position, buffer[..count]);
            _position += count;
            return count;
        }

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => new(Read(buffer.Span));
    }
}

using System.Buffers;
using System.IO.Hashing;
using System.Text;
using Microsoft.Win32.SafeHandles;
using Pulse.Client.Bodies;
using Pulse.Client.Results;

namespace Pulse.Client.Batch;

/// <summary>The content of a document, read once: what was hashed is what is sent, or the attempt fails.</summary>
sealed class DocumentContent : IDisposable
{
    const int BufferSize = 256 * 1024;

    readonly string _name;
    readonly string? _url;
    readonly PulseFile? _file;
    readonly FileStream? _stream;
    readonly long _length;
    UInt128? _hash;

    DocumentContent(string name, string? url = null, PulseFile? file = null, FileStream? stream = null, string fileName = "")
    {
        _name = name;
        _url = url;
        _stream = stream;
        _length = stream?.Length ?? 0;
        _file = stream is null ? file : PulseFile.FromStreams(() => new VerifiedStream(stream.SafeFileHandle, _length, _hash, name), fileName, null);
    }

    internal static DocumentContent OfUrl(string url) => new(url, url: url);

    internal static DocumentContent OfFile(PulseFile file, string name) => new(name, file: file);

    internal static DocumentContent OfPath(FileStream stream, string name, string fileName) => new(name, stream: stream, fileName: fileName);

    /// <summary>Reads a stream to its end into a file without a name, which ends with the process.</summary>
    /// <param name="open">Opens the stream, which may wait for a writer.</param>
    /// <param name="name">What errors call it.</param>
    /// <param name="fileName">The name that is sent.</param>
    /// <param name="isOurs">Whether the stream is closed.</param>
    /// <param name="cancellationToken">Stops the run. A read that hangs is left behind.</param>
    internal static async Task<DocumentContent> SpoolAsync(Func<Stream> open, string name, string fileName, bool isOurs, CancellationToken cancellationToken)
    {
        FileStream spool = Temporary();
        try
        {
            await BlockingWork.RunAsync(() => Copy(open, isOurs, spool)).WaitAsync(cancellationToken).ConfigureAwait(false);
            return new(name, stream: spool, fileName: fileName);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            await spool.DisposeAsync().ConfigureAwait(false);
            throw exception is IOException or UnauthorizedAccessException ? new PulseFileException($"'{RawPaths.Readable(name)}' cannot be read: {exception.Message}", exception) : exception;
        }
    }

    internal ExtractRequest Of(ExtractRequest options) => options with { File = _file, FileUrl = _url };

    /// <summary>What tells this document with these options from all others: its content and the options, not its name.</summary>
    /// <exception cref="PulseFileException">It cannot be read.</exception>
    internal string Key(ReadOnlySpan<byte> options)
    {
        XxHash128 hash = new();
        if (_url is null)
        {
            hash.Append("content\0"u8);
            UInt128 content = HashContent(new XxHash128());
            _hash = content;
            hash.Append(Encoding.UTF8.GetBytes($"{content:x32}"));
        }
        else
        {
            hash.Append("url\0"u8);
            hash.Append(Encoding.UTF8.GetBytes(_url));
        }

        hash.Append([0]);
        hash.Append(options);
        return Convert.ToHexStringLower(hash.GetCurrentHash());
    }

    /// <summary>The key that journals of version 1 have.</summary>
    internal string FirstVersionKey(ReadOnlySpan<byte> options)
    {
        XxHash128 hash = new();
        hash.Append(Encoding.UTF8.GetBytes(_url is not null || !PathFiles.IsFile(_name) ? _name : RawPaths.Full(_name)));
        hash.Append([0]);
        hash.Append(options);
        hash.Append([0]);
        if (_url is null)
        {
            HashContent(hash);
        }

        return Convert.ToHexStringLower(hash.GetCurrentHash());
    }

    public void Dispose() => _stream?.Dispose();

    UInt128 HashContent(XxHash128 hash)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            // Not through the verifying stream, which knows what to expect only after this.
            using Stream content = _stream is null ? _file!.Open().Content : new VerifiedStream(_stream.SafeFileHandle, _length, null, _name);
            if (_stream is not null && _length == 0)
            {
                throw new PulseFileException($"'{RawPaths.Readable(_name)}' is empty.");
            }

            for (int read; (read = content.Read(buffer)) > 0;)
            {
                hash.Append(buffer.AsSpan(0, read));
            }

            return hash.GetCurrentHashAsUInt128();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new PulseFileException($"'{RawPaths.Readable(_name)}' cannot be read: {exception.Message}", exception);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    static void Copy(Func<Stream> open, bool isOurs, FileStream spool)
    {
        Stream source = open();
        try
        {
            source.CopyTo(spool, BufferSize);
            spool.Flush();
        }
        finally
        {
            if (isOurs)
            {
                source.Dispose();
            }
        }
    }

    static FileStream Temporary()
    {
        string path = Path.Combine(Path.GetTempPath(), $"pulse-{Guid.NewGuid():n}.spool");
        try
        {
            FileStreamOptions options = new() { Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, Share = FileShare.Delete, BufferSize = 0, Options = OperatingSystem.IsWindows() ? FileOptions.DeleteOnClose : FileOptions.None };
            if (!OperatingSystem.IsWindows())
            {
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            }

            FileStream file = new(path, options);
            if (!OperatingSystem.IsWindows())
            {
                File.Delete(path);
            }

            return file;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new PulseFileException($"No temporary file can be made for a document that is read from a pipe: {exception.Message}", exception);
        }
    }

    /// <summary>Reads an open file, and gives its last bytes only when all of it is what it was when it was hashed.</summary>
    sealed class VerifiedStream(SafeFileHandle file, long length, UInt128? expected, string name) : ReadOnlyStream
    {
        XxHash128 _sent = new();
        long _position;

        public override bool CanSeek => true;

        public override long Length => length;

        public override long Position
        {
            get => _position;
            set
            {
                if (value != 0)
                {
                    throw new NotSupportedException("It is read from its beginning.");
                }

                _position = 0;
                _sent = new XxHash128();
            }
        }

        public override int Read(Span<byte> buffer)
        {
            int wanted = (int)Math.Min(buffer.Length, length - _position);
            int read = wanted == 0 ? 0 : RandomAccess.Read(file, buffer[..wanted], _position);
            if (read < wanted && read == 0)
            {
                throw Changed();
            }

            _position += read;
            if (expected is { } hash && read > 0)
            {
                _sent.Append(buffer[..read]);
                if (_position == length && _sent.GetCurrentHashAsUInt128() != hash)
                {
                    throw Changed();
                }
            }

            return read;
        }

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return new(Read(buffer.Span));
        }

        PulseFileException Changed() => new($"'{RawPaths.Readable(name)}' has changed since it was read, so it was not sent.");
    }
}

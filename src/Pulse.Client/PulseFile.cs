using Pulse.Client.Bodies;
using Pulse.Client.Http;
using Pulse.Client.Results;

namespace Pulse.Client;

/// <summary>A document to upload: a path, bytes or a stream. A file is streamed from disk and opened again for each attempt; it is never loaded into memory as a whole.</summary>
public sealed class PulseFile
{
    // The number of the error by which the system refuses a lock.
    const int WouldBlock = 11;

    // How long opening may take before it is left to another thread.
    static readonly TimeSpan s_pipe = TimeSpan.FromMilliseconds(50);

    readonly Func<Stream> _open;
    bool _wasRead;
    PipeStream? _pipe;

    PulseFile(string fileName, string? mediaType, bool repeatable, Func<Stream> open)
    {
        FileName = fileName;
        MediaType = mediaType;
        Repeatable = repeatable;
        _open = open;
    }

    /// <summary>The file name that is sent. The service uses its extension.</summary>
    public string FileName { get; }

    /// <summary>The media type that is sent. If null, it is derived from the name, or else from the first bytes.</summary>
    public string? MediaType { get; }

    /// <summary>Whether the content can be sent more than once.</summary>
    internal bool Repeatable { get; private set; }

    /// <summary>Whether it has been read and cannot be read again.</summary>
    internal bool IsUsedUp => _wasRead && !Repeatable;

    /// <summary>The size in bytes; 0 before it has been opened.</summary>
    internal long Size { get; private set; }

    /// <summary>A file on disk.</summary>
    /// <param name="path">The path. It is opened when the request is sent. A pipe can be read only once, so a request with it is not retried after the first byte.</param>
    /// <param name="mediaType">The media type. Default: derived from the name, or else from the first bytes.</param>
    /// <param name="fileName">The file name that is sent. Default: the last part of the path.</param>
    /// <exception cref="ArgumentException">The path is empty or contains a NUL character.</exception>
    public static PulseFile FromPath(string path, string? mediaType = null, string? fileName = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        if (path.Contains('\0', StringComparison.Ordinal))
        {
            throw new ArgumentException("The path contains a NUL character.", nameof(path));
        }

        string name = fileName ?? RawPaths.Valid(Path.GetFileName(path));
        PulseFile? file = null;
        return file = new(name.Length == 0 ? "document" : name, mediaType, repeatable: true, () => file!.Open(path));
    }

    /// <summary>Bytes in memory, which must not change until the call has ended.</summary>
    /// <param name="content">The bytes; not empty.</param>
    /// <param name="fileName">The name with its extension.</param>
    /// <param name="mediaType">The media type. Default: derived from the name, or else from the first bytes.</param>
    public static PulseFile FromBytes(ReadOnlyMemory<byte> content, string fileName, string? mediaType = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(fileName);
        return new(fileName, mediaType, repeatable: true, () => new ReadOnlyMemoryStream(content));
    }

    /// <summary>A stream, read from its current position. A stream that cannot seek can be sent only once, so a request with it is not retried after the first byte. The stream is not closed.</summary>
    /// <param name="content">The stream.</param>
    /// <param name="fileName">The name with its extension.</param>
    /// <param name="mediaType">The media type. Default: derived from the name, or else from the first bytes.</param>
    public static PulseFile FromStream(Stream content, string fileName, string? mediaType = null)
    {
        ArgumentNullException.ThrowIfNull(content);
        ArgumentException.ThrowIfNullOrWhiteSpace(fileName);
        if (!content.CanRead)
        {
            throw new ArgumentException("The stream cannot be read.", nameof(content));
        }

        if (!content.CanSeek)
        {
            PulseFile? file = null;
            return file = new(fileName, mediaType, repeatable: false, () => new BorrowedStream(content, () => file!._wasRead = true));
        }

        long start = content.Position;
        return new(fileName, mediaType, repeatable: true, () =>
        {
            content.Position = start;
            return new BorrowedStream(content);
        });
    }

    /// <summary>Bytes that a new stream reads for each attempt.</summary>
    internal static PulseFile FromStreams(Func<Stream> open, string fileName, string? mediaType)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(fileName);
        return new(fileName, mediaType, repeatable: true, open);
    }

    /// <summary>Opens the content for one attempt.</summary>
    /// <exception cref="PulseFileException">It cannot be opened, is empty, or has been sent and cannot be read again.</exception>
    internal (Stream Content, string MediaType) Open()
    {
        if (IsUsedUp)
        {
            throw new PulseFileException($"The stream of '{FileName}' has been read and cannot seek, so it cannot be sent again.");
        }

        Stream stream = _open();
        if (stream is { CanSeek: true } && stream.Length - stream.Position <= 0)
        {
            stream.Dispose();
            throw new PulseFileException($"'{FileName}' is empty.");
        }

        Size = stream.CanSeek ? stream.Length - stream.Position : 0;
        return (stream, MediaType ?? MediaTypes.FromName(FileName) ?? MediaTypes.FromContent(stream));
    }

    /// <summary>A file is opened again for each attempt, a pipe once.</summary>
    Stream Open(string path)
    {
        if (_pipe is null)
        {
            if (!MayBePipe(path))
            {
                return OpenPath(path);
            }

            // Nothing, or a pipe, which may have no writer yet.
            Task<Stream> opening = BlockingWork.RunAsync<Stream>(() => OpenPath(path));
            bool opened = ((IAsyncResult)opening).AsyncWaitHandle.WaitOne(s_pipe);
            if (opened && opening.GetAwaiter().GetResult() is { CanSeek: true } file)
            {
                return file;
            }

            (_pipe, Repeatable) = (new PipeStream(path, opening), false);
        }

        return new BorrowedStream(_pipe, () => _wasRead = true);
    }

    /// <summary>Whether a path may be a pipe: it is there, and has no length.</summary>
    static bool MayBePipe(string path)
    {
        string full = RawPaths.Full(path);
        if (RawPaths.IsRaw(full))
        {
            return UnixFiles.KindOrNone(full) == UnixFileKind.Special;
        }

        FileInfo info = new(full);
        return info.Exists && info.Length == 0;
    }

    /// <exception cref="PulseFileException">It cannot be opened.</exception>
    internal static FileStream OpenPath(string path)
    {
        try
        {
            if (PathFiles.IsFolder(path))
            {
                throw new PulseFileException($"'{RawPaths.Readable(path)}' is a directory.");
            }

            return PathFiles.Open(path, new FileStreamOptions { Mode = FileMode.Open, Access = FileAccess.Read, Share = FileShare.Read | FileShare.Delete, BufferSize = 0, Options = FileOptions.SequentialScan | FileOptions.Asynchronous });
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new PulseFileException($"'{RawPaths.Readable(path)}' does not exist.", exception);
        }
        catch (UnauthorizedAccessException exception)
        {
            throw new PulseFileException($"'{RawPaths.Readable(path)}' cannot be read: permission denied.", exception);
        }
        catch (IOException exception) when (exception.HResult == WouldBlock)
        {
            throw new PulseFileException($"'{RawPaths.Readable(path)}' cannot be opened: another process has locked it.", exception);
        }
        catch (Exception exception) when (exception is IOException or ArgumentException or NotSupportedException)
        {
            throw new PulseFileException($"'{RawPaths.Readable(path)}' cannot be opened.", exception);
        }
    }
}

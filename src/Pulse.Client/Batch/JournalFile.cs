using Pulse.Client.Results;

namespace Pulse.Client.Batch;

/// <summary>The file of a journal: open in one process at a time, and only ever appended to.</summary>
sealed class JournalFile : IDisposable
{
    readonly string _path;
    readonly FileStream _file;

    /// <exception cref="PulseFileException">It cannot be opened or locked, or another process has it open.</exception>
    internal JournalFile(string path)
    {
        _path = path;
        _file = Open(path);
        try
        {
            Lock();
        }
        catch
        {
            _file.Dispose();
            throw;
        }
    }

    public void Dispose() => _file.Dispose();

    /// <summary>All of it.</summary>
    internal byte[] Read()
    {
        if (_file.Length > int.MaxValue)
        {
            throw new PulseFileException($"The journal '{RawPaths.Readable(_path)}' is larger than 2 GiB.");
        }

        byte[] content = new byte[_file.Length];
        _file.ReadExactly(content);
        return content;
    }

    /// <summary>Drops what was cut off at the end.</summary>
    internal void Truncate(int length)
    {
        if (length < _file.Length)
        {
            _file.SetLength(length);
        }

        _file.Position = length;
    }

    static FileStream Open(string path)
    {
        try
        {
            UnixFileKind kind = UnixFiles.Kind(path);
            if (kind is not (UnixFileKind.None or UnixFileKind.Regular))
            {
                throw new PulseFileException($"The journal '{RawPaths.Readable(path)}' is {(kind == UnixFileKind.Folder ? "a folder" : "a pipe or a device")}, not a file.");
            }

            FileStreamOptions options = new() { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.None, BufferSize = 0 };
            if (!OperatingSystem.IsWindows())
            {
                // It names documents and jobs.
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            }

            FileStream file = PathFiles.Open(path, options);
            if (kind == UnixFileKind.None)
            {
                UnixFiles.SyncFolderOf(path);
            }

            return file;
        }
        catch (IOException exception) when (PathFiles.IsFile(path))
        {
            throw new PulseFileException($"The journal '{RawPaths.Readable(path)}' is in use by another process, or cannot be opened: {exception.Message}", exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new PulseFileException($"The journal '{RawPaths.Readable(path)}' cannot be opened: {exception.Message}", exception);
        }
    }

    /// <summary>The runtime takes a lock too, but goes on where there is none to be had.</summary>
    void Lock()
    {
        try
        {
            if (!UnixFiles.TryLock(_file.SafeFileHandle))
            {
                throw new PulseFileException($"The journal '{RawPaths.Readable(_path)}' is in use by another process.");
            }
        }
        catch (IOException exception)
        {
            throw new PulseFileException($"The journal '{RawPaths.Readable(_path)}' cannot be locked: {exception.Message}. Without a lock two runs could pay for the same documents. Keep the journal on a local disk (JournalPath).", exception);
        }
    }

    /// <summary>Appends whole lines; one that does not fit is taken back.</summary>
    internal void Write(ReadOnlySpan<byte> bytes)
    {
        long before = _file.Position;
        try
        {
            _file.Write(bytes);
            _file.Flush(flushToDisk: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException or ObjectDisposedException)
        {
            TakeBack(before);
            throw new PulseFileException($"The journal '{RawPaths.Readable(_path)}' cannot be written: {exception.Message}", exception);
        }
    }

    void TakeBack(long length)
    {
        try
        {
            _file.SetLength(length);
            _file.Position = length;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ObjectDisposedException)
        {
            // What is left of the line is cut off by whoever reads the journal next.
        }
    }
}

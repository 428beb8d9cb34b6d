namespace Pulse.Client.Results;

/// <summary>
/// A file that appears under its name whole or not at all: written beside it under a name that nobody can foresee, flushed, then
/// renamed. An existing file or link is replaced; a device or a pipe is written to.
/// </summary>
sealed class WholeFile : IDisposable
{
    const string TemporaryPrefix = ".pulse-";
    const string TemporarySuffix = ".part";

    readonly string _path;
    readonly string? _temporary;
    readonly FileStream _stream;
    bool _written;

    WholeFile(string path, string? temporary, FileStream stream)
    {
        _path = path;
        _temporary = temporary;
        _stream = stream;
    }

    /// <summary>Opens the file. A pipe is waited for, until somebody reads it.</summary>
    /// <exception cref="PulseFileException">The path cannot be written.</exception>
    /// <exception cref="OperationCanceledException">Nobody reads the pipe.</exception>
    internal static async Task<WholeFile> CreateAsync(string path, CancellationToken cancellationToken)
    {
        if (!IsWrittenInPlace(path))
        {
            return Create(path);
        }

        Task<FileStream> opening = BlockingWork.RunAsync(() => OpenInPlace(path));
        try
        {
            return new WholeFile(path, null, await opening.WaitAsync(cancellationToken).ConfigureAwait(false));
        }
        catch (OperationCanceledException)
        {
            _ = opening.ContinueWith(static late => late.Result.Dispose(), CancellationToken.None, TaskContinuationOptions.OnlyOnRanToCompletion, TaskScheduler.Default);
            PathFiles.Release(path);
            throw;
        }
    }

    static WholeFile Create(string path)
    {
        string temporary = Path.Combine(Path.GetDirectoryName(path) is { Length: > 0 } folder ? folder : ".", $"{TemporaryPrefix}{Guid.NewGuid():n}{TemporarySuffix}");
        return new WholeFile(path, temporary, Open(temporary, FileMode.CreateNew, path));
    }

    /// <summary>Finds out whether a path can be written, before anything is paid for.</summary>
    /// <exception cref="PulseFileException">It cannot.</exception>
    internal static void Check(string path)
    {
        if (!IsWrittenInPlace(path))
        {
            Create(path).Dispose();
        }
    }

    /// <summary>Removes what runs that were killed have left in a folder that nobody else writes to.</summary>
    internal static void RemoveLeftovers(string folder)
    {
        foreach (string path in PathFiles.List(folder, $"{TemporaryPrefix}*{TemporarySuffix}"))
        {
            PathFiles.Delete(path);
        }
    }

    /// <summary>Writes all of it. A file on a disk is always finished; a pipe or a device is given up where it takes too long.</summary>
    /// <exception cref="PulseFileException">It cannot be written.</exception>
    /// <exception cref="OperationCanceledException">A pipe or a device takes no more.</exception>
    internal Task WriteAsync(ReadOnlyMemory<byte> content, CancellationToken cancellationToken) => WriteAsync([content], cancellationToken);

    /// <summary>The same in pieces, of which each is valid until the next.</summary>
    /// <exception cref="PulseFileException">It cannot be written.</exception>
    /// <exception cref="OperationCanceledException">A pipe or a device takes no more.</exception>
    internal async Task WriteAsync(IEnumerable<ReadOnlyMemory<byte>> pieces, CancellationToken cancellationToken)
    {
        try
        {
            foreach (ReadOnlyMemory<byte> content in pieces)
            {
                if (_temporary is null)
                {
                    // A copy, since a write that is left may end at any time.
                    byte[] copy = content.ToArray();
                    await BlockingWork.RunAsync(() => _stream.Write(copy)).WaitAsync(cancellationToken).ConfigureAwait(false);
                }
                else
                {
                    await _stream.WriteAsync(content, CancellationToken.None).ConfigureAwait(false);
                }
            }

            _stream.Flush(flushToDisk: true);
            if (_temporary is not null)
            {
                SetMode();
            }

            await _stream.DisposeAsync().ConfigureAwait(false);
            if (_temporary is not null)
            {
                PathFiles.Move(_temporary, _path);
                UnixFiles.SyncFolderOf(_path);
            }

            _written = true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            // A file that may not grow is an ArgumentException.
            throw new PulseFileException($"'{RawPaths.Readable(_path)}' cannot be written: {exception.Message}", exception);
        }
    }

    /// <exception cref="PulseFileException">It cannot be written; nothing of it is left.</exception>
    /// <exception cref="OperationCanceledException">A pipe or a device took too long.</exception>
    internal static async Task WriteAllAsync(string path, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        using WholeFile file = await CreateAsync(path, cancellationToken).ConfigureAwait(false);
        await file.WriteAsync(content, cancellationToken).ConfigureAwait(false);
    }

    public void Dispose()
    {
        _stream.Dispose();
        if (!_written && _temporary is not null)
        {
            PathFiles.Delete(_temporary);
        }
    }

    /// <summary>Whether a name is not one of a file that could be replaced: a device, a pipe, or a descriptor's.</summary>
    static bool IsWrittenInPlace(string path)
    {
        try
        {
            switch (UnixFiles.Kind(path))
            {
                case UnixFileKind.Folder:
                    throw new PulseFileException($"'{RawPaths.Readable(path)}' is a folder, not a file.");
                case UnixFileKind.Special:
                    return true;
                default:
                    // As /dev/stdout, where that is a file.
                    string full = RawPaths.Full(path);
                    return !OperatingSystem.IsWindows() && (full.StartsWith("/dev/", StringComparison.Ordinal) || full.StartsWith("/proc/", StringComparison.Ordinal)) && !full.StartsWith("/dev/shm/", StringComparison.Ordinal);
            }
        }
        catch (Exception exception) when (exception is IOException or ArgumentException or NotSupportedException)
        {
            throw Unwritable(path, exception);
        }
    }

    static FileStream OpenInPlace(string path)
    {
        try
        {
            return PathFiles.Open(path, new FileStreamOptions { Mode = FileMode.Open, Access = FileAccess.Write, Share = FileShare.ReadWrite, BufferSize = 0 });
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw Unwritable(path, exception);
        }
    }

    static FileStream Open(string path, FileMode mode, string named)
    {
        try
        {
            FileStreamOptions options = new() { Mode = mode, Access = FileAccess.Write, BufferSize = 0, Options = FileOptions.Asynchronous };
            if (!OperatingSystem.IsWindows())
            {
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            }

            return PathFiles.Open(path, options);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw Unwritable(named, exception);
        }
    }

    static PulseFileException Unwritable(string path, Exception cause) =>
        new($"'{RawPaths.Readable(path)}' cannot be written: {cause.Message}", cause);

    /// <summary>The mode of the file that is replaced, or of any new file.</summary>
    void SetMode()
    {
        if (!OperatingSystem.IsWindows() && (UnixFiles.Kind(_path, followLinks: false) == UnixFileKind.Regular ? PathFiles.Mode(_path) : UnixFiles.DefaultMode()) is { } mode)
        {
            File.SetUnixFileMode(_stream.SafeFileHandle, mode);
        }
    }
}

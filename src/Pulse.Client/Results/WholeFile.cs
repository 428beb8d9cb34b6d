namespace Pulse.Client.Results;

/// <summary>A file that appears under its name whole or not at all: written beside it, flushed, then renamed. An existing file is replaced.</summary>
sealed class WholeFile : IDisposable
{
    readonly string _path;
    readonly string _temporary;
    readonly FileStream _stream;
    bool _written;

    WholeFile(string path, string temporary, FileStream stream)
    {
        _path = path;
        _temporary = temporary;
        _stream = stream;
    }

    /// <exception cref="PulseFileException">The path cannot be written.</exception>
    internal static WholeFile Create(string path)
    {
        string temporary = TemporaryPath(path);
        return new WholeFile(path, temporary, Open(temporary, "file"));
    }

    /// <summary>Where a file is written before it gets its name.</summary>
    internal static string TemporaryPath(string path) => $"{path}.part";

    /// <summary>Opens a file for writing that only its owner can read.</summary>
    /// <exception cref="PulseFileException">It cannot be written.</exception>
    internal static FileStream Open(string path, string what)
    {
        try
        {
            FileStreamOptions options = new() { Mode = FileMode.Create, Access = FileAccess.Write, Options = FileOptions.Asynchronous };
            if (!OperatingSystem.IsWindows())
            {
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            }

            return new FileStream(path, options);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new PulseFileException($"'{path}' cannot be written, so the {what} was not asked for.", exception);
        }
    }

    /// <exception cref="PulseFileException">It cannot be written.</exception>
    internal async Task WriteAsync(ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        try
        {
            await _stream.WriteAsync(content, cancellationToken).ConfigureAwait(false);
            _stream.Flush(flushToDisk: true);
            await _stream.DisposeAsync().ConfigureAwait(false);
            File.Move(_temporary, _path, overwrite: true);
            _written = true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            // A file that may not grow is an ArgumentException.
            throw new PulseFileException($"'{_path}' cannot be written: {exception.Message}", exception);
        }
    }

    /// <exception cref="PulseFileException">It cannot be written; nothing of it is left.</exception>
    internal static async Task WriteAllAsync(string path, ReadOnlyMemory<byte> content)
    {
        using WholeFile file = Create(path);
        await file.WriteAsync(content, CancellationToken.None).ConfigureAwait(false);
    }

    public void Dispose()
    {
        _stream.Dispose();
        if (!_written)
        {
            File.Delete(_temporary);
        }
    }
}

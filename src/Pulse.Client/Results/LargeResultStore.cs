using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.IO.Hashing;
using System.Text;

namespace Pulse.Client.Results;

/// <summary>
/// Folders for large results, which can be fetched only once: what arrives is in a file before anyone looks at it, and stays there
/// until its caller has stored it elsewhere. Files are named after the service and the job, and none is ever overwritten. New ones go
/// to the first folder that takes them, and are found in all.
/// </summary>
sealed class LargeResultStore(IReadOnlyList<string> folders, Uri service)
{
    const string Whole = ".json";
    const int MaxName = 120;
    const UnixFileMode FolderMode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    readonly string _service = Hash(service.AbsoluteUri)[..8];

    /// <summary>Opens a new file for what will arrive.</summary>
    /// <exception cref="PulseFileException">No folder can be written to; nothing was asked for.</exception>
    internal LargeResultFile Open(string job)
    {
        for (int i = 0; ; i++)
        {
            try
            {
                return OpenIn(folders[i], job);
            }
            catch (PulseFileException) when (i + 1 < folders.Count)
            {
                // The next may take it.
            }
        }
    }

    LargeResultFile OpenIn(string folder, string job)
    {
        try
        {
            PathFiles.MakeFolder(folder, FolderMode);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new PulseFileException($"The folder for large results '{RawPaths.Readable(folder)}' cannot be used, so the result was not asked for (LargeResultFolder names another): {exception.Message}", exception);
        }

        return LargeResultFile.Create(Path.Combine(folder, Name(job)), Path.Combine(folder, $"{Name(job)}{Whole}"));
    }

    /// <summary>A result that was received before, whole or to its last byte.</summary>
    /// <param name="job">The job.</param>
    /// <param name="limit">The most that is read into memory.</param>
    /// <param name="path">The file that it is in.</param>
    /// <exception cref="PulseProtocolException">It is larger than the limit; the error names its file.</exception>
    internal NativeBuffer? Find(string job, int limit, out string path)
    {
        path = KeptAt(job) ?? "";
        return path.Length == 0 || Length(path) is not { } length ? null
            : length <= limit ? Read(path)
            : throw new PulseProtocolException(string.Create(CultureInfo.InvariantCulture, $"The large result was received before. All {length} bytes of it are in '{RawPaths.Readable(path)}', which are more than the limit of {limit} bytes (MaxResponseBytes)."));
    }

    /// <summary>What earlier tries have left of a result that can no longer be fetched.</summary>
    /// <param name="job">The job.</param>
    /// <param name="limit">The most that is read into memory.</param>
    /// <param name="read">Takes over the content of a file, and gives the result where it is one.</param>
    /// <param name="left">The files that hold what may be parts of it; null when there are none.</param>
    internal RawResult? FindComplete(string job, int limit, Func<NativeBuffer, string, RawResult?> read, out string? left)
    {
        List<string> parts = [];
        left = null;
        foreach (string path in Parts(job))
        {
            if (Length(path) is not { } length)
            {
                continue;
            }

            if (length <= limit && read(Read(path), path) is { } result)
            {
                return result;
            }

            parts.Add(string.Create(CultureInfo.InvariantCulture, $"{length} bytes in '{RawPaths.Readable(path)}'"));
        }

        left = parts.Count == 0 ? null : $"an earlier try has left {string.Join(", and ", parts)}";
        return null;
    }

    /// <summary>The file that holds all of a result; null where there is none.</summary>
    internal string? KeptAt(string job) => Paths(job).FirstOrDefault(static path => Length(path) is not null);

    /// <summary>Removes all files of a result that its caller has stored.</summary>
    internal void Delete(string job)
    {
        foreach (string path in Paths(job).Where(PathFiles.IsFile).Concat(Parts(job)))
        {
            PathFiles.Delete(path);
        }
    }

    /// <summary>The same where a file that stays is no reason to fail: the next delivery of the job removes it.</summary>
    internal void Forget(string job)
    {
        try
        {
            Delete(job);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The result is delivered. What is left is a private copy of it.
        }
    }

    IEnumerable<string> Paths(string job) => folders.Select(folder => Path.Combine(folder, $"{Name(job)}{Whole}"));

    IEnumerable<string> Parts(string job) => folders.SelectMany(folder => PathFiles.List(folder, $"{Name(job)}.*{LargeResultFile.Suffix}"));

    /// <summary>A name that any id makes, none of two the same, and that leaves the folder nowhere.</summary>
    string Name(string job)
    {
        StringBuilder name = new($"{_service}-");
        foreach (byte b in Encoding.UTF8.GetBytes(job))
        {
            bool isPlain = char.IsAsciiLetterOrDigit((char)b) || b is (byte)'-' or (byte)'_';
            name.Append(isPlain ? (char)b : '=').Append(isPlain ? "" : b.ToString("x2", CultureInfo.InvariantCulture));
        }

        return name.Length <= MaxName ? name.ToString() : $"{name.ToString()[..(MaxName - 33)]}={Hash(job)}";
    }

    /// <summary>The length of a file of ours; null where there is none, or nothing in it.</summary>
    static long? Length(string path) => PathFiles.Length(path) is > 0 and { } length ? length : null;

    /// <exception cref="PulseFileException">It cannot be read.</exception>
    static NativeBuffer Read(string path)
    {
        try
        {
            return NativeBuffer.Copy(PathFiles.ReadAllBytes(path));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new PulseFileException($"The large result was received before, and its file '{RawPaths.Readable(path)}' cannot be read: {exception.Message}", exception);
        }
    }

    [SuppressMessage("Globalization", "CA1308", Justification = "Hexadecimal digits in file names.")]
    static string Hash(string text) => Convert.ToHexStringLower(XxHash128.Hash(Encoding.UTF8.GetBytes(text)));
}

/// <summary>One large result on its way: a new file that only its owner can read, which takes bytes as they arrive.</summary>
sealed class LargeResultFile : IDisposable
{
    internal const string Suffix = ".part";

    readonly FileStream _stream;
    readonly string? _whole;
    bool _settled;

    LargeResultFile(string path, string? whole, FileStream stream)
    {
        Path = path;
        _whole = whole;
        _stream = stream;
    }

    internal string Path { get; private set; }

    internal long Length { get; private set; }

    /// <summary>What kept bytes from being written; what is received is then only in memory.</summary>
    internal Exception? Failure { get; private set; }

    /// <summary>Where what came can be found; null when nothing, or not all of it, is there.</summary>
    internal string? KeptAt => Failure is null && Length > 0 ? Path : null;

    /// <summary>Whether the next call for the job finds it.</summary>
    internal bool IsFound { get; private set; }

    /// <summary>Opens a file whose name begins like this, and which is none that there is.</summary>
    /// <exception cref="PulseFileException">It cannot be written; nothing was asked for.</exception>
    internal static LargeResultFile Create(string prefix, string? whole)
    {
        string path = $"{prefix}.{Guid.NewGuid():n}{Suffix}";
        try
        {
            // Without a buffer: what a full disk has refused must not be tried again, and fail again, when the file is closed.
            FileStreamOptions options = new() { Mode = FileMode.CreateNew, Access = FileAccess.Write, BufferSize = 0 };
            if (!OperatingSystem.IsWindows())
            {
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            }

            return new(path, whole, PathFiles.Open(path, options));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new PulseFileException($"'{RawPaths.Readable(path)}' cannot be written, so the large result was not asked for.", exception);
        }
    }

    internal void Write(ReadOnlySpan<byte> bytes)
    {
        if (Failure is not null)
        {
            return;
        }

        try
        {
            _stream.Write(bytes);
            _stream.Flush();
            Length += bytes.Length;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            // The transfer goes on: what arrives is still in memory, and whoever gets it learns that it is nowhere else.
            Failure = exception;
        }
    }

    /// <summary>The result is whole: the file gets its name, by which the next call for the job finds it.</summary>
    internal void Complete()
    {
        if (Failure is not null || _whole is null)
        {
            return;
        }

        try
        {
            _stream.Flush(flushToDisk: true);
            PathFiles.Move(Path, _whole);
            UnixFiles.SyncFolderOf(_whole);
            Path = _whole;
            _settled = IsFound = true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // It stays under the name that it has.
            _settled = true;
        }
    }

    /// <summary>Its caller has the result elsewhere.</summary>
    internal void Delete()
    {
        _settled = true;
        _stream.Dispose();
        PathFiles.Delete(Path);
    }

    public void Dispose()
    {
        if (!_settled && Length > 0 && Failure is null)
        {
            try
            {
                _stream.Flush(flushToDisk: true);
            }
            catch (Exception exception) when (exception is IOException or ObjectDisposedException)
            {
                Failure = exception;
            }
        }

        _stream.Dispose();
        if (!_settled && Length == 0)
        {
            PathFiles.Delete(Path);
        }
    }
}

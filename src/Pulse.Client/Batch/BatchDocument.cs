using Pulse.Client.Results;

namespace Pulse.Client.Batch;

/// <summary>A document of a <see cref="BatchRunner"/>: a file, a URL, bytes or a stream.</summary>
public sealed class BatchDocument
{
    readonly PulseFile? _file;
    readonly string? _url;
    readonly Stream? _stream;
    readonly bool _isPath;

    BatchDocument(string name, PulseFile? file = null, string? url = null, Stream? stream = null, bool isPath = false)
    {
        Name = name;
        _file = file;
        _url = url;
        _stream = stream;
        _isPath = isPath;
    }

    /// <summary>The path, the URL, or the name that was given.</summary>
    public string Name { get; }

    /// <summary>A file on disk, or a pipe, which is read whole into a temporary file first.</summary>
    public static BatchDocument FromPath(string path) => new(path, PulseFile.FromPath(path), isPath: true);

    /// <summary>A public or pre-signed URL that the service downloads.</summary>
    /// <exception cref="ArgumentException">It is not an absolute http or https URL.</exception>
    public static BatchDocument FromUrl(string url)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(url);
        return IsUrl(url) && Uri.TryCreate(url, UriKind.Absolute, out Uri? parsed) && parsed.Host.Length > 0
            ? new(url, url: url)
            : throw new ArgumentException($"'{url}' is not a usable http or https URL.", nameof(url));
    }

    /// <summary>Bytes in memory, which must not change until the run has ended.</summary>
    /// <param name="content">The bytes.</param>
    /// <param name="fileName">The name with its extension.</param>
    public static BatchDocument FromBytes(ReadOnlyMemory<byte> content, string fileName) => new(fileName, PulseFile.FromBytes(content, fileName));

    /// <summary>A stream that is read once, to its end, into a temporary file. It stays open.</summary>
    /// <param name="content">The stream.</param>
    /// <param name="fileName">The name with its extension.</param>
    public static BatchDocument FromStream(Stream content, string fileName)
    {
        ArgumentNullException.ThrowIfNull(content);
        ArgumentException.ThrowIfNullOrWhiteSpace(fileName);
        return new(fileName, stream: content);
    }

    /// <summary>Whether a name is meant as a URL, not as a path.</summary>
    internal static bool IsUrl(string name) => name.StartsWith("http://", StringComparison.OrdinalIgnoreCase) || name.StartsWith("https://", StringComparison.OrdinalIgnoreCase);

    /// <summary>The name that its result gets, before the extension.</summary>
    internal string ResultName
    {
        get
        {
            string name = Path.GetFileName(_url is null ? Name : new Uri(_url).AbsolutePath);
            return name.Length == 0 ? "document" : name;
        }
    }

    /// <summary>What keeps its result apart from those of other documents with the same name, in all runs; null for what has only its content.</summary>
    internal string? Source => _url ?? (_isPath && !IsPipe() ? RawPaths.Full(Name) : null);

    /// <summary>Opens the content, so that what is hashed is what is sent.</summary>
    /// <exception cref="PulseFileException">It cannot be read.</exception>
    /// <exception cref="OperationCanceledException">The run was stopped.</exception>
    internal async Task<DocumentContent> OpenAsync(CancellationToken cancellationToken)
    {
        if (_url is not null)
        {
            return DocumentContent.OfUrl(_url);
        }

        if (_stream is not null)
        {
            return await DocumentContent.SpoolAsync(() => _stream, Name, Name, isOurs: false, cancellationToken).ConfigureAwait(false);
        }

        return !_isPath ? DocumentContent.OfFile(_file!, Name)
            : IsPipe() ? await DocumentContent.SpoolAsync(() => PulseFile.OpenPath(Name), Name, _file!.FileName, isOurs: true, cancellationToken).ConfigureAwait(false)
            : DocumentContent.OfPath(PulseFile.OpenPath(Name), Name, _file!.FileName);
    }

    /// <summary>Pipes, devices, and what has a name only in this process.</summary>
    bool IsPipe()
    {
        try
        {
            return UnixFiles.Kind(Name) == UnixFileKind.Special || (!OperatingSystem.IsWindows() && (RawPaths.Full(Name).StartsWith("/dev/fd/", StringComparison.Ordinal) || RawPaths.Full(Name).StartsWith("/proc/self/fd/", StringComparison.Ordinal)));
        }
        catch (IOException exception)
        {
            throw new PulseFileException($"'{RawPaths.Readable(Name)}' cannot be read: {exception.Message}", exception);
        }
    }
}

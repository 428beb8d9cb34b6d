using System.Buffers;
using System.IO.Hashing;
using System.Text;

namespace Pulse.Client.Batch;

/// <summary>A document of a <see cref="BatchRunner"/>: a file, a URL or bytes.</summary>
public sealed class BatchDocument
{
    readonly PulseFile? _file;
    readonly string? _url;

    BatchDocument(string name, PulseFile? file, string? url)
    {
        Name = name;
        _file = file;
        _url = url;
    }

    /// <summary>The path, the URL, or the name that was given.</summary>
    public string Name { get; }

    /// <summary>A file on disk.</summary>
    public static BatchDocument FromPath(string path) => new(path, PulseFile.FromPath(path), null);

    /// <summary>A public or pre-signed URL that the service downloads.</summary>
    /// <exception cref="ArgumentException">It is not an absolute http or https URL.</exception>
    public static BatchDocument FromUrl(string url)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(url);
        return IsUrl(url) && Uri.TryCreate(url, UriKind.Absolute, out Uri? parsed) && parsed.Host.Length > 0
            ? new(url, null, url)
            : throw new ArgumentException($"'{url}' is not a usable http or https URL.", nameof(url));
    }

    /// <summary>Whether a name is meant as a URL, not as a path.</summary>
    internal static bool IsUrl(string name) => name.StartsWith("http://", StringComparison.OrdinalIgnoreCase) || name.StartsWith("https://", StringComparison.OrdinalIgnoreCase);

    /// <summary>Bytes in memory, which must not change until the run has ended.</summary>
    /// <param name="content">The bytes.</param>
    /// <param name="fileName">The name with its extension.</param>
    public static BatchDocument FromBytes(ReadOnlyMemory<byte> content, string fileName) => new(fileName, PulseFile.FromBytes(content, fileName), null);

    internal ExtractRequest Of(ExtractRequest options) => options with { File = _file, FileUrl = _url };

    /// <summary>What tells this document with these options from all others: its name, its content, and the options.</summary>
    /// <exception cref="PulseFileException">It cannot be read.</exception>
    internal async Task<string> KeyAsync(ReadOnlyMemory<byte> options, CancellationToken cancellationToken)
    {
        // Not against forgery but against changes: 128 bits, and no OpenSSL.
        XxHash128 hash = new();
        hash.Append(Encoding.UTF8.GetBytes(_file is null || _url is not null || !File.Exists(Name) ? Name : Path.GetFullPath(Name)));
        hash.Append([0]);
        hash.Append(options.Span);
        hash.Append([0]);
        if (_file is null)
        {
            return Convert.ToHexStringLower(hash.GetCurrentHash());
        }

        (Stream content, _) = _file.Open();
        byte[] buffer = ArrayPool<byte>.Shared.Rent(256 * 1024);
        try
        {
            await using (content.ConfigureAwait(false))
            {
                while (true)
                {
                    int read = await content.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
                    if (read == 0)
                    {
                        return Convert.ToHexStringLower(hash.GetCurrentHash());
                    }

                    hash.Append(buffer.AsSpan(0, read));
                }
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new PulseFileException($"'{Name}' cannot be read: {exception.Message}", exception);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}

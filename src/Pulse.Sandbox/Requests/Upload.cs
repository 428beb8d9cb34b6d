using System.Buffers;
using System.Security.Cryptography;

namespace Pulse.Sandbox.Requests;

/// <summary>A received document: in memory while it is small, otherwise in a temporary file that goes when this is disposed of.</summary>
sealed class Upload : IDisposable
{
    const int MemoryLimit = 4 * 1024 * 1024;
    const int BufferSize = 81920;

    readonly byte[]? _bytes;
    readonly FileStream? _file;

    Upload(string? fileName, string? contentType, byte[]? bytes, FileStream? file, long length, string sha256)
    {
        FileName = fileName;
        ContentType = contentType;
        _bytes = bytes;
        _file = file;
        Length = length;
        Sha256 = sha256;
    }

    /// <summary>The last segment of the name that the sender gave.</summary>
    public string? FileName { get; }

    /// <summary>The media type that the sender gave; not to be trusted.</summary>
    public string? ContentType { get; }

    public long Length { get; }

    /// <summary>Lower-case hexadecimal.</summary>
    public string Sha256 { get; }

    /// <summary>Bytes that are at hand.</summary>
    public static Upload FromBytes(byte[] bytes, string? fileName, string? contentType) =>
        new(LastSegment(fileName), contentType, bytes, null, bytes.Length, Requests.Sha256.Of(bytes));

    /// <summary>Stores a stream.</summary>
    /// <returns>The stored bytes, or null when there were more than <paramref name="limit"/>; the stream was read to its end all the same.</returns>
    public static async Task<Upload?> ReceiveAsync(
        Stream source, string? fileName, string? contentType, long limit, CancellationToken cancellation)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        byte[] buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        var memory = new MemoryStream();
        FileStream? file = null;
        long length = 0;
        bool kept = false;
        try
        {
            int count;
            while ((count = await source.ReadAsync(buffer, cancellation).ConfigureAwait(false)) > 0)
            {
                length += count;
                if (length > limit)
                {
                    // Read on: a sender that is cut off in the middle of its upload never sees the response.
                    continue;
                }

                hash.AppendData(buffer.AsSpan(0, count));
                if (file is null && length > MemoryLimit)
                {
                    file = CreateTemporaryFile();
                    memory.Position = 0;
                    await memory.CopyToAsync(file, cancellation).ConfigureAwait(false);
                    memory = new MemoryStream();
                }

                await ((Stream?)file ?? memory).WriteAsync(buffer.AsMemory(0, count), cancellation).ConfigureAwait(false);
            }

            if (length > limit)
            {
                return null;
            }

            kept = true;
            return new Upload(
                LastSegment(fileName), contentType, file is null ? memory.ToArray() : null, file, length,
                Convert.ToHexStringLower(hash.GetCurrentHash()));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
            if (!kept && file is not null)
            {
                await file.DisposeAsync().ConfigureAwait(false);
            }
        }
    }

    /// <summary>All bytes. Not thread-safe.</summary>
    public async Task<ReadOnlyMemory<byte>> ReadAllAsync(CancellationToken cancellation)
    {
        if (_file is null)
        {
            return _bytes;
        }

        byte[] bytes = new byte[Length];
        _file.Position = 0;
        await _file.ReadExactlyAsync(bytes, cancellation).ConfigureAwait(false);
        return bytes;
    }

    public void Dispose() => _file?.Dispose();

    static FileStream CreateTemporaryFile() => new(
        Path.Combine(Path.GetTempPath(), $"pulse-sandbox-{Environment.ProcessId}-{Guid.NewGuid():n}.upload"),
        new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            Options = FileOptions.Asynchronous | FileOptions.DeleteOnClose,
        });

    static string? LastSegment(string? name) =>
        string.IsNullOrEmpty(name) ? null : name[(name.LastIndexOfAny(['/', '\\']) + 1)..];
}

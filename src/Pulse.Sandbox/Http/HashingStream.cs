using System.Security.Cryptography;
using System.Text;

namespace Pulse.Sandbox.Http;

/// <summary>Passes a request body on, counting and hashing what goes by. Read-only, asynchronous only.</summary>
sealed class HashingStream(Stream inner) : Stream
{
    // Enough of a body to recognize it, and little enough to keep for thousands of requests.
    const int StartLength = 2048;

    readonly MemoryStream _start = new();
    readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    public long BytesRead { get; private set; }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => BytesRead;
        set => throw new NotSupportedException();
    }

    /// <summary>The SHA-256 of what was read so far, in lower-case hexadecimal.</summary>
    public string CurrentHash() => Convert.ToHexStringLower(_hash.GetCurrentHash());

    /// <summary>The beginning of the body, with a dot for each byte that is no readable character.</summary>
    public string StartAsText() =>
        string.Concat(Encoding.UTF8.GetString(_start.GetBuffer(), 0, (int)_start.Length).Select(c => (char.IsControl(c) && c is not ('\r' or '\n' or '\t')) || c == '\uFFFD' ? '.' : c));

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        int count = await inner.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        _hash.AppendData(buffer.Span[..count]);
        _start.Write(buffer.Span[..Math.Min(count, StartLength - (int)_start.Length)]);
        BytesRead += count;
        return count;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _hash.Dispose();
            _start.Dispose();
        }

        base.Dispose(disposing);
    }
}

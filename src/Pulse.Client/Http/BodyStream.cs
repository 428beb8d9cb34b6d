using Pulse.Client.Bodies;

namespace Pulse.Client.Http;

/// <summary>The way of one request body to its connection.</summary>
/// <param name="inner">The framework's stream, which stays open.</param>
/// <param name="watch">Says when the response has begun; null for short bodies.</param>
sealed class BodyStream(Stream inner, UploadWatch? watch) : Stream
{
    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    // 64 KB a minute is slow, and yet alive.
    const int SliceSize = 64 * 1024;

    /// <summary>How much of the body has come so far.</summary>
    internal long Written { get; private set; }

    public override void Flush() => inner.Flush();

    public override Task FlushAsync(CancellationToken cancellationToken) => inner.FlushAsync(cancellationToken);

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        Written += buffer.Length;
        inner.Write(buffer);
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (watch is null)
        {
            Written += buffer.Length;
            return inner.WriteAsync(buffer, cancellationToken);
        }

        return WriteSlicesAsync(watch, buffer, cancellationToken);
    }

    /// <summary>In parts, each of which is a sign of life.</summary>
    async ValueTask WriteSlicesAsync(UploadWatch answers, ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken)
    {
        while (!buffer.IsEmpty)
        {
            if (answers.IsAnswered)
            {
                throw new UploadAnsweredException();
            }

            ReadOnlyMemory<byte> slice = buffer[..Math.Min(buffer.Length, SliceSize)];
            buffer = buffer[slice.Length..];
            Written += slice.Length;
            await inner.WriteAsync(slice, cancellationToken).ConfigureAwait(false);
            ConnectionUse.Current?.Moved();
        }
    }

    /// <summary>Stands in for the rest of an answered body, which the connection drops: the framework counts what it was promised.</summary>
    internal async Task SkipAsync(long rest, CancellationToken cancellationToken)
    {
        byte[] nothing = new byte[(int)Math.Clamp(rest, 0, 1 << 20)];
        for (; rest > 0; rest -= nothing.Length)
        {
            await inner.WriteAsync(nothing.AsMemory(0, (int)Math.Min(rest, nothing.Length)), cancellationToken).ConfigureAwait(false);
        }
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();
}

/// <summary>Ends the reading of a document whose upload has been answered; never leaves <see cref="TrackedContent"/>.</summary>
sealed class UploadAnsweredException() : Exception("The response came before the request was sent.");

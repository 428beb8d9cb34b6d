using System.Numerics;
using System.Runtime.InteropServices;

namespace Pulse.Client.Bodies;

/// <summary>How far one of the attempts of a call has read a document, and what it read.</summary>
sealed class ContentPrint
{
    internal long Position { get; set; }

    internal uint Sum { get; set; }
}

/// <summary>
/// What one attempt reads of a document: as much as was announced, and the same as the attempts before. Otherwise it ends before
/// the request is complete, so that nothing else is accepted than what was meant.
/// </summary>
sealed class DocumentStream(Stream inner, string name) : ReadOnlyStream
{
    readonly long _start = inner.CanSeek ? inner.Position : 0;
    readonly long? _length = inner.CanSeek ? inner.Length - inner.Position : null;
    long _position;
    uint _sum;

    /// <summary>What the attempts before have read.</summary>
    internal ContentPrint Print { get; set; } = new();

    public override bool CanSeek => inner.CanSeek;

    public override long Length => _start + (_length ?? throw new NotSupportedException());

    public override long Position
    {
        get => _start + _position;
        set
        {
            inner.Position = value;
            _position = value - _start;
            _sum = 0;
        }
    }

    public override int Read(Span<byte> buffer)
    {
        if (Left(buffer.Length) is var count && count > 0)
        {
            return Seen(buffer[..count], inner.Read(buffer[..count]));
        }

        Span<byte> more = stackalloc byte[1];
        return buffer.IsEmpty ? 0 : End(inner.Read(more));
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        cancellationToken = cancellationToken.CanBeCanceled ? cancellationToken : UploadWatch.Current?.Stopped ?? cancellationToken;
        if (Left(buffer.Length) is var count && count > 0)
        {
            int read = await inner.ReadAsync(buffer[..count], cancellationToken).ConfigureAwait(false);
            return Seen(buffer.Span, read);
        }

        return buffer.IsEmpty ? 0 : End(await inner.ReadAsync(new byte[1], cancellationToken).ConfigureAwait(false));
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            inner.Dispose();
        }

        base.Dispose(disposing);
    }

    int Left(int wanted) => _length is { } length ? (int)Math.Min(wanted, length - _position) : wanted;

    int Seen(ReadOnlySpan<byte> buffer, int count)
    {
        if (count == 0)
        {
            return _length is null
                ? 0
                : throw new PulseFileException(FormattableString.Invariant($"'{name}' has become shorter while it was sent: {_position} bytes in place of {_length}. It was not sent whole."));
        }

        buffer = buffer[..count];
        int known = (int)Math.Clamp(Print.Position - _position, 0, count);
        Add(buffer[..known]);
        if (known > 0 && _position == Print.Position && _sum != Print.Sum)
        {
            throw new PulseFileException($"'{name}' was changed between two attempts to send it. It was not sent again.");
        }

        Add(buffer[known..]);
        if (_position > Print.Position)
        {
            (Print.Position, Print.Sum) = (_position, _sum);
        }

        return count;
    }

    int End(int more) => more == 0
        ? 0
        : throw new PulseFileException(FormattableString.Invariant($"'{name}' has become longer while it was sent: more than {_length} bytes. It was not sent whole."));

    void Add(ReadOnlySpan<byte> bytes)
    {
        _position += bytes.Length;
        foreach (ulong word in MemoryMarshal.Cast<byte, ulong>(bytes[..(bytes.Length & ~7)]))
        {
            _sum = BitOperations.Crc32C(_sum, word);
        }

        foreach (byte rest in bytes[(bytes.Length & ~7)..])
        {
            _sum = BitOperations.Crc32C(_sum, rest);
        }
    }
}

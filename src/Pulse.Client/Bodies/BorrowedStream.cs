namespace Pulse.Client.Bodies;

/// <summary>A stream of the caller's that is borrowed for one attempt: disposing it leaves the caller's open.</summary>
/// <param name="inner">The caller's stream.</param>
/// <param name="onRead">Called before each read.</param>
sealed class BorrowedStream(Stream inner, Action? onRead = null) : ReadOnlyStream
{
    public override bool CanSeek => inner.CanSeek;

    public override long Length => inner.Length;

    public override long Position
    {
        get => inner.Position;
        set => inner.Position = value;
    }

    public override int Read(Span<byte> buffer)
    {
        onRead?.Invoke();
        return inner.Read(buffer);
    }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        onRead?.Invoke();
        return inner.ReadAsync(buffer, cancellationToken);
    }
}

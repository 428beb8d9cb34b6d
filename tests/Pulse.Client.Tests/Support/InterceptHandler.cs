namespace Pulse.Client.Tests.Support;

/// <summary>Stands before the mock, which reads every request: for connections that are refused, hang, or are reset.</summary>
sealed class InterceptHandler(HttpMessageHandler inner, Func<int, HttpRequestMessage, Func<Task<HttpResponseMessage>>, CancellationToken, Task<HttpResponseMessage>> intercept) : DelegatingHandler(inner)
{
    int _calls;

    internal int Calls => Volatile.Read(ref _calls);

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        intercept(Interlocked.Increment(ref _calls), request, () => base.SendAsync(request, cancellationToken), cancellationToken);
}

/// <summary>A body that gives some bytes and then breaks.</summary>
sealed class BrokenStream(byte[] start, Func<CancellationToken, Task> end) : Stream
{
    int _position;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => _position;
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_position == start.Length)
        {
            await end(cancellationToken);
            return 0;
        }

        int count = Math.Min(buffer.Length, start.Length - _position);
        start.AsMemory(_position, count).CopyTo(buffer);
        _position += count;
        return count;
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}

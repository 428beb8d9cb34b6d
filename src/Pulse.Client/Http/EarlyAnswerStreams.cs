using System.Net.Sockets;

namespace Pulse.Client.Http;

/// <summary>A connection, which the framework knows how to poll. When HTTP/1.1 is spoken directly over it, early responses are read (<see cref="EarlyAnswers"/>).</summary>
sealed class EarlyAnswerSocket : NetworkStream, Connector.IDroppable
{
    readonly EarlyAnswers _answers;
    readonly Action<EarlyAnswerSocket> _forget;
    Action<Connector.IDroppable>? _forgetReusable;

    /// <summary>Takes over the socket.</summary>
    internal EarlyAnswerSocket(Socket socket, Action<EarlyAnswerSocket> forget)
        : base(socket, ownsSocket: true)
    {
        _answers = new EarlyAnswers(buffer => base.ReadAsync(buffer), buffer => base.WriteAsync(buffer));
        _forget = forget;
    }

    /// <summary>Whether HTTP/1.1 is spoken directly over it; otherwise it is what a TLS stream or a tunnel stands on.</summary>
    bool CarriesRequests => _forgetReusable is not null;

    internal void CarryRequests(Action<Connector.IDroppable> forget) => _forgetReusable = forget;

    public void DropIfIdle(TimeSpan longer)
    {
        if (_answers.TryDrop(longer))
        {
            Dispose();
        }
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer) =>
        CarriesRequests && !_answers.IsPlain ? EarlyAnswerStream.ReadBuffered(_answers, buffer) : Receive(buffer);

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        CarriesRequests ? _answers.ReadAsync(buffer) : base.ReadAsync(buffer, cancellationToken);

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        if (CarriesRequests)
        {
            _answers.Use();
            if (_answers.IsDropping)
            {
                return;
            }
        }

        try
        {
            Send(buffer);
        }
        catch (IOException) when (CarriesRequests && _answers.HasAnswerAsync().GetAwaiter().GetResult())
        {
            // What matters is in the response.
        }
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
        CarriesRequests ? _answers.WriteAsync(buffer) : base.WriteAsync(buffer, cancellationToken);

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _forget(this);
            _forgetReusable?.Invoke(this);
        }

        base.Dispose(disposing);
    }

    // What the base class does for itself; for classes derived from it, it would come back to the overload with the array.
    int Receive(Span<byte> buffer)
    {
        try
        {
            // This thread waits in the system. Left to Receive, the thread that polls the sockets would wake it, by an event made
            // for each wait, whose lock only the finalizer frees under NativeAOT.
            Socket.Poll(Timeout.Infinite, SelectMode.SelectRead);
            return Socket.Receive(buffer);
        }
        catch (SocketException exception)
        {
            throw new IOException(exception.Message, exception);
        }
    }

    void Send(ReadOnlySpan<byte> buffer)
    {
        try
        {
            Socket.Send(buffer);
        }
        catch (SocketException exception)
        {
            throw new IOException(exception.Message, exception);
        }
    }
}

/// <summary>The same over a stream of any kind, such as that of TLS.</summary>
sealed class EarlyAnswerStream : Stream, Connector.IDroppable
{
    readonly Stream _inner;
    readonly EarlyAnswers _answers;
    readonly Action<Connector.IDroppable> _forget;

    internal EarlyAnswerStream(Stream inner, Action<Connector.IDroppable> forget)
    {
        _inner = inner;
        _forget = forget;
        _answers = new EarlyAnswers(buffer => inner.ReadAsync(buffer), buffer => inner.WriteAsync(buffer));
    }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public void DropIfIdle(TimeSpan longer)
    {
        if (_answers.TryDrop(longer))
        {
            Dispose();
        }
    }

    /// <summary>A blocking read of what an asynchronous one may already have received.</summary>
    internal static int ReadBuffered(EarlyAnswers answers, Span<byte> buffer)
    {
        byte[] copy = new byte[buffer.Length];
        int count = answers.ReadAsync(copy).AsTask().GetAwaiter().GetResult();
        copy.AsSpan(0, count).CopyTo(buffer);
        return count;
    }

    public override void Flush() => _inner.Flush();

    public override Task FlushAsync(CancellationToken cancellationToken) => _inner.FlushAsync(cancellationToken);

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer) => _answers.IsPlain ? _inner.Read(buffer) : ReadBuffered(_answers, buffer);

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => _answers.ReadAsync(buffer);

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        _answers.Use();
        if (_answers.IsDropping)
        {
            return;
        }

        try
        {
            _inner.Write(buffer);
        }
        catch (IOException) when (_answers.HasAnswerAsync().GetAwaiter().GetResult())
        {
            // What matters is in the response.
        }
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) => _answers.WriteAsync(buffer);

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override async ValueTask DisposeAsync()
    {
        _forget(this);
        await _inner.DisposeAsync().ConfigureAwait(false);
        await base.DisposeAsync().ConfigureAwait(false);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _forget(this);
            _inner.Dispose();
        }

        base.Dispose(disposing);
    }
}

using System.Net.Sockets;

namespace Pulse.Client.Http;

/// <summary>A connection, which the framework knows how to poll. When HTTP/1.1 is spoken directly over it, early responses are read (<see cref="EarlyAnswers"/>).</summary>
sealed class EarlyAnswerSocket : NetworkStream, Connector.IDroppable
{
    [ThreadStatic]
    static EarlyAnswerSocket? t_flushed;

    readonly EarlyAnswers _answers;
    readonly Action<EarlyAnswerSocket> _forget;
    Action<Connector.IDroppable>? _forgetReusable;
    bool _isBlocking;
    bool _isLikelyReady;

    /// <summary>Takes over the socket.</summary>
    internal EarlyAnswerSocket(Socket socket, Action<EarlyAnswerSocket> forget)
        : base(socket, ownsSocket: true)
    {
        _answers = new EarlyAnswers(buffer => ReceiveAsync(buffer, CancellationToken.None), buffer => SendAsync(buffer, CancellationToken.None));
        _forget = forget;
    }

    /// <summary>The connection that a stream stands on; null when that is something else, such as a tunnel.</summary>
    internal static EarlyAnswerSocket? Under(Stream stream)
    {
        // A stream does not tell what it stands on, but TLS flushes it.
        t_flushed = null;
        stream.Flush();
        EarlyAnswerSocket? found = t_flushed;
        t_flushed = null;
        return found;
    }

    /// <summary>Whether HTTP/1.1 is spoken directly over it; otherwise it is what a TLS stream or a tunnel stands on.</summary>
    bool CarriesRequests => _forgetReusable is not null;

    public override void Flush() => t_flushed = this;

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
        CarriesRequests ? _answers.ReadAsync(buffer) : ReceiveAsync(buffer, cancellationToken);

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
        CarriesRequests ? _answers.WriteAsync(buffer) : SendAsync(buffer, cancellationToken);

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _forget(this);
            _forgetReusable?.Invoke(this);
        }

        base.Dispose(disposing);
    }

    int Receive(Span<byte> buffer)
    {
        _isBlocking = true;
        try
        {
            if (buffer.IsEmpty)
            {
                // TLS waits so before it takes a buffer.
                BlockingSockets.Current.Wait(Socket);
                _isLikelyReady = true;
                return 0;
            }

            int received = BlockingSockets.Current.Receive(Socket, buffer, _isLikelyReady);
            _isLikelyReady = received == buffer.Length;
            return received;
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
            BlockingSockets.Current.Send(Socket, buffer);
        }
        catch (SocketException exception)
        {
            throw new IOException(exception.Message, exception);
        }
    }

    ValueTask<int> ReceiveAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        MakeAsynchronous();
        return base.ReadAsync(buffer, cancellationToken);
    }

    ValueTask SendAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken)
    {
        MakeAsynchronous();
        return base.WriteAsync(buffer, cancellationToken);
    }

    void MakeAsynchronous()
    {
        if (!_isBlocking)
        {
            return;
        }

        try
        {
            BlockingSockets.Current.MakeAsynchronous(Socket);
            _isBlocking = false;
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

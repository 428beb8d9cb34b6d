using System.Net;
using System.Net.Sockets;

namespace Pulse.Client.Http;

/// <summary>A connection whose early answers are read (<see cref="EarlyAnswers"/>): plain ones, which stay what the framework knows how to poll.</summary>
sealed class EarlyAnswerSocket : NetworkStream
{
    readonly EarlyAnswers _answers;

    /// <summary>Takes over the socket.</summary>
    internal EarlyAnswerSocket(Socket socket)
        : base(socket, ownsSocket: true) =>
        _answers = new EarlyAnswers(buffer => base.ReadAsync(buffer), buffer => base.WriteAsync(buffer));

    /// <summary>Whether HTTP/1.1 is spoken directly over it; otherwise it is what a TLS stream or a tunnel stands on.</summary>
    internal bool CarriesRequests { get; set; }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer) =>
        CarriesRequests && !_answers.IsPlain ? EarlyAnswerStream.ReadBuffered(_answers, buffer) : base.Read(buffer);

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        CarriesRequests ? _answers.ReadAsync(buffer) : base.ReadAsync(buffer, cancellationToken);

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        if (CarriesRequests && _answers.IsDropping)
        {
            return;
        }

        try
        {
            base.Write(buffer);
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
}

/// <summary>The same over a stream of any kind, such as that of TLS.</summary>
sealed class EarlyAnswerStream : Stream
{
    readonly Stream _inner;
    readonly EarlyAnswers _answers;

    internal EarlyAnswerStream(Stream inner)
    {
        _inner = inner;
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

    /// <summary>The filter of <see cref="SocketsHttpHandler.PlaintextStreamFilter"/>.</summary>
    internal static ValueTask<Stream> WatchAsync(SocketsHttpPlaintextStreamFilterContext context, CancellationToken cancellationToken)
    {
        // HTTP/2 reads while it writes; and what answers a CONNECT becomes the ground of another connection.
        Stream stream = context.PlaintextStream;
        if (context.NegotiatedHttpVersion != HttpVersion.Version11 || context.InitialRequestMessage.Method == HttpMethod.Connect)
        {
            return new(stream);
        }

        if (stream is not EarlyAnswerSocket socket)
        {
            return new(new EarlyAnswerStream(stream));
        }

        socket.CarriesRequests = true;
        return new(socket);
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
        await _inner.DisposeAsync().ConfigureAwait(false);
        await base.DisposeAsync().ConfigureAwait(false);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _inner.Dispose();
        }

        base.Dispose(disposing);
    }
}

namespace Pulse.Client.Http;

/// <summary>A response's body that tells its attempt whenever something of it arrives, so that a long one may take its time.</summary>
sealed class MovingContent : HttpContent
{
    readonly HttpContent _inner;
    readonly ConnectionUse _use;
    readonly bool _fromStart;

    MovingContent(HttpContent inner, ConnectionUse use, bool fromStart)
    {
        (_inner, _use, _fromStart) = (inner, use, fromStart);
        foreach (KeyValuePair<string, IEnumerable<string>> header in inner.Headers)
        {
            Headers.TryAddWithoutValidation(header.Key, header.Value);
        }
    }

    /// <summary>Watches the body of a response: of a file from its start, of another from where it is long.</summary>
    internal static void Watch(HttpResponseMessage response, ConnectionUse use, bool isTransfer)
    {
        if (isTransfer || response.Content.Headers.ContentLength is null or > BodyReader.LargeBody)
        {
            response.Content = new MovingContent(response.Content, use, isTransfer);
        }
    }

    protected override Task SerializeToStreamAsync(Stream stream, System.Net.TransportContext? context) => _inner.CopyToAsync(stream, context);

    protected override Stream CreateContentReadStream(CancellationToken cancellationToken) => new Moving(_inner.ReadAsStream(cancellationToken), _use, _fromStart);

    protected override async Task<Stream> CreateContentReadStreamAsync() => await CreateContentReadStreamAsync(CancellationToken.None).ConfigureAwait(false);

    protected override async Task<Stream> CreateContentReadStreamAsync(CancellationToken cancellationToken) =>
        new Moving(await _inner.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false), _use, _fromStart);

    protected override bool TryComputeLength(out long length)
    {
        length = _inner.Headers.ContentLength ?? 0;
        return _inner.Headers.ContentLength is not null;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _inner.Dispose();
        }

        base.Dispose(disposing);
    }

    sealed class Moving(Stream inner, ConnectionUse use, bool fromStart) : Stream
    {
        long _received = fromStart ? BodyReader.LargeBody : 0;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override void Flush()
        {
        }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override int Read(Span<byte> buffer) => Moved(inner.Read(buffer));

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            Moved(await inner.ReadAsync(buffer, cancellationToken).ConfigureAwait(false));

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override async ValueTask DisposeAsync()
        {
            await inner.DisposeAsync().ConfigureAwait(false);
            await base.DisposeAsync().ConfigureAwait(false);
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                inner.Dispose();
            }

            base.Dispose(disposing);
        }

        int Moved(int count)
        {
            _received += count;
            if (count > 0 && _received >= BodyReader.LargeBody)
            {
                use.Moved();
            }

            return count;
        }
    }
}

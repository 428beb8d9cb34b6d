using Pulse.Client.Bodies;

namespace Pulse.Client.Http;

/// <summary>A response's body that tells its attempt whenever something of it arrives, so that a long one may take its time.</summary>
sealed class MovingContent : WrappedContent
{
    readonly ConnectionUse _use;
    readonly bool _fromStart;

    MovingContent(HttpContent inner, ConnectionUse use, bool fromStart)
        : base(inner) => (_use, _fromStart) = (use, fromStart);

    /// <summary>Watches the body of a response: of a file from its start, of another from where it is long.</summary>
    internal static void Watch(HttpResponseMessage response, ConnectionUse use, bool isTransfer)
    {
        if (isTransfer || response.Content.Headers.ContentLength is null or > PoolThread.LargeBody)
        {
            response.Content = new MovingContent(response.Content, use, isTransfer);
        }
    }

    protected override Task SerializeToStreamAsync(Stream stream, System.Net.TransportContext? context) => Inner.CopyToAsync(stream, context);

    protected override Stream CreateContentReadStream(CancellationToken cancellationToken) => new Moving(Inner.ReadAsStream(cancellationToken), _use, _fromStart);

    protected override async Task<Stream> CreateContentReadStreamAsync() => await CreateContentReadStreamAsync(CancellationToken.None).ConfigureAwait(false);

    protected override async Task<Stream> CreateContentReadStreamAsync(CancellationToken cancellationToken) =>
        new Moving(await Inner.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false), _use, _fromStart);

    sealed class Moving(Stream inner, ConnectionUse use, bool fromStart) : ReadOnlyStream
    {
        long _received = fromStart ? PoolThread.LargeBody : 0;

        public override int Read(Span<byte> buffer) => Moved(inner.Read(buffer));

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            Moved(await inner.ReadAsync(buffer, cancellationToken).ConfigureAwait(false));

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
            if (count > 0 && _received >= PoolThread.LargeBody)
            {
                use.Moved();
            }

            return count;
        }
    }
}

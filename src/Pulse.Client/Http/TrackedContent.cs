using System.Net;

namespace Pulse.Client.Http;

/// <summary>
/// Knows how much of a submit has left us. A submit of which the last byte was never handed over cannot have been accepted;
/// one that was sent wholly may have been, whatever happened to the answer.
/// </summary>
sealed class TrackedContent : HttpContent
{
    readonly HttpContent _inner;

    internal TrackedContent(HttpContent inner)
    {
        _inner = inner;
        foreach (KeyValuePair<string, IEnumerable<string>> header in inner.Headers)
        {
            Headers.TryAddWithoutValidation(header.Key, header.Value);
        }
    }

    internal bool Started { get; private set; }

    internal bool Completed { get; private set; }

    /// <summary>Whether it cannot be made a second time: it has a stream that was read and cannot seek.</summary>
    internal bool IsUsedUp => _inner is MultipartForm { IsUsedUp: true };

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        Started = true;
        await _inner.CopyToAsync(stream, context, cancellationToken).ConfigureAwait(false);
        Completed = true;
    }

    protected override void SerializeToStream(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        Started = true;
        _inner.CopyTo(stream, context, cancellationToken);
        Completed = true;
    }

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
}

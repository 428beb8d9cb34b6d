using System.Net;
using Pulse.Client.Bodies;

namespace Pulse.Client.Http;

/// <summary>
/// Knows how much of a submit has left us. A submit of which the last byte was never handed over cannot have been accepted;
/// one that was sent completely may have been, whatever happened to the response.
/// </summary>
sealed class TrackedContent : WrappedContent
{

    internal TrackedContent(HttpContent inner)
        : base(inner)
    {
    }

    // Up to here a request fits into what the system buffers: it is sent whatever the server does, and then the response is read.
    const long LongBody = 64 * 1024;

    internal bool Started { get; private set; }

    /// <summary>Whether the response may come before all of it is sent.</summary>
    internal bool IsLong => !TryComputeLength(out long length) || length > LongBody;

    internal bool Completed { get; private set; }

    /// <summary>Whether it cannot be made a second time: it has a stream that was read and cannot seek.</summary>
    internal bool IsUsedUp => Inner is MultipartForm { IsUsedUp: true };

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        Started = true;
        UploadWatch? watch = IsLong ? new UploadWatch(cancellationToken) : null;

        // Ends with this method.
        UploadWatch.Current = watch;
        BodyStream body = new(stream, watch);
        await using (body.ConfigureAwait(false))
        {
            try
            {
                await Inner.CopyToAsync(body, context, cancellationToken).ConfigureAwait(false);
            }
            catch (UploadAnsweredException)
            {
                // The response is there; the rest of the document need not even be read.
                await body.SkipAsync(TryComputeLength(out long length) ? length - body.Written : 0, cancellationToken).ConfigureAwait(false);
            }
        }

        watch?.Finish();

        Completed = true;
        ConnectionUse.Current?.Sent(isLong: watch is not null);
    }

    protected override void SerializeToStream(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        Started = true;
        Inner.CopyTo(stream, context, cancellationToken);
        Completed = true;
        ConnectionUse.Current?.Sent(isLong: false);
    }
}

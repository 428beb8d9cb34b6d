namespace Pulse.Client.Http;

/// <summary>A handler that belongs to somebody else: it stays open when what is built on it is disposed of.</summary>
sealed class BorrowedHandler(HttpMessageHandler inner) : DelegatingHandler(inner)
{
    // The base class would dispose of the inner handler, if it was told to.
    protected override void Dispose(bool disposing) => base.Dispose(disposing: false);
}

namespace Pulse.Client.Extensions.Http;

/// <summary>A handler of the application's at the end of the factory's pipeline: it stays open when the factory renews that.</summary>
sealed class LentHandler : DelegatingHandler
{
    internal LentHandler(HttpMessageHandler inner)
        : base(inner)
    {
    }

    // The base class would dispose the inner handler, if it was told to.
    protected override void Dispose(bool disposing) => base.Dispose(disposing: false);
}

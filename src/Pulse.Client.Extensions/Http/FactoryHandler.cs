namespace Pulse.Client.Extensions.Http;

/// <summary>
/// Sends each request through the factory's pipeline of the moment. The client lives as long as the application, so a
/// pipeline that it held on to would never be renewed.
/// </summary>
sealed class FactoryHandler(IHttpMessageHandlerFactory factory, string name) : HttpMessageHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        // The factory owns the pipeline, and keeps it open while somebody refers to it.
        HttpMessageHandler pipeline = factory.CreateHandler(name);
        using HttpMessageInvoker invoker = new(pipeline, disposeHandler: false);
        return await invoker.SendAsync(request, cancellationToken).ConfigureAwait(false);
    }
}

using Refit;

namespace Pulse.Client.Api;

/// <summary>The portal in which webhook endpoints and secrets are managed.</summary>
interface IWebhookApi
{
    [Post("/webhook")]
    Task<HttpResponseMessage> CreateLinkAsync(CancellationToken cancellationToken);
}

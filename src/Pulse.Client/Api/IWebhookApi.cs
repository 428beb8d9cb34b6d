using Refit;

namespace Pulse.Client.Api;

/// <summary>The portal in which webhook endpoints and secrets are managed.</summary>
interface IWebhookApi
{
    const string LinkPath = "/webhook";

    [Post(LinkPath)]
    Task<HttpResponseMessage> CreateLinkAsync(CancellationToken cancellationToken);
}

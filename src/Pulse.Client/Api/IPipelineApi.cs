using Refit;

namespace Pulse.Client.Api;

/// <summary>Several steps in one call.</summary>
interface IPipelineApi
{
    [Post("/pipeline/execute")]
    Task<HttpResponseMessage> ExecuteAsync([Body] HttpContent request, CancellationToken cancellationToken);
}

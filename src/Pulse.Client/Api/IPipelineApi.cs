using Refit;

namespace Pulse.Client.Api;

/// <summary>Several steps in one call.</summary>
interface IPipelineApi
{
    const string ExecutePath = "/pipeline/execute";

    [Post(ExecutePath)]
    Task<HttpResponseMessage> ExecuteAsync([Body] HttpContent request, CancellationToken cancellationToken);
}

using Refit;

namespace Pulse.Client.Api;

/// <summary>Splitting a stored extraction into topics.</summary>
interface ISplitApi
{
    const string SplitPath = "/split";

    [Post(SplitPath)]
    Task<HttpResponseMessage> SplitAsync([Body] HttpContent request, CancellationToken cancellationToken);
}

using Refit;

namespace Pulse.Client.Api;

/// <summary>Splitting a stored extraction into topics.</summary>
interface ISplitApi
{
    [Post("/split")]
    Task<HttpResponseMessage> SplitAsync([Body] HttpContent request, CancellationToken cancellationToken);
}

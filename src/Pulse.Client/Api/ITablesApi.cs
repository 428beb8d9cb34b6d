using Refit;

namespace Pulse.Client.Api;

/// <summary>Tables of a stored extraction.</summary>
interface ITablesApi
{
    [Post("/tables")]
    Task<HttpResponseMessage> TablesAsync([Body] HttpContent request, CancellationToken cancellationToken);
}

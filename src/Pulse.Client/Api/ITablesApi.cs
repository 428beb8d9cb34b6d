using Refit;

namespace Pulse.Client.Api;

/// <summary>Tables of a stored extraction.</summary>
interface ITablesApi
{
    const string TablesPath = "/tables";

    [Post(TablesPath)]
    Task<HttpResponseMessage> TablesAsync([Body] HttpContent request, CancellationToken cancellationToken);
}

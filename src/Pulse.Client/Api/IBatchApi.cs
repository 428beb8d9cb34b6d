using Refit;

namespace Pulse.Client.Api;

/// <summary>Work on many documents at once; each answers with a job.</summary>
interface IBatchApi
{
    [Post("/batch/extract")]
    Task<HttpResponseMessage> ExtractAsync([Body] HttpContent request, CancellationToken cancellationToken);

    [Post("/batch/schema")]
    Task<HttpResponseMessage> SchemaAsync([Body] HttpContent request, CancellationToken cancellationToken);

    [Post("/batch/split")]
    Task<HttpResponseMessage> SplitAsync([Body] HttpContent request, CancellationToken cancellationToken);

    [Post("/batch/tables")]
    Task<HttpResponseMessage> TablesAsync([Body] HttpContent request, CancellationToken cancellationToken);
}

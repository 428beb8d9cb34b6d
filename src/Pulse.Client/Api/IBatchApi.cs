using Refit;

namespace Pulse.Client.Api;

/// <summary>Work on many documents at once; each responds with a job.</summary>
interface IBatchApi
{
    const string ExtractPath = "/batch/extract";
    const string SchemaPath = "/batch/schema";
    const string SplitPath = "/batch/split";
    const string TablesPath = "/batch/tables";

    [Post(ExtractPath)]
    Task<HttpResponseMessage> ExtractAsync([Body] HttpContent request, CancellationToken cancellationToken);

    [Post(SchemaPath)]
    Task<HttpResponseMessage> SchemaAsync([Body] HttpContent request, CancellationToken cancellationToken);

    [Post(SplitPath)]
    Task<HttpResponseMessage> SplitAsync([Body] HttpContent request, CancellationToken cancellationToken);

    [Post(TablesPath)]
    Task<HttpResponseMessage> TablesAsync([Body] HttpContent request, CancellationToken cancellationToken);
}

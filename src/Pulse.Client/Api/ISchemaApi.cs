using Refit;

namespace Pulse.Client.Api;

/// <summary>Filling schemas from stored extractions and splits.</summary>
interface ISchemaApi
{
    [Post("/schema")]
    Task<HttpResponseMessage> SchemaAsync([Body] HttpContent request, CancellationToken cancellationToken);

    [Get("/schema/{schemaId}/excel")]
    Task<HttpResponseMessage> GetExcelAsync(string schemaId, CancellationToken cancellationToken);
}

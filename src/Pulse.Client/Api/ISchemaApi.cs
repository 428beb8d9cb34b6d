using Refit;

namespace Pulse.Client.Api;

/// <summary>Filling schemas from stored extractions and splits.</summary>
interface ISchemaApi
{
    const string SchemaPath = "/schema";
    const string ExcelPath = "/schema/{schemaId}/excel";

    [Post(SchemaPath)]
    Task<HttpResponseMessage> SchemaAsync([Body] HttpContent request, CancellationToken cancellationToken);

    [Get(ExcelPath)]
    Task<HttpResponseMessage> GetExcelAsync(string schemaId, CancellationToken cancellationToken);
}

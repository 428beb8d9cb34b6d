using Pulse.Client.Api;
using Pulse.Client.Requests;

namespace Pulse.Client.Endpoints;

/// <summary>One endpoint that takes a request, is billed, and answers with JSON.</summary>
/// <param name="Kind">The work, by which waits learn how long it takes.</param>
/// <param name="Name">For people and logs, for example <c>POST /split</c>.</param>
/// <param name="Send">Sends one attempt.</param>
sealed record Endpoint<TRequest>(string Kind, string Name, Func<PulseApis, HttpContent, CancellationToken, Task<HttpResponseMessage>> Send)
    where TRequest : class, IServiceRequest<TRequest>
{
    /// <summary>Whether it always answers with a job, never with a result.</summary>
    internal bool AlwaysAsync { get; init; }
}

/// <summary>The endpoints.</summary>
static class ServiceEndpoints
{
    internal static Endpoint<ExtractRequest> Extract { get; } = new("extract", "POST /extract", static (apis, body, token) => apis.Extract.ExtractAsync(body, token));

    internal static Endpoint<ExtractRequest> ExtractLegacy { get; } = new("extract", "POST /extract_async", static (apis, body, token) => apis.Extract.ExtractAsyncLegacy(body, token)) { AlwaysAsync = true };

    internal static Endpoint<SplitRequest> Split { get; } = new("split", "POST /split", static (apis, body, token) => apis.Split.SplitAsync(body, token));

    internal static Endpoint<SchemaRequest> Schema { get; } = new("schema", "POST /schema", static (apis, body, token) => apis.Schema.SchemaAsync(body, token));

    internal static Endpoint<TablesRequest> Tables { get; } = new("tables", "POST /tables", static (apis, body, token) => apis.Tables.TablesAsync(body, token));

    internal static Endpoint<BatchExtractRequest> BatchExtract { get; } = new("batch_extract", "POST /batch/extract", static (apis, body, token) => apis.Batch.ExtractAsync(body, token)) { AlwaysAsync = true };

    internal static Endpoint<BatchSchemaRequest> BatchSchema { get; } = new("batch_schema", "POST /batch/schema", static (apis, body, token) => apis.Batch.SchemaAsync(body, token)) { AlwaysAsync = true };

    internal static Endpoint<BatchSplitRequest> BatchSplit { get; } = new("batch_split", "POST /batch/split", static (apis, body, token) => apis.Batch.SplitAsync(body, token)) { AlwaysAsync = true };

    internal static Endpoint<BatchTablesRequest> BatchTables { get; } = new("batch_tables", "POST /batch/tables", static (apis, body, token) => apis.Batch.TablesAsync(body, token)) { AlwaysAsync = true };

    internal static Endpoint<PipelineRequest> Pipeline { get; } = new("pipeline", "POST /pipeline/execute", static (apis, body, token) => apis.Pipeline.ExecuteAsync(body, token));

    internal static Endpoint<FormDetectRequest> FormDetect { get; } = new("form_detect", "POST /form/detect", static (apis, body, token) => apis.Form.DetectAsync(body, token));

    internal static Endpoint<FormFillRequest> FormFill { get; } = new("form_fill", "POST /form/fill", static (apis, body, token) => apis.Form.FillAsync(body, token));

    internal static Endpoint<FormClearRequest> FormClear { get; } = new("form_clear", "POST /form/clear", static (apis, body, token) => apis.Form.ClearAsync(body, token));
}

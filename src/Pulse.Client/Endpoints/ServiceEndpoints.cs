using Pulse.Client.Api;
using Pulse.Client.Batch;

namespace Pulse.Client.Endpoints;

/// <summary>Every operation, described once. CONTRIBUTING.md says what a new one needs.</summary>
static class ServiceEndpoints
{
    internal static Endpoint<ExtractRequest> Extract { get; } = new Endpoint<ExtractRequest>(
        "extract", IExtractApi.ExtractPath, "Extracts a document.", static json => json.ExtractRequest, static (apis, body, token) => apis.Of<IExtractApi>().ExtractAsync(body, token))
    {
        Cost = "1 credit per page; 10 with pulse-ultra-2",
        Files = OperationFiles.One,
        Job = OperationJob.OnRequest,
        Process = OperationCalls.Extract,
    }.Returning<ExtractionResult>();

    internal static Endpoint<ExtractRequest> ExtractLegacy { get; } = new Endpoint<ExtractRequest>(
        "extract_async", IExtractApi.LegacyPath, "Submits a document to the service's older endpoint.", static json => json.ExtractRequest, static (apis, body, token) => apis.Of<IExtractApi>().ExtractAsyncLegacy(body, token))
    {
        WorkName = Extract.Name,
        Cost = Extract.Cost,
        Files = OperationFiles.One,
        Job = OperationJob.Always,
        IsDeprecated = true,
        Command = "",
    }.Returning<ExtractionResult>();

    internal static Endpoint<SplitRequest> Split { get; } = new Endpoint<SplitRequest>(
        "split", ISplitApi.SplitPath, "Assigns the pages of an extraction to topics.", static json => json.SplitRequest, static (apis, body, token) => apis.Of<ISplitApi>().SplitAsync(body, token))
    {
        Cost = "2 credits per page",
        Job = OperationJob.OnRequest,
    }.Returning<SplitResult>();

    internal static Endpoint<SchemaRequest> Schema { get; } = new Endpoint<SchemaRequest>(
        "schema", ISchemaApi.SchemaPath, "Fills in a JSON schema or a workbook from extractions or a split.", static json => json.SchemaRequest, static (apis, body, token) => apis.Of<ISchemaApi>().SchemaAsync(body, token))
    {
        Cost = "1 credit per page; 4 with effort",
        Job = OperationJob.OnRequest,
    }.Returning<SchemaResult>();

    internal static Endpoint<TablesRequest> Tables { get; } = new Endpoint<TablesRequest>(
        "tables", ITablesApi.TablesPath, "Finds the tables of an extraction.", static json => json.TablesRequest, static (apis, body, token) => apis.Of<ITablesApi>().TablesAsync(body, token))
    {
        Cost = "0.25 credits per table; 0.5 with merge",
        Job = OperationJob.OnRequest,
    }.Returning<TablesResult>();

    internal static Endpoint<BatchExtractRequest> BatchExtract { get; } = new Endpoint<BatchExtractRequest>(
        "batch_extract", IBatchApi.ExtractPath, "Extracts many documents, given as files (sent inside the request), URLs or a folder in S3.", static json => json.BatchExtractRequest, static (apis, body, token) => apis.Of<IBatchApi>().ExtractAsync(body, token))
    {
        Cost = "as extract, for each document",
        Group = OperationGroup.Batch,
        Job = OperationJob.Always,
        Submission = typeof(BatchSubmission),
    }.Returning<BatchResult>();

    internal static Endpoint<BatchSchemaRequest> BatchSchema { get; } = new Endpoint<BatchSchemaRequest>(
        "batch_schema", IBatchApi.SchemaPath, "Fills in a schema for each of many extractions, or of many splits.", static json => json.BatchSchemaRequest, static (apis, body, token) => apis.Of<IBatchApi>().SchemaAsync(body, token))
    {
        Cost = "as schema, for each item",
        Group = OperationGroup.Batch,
        Job = OperationJob.Always,
        Submission = typeof(BatchSubmission),
    }.Returning<BatchResult>();

    internal static Endpoint<BatchSplitRequest> BatchSplit { get; } = new Endpoint<BatchSplitRequest>(
        "batch_split", IBatchApi.SplitPath, "Splits each of many extractions.", static json => json.BatchSplitRequest, static (apis, body, token) => apis.Of<IBatchApi>().SplitAsync(body, token))
    {
        Cost = "as split, for each extraction",
        Group = OperationGroup.Batch,
        Job = OperationJob.Always,
        Submission = typeof(BatchSubmission),
    }.Returning<BatchResult>();

    internal static Endpoint<BatchTablesRequest> BatchTables { get; } = new Endpoint<BatchTablesRequest>(
        "batch_tables", IBatchApi.TablesPath, "Finds the tables of each of many extractions.", static json => json.BatchTablesRequest, static (apis, body, token) => apis.Of<IBatchApi>().TablesAsync(body, token))
    {
        Cost = "as tables, for each extraction",
        Group = OperationGroup.Batch,
        Job = OperationJob.Always,
        Submission = typeof(BatchSubmission),
    }.Returning<BatchResult>();

    internal static Endpoint<PipelineRequest> Pipeline { get; } = new Endpoint<PipelineRequest>(
        "pipeline_execute", IPipelineApi.ExecutePath, "Runs the steps that the request names.", static json => json.PipelineRequest, static (apis, body, token) => apis.Of<IPipelineApi>().ExecuteAsync(body, token))
    {
        WorkName = "pipeline",
        Cost = "as its steps",
        Group = OperationGroup.Pipeline,
        Command = "pipeline run",
        Files = OperationFiles.Many,
        Job = OperationJob.OnRequest,
    }.Returning<PipelineResult>();

    internal static Endpoint<FormDetectRequest> FormDetect { get; } = new Endpoint<FormDetectRequest>(
        "form_detect", IFormApi.DetectPath, "Detects the fields of a form.", static json => json.FormDetectRequest, static (apis, body, token) => apis.Of<IFormApi>().DetectAsync(body, token))
    {
        Cost = "1 credit per page",
        Group = OperationGroup.Form,
        Files = OperationFiles.One,
        Job = OperationJob.OnRequest,
    }.Returning<FormResult>();

    internal static Endpoint<FormFillRequest> FormFill { get; } = new Endpoint<FormFillRequest>(
        "form_fill", IFormApi.FillPath, "Fills in fields of a form.", static json => json.FormFillRequest, static (apis, body, token) => apis.Of<IFormApi>().FillAsync(body, token))
    {
        Cost = "3 credits per page",
        Group = OperationGroup.Form,
        Files = OperationFiles.One,
        Job = OperationJob.OnRequest,
        MakesPdf = true,
    }.Returning<FormResult>();

    internal static Endpoint<FormClearRequest> FormClear { get; } = new Endpoint<FormClearRequest>(
        "form_clear", IFormApi.ClearPath, "Clears fields of a form.", static json => json.FormClearRequest, static (apis, body, token) => apis.Of<IFormApi>().ClearAsync(body, token))
    {
        Cost = "3 credits per page",
        Group = OperationGroup.Form,
        Files = OperationFiles.One,
        Job = OperationJob.OnRequest,
        MakesPdf = true,
    }.Returning<FormResult>();

    /// <summary>All of them, in the order of the documentation.</summary>
    internal static IReadOnlyList<OperationDescription> All { get; } =
    [
        Extract,
        ExtractLegacy,
        Split,
        Schema,
        Tables,
        BatchExtract,
        BatchSchema,
        BatchSplit,
        BatchTables,
        Pipeline,
        FormDetect,
        FormFill,
        FormClear,
        new PlainOperation("get_large_result", "GET", IResultsApi.LargeResultPath, "Fetches a large result, which can be fetched only once.", OperationCalls.GetLargeResult)
        {
            Arguments = ["job_id"],
            Command = "",
            Result = typeof(ExtractionResult),
        },
        new PlainOperation("get_result_pdf", "GET", IResultsApi.PdfPath, "Fetches the PDF that a job has produced.", OperationCalls.GetResultPdf)
        {
            Group = OperationGroup.Results,
            Method = "get_pdf",
            Command = "result pdf",
            Arguments = ["job_id"],
            IsDownload = true,
        },
        new PlainOperation("get_result_image", "GET", IResultsApi.ImagePath, "Fetches an image of a job's result.", OperationCalls.GetResultImage)
        {
            Group = OperationGroup.Results,
            Method = "get_image",
            Command = "result image",
            Arguments = ["job_id", "filename"],
            IsDownload = true,
        },
        new PlainOperation("get_schema_excel", "GET", ISchemaApi.ExcelPath, "Fetches the workbook of a schema's result.", OperationCalls.GetSchemaExcel)
        {
            Command = "schema excel",
            Arguments = ["schema_id"],
            IsDownload = true,
        },
        new PlainOperation("get_job", "GET", IJobsApi.JobPath, "Reads a job once, whatever its status.", OperationCalls.GetJob)
        {
            Group = OperationGroup.Jobs,
            Command = "job get",
            Arguments = ["job_id"],
        },
        new PlainOperation("cancel_job", "DELETE", IJobsApi.JobPath, "Asks the service to cancel a job. Pages done so far are billed.", OperationCalls.CancelJob)
        {
            Group = OperationGroup.Jobs,
            Command = "job cancel",
            Arguments = ["job_id"],
        },
        new PlainOperation(BatchOperation.Name, "", "", "Extracts many documents, each exactly once, even if the process is restarted.", BatchOperation.Prepare)
        {
            Cost = "as extract, for each document",
            Command = "extract",
        },
        new PlainOperation("create_webhook_link", "POST", IWebhookApi.LinkPath, "Creates a link to the page where webhooks are managed.", OperationCalls.CreateWebhookLink)
        {
            Group = OperationGroup.Webhooks,
            Result = typeof(WebhookLink),
            Command = "webhook link",
        },
    ];
}

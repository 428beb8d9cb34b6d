using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Pulse.Client.Batch;
using Pulse.Client.Requests;
using Pulse.Client.Results;

namespace Pulse.Client.Endpoints;

/// <summary>
/// All operations by name, for callers that have a request as JSON: the C interface, Python and the command line. The request
/// is read into its typed model and checked before anything is sent; errors name the field.
/// </summary>
static class Operations
{
    static readonly Dictionary<string, Func<string, ReadOnlyMemory<byte>, IReadOnlyList<PulseFile>, PreparedOperation>> s_all = new(StringComparer.Ordinal)
    {
        ["extract"] = Extract,
        ["submit_extract"] = static (name, json, files) => Submit(name, ServiceEndpoints.Extract, PulseJsonContext.Default.ExtractRequest, json, files),
        ["extract_async"] = static (name, json, files) => Submit(name, ServiceEndpoints.ExtractLegacy, PulseJsonContext.Default.ExtractRequest, json, files),
        ["split"] = static (name, json, files) => Process(name, ServiceEndpoints.Split, PulseJsonContext.Default.SplitRequest, json, files),
        ["submit_split"] = static (name, json, files) => Submit(name, ServiceEndpoints.Split, PulseJsonContext.Default.SplitRequest, json, files),
        ["schema"] = static (name, json, files) => Process(name, ServiceEndpoints.Schema, PulseJsonContext.Default.SchemaRequest, json, files),
        ["submit_schema"] = static (name, json, files) => Submit(name, ServiceEndpoints.Schema, PulseJsonContext.Default.SchemaRequest, json, files),
        ["tables"] = static (name, json, files) => Process(name, ServiceEndpoints.Tables, PulseJsonContext.Default.TablesRequest, json, files),
        ["submit_tables"] = static (name, json, files) => Submit(name, ServiceEndpoints.Tables, PulseJsonContext.Default.TablesRequest, json, files),
        ["batch_extract"] = static (name, json, files) => Submit(name, ServiceEndpoints.BatchExtract, PulseJsonContext.Default.BatchExtractRequest, json, files),
        ["batch_schema"] = static (name, json, files) => Submit(name, ServiceEndpoints.BatchSchema, PulseJsonContext.Default.BatchSchemaRequest, json, files),
        ["batch_split"] = static (name, json, files) => Submit(name, ServiceEndpoints.BatchSplit, PulseJsonContext.Default.BatchSplitRequest, json, files),
        ["batch_tables"] = static (name, json, files) => Submit(name, ServiceEndpoints.BatchTables, PulseJsonContext.Default.BatchTablesRequest, json, files),
        ["pipeline_execute"] = static (name, json, files) => Process(name, ServiceEndpoints.Pipeline, PulseJsonContext.Default.PipelineRequest, json, files),
        ["submit_pipeline_execute"] = static (name, json, files) => Submit(name, ServiceEndpoints.Pipeline, PulseJsonContext.Default.PipelineRequest, json, files),
        ["form_detect"] = static (name, json, files) => Process(name, ServiceEndpoints.FormDetect, PulseJsonContext.Default.FormDetectRequest, json, files),
        ["submit_form_detect"] = static (name, json, files) => Submit(name, ServiceEndpoints.FormDetect, PulseJsonContext.Default.FormDetectRequest, json, files),
        ["form_fill"] = static (name, json, files) => Process(name, ServiceEndpoints.FormFill, PulseJsonContext.Default.FormFillRequest, json, files),
        ["submit_form_fill"] = static (name, json, files) => Submit(name, ServiceEndpoints.FormFill, PulseJsonContext.Default.FormFillRequest, json, files),
        ["form_clear"] = static (name, json, files) => Process(name, ServiceEndpoints.FormClear, PulseJsonContext.Default.FormClearRequest, json, files),
        ["submit_form_clear"] = static (name, json, files) => Submit(name, ServiceEndpoints.FormClear, PulseJsonContext.Default.FormClearRequest, json, files),
        ["get_large_result"] = GetLargeResult,
        ["get_result_pdf"] = static (name, json, files) => Download(name, json, files, static arguments =>
        {
            string jobId = arguments.RequireJobId();
            return (client, token) => client.Results.GetPdfAsync(jobId, token);
        }),
        ["get_result_image"] = static (name, json, files) => Download(name, json, files, static arguments =>
        {
            if (arguments.ImageUrl is { } url && arguments is { JobId: null, FileName: null })
            {
                return (client, token) => client.Results.GetImageByUrlAsync(url, token);
            }

            string jobId = arguments.RequireJobId();
            Require.Text("filename", arguments.FileName);
            return (client, token) => client.Results.GetImageAsync(jobId, arguments.FileName!, token);
        }),
        ["get_schema_excel"] = static (name, json, files) => Download(name, json, files, static arguments =>
        {
            Require.Text("schema_id", arguments.SchemaId);
            string schemaId = JobIds.Check(arguments.SchemaId, "schema id", "schema_id");
            return (client, token) => client.GetSchemaExcelAsync(schemaId, token);
        }),
        ["cancel_job"] = CancelJob,
        ["run_documents"] = BatchOperation.Prepare,
        ["create_webhook_link"] = static (name, json, files) =>
        {
            Arguments(json, files);
            return new PreparedOperation(name, static async (client, token) => new(OperationAnswerKind.Result, await client.Webhooks.SendAsync(token).ConfigureAwait(false)));
        },
    };

    /// <summary>The names, in the order of the documentation.</summary>
    internal static IReadOnlyCollection<string> Names => s_all.Keys;

    internal static bool Knows(string name) => s_all.ContainsKey(name);

    /// <summary>Finds an operation, reads its request and checks it. Nothing is sent yet.</summary>
    /// <param name="name">For example <c>split</c>, or <c>submit_split</c> for its job.</param>
    /// <param name="requestJson">The request, an object; nothing stands for an empty one.</param>
    /// <param name="file">The document to upload, for operations that take one.</param>
    /// <exception cref="ArgumentException">There is no such operation, or the request is wrong; the message names the field.</exception>
    internal static PreparedOperation Prepare(string name, ReadOnlyMemory<byte> requestJson, PulseFile? file = null) =>
        Prepare(name, requestJson, file is null ? [] : [file]);

    /// <summary>The same with several documents, which <c>pipeline_execute</c> takes.</summary>
    internal static PreparedOperation Prepare(string name, ReadOnlyMemory<byte> requestJson, IReadOnlyList<PulseFile> files) =>
        s_all.TryGetValue(name, out Func<string, ReadOnlyMemory<byte>, IReadOnlyList<PulseFile>, PreparedOperation>? prepare)
            ? prepare(name, requestJson, files)
            : throw new ArgumentException($"operation '{name}' is none of {string.Join(", ", Names)}.");

    static TRequest Read<TRequest>(JsonTypeInfo<TRequest> type, ReadOnlyMemory<byte> json, IReadOnlyList<PulseFile> files)
        where TRequest : class, IServiceRequest<TRequest>, new()
    {
        TRequest request = RequestReader.Read(json, type);
        request = files.Count == 0 ? request : request.WithFiles(files);
        request.Validate();
        return request;
    }

    static PreparedOperation Extract(string name, ReadOnlyMemory<byte> json, IReadOnlyList<PulseFile> files)
    {
        ExtractRequest request = Read(PulseJsonContext.Default.ExtractRequest, json, files);
        return new(
            name,
            async (client, token) => OperationAnswer.Of(await client.ExtractAsync(request, token).ConfigureAwait(false)),
            (client, options, report, token) => client.ExtractForOutcomeAsync(request, options, report, token));
    }

    /// <summary>An operation that answers with its result, or with a job if the request says <c>async</c>.</summary>
    static PreparedOperation Process<TRequest>(string name, Endpoint<TRequest> endpoint, JsonTypeInfo<TRequest> type, ReadOnlyMemory<byte> json, IReadOnlyList<PulseFile> files)
        where TRequest : class, IServiceRequest<TRequest>, new()
    {
        TRequest request = Read(type, json, files);
        return new(
            name,
            async (client, token) =>
            {
                RawResult body = await client.Caller.SendAsync(endpoint, request, token).ConfigureAwait(false);
                return client.Caller.Submitted(endpoint, request, body) is { } submission
                    ? OperationAnswer.Of(submission)
                    : new OperationAnswer(OperationAnswerKind.Result, client.Caller.Usable(endpoint, body));
            },
            (client, options, report, token) => client.Caller.ForOutcomeAsync(endpoint, request, options, report, token));
    }

    static PreparedOperation Submit<TRequest>(string name, Endpoint<TRequest> endpoint, JsonTypeInfo<TRequest> type, ReadOnlyMemory<byte> json, IReadOnlyList<PulseFile> files)
        where TRequest : class, IServiceRequest<TRequest>, new()
    {
        TRequest request = Read(type, json, files);
        return new(
            name,
            async (client, token) => OperationAnswer.Of(await client.Caller.SubmitAsync(endpoint, request, token).ConfigureAwait(false)),
            (client, options, report, token) => client.Caller.ForOutcomeAsync(endpoint, request, options, report, token));
    }

    static PreparedOperation Download(
        string name,
        ReadOnlyMemory<byte> json,
        IReadOnlyList<PulseFile> files,
        Func<OperationArguments, Func<PulseClient, CancellationToken, Task<PulseDownload>>> prepare)
    {
        OperationArguments arguments = Arguments(json, files);
        Func<PulseClient, CancellationToken, Task<PulseDownload>> fetch = prepare(arguments);
        return new(name, async (client, token) =>
        {
            if (arguments.Path is null)
            {
                return new OperationAnswer(OperationAnswerKind.File, File: await fetch(client, token).ConfigureAwait(false));
            }

            await Downloads.SaveAsync(arguments.Path, () => fetch(client, token), token).ConfigureAwait(false);
            return new OperationAnswer(OperationAnswerKind.Done);
        });
    }

    static PreparedOperation GetLargeResult(string name, ReadOnlyMemory<byte> json, IReadOnlyList<PulseFile> files)
    {
        OperationArguments arguments = Arguments(json, files);
        Require.Text("job_id", arguments.JobId);
        return new(name, async (client, token) =>
        {
            if (arguments.Path is null)
            {
                return new OperationAnswer(OperationAnswerKind.Result, await client.GetLargeResultAsync(arguments.JobId!, token).ConfigureAwait(false));
            }

            await client.SaveLargeResultAsync(arguments.JobId!, arguments.Path, token).ConfigureAwait(false);
            return new OperationAnswer(OperationAnswerKind.Done);
        });
    }

    static PreparedOperation CancelJob(string name, ReadOnlyMemory<byte> json, IReadOnlyList<PulseFile> files)
    {
        string jobId = Arguments(json, files).RequireJobId();
        return new(name, async (client, token) =>
        {
            await client.Jobs.CancelAsync(jobId, token).ConfigureAwait(false);
            return new OperationAnswer(OperationAnswerKind.Done);
        });
    }

    static OperationArguments Arguments(ReadOnlyMemory<byte> json, IReadOnlyList<PulseFile> files)
    {
        if (files.Count > 0)
        {
            throw new ArgumentException("The request takes no file.", nameof(files));
        }

        OperationArguments arguments = RequestReader.Read(json, PulseJsonContext.Default.OperationArguments);
        if (arguments.AdditionalFields?.Keys.FirstOrDefault() is { } unknown)
        {
            throw Require.Wrong(unknown, "is not known");
        }

        Require.NotBlank("path", arguments.Path);
        return arguments;
    }
}

/// <summary>The arguments of operations that have no request body: ids, and where a file goes.</summary>
sealed record OperationArguments
{
    [JsonPropertyName("job_id")]
    public string? JobId { get; init; }

    [JsonPropertyName("schema_id")]
    public string? SchemaId { get; init; }

    [JsonPropertyName("filename")]
    public string? FileName { get; init; }

    [JsonPropertyName("image_url")]
    public string? ImageUrl { get; init; }

    /// <summary>Where the file goes; without it, it stays in memory.</summary>
    [JsonPropertyName("path")]
    public string? Path { get; init; }

    /// <summary>Nothing is sent of it, so that what is not known is refused.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalFields { get; set; }

    internal string RequireJobId()
    {
        Require.Text("job_id", JobId);
        return JobIds.Check(JobId);
    }
}

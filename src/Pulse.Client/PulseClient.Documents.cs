using Pulse.Client.Endpoints;
using Pulse.Client.Transfers;
using Pulse.Client.Results;

namespace Pulse.Client;

/// <content>What is done with an extraction that the service has stored: splits, schemas, tables.</content>
public sealed partial class PulseClient
{
    /// <summary>Finds the pages of each topic and waits for the response: <c>POST /split</c>, processed synchronously.</summary>
    /// <param name="request">What is done.</param>
    /// <param name="cancellationToken">Ends the call at once; the service may go on, and bill.</param>
    /// <exception cref="ArgumentException">The request is wrong; the message names the field. Nothing was sent.</exception>
    /// <exception cref="PulseOutcomeUnknownException">The request was sent, and no response came.</exception>
    /// <exception cref="PulseException">See its <see cref="PulseException.Code"/>.</exception>
    public Task<SplitResult> SplitAsync(SplitRequest request, CancellationToken cancellationToken = default) =>
        Invoker.ProcessAsync<SplitRequest, SplitResult>(ServiceEndpoints.Split, request, cancellationToken);

    /// <summary>Submits a split: <c>POST /split</c> with <c>async</c>. Wait for the job with <see cref="JobsClient.WaitAsync{TResult}"/>.</summary>
    /// <param name="request">What is done.</param>
    /// <param name="cancellationToken">Ends the call at once.</param>
    /// <exception cref="ArgumentException">The request is wrong; the message names the field. Nothing was sent.</exception>
    /// <exception cref="PulseOutcomeUnknownException">The request was sent, and no response came: a job may exist. It is not sent again.</exception>
    /// <exception cref="PulseException">See its <see cref="PulseException.Code"/>.</exception>
    public Task<JobSubmission> SubmitSplitAsync(SplitRequest request, CancellationToken cancellationToken = default) =>
        Invoker.SubmitAsync(ServiceEndpoints.Split, request, cancellationToken);

    /// <summary>Submits a split, waits for the job and reads its result. The limit of the wait begins with the submit.</summary>
    /// <param name="request">What is done.</param>
    /// <param name="options">Default: the documented polling strategy, at most 30 minutes.</param>
    /// <param name="progress">Receives changes of the status; the first one brings the job's id.</param>
    /// <param name="cancellationToken">Stops waiting; the job may go on.</param>
    /// <exception cref="ArgumentException">The request is wrong; the message names the field. Nothing was sent.</exception>
    /// <exception cref="PulseJobException">The job failed, was canceled or has expired.</exception>
    /// <exception cref="PulseTimeoutException">The wait timed out; the job may still run.</exception>
    /// <exception cref="PulseWaitStoppedException">The wait was stopped; the job may still run.</exception>
    /// <exception cref="PulseException">See its <see cref="PulseException.Code"/>.</exception>
    public Task<SplitResult> SplitAndWaitAsync(SplitRequest request, WaitOptions? options = null, IProgress<WaitProgress>? progress = null, CancellationToken cancellationToken = default) =>
        Invoker.AndWaitAsync<SplitRequest, SplitResult>(ServiceEndpoints.Split, request, options, progress, cancellationToken);

    /// <summary>Fills a schema, or one for each topic of a split, and waits for the response: <c>POST /schema</c>, processed synchronously.</summary>
    /// <param name="request">What is done.</param>
    /// <param name="cancellationToken">Ends the call at once; the service may go on, and bill.</param>
    /// <exception cref="ArgumentException">The request is wrong; the message names the field. Nothing was sent.</exception>
    /// <exception cref="PulseOutcomeUnknownException">The request was sent, and no response came.</exception>
    /// <exception cref="PulseException">See its <see cref="PulseException.Code"/>.</exception>
    public Task<SchemaResult> SchemaAsync(SchemaRequest request, CancellationToken cancellationToken = default) =>
        Invoker.ProcessAsync<SchemaRequest, SchemaResult>(ServiceEndpoints.Schema, request, cancellationToken);

    /// <summary>Submits a schema: <c>POST /schema</c> with <c>async</c>. Wait for the job with <see cref="JobsClient.WaitAsync{TResult}"/>.</summary>
    /// <param name="request">What is done.</param>
    /// <param name="cancellationToken">Ends the call at once.</param>
    /// <exception cref="ArgumentException">The request is wrong; the message names the field. Nothing was sent.</exception>
    /// <exception cref="PulseOutcomeUnknownException">The request was sent, and no response came: a job may exist. It is not sent again.</exception>
    /// <exception cref="PulseException">See its <see cref="PulseException.Code"/>.</exception>
    public Task<JobSubmission> SubmitSchemaAsync(SchemaRequest request, CancellationToken cancellationToken = default) =>
        Invoker.SubmitAsync(ServiceEndpoints.Schema, request, cancellationToken);

    /// <summary>Submits a schema, waits for the job and reads its result. The limit of the wait begins with the submit.</summary>
    /// <param name="request">What is done.</param>
    /// <param name="options">Default: the documented polling strategy, at most 30 minutes.</param>
    /// <param name="progress">Receives changes of the status; the first one brings the job's id.</param>
    /// <param name="cancellationToken">Stops waiting; the job may go on.</param>
    /// <exception cref="ArgumentException">The request is wrong; the message names the field. Nothing was sent.</exception>
    /// <exception cref="PulseJobException">The job failed, was canceled or has expired.</exception>
    /// <exception cref="PulseTimeoutException">The wait timed out; the job may still run.</exception>
    /// <exception cref="PulseWaitStoppedException">The wait was stopped; the job may still run.</exception>
    /// <exception cref="PulseException">See its <see cref="PulseException.Code"/>.</exception>
    public Task<SchemaResult> SchemaAndWaitAsync(SchemaRequest request, WaitOptions? options = null, IProgress<WaitProgress>? progress = null, CancellationToken cancellationToken = default) =>
        Invoker.AndWaitAsync<SchemaRequest, SchemaResult>(ServiceEndpoints.Schema, request, options, progress, cancellationToken);

    /// <summary>Finds the tables of a stored extraction and waits for the response: <c>POST /tables</c>, processed synchronously.</summary>
    /// <param name="request">What is done.</param>
    /// <param name="cancellationToken">Ends the call at once; the service may go on, and bill.</param>
    /// <exception cref="ArgumentException">The request is wrong; the message names the field. Nothing was sent.</exception>
    /// <exception cref="PulseOutcomeUnknownException">The request was sent, and no response came.</exception>
    /// <exception cref="PulseException">See its <see cref="PulseException.Code"/>.</exception>
    public Task<TablesResult> TablesAsync(TablesRequest request, CancellationToken cancellationToken = default) =>
        Invoker.ProcessAsync<TablesRequest, TablesResult>(ServiceEndpoints.Tables, request, cancellationToken);

    /// <summary>Submits a search for tables: <c>POST /tables</c> with <c>async</c>. Wait for the job with <see cref="JobsClient.WaitAsync{TResult}"/>.</summary>
    /// <param name="request">What is done.</param>
    /// <param name="cancellationToken">Ends the call at once.</param>
    /// <exception cref="ArgumentException">The request is wrong; the message names the field. Nothing was sent.</exception>
    /// <exception cref="PulseOutcomeUnknownException">The request was sent, and no response came: a job may exist. It is not sent again.</exception>
    /// <exception cref="PulseException">See its <see cref="PulseException.Code"/>.</exception>
    public Task<JobSubmission> SubmitTablesAsync(TablesRequest request, CancellationToken cancellationToken = default) =>
        Invoker.SubmitAsync(ServiceEndpoints.Tables, request, cancellationToken);

    /// <summary>Submits a search for tables, waits for the job and reads its result. The limit of the wait begins with the submit.</summary>
    /// <param name="request">What is done.</param>
    /// <param name="options">Default: the documented polling strategy, at most 30 minutes.</param>
    /// <param name="progress">Receives changes of the status; the first one brings the job's id.</param>
    /// <param name="cancellationToken">Stops waiting; the job may go on.</param>
    /// <exception cref="ArgumentException">The request is wrong; the message names the field. Nothing was sent.</exception>
    /// <exception cref="PulseJobException">The job failed, was canceled or has expired.</exception>
    /// <exception cref="PulseTimeoutException">The wait timed out; the job may still run.</exception>
    /// <exception cref="PulseWaitStoppedException">The wait was stopped; the job may still run.</exception>
    /// <exception cref="PulseException">See its <see cref="PulseException.Code"/>.</exception>
    public Task<TablesResult> TablesAndWaitAsync(TablesRequest request, WaitOptions? options = null, IProgress<WaitProgress>? progress = null, CancellationToken cancellationToken = default) =>
        Invoker.AndWaitAsync<TablesRequest, TablesResult>(ServiceEndpoints.Tables, request, options, progress, cancellationToken);

    /// <summary>Downloads a filled Excel template: <c>GET /schema/{schemaId}/excel</c>. It can be fetched again.</summary>
    /// <param name="schemaId">The <see cref="SchemaResult.SchemaId"/> of values that were filled into a template.</param>
    /// <param name="cancellationToken">Ends the call at once.</param>
    /// <exception cref="ArgumentException">The id is empty, blank, "." or "..".</exception>
    /// <exception cref="PulseException">See its <see cref="PulseException.Code"/>.</exception>
    public Task<PulseDownload> GetSchemaExcelAsync(string schemaId, CancellationToken cancellationToken = default) =>
        Downloads.GetSchemaExcelAsync(JobIds.Check(schemaId, "schema id", nameof(schemaId)), cancellationToken);

    /// <summary>Downloads a filled Excel template into a file: through a temporary one beside it, flushed, then renamed.</summary>
    /// <param name="schemaId">The <see cref="SchemaResult.SchemaId"/> of values that were filled into a template.</param>
    /// <param name="path">Where it goes; an existing file is replaced.</param>
    /// <param name="cancellationToken">Ends the call at once.</param>
    /// <exception cref="ArgumentException">The id is empty, blank, "." or "..".</exception>
    /// <exception cref="PulseFileException">The path cannot be written.</exception>
    /// <exception cref="PulseException">See its <see cref="PulseException.Code"/>.</exception>
    public Task SaveSchemaExcelAsync(string schemaId, string path, CancellationToken cancellationToken = default) =>
        Downloads.SaveAsync(path, token => GetSchemaExcelAsync(schemaId, token), cancellationToken);
}

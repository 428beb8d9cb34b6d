using Pulse.Client.Endpoints;
using Pulse.Client.Transfers;
using Pulse.Client.Results;

namespace Pulse.Client;

/// <content>Steps that follow a stored extraction: splits, schemas, tables.</content>
public sealed partial class PulseClient
{
    /// <summary>Assigns pages to topics and waits for the response: <c>POST /split</c>, processed synchronously.</summary>
    /// <param name="request">The request.</param>
    /// <param name="cancellationToken">Ends the call immediately. The service may continue processing, and bill it.</param>
    /// <exception cref="ArgumentException">The request is invalid; the message names the field. Nothing was sent.</exception>
    /// <exception cref="PulseOutcomeUnknownException">The request was sent, but no response was received.</exception>
    /// <exception cref="PulseException">Any other failure; see <see cref="PulseException.Code"/>.</exception>
    public Task<SplitResult> SplitAsync(SplitRequest request, CancellationToken cancellationToken = default) =>
        Invoker.ProcessAsync<SplitRequest, SplitResult>(ServiceEndpoints.Split, request, cancellationToken);

    /// <summary>Submits a split: <c>POST /split</c> with <c>async</c>. Wait for the job with <see cref="JobsClient.WaitAsync{TResult}"/>.</summary>
    /// <param name="request">The request.</param>
    /// <param name="cancellationToken">Ends the call immediately.</param>
    /// <exception cref="ArgumentException">The request is invalid; the message names the field. Nothing was sent.</exception>
    /// <exception cref="PulseOutcomeUnknownException">The request was sent, but no response was received: a job may exist. The request is not retried.</exception>
    /// <exception cref="PulseException">Any other failure; see <see cref="PulseException.Code"/>.</exception>
    public Task<JobSubmission> SubmitSplitAsync(SplitRequest request, CancellationToken cancellationToken = default) =>
        Invoker.SubmitAsync(ServiceEndpoints.Split, request, cancellationToken);

    /// <summary>Submits a split, waits for the job, and reads its result. The timeout of the wait includes the submit.</summary>
    /// <param name="request">The request.</param>
    /// <param name="options">The options of the wait. Default: the documented polling strategy, with a timeout of 30 minutes.</param>
    /// <param name="progress">Receives changes of the status; the first report has the job's id.</param>
    /// <param name="cancellationToken">Stops the wait; the job continues.</param>
    /// <exception cref="ArgumentException">The request is invalid; the message names the field. Nothing was sent.</exception>
    /// <exception cref="PulseJobException">The job failed, was canceled or has expired.</exception>
    /// <exception cref="PulseTimeoutException">The wait timed out; the job may still run.</exception>
    /// <exception cref="PulseWaitStoppedException">The wait was stopped; the job may still run.</exception>
    /// <exception cref="PulseException">Any other failure; see <see cref="PulseException.Code"/>.</exception>
    public Task<SplitResult> SplitAndWaitAsync(SplitRequest request, WaitOptions? options = null, IProgress<WaitProgress>? progress = null, CancellationToken cancellationToken = default) =>
        Invoker.AndWaitAsync<SplitRequest, SplitResult>(ServiceEndpoints.Split, request, options, progress, cancellationToken);

    /// <summary>Fills in a schema, or one for each topic of a split, and waits for the response: <c>POST /schema</c>, processed synchronously.</summary>
    /// <param name="request">The request.</param>
    /// <param name="cancellationToken">Ends the call immediately. The service may continue processing, and bill it.</param>
    /// <exception cref="ArgumentException">The request is invalid; the message names the field. Nothing was sent.</exception>
    /// <exception cref="PulseOutcomeUnknownException">The request was sent, but no response was received.</exception>
    /// <exception cref="PulseException">Any other failure; see <see cref="PulseException.Code"/>.</exception>
    public Task<SchemaResult> SchemaAsync(SchemaRequest request, CancellationToken cancellationToken = default) =>
        Invoker.ProcessAsync<SchemaRequest, SchemaResult>(ServiceEndpoints.Schema, request, cancellationToken);

    /// <summary>Submits a schema: <c>POST /schema</c> with <c>async</c>. Wait for the job with <see cref="JobsClient.WaitAsync{TResult}"/>.</summary>
    /// <param name="request">The request.</param>
    /// <param name="cancellationToken">Ends the call immediately.</param>
    /// <exception cref="ArgumentException">The request is invalid; the message names the field. Nothing was sent.</exception>
    /// <exception cref="PulseOutcomeUnknownException">The request was sent, but no response was received: a job may exist. The request is not retried.</exception>
    /// <exception cref="PulseException">Any other failure; see <see cref="PulseException.Code"/>.</exception>
    public Task<JobSubmission> SubmitSchemaAsync(SchemaRequest request, CancellationToken cancellationToken = default) =>
        Invoker.SubmitAsync(ServiceEndpoints.Schema, request, cancellationToken);

    /// <summary>Submits a schema, waits for the job, and reads its result. The timeout of the wait includes the submit.</summary>
    /// <param name="request">The request.</param>
    /// <param name="options">The options of the wait. Default: the documented polling strategy, with a timeout of 30 minutes.</param>
    /// <param name="progress">Receives changes of the status; the first report has the job's id.</param>
    /// <param name="cancellationToken">Stops the wait; the job continues.</param>
    /// <exception cref="ArgumentException">The request is invalid; the message names the field. Nothing was sent.</exception>
    /// <exception cref="PulseJobException">The job failed, was canceled or has expired.</exception>
    /// <exception cref="PulseTimeoutException">The wait timed out; the job may still run.</exception>
    /// <exception cref="PulseWaitStoppedException">The wait was stopped; the job may still run.</exception>
    /// <exception cref="PulseException">Any other failure; see <see cref="PulseException.Code"/>.</exception>
    public Task<SchemaResult> SchemaAndWaitAsync(SchemaRequest request, WaitOptions? options = null, IProgress<WaitProgress>? progress = null, CancellationToken cancellationToken = default) =>
        Invoker.AndWaitAsync<SchemaRequest, SchemaResult>(ServiceEndpoints.Schema, request, options, progress, cancellationToken);

    /// <summary>Extracts the tables of a stored extraction and waits for the response: <c>POST /tables</c>, processed synchronously.</summary>
    /// <param name="request">The request.</param>
    /// <param name="cancellationToken">Ends the call immediately. The service may continue processing, and bill it.</param>
    /// <exception cref="ArgumentException">The request is invalid; the message names the field. Nothing was sent.</exception>
    /// <exception cref="PulseOutcomeUnknownException">The request was sent, but no response was received.</exception>
    /// <exception cref="PulseException">Any other failure; see <see cref="PulseException.Code"/>.</exception>
    public Task<TablesResult> TablesAsync(TablesRequest request, CancellationToken cancellationToken = default) =>
        Invoker.ProcessAsync<TablesRequest, TablesResult>(ServiceEndpoints.Tables, request, cancellationToken);

    /// <summary>Submits the extraction of tables: <c>POST /tables</c> with <c>async</c>. Wait for the job with <see cref="JobsClient.WaitAsync{TResult}"/>.</summary>
    /// <param name="request">The request.</param>
    /// <param name="cancellationToken">Ends the call immediately.</param>
    /// <exception cref="ArgumentException">The request is invalid; the message names the field. Nothing was sent.</exception>
    /// <exception cref="PulseOutcomeUnknownException">The request was sent, but no response was received: a job may exist. The request is not retried.</exception>
    /// <exception cref="PulseException">Any other failure; see <see cref="PulseException.Code"/>.</exception>
    public Task<JobSubmission> SubmitTablesAsync(TablesRequest request, CancellationToken cancellationToken = default) =>
        Invoker.SubmitAsync(ServiceEndpoints.Tables, request, cancellationToken);

    /// <summary>Submits the extraction of tables, waits for the job, and reads its result. The timeout of the wait includes the submit.</summary>
    /// <param name="request">The request.</param>
    /// <param name="options">The options of the wait. Default: the documented polling strategy, with a timeout of 30 minutes.</param>
    /// <param name="progress">Receives changes of the status; the first report has the job's id.</param>
    /// <param name="cancellationToken">Stops the wait; the job continues.</param>
    /// <exception cref="ArgumentException">The request is invalid; the message names the field. Nothing was sent.</exception>
    /// <exception cref="PulseJobException">The job failed, was canceled or has expired.</exception>
    /// <exception cref="PulseTimeoutException">The wait timed out; the job may still run.</exception>
    /// <exception cref="PulseWaitStoppedException">The wait was stopped; the job may still run.</exception>
    /// <exception cref="PulseException">Any other failure; see <see cref="PulseException.Code"/>.</exception>
    public Task<TablesResult> TablesAndWaitAsync(TablesRequest request, WaitOptions? options = null, IProgress<WaitProgress>? progress = null, CancellationToken cancellationToken = default) =>
        Invoker.AndWaitAsync<TablesRequest, TablesResult>(ServiceEndpoints.Tables, request, options, progress, cancellationToken);

    /// <summary>Downloads a filled Excel template: <c>GET /schema/{schemaId}/excel</c>. It can be downloaded any number of times.</summary>
    /// <param name="schemaId">The <see cref="SchemaResult.SchemaId"/> of a result that was filled into a template.</param>
    /// <param name="cancellationToken">Ends the call immediately.</param>
    /// <exception cref="ArgumentException">The id is empty, blank, "." or "..".</exception>
    /// <exception cref="PulseException">Any other failure; see <see cref="PulseException.Code"/>.</exception>
    public Task<PulseDownload> GetSchemaExcelAsync(string schemaId, CancellationToken cancellationToken = default) =>
        Downloads.GetSchemaExcelAsync(JobIds.Check(schemaId, "schema id", nameof(schemaId)), cancellationToken);

    /// <summary>Downloads a filled Excel template into a file. It is written to a temporary file in the same folder, flushed, and then renamed.</summary>
    /// <param name="schemaId">The <see cref="SchemaResult.SchemaId"/> of a result that was filled into a template.</param>
    /// <param name="path">The file to write. An existing file is replaced.</param>
    /// <param name="cancellationToken">Ends the call immediately.</param>
    /// <exception cref="ArgumentException">The id is empty, blank, "." or "..".</exception>
    /// <exception cref="PulseFileException">The path cannot be written.</exception>
    /// <exception cref="PulseException">Any other failure; see <see cref="PulseException.Code"/>.</exception>
    public Task SaveSchemaExcelAsync(string schemaId, string path, CancellationToken cancellationToken = default) =>
        Downloads.SaveAsync(path, token => GetSchemaExcelAsync(schemaId, token), cancellationToken);
}

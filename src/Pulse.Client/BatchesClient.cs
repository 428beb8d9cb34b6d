using Pulse.Client.Endpoints;
using Pulse.Client.Requests;

namespace Pulse.Client;

/// <summary>Batches of the service: many documents processed by one job. Each document is billed separately and can fail separately. Thread-safe.</summary>
public sealed class BatchesClient
{
    readonly EndpointInvoker _invoker;

    internal BatchesClient(EndpointInvoker invoker) => _invoker = invoker;

    /// <summary>Submits many documents for extraction: <c>POST /batch/extract</c>. Wait for the job with <see cref="JobsClient.WaitAsync{TResult}"/>.</summary>
    /// <param name="request">The request.</param>
    /// <param name="cancellationToken">Ends the call immediately.</param>
    /// <exception cref="ArgumentException">The request is invalid; the message names the field. Nothing was sent.</exception>
    /// <exception cref="PulseOutcomeUnknownException">The request was sent, but no response was received: a batch may be running. The request is not retried.</exception>
    /// <exception cref="PulseException">Any other failure; see <see cref="PulseException.Code"/>.</exception>
    public Task<BatchSubmission> ExtractAsync(BatchExtractRequest request, CancellationToken cancellationToken = default) =>
        SubmitAsync(ServiceEndpoints.BatchExtract, request, cancellationToken);

    /// <summary>Submits many documents for extraction, waits for the job, and reads its result. The timeout of the wait includes the submit.</summary>
    /// <param name="request">The request.</param>
    /// <param name="options">The options of the wait. Default: the documented polling strategy, with a timeout of 30 minutes.</param>
    /// <param name="progress">Receives changes of the status; the first report has the job's id.</param>
    /// <param name="cancellationToken">Stops the wait; the job continues.</param>
    /// <exception cref="ArgumentException">The request is invalid; the message names the field. Nothing was sent.</exception>
    /// <exception cref="PulseJobException">The job failed, was canceled or has expired.</exception>
    /// <exception cref="PulseTimeoutException">The wait timed out; the job may still run.</exception>
    /// <exception cref="PulseWaitStoppedException">The wait was stopped; the job may still run.</exception>
    /// <exception cref="PulseException">Any other failure; see <see cref="PulseException.Code"/>.</exception>
    public Task<BatchResult> ExtractAndWaitAsync(BatchExtractRequest request, WaitOptions? options = null, IProgress<WaitProgress>? progress = null, CancellationToken cancellationToken = default) =>
        _invoker.AndWaitAsync<BatchExtractRequest, BatchResult>(ServiceEndpoints.BatchExtract, request, options, progress, cancellationToken);

    /// <summary>Submits a schema for many extractions or splits: <c>POST /batch/schema</c>. Wait for the job with <see cref="JobsClient.WaitAsync{TResult}"/>.</summary>
    /// <param name="request">The request.</param>
    /// <param name="cancellationToken">Ends the call immediately.</param>
    /// <exception cref="ArgumentException">The request is invalid; the message names the field. Nothing was sent.</exception>
    /// <exception cref="PulseOutcomeUnknownException">The request was sent, but no response was received: a batch may be running. The request is not retried.</exception>
    /// <exception cref="PulseException">Any other failure; see <see cref="PulseException.Code"/>.</exception>
    public Task<BatchSubmission> SchemaAsync(BatchSchemaRequest request, CancellationToken cancellationToken = default) =>
        SubmitAsync(ServiceEndpoints.BatchSchema, request, cancellationToken);

    /// <summary>Submits a schema for many extractions or splits, waits for the job, and reads its result. The timeout of the wait includes the submit.</summary>
    /// <param name="request">The request.</param>
    /// <param name="options">The options of the wait. Default: the documented polling strategy, with a timeout of 30 minutes.</param>
    /// <param name="progress">Receives changes of the status; the first report has the job's id.</param>
    /// <param name="cancellationToken">Stops the wait; the job continues.</param>
    /// <exception cref="ArgumentException">The request is invalid; the message names the field. Nothing was sent.</exception>
    /// <exception cref="PulseJobException">The job failed, was canceled or has expired.</exception>
    /// <exception cref="PulseTimeoutException">The wait timed out; the job may still run.</exception>
    /// <exception cref="PulseWaitStoppedException">The wait was stopped; the job may still run.</exception>
    /// <exception cref="PulseException">Any other failure; see <see cref="PulseException.Code"/>.</exception>
    public Task<BatchResult> SchemaAndWaitAsync(BatchSchemaRequest request, WaitOptions? options = null, IProgress<WaitProgress>? progress = null, CancellationToken cancellationToken = default) =>
        _invoker.AndWaitAsync<BatchSchemaRequest, BatchResult>(ServiceEndpoints.BatchSchema, request, options, progress, cancellationToken);

    /// <summary>Submits a split of many extractions: <c>POST /batch/split</c>. Wait for the job with <see cref="JobsClient.WaitAsync{TResult}"/>.</summary>
    /// <param name="request">The request.</param>
    /// <param name="cancellationToken">Ends the call immediately.</param>
    /// <exception cref="ArgumentException">The request is invalid; the message names the field. Nothing was sent.</exception>
    /// <exception cref="PulseOutcomeUnknownException">The request was sent, but no response was received: a batch may be running. The request is not retried.</exception>
    /// <exception cref="PulseException">Any other failure; see <see cref="PulseException.Code"/>.</exception>
    public Task<BatchSubmission> SplitAsync(BatchSplitRequest request, CancellationToken cancellationToken = default) =>
        SubmitAsync(ServiceEndpoints.BatchSplit, request, cancellationToken);

    /// <summary>Submits a split of many extractions, waits for the job, and reads its result. The timeout of the wait includes the submit.</summary>
    /// <param name="request">The request.</param>
    /// <param name="options">The options of the wait. Default: the documented polling strategy, with a timeout of 30 minutes.</param>
    /// <param name="progress">Receives changes of the status; the first report has the job's id.</param>
    /// <param name="cancellationToken">Stops the wait; the job continues.</param>
    /// <exception cref="ArgumentException">The request is invalid; the message names the field. Nothing was sent.</exception>
    /// <exception cref="PulseJobException">The job failed, was canceled or has expired.</exception>
    /// <exception cref="PulseTimeoutException">The wait timed out; the job may still run.</exception>
    /// <exception cref="PulseWaitStoppedException">The wait was stopped; the job may still run.</exception>
    /// <exception cref="PulseException">Any other failure; see <see cref="PulseException.Code"/>.</exception>
    public Task<BatchResult> SplitAndWaitAsync(BatchSplitRequest request, WaitOptions? options = null, IProgress<WaitProgress>? progress = null, CancellationToken cancellationToken = default) =>
        _invoker.AndWaitAsync<BatchSplitRequest, BatchResult>(ServiceEndpoints.BatchSplit, request, options, progress, cancellationToken);

    /// <summary>Submits the extraction of tables from many extractions: <c>POST /batch/tables</c>. Wait for the job with <see cref="JobsClient.WaitAsync{TResult}"/>.</summary>
    /// <param name="request">The request.</param>
    /// <param name="cancellationToken">Ends the call immediately.</param>
    /// <exception cref="ArgumentException">The request is invalid; the message names the field. Nothing was sent.</exception>
    /// <exception cref="PulseOutcomeUnknownException">The request was sent, but no response was received: a batch may be running. The request is not retried.</exception>
    /// <exception cref="PulseException">Any other failure; see <see cref="PulseException.Code"/>.</exception>
    public Task<BatchSubmission> TablesAsync(BatchTablesRequest request, CancellationToken cancellationToken = default) =>
        SubmitAsync(ServiceEndpoints.BatchTables, request, cancellationToken);

    /// <summary>Submits the extraction of tables from many extractions, waits for the job, and reads its result. The timeout of the wait includes the submit.</summary>
    /// <param name="request">The request.</param>
    /// <param name="options">The options of the wait. Default: the documented polling strategy, with a timeout of 30 minutes.</param>
    /// <param name="progress">Receives changes of the status; the first report has the job's id.</param>
    /// <param name="cancellationToken">Stops the wait; the job continues.</param>
    /// <exception cref="ArgumentException">The request is invalid; the message names the field. Nothing was sent.</exception>
    /// <exception cref="PulseJobException">The job failed, was canceled or has expired.</exception>
    /// <exception cref="PulseTimeoutException">The wait timed out; the job may still run.</exception>
    /// <exception cref="PulseWaitStoppedException">The wait was stopped; the job may still run.</exception>
    /// <exception cref="PulseException">Any other failure; see <see cref="PulseException.Code"/>.</exception>
    public Task<BatchResult> TablesAndWaitAsync(BatchTablesRequest request, WaitOptions? options = null, IProgress<WaitProgress>? progress = null, CancellationToken cancellationToken = default) =>
        _invoker.AndWaitAsync<BatchTablesRequest, BatchResult>(ServiceEndpoints.BatchTables, request, options, progress, cancellationToken);

    async Task<BatchSubmission> SubmitAsync<TRequest>(Endpoint<TRequest> endpoint, TRequest request, CancellationToken cancellationToken)
        where TRequest : class, IServiceRequest<TRequest>, new()
    {
        JobSubmission submission = await _invoker.SubmitAsync(endpoint, request, cancellationToken).ConfigureAwait(false);

        // The id may come under its ordinary name.
        return submission as BatchSubmission ?? new BatchSubmission(submission.Body, submission.JobId, submission.StatusText, submission.Message);
    }
}

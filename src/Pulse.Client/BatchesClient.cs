using Pulse.Client.Endpoints;
using Pulse.Client.Requests;

namespace Pulse.Client;

/// <summary>Batches: work on many documents at once, always as a job, whose children are billed one by one and can fail one by one. Safe to use from any thread.</summary>
public sealed class BatchesClient
{
    readonly EndpointInvoker _invoker;

    internal BatchesClient(EndpointInvoker invoker) => _invoker = invoker;

    /// <summary>Submits many documents to extract: <c>POST /batch/extract</c>. Wait for the job with <see cref="JobsClient.WaitAsync{TResult}"/>.</summary>
    /// <param name="request">What is done.</param>
    /// <param name="cancellationToken">Ends the call at once.</param>
    /// <exception cref="ArgumentException">The request is wrong; the message names the field. Nothing was sent.</exception>
    /// <exception cref="PulseOutcomeUnknownException">The request was sent, and no response came: a batch may run. It is not sent again.</exception>
    /// <exception cref="PulseException">See its <see cref="PulseException.Code"/>.</exception>
    public Task<BatchSubmission> ExtractAsync(BatchExtractRequest request, CancellationToken cancellationToken = default) =>
        SubmitAsync(ServiceEndpoints.BatchExtract, request, cancellationToken);

    /// <summary>Submits many documents to extract, waits for the job and reads its result. The limit of the wait begins with the submit.</summary>
    /// <param name="request">What is done.</param>
    /// <param name="options">Default: the documented polling strategy, at most 30 minutes.</param>
    /// <param name="progress">Receives changes of the status; the first one brings the job's id.</param>
    /// <param name="cancellationToken">Stops waiting; the job may go on.</param>
    /// <exception cref="ArgumentException">The request is wrong; the message names the field. Nothing was sent.</exception>
    /// <exception cref="PulseJobException">The job failed, was canceled or has expired.</exception>
    /// <exception cref="PulseTimeoutException">The wait timed out; the job may still run.</exception>
    /// <exception cref="PulseWaitStoppedException">The wait was stopped; the job may still run.</exception>
    /// <exception cref="PulseException">See its <see cref="PulseException.Code"/>.</exception>
    public Task<BatchResult> ExtractAndWaitAsync(BatchExtractRequest request, WaitOptions? options = null, IProgress<WaitProgress>? progress = null, CancellationToken cancellationToken = default) =>
        _invoker.AndWaitAsync<BatchExtractRequest, BatchResult>(ServiceEndpoints.BatchExtract, request, options, progress, cancellationToken);

    /// <summary>Submits a schema for many extractions or splits: <c>POST /batch/schema</c>. Wait for the job with <see cref="JobsClient.WaitAsync{TResult}"/>.</summary>
    /// <param name="request">What is done.</param>
    /// <param name="cancellationToken">Ends the call at once.</param>
    /// <exception cref="ArgumentException">The request is wrong; the message names the field. Nothing was sent.</exception>
    /// <exception cref="PulseOutcomeUnknownException">The request was sent, and no response came: a batch may run. It is not sent again.</exception>
    /// <exception cref="PulseException">See its <see cref="PulseException.Code"/>.</exception>
    public Task<BatchSubmission> SchemaAsync(BatchSchemaRequest request, CancellationToken cancellationToken = default) =>
        SubmitAsync(ServiceEndpoints.BatchSchema, request, cancellationToken);

    /// <summary>Submits a schema for many extractions or splits, waits for the job and reads its result. The limit of the wait begins with the submit.</summary>
    /// <param name="request">What is done.</param>
    /// <param name="options">Default: the documented polling strategy, at most 30 minutes.</param>
    /// <param name="progress">Receives changes of the status; the first one brings the job's id.</param>
    /// <param name="cancellationToken">Stops waiting; the job may go on.</param>
    /// <exception cref="ArgumentException">The request is wrong; the message names the field. Nothing was sent.</exception>
    /// <exception cref="PulseJobException">The job failed, was canceled or has expired.</exception>
    /// <exception cref="PulseTimeoutException">The wait timed out; the job may still run.</exception>
    /// <exception cref="PulseWaitStoppedException">The wait was stopped; the job may still run.</exception>
    /// <exception cref="PulseException">See its <see cref="PulseException.Code"/>.</exception>
    public Task<BatchResult> SchemaAndWaitAsync(BatchSchemaRequest request, WaitOptions? options = null, IProgress<WaitProgress>? progress = null, CancellationToken cancellationToken = default) =>
        _invoker.AndWaitAsync<BatchSchemaRequest, BatchResult>(ServiceEndpoints.BatchSchema, request, options, progress, cancellationToken);

    /// <summary>Submits topics for many extractions: <c>POST /batch/split</c>. Wait for the job with <see cref="JobsClient.WaitAsync{TResult}"/>.</summary>
    /// <param name="request">What is done.</param>
    /// <param name="cancellationToken">Ends the call at once.</param>
    /// <exception cref="ArgumentException">The request is wrong; the message names the field. Nothing was sent.</exception>
    /// <exception cref="PulseOutcomeUnknownException">The request was sent, and no response came: a batch may run. It is not sent again.</exception>
    /// <exception cref="PulseException">See its <see cref="PulseException.Code"/>.</exception>
    public Task<BatchSubmission> SplitAsync(BatchSplitRequest request, CancellationToken cancellationToken = default) =>
        SubmitAsync(ServiceEndpoints.BatchSplit, request, cancellationToken);

    /// <summary>Submits topics for many extractions, waits for the job and reads its result. The limit of the wait begins with the submit.</summary>
    /// <param name="request">What is done.</param>
    /// <param name="options">Default: the documented polling strategy, at most 30 minutes.</param>
    /// <param name="progress">Receives changes of the status; the first one brings the job's id.</param>
    /// <param name="cancellationToken">Stops waiting; the job may go on.</param>
    /// <exception cref="ArgumentException">The request is wrong; the message names the field. Nothing was sent.</exception>
    /// <exception cref="PulseJobException">The job failed, was canceled or has expired.</exception>
    /// <exception cref="PulseTimeoutException">The wait timed out; the job may still run.</exception>
    /// <exception cref="PulseWaitStoppedException">The wait was stopped; the job may still run.</exception>
    /// <exception cref="PulseException">See its <see cref="PulseException.Code"/>.</exception>
    public Task<BatchResult> SplitAndWaitAsync(BatchSplitRequest request, WaitOptions? options = null, IProgress<WaitProgress>? progress = null, CancellationToken cancellationToken = default) =>
        _invoker.AndWaitAsync<BatchSplitRequest, BatchResult>(ServiceEndpoints.BatchSplit, request, options, progress, cancellationToken);

    /// <summary>Submits a search for the tables of many extractions: <c>POST /batch/tables</c>. Wait for the job with <see cref="JobsClient.WaitAsync{TResult}"/>.</summary>
    /// <param name="request">What is done.</param>
    /// <param name="cancellationToken">Ends the call at once.</param>
    /// <exception cref="ArgumentException">The request is wrong; the message names the field. Nothing was sent.</exception>
    /// <exception cref="PulseOutcomeUnknownException">The request was sent, and no response came: a batch may run. It is not sent again.</exception>
    /// <exception cref="PulseException">See its <see cref="PulseException.Code"/>.</exception>
    public Task<BatchSubmission> TablesAsync(BatchTablesRequest request, CancellationToken cancellationToken = default) =>
        SubmitAsync(ServiceEndpoints.BatchTables, request, cancellationToken);

    /// <summary>Submits a search for the tables of many extractions, waits for the job and reads its result. The limit of the wait begins with the submit.</summary>
    /// <param name="request">What is done.</param>
    /// <param name="options">Default: the documented polling strategy, at most 30 minutes.</param>
    /// <param name="progress">Receives changes of the status; the first one brings the job's id.</param>
    /// <param name="cancellationToken">Stops waiting; the job may go on.</param>
    /// <exception cref="ArgumentException">The request is wrong; the message names the field. Nothing was sent.</exception>
    /// <exception cref="PulseJobException">The job failed, was canceled or has expired.</exception>
    /// <exception cref="PulseTimeoutException">The wait timed out; the job may still run.</exception>
    /// <exception cref="PulseWaitStoppedException">The wait was stopped; the job may still run.</exception>
    /// <exception cref="PulseException">See its <see cref="PulseException.Code"/>.</exception>
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

using Pulse.Client.Endpoints;

namespace Pulse.Client;

/// <summary>Pipelines: several steps in one call. Thread-safe.</summary>
public sealed class PipelinesClient
{
    readonly EndpointInvoker _invoker;

    internal PipelinesClient(EndpointInvoker invoker) => _invoker = invoker;

    /// <summary>Runs a pipeline and waits for the response: <c>POST /pipeline/execute</c>, processed synchronously.</summary>
    /// <param name="request">The request.</param>
    /// <param name="cancellationToken">Ends the call immediately. The service may continue processing, and bill it.</param>
    /// <exception cref="ArgumentException">The request is invalid; the message names the field. Nothing was sent.</exception>
    /// <exception cref="PulseOutcomeUnknownException">The request was sent, but no response was received.</exception>
    /// <exception cref="PulseException">Any other failure; see <see cref="PulseException.Code"/>.</exception>
    public Task<PipelineResult> ExecuteAsync(PipelineRequest request, CancellationToken cancellationToken = default) =>
        _invoker.ProcessAsync<PipelineRequest, PipelineResult>(ServiceEndpoints.Pipeline, request, cancellationToken);

    /// <summary>Submits a pipeline: <c>POST /pipeline/execute</c> with <c>async</c>. Wait for the job with <see cref="JobsClient.WaitAsync{TResult}"/>.</summary>
    /// <param name="request">The request.</param>
    /// <param name="cancellationToken">Ends the call immediately.</param>
    /// <exception cref="ArgumentException">The request is invalid; the message names the field. Nothing was sent.</exception>
    /// <exception cref="PulseOutcomeUnknownException">The request was sent, but no response was received: a job may exist. The request is not retried.</exception>
    /// <exception cref="PulseException">Any other failure; see <see cref="PulseException.Code"/>.</exception>
    public Task<JobSubmission> SubmitAsync(PipelineRequest request, CancellationToken cancellationToken = default) =>
        _invoker.SubmitAsync(ServiceEndpoints.Pipeline, request, cancellationToken);

    /// <summary>Submits a pipeline, waits for the job, and reads its result. The timeout of the wait includes the submit.</summary>
    /// <param name="request">The request.</param>
    /// <param name="options">The options of the wait. Default: the documented polling strategy, with a timeout of 30 minutes.</param>
    /// <param name="progress">Receives changes of the status; the first report has the job's id.</param>
    /// <param name="cancellationToken">Stops the wait; the job continues.</param>
    /// <exception cref="ArgumentException">The request is invalid; the message names the field. Nothing was sent.</exception>
    /// <exception cref="PulseJobException">The job failed, was canceled or has expired.</exception>
    /// <exception cref="PulseTimeoutException">The wait timed out; the job may still run.</exception>
    /// <exception cref="PulseWaitStoppedException">The wait was stopped; the job may still run.</exception>
    /// <exception cref="PulseException">Any other failure; see <see cref="PulseException.Code"/>.</exception>
    public Task<PipelineResult> ExecuteAndWaitAsync(PipelineRequest request, WaitOptions? options = null, IProgress<WaitProgress>? progress = null, CancellationToken cancellationToken = default) =>
        _invoker.AndWaitAsync<PipelineRequest, PipelineResult>(ServiceEndpoints.Pipeline, request, options, progress, cancellationToken);
}

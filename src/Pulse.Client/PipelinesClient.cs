using Pulse.Client.Endpoints;

namespace Pulse.Client;

/// <summary>Pipelines: several steps in one call. Safe to use from any thread.</summary>
public sealed class PipelinesClient
{
    readonly EndpointInvoker _invoker;

    internal PipelinesClient(EndpointInvoker invoker) => _invoker = invoker;

    /// <summary>Runs a pipeline and waits for the response: <c>POST /pipeline/execute</c>, processed synchronously.</summary>
    /// <param name="request">What is done.</param>
    /// <param name="cancellationToken">Ends the call at once; the service may go on, and bill.</param>
    /// <exception cref="ArgumentException">The request is wrong; the message names the field. Nothing was sent.</exception>
    /// <exception cref="PulseOutcomeUnknownException">The request was sent, and no response came.</exception>
    /// <exception cref="PulseException">See its <see cref="PulseException.Code"/>.</exception>
    public Task<PipelineResult> ExecuteAsync(PipelineRequest request, CancellationToken cancellationToken = default) =>
        _invoker.ProcessAsync<PipelineRequest, PipelineResult>(ServiceEndpoints.Pipeline, request, cancellationToken);

    /// <summary>Submits a pipeline: <c>POST /pipeline/execute</c> with <c>async</c>. Wait for the job with <see cref="JobsClient.WaitAsync{TResult}"/>.</summary>
    /// <param name="request">What is done.</param>
    /// <param name="cancellationToken">Ends the call at once.</param>
    /// <exception cref="ArgumentException">The request is wrong; the message names the field. Nothing was sent.</exception>
    /// <exception cref="PulseOutcomeUnknownException">The request was sent, and no response came: a job may exist. It is not sent again.</exception>
    /// <exception cref="PulseException">See its <see cref="PulseException.Code"/>.</exception>
    public Task<JobSubmission> SubmitAsync(PipelineRequest request, CancellationToken cancellationToken = default) =>
        _invoker.SubmitAsync(ServiceEndpoints.Pipeline, request, cancellationToken);

    /// <summary>Submits a pipeline, waits for the job and reads its result. The limit of the wait begins with the submit.</summary>
    /// <param name="request">What is done.</param>
    /// <param name="options">Default: the documented polling strategy, at most 30 minutes.</param>
    /// <param name="progress">Receives changes of the status; the first one brings the job's id.</param>
    /// <param name="cancellationToken">Stops waiting; the job may go on.</param>
    /// <exception cref="ArgumentException">The request is wrong; the message names the field. Nothing was sent.</exception>
    /// <exception cref="PulseJobException">The job failed, was canceled or has expired.</exception>
    /// <exception cref="PulseTimeoutException">The wait timed out; the job may still run.</exception>
    /// <exception cref="PulseWaitStoppedException">The wait was stopped; the job may still run.</exception>
    /// <exception cref="PulseException">See its <see cref="PulseException.Code"/>.</exception>
    public Task<PipelineResult> ExecuteAndWaitAsync(PipelineRequest request, WaitOptions? options = null, IProgress<WaitProgress>? progress = null, CancellationToken cancellationToken = default) =>
        _invoker.AndWaitAsync<PipelineRequest, PipelineResult>(ServiceEndpoints.Pipeline, request, options, progress, cancellationToken);
}

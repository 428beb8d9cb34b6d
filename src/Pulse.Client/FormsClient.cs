using Pulse.Client.Endpoints;

namespace Pulse.Client;

/// <summary>PDF forms: detecting, filling in and clearing their fields. Thread-safe.</summary>
public sealed class FormsClient
{
    readonly EndpointInvoker _invoker;

    internal FormsClient(EndpointInvoker invoker) => _invoker = invoker;

    /// <summary>Detects the fields of a form and waits for the response: <c>POST /form/detect</c>, processed synchronously.</summary>
    /// <param name="request">The request.</param>
    /// <param name="cancellationToken">Ends the call immediately. The service may continue processing, and bill it.</param>
    /// <exception cref="ArgumentException">The request is invalid; the message names the field. Nothing was sent.</exception>
    /// <exception cref="PulseOutcomeUnknownException">The request was sent, but no response was received.</exception>
    /// <exception cref="PulseException">Any other failure; see <see cref="PulseException.Code"/>.</exception>
    public Task<FormResult> DetectAsync(FormDetectRequest request, CancellationToken cancellationToken = default) =>
        _invoker.ProcessAsync<FormDetectRequest, FormResult>(ServiceEndpoints.FormDetect, request, cancellationToken);

    /// <summary>Submits the detection of form fields: <c>POST /form/detect</c> with <c>async</c>. Wait for the job with <see cref="JobsClient.WaitAsync{TResult}"/>.</summary>
    /// <param name="request">The request.</param>
    /// <param name="cancellationToken">Ends the call immediately.</param>
    /// <exception cref="ArgumentException">The request is invalid; the message names the field. Nothing was sent.</exception>
    /// <exception cref="PulseOutcomeUnknownException">The request was sent, but no response was received: a job may exist. The request is not retried.</exception>
    /// <exception cref="PulseException">Any other failure; see <see cref="PulseException.Code"/>.</exception>
    public Task<JobSubmission> SubmitDetectAsync(FormDetectRequest request, CancellationToken cancellationToken = default) =>
        _invoker.SubmitAsync(ServiceEndpoints.FormDetect, request, cancellationToken);

    /// <summary>Submits the detection of form fields, waits for the job, and reads its result. The timeout of the wait includes the submit.</summary>
    /// <param name="request">The request.</param>
    /// <param name="options">The options of the wait. Default: the documented polling strategy, with a timeout of 30 minutes.</param>
    /// <param name="progress">Receives changes of the status; the first report has the job's id.</param>
    /// <param name="cancellationToken">Stops the wait; the job continues.</param>
    /// <exception cref="ArgumentException">The request is invalid; the message names the field. Nothing was sent.</exception>
    /// <exception cref="PulseJobException">The job failed, was canceled or has expired.</exception>
    /// <exception cref="PulseTimeoutException">The wait timed out; the job may still run.</exception>
    /// <exception cref="PulseWaitStoppedException">The wait was stopped; the job may still run.</exception>
    /// <exception cref="PulseException">Any other failure; see <see cref="PulseException.Code"/>.</exception>
    public Task<FormResult> DetectAndWaitAsync(FormDetectRequest request, WaitOptions? options = null, IProgress<WaitProgress>? progress = null, CancellationToken cancellationToken = default) =>
        _invoker.AndWaitAsync<FormDetectRequest, FormResult>(ServiceEndpoints.FormDetect, request, options, progress, cancellationToken);

    /// <summary>Fills in a form and waits for the response: <c>POST /form/fill</c>, processed synchronously.</summary>
    /// <param name="request">The request.</param>
    /// <param name="cancellationToken">Ends the call immediately. The service may continue processing, and bill it.</param>
    /// <exception cref="ArgumentException">The request is invalid; the message names the field. Nothing was sent.</exception>
    /// <exception cref="PulseOutcomeUnknownException">The request was sent, but no response was received.</exception>
    /// <exception cref="PulseException">Any other failure; see <see cref="PulseException.Code"/>.</exception>
    public Task<FormResult> FillAsync(FormFillRequest request, CancellationToken cancellationToken = default) =>
        _invoker.ProcessAsync<FormFillRequest, FormResult>(ServiceEndpoints.FormFill, request, cancellationToken);

    /// <summary>Submits a form to fill in: <c>POST /form/fill</c> with <c>async</c>. Wait for the job with <see cref="JobsClient.WaitAsync{TResult}"/>.</summary>
    /// <param name="request">The request.</param>
    /// <param name="cancellationToken">Ends the call immediately.</param>
    /// <exception cref="ArgumentException">The request is invalid; the message names the field. Nothing was sent.</exception>
    /// <exception cref="PulseOutcomeUnknownException">The request was sent, but no response was received: a job may exist. The request is not retried.</exception>
    /// <exception cref="PulseException">Any other failure; see <see cref="PulseException.Code"/>.</exception>
    public Task<JobSubmission> SubmitFillAsync(FormFillRequest request, CancellationToken cancellationToken = default) =>
        _invoker.SubmitAsync(ServiceEndpoints.FormFill, request, cancellationToken);

    /// <summary>Submits a form to fill in, waits for the job, and reads its result. The timeout of the wait includes the submit.</summary>
    /// <param name="request">The request.</param>
    /// <param name="options">The options of the wait. Default: the documented polling strategy, with a timeout of 30 minutes.</param>
    /// <param name="progress">Receives changes of the status; the first report has the job's id.</param>
    /// <param name="cancellationToken">Stops the wait; the job continues.</param>
    /// <exception cref="ArgumentException">The request is invalid; the message names the field. Nothing was sent.</exception>
    /// <exception cref="PulseJobException">The job failed, was canceled or has expired.</exception>
    /// <exception cref="PulseTimeoutException">The wait timed out; the job may still run.</exception>
    /// <exception cref="PulseWaitStoppedException">The wait was stopped; the job may still run.</exception>
    /// <exception cref="PulseException">Any other failure; see <see cref="PulseException.Code"/>.</exception>
    public Task<FormResult> FillAndWaitAsync(FormFillRequest request, WaitOptions? options = null, IProgress<WaitProgress>? progress = null, CancellationToken cancellationToken = default) =>
        _invoker.AndWaitAsync<FormFillRequest, FormResult>(ServiceEndpoints.FormFill, request, options, progress, cancellationToken);

    /// <summary>Clears a form and waits for the response: <c>POST /form/clear</c>, processed synchronously.</summary>
    /// <param name="request">The request.</param>
    /// <param name="cancellationToken">Ends the call immediately. The service may continue processing, and bill it.</param>
    /// <exception cref="ArgumentException">The request is invalid; the message names the field. Nothing was sent.</exception>
    /// <exception cref="PulseOutcomeUnknownException">The request was sent, but no response was received.</exception>
    /// <exception cref="PulseException">Any other failure; see <see cref="PulseException.Code"/>.</exception>
    public Task<FormResult> ClearAsync(FormClearRequest request, CancellationToken cancellationToken = default) =>
        _invoker.ProcessAsync<FormClearRequest, FormResult>(ServiceEndpoints.FormClear, request, cancellationToken);

    /// <summary>Submits a form to clear: <c>POST /form/clear</c> with <c>async</c>. Wait for the job with <see cref="JobsClient.WaitAsync{TResult}"/>.</summary>
    /// <param name="request">The request.</param>
    /// <param name="cancellationToken">Ends the call immediately.</param>
    /// <exception cref="ArgumentException">The request is invalid; the message names the field. Nothing was sent.</exception>
    /// <exception cref="PulseOutcomeUnknownException">The request was sent, but no response was received: a job may exist. The request is not retried.</exception>
    /// <exception cref="PulseException">Any other failure; see <see cref="PulseException.Code"/>.</exception>
    public Task<JobSubmission> SubmitClearAsync(FormClearRequest request, CancellationToken cancellationToken = default) =>
        _invoker.SubmitAsync(ServiceEndpoints.FormClear, request, cancellationToken);

    /// <summary>Submits a form to clear, waits for the job, and reads its result. The timeout of the wait includes the submit.</summary>
    /// <param name="request">The request.</param>
    /// <param name="options">The options of the wait. Default: the documented polling strategy, with a timeout of 30 minutes.</param>
    /// <param name="progress">Receives changes of the status; the first report has the job's id.</param>
    /// <param name="cancellationToken">Stops the wait; the job continues.</param>
    /// <exception cref="ArgumentException">The request is invalid; the message names the field. Nothing was sent.</exception>
    /// <exception cref="PulseJobException">The job failed, was canceled or has expired.</exception>
    /// <exception cref="PulseTimeoutException">The wait timed out; the job may still run.</exception>
    /// <exception cref="PulseWaitStoppedException">The wait was stopped; the job may still run.</exception>
    /// <exception cref="PulseException">Any other failure; see <see cref="PulseException.Code"/>.</exception>
    public Task<FormResult> ClearAndWaitAsync(FormClearRequest request, WaitOptions? options = null, IProgress<WaitProgress>? progress = null, CancellationToken cancellationToken = default) =>
        _invoker.AndWaitAsync<FormClearRequest, FormResult>(ServiceEndpoints.FormClear, request, options, progress, cancellationToken);
}

using Pulse.Client.Endpoints;

namespace Pulse.Client;

/// <summary>Forms in PDFs: finding their fields, filling and emptying them. Safe to use from any thread.</summary>
public sealed class FormsClient
{
    readonly EndpointInvoker _invoker;

    internal FormsClient(EndpointInvoker invoker) => _invoker = invoker;

    /// <summary>Finds the fields of a form and waits for the response: <c>POST /form/detect</c>, processed synchronously.</summary>
    /// <param name="request">What is done.</param>
    /// <param name="cancellationToken">Ends the call at once; the service may go on, and bill.</param>
    /// <exception cref="ArgumentException">The request is wrong; the message names the field. Nothing was sent.</exception>
    /// <exception cref="PulseOutcomeUnknownException">The request was sent, and no response came.</exception>
    /// <exception cref="PulseException">See its <see cref="PulseException.Code"/>.</exception>
    public Task<FormResult> DetectAsync(FormDetectRequest request, CancellationToken cancellationToken = default) =>
        _invoker.ProcessAsync<FormDetectRequest, FormResult>(ServiceEndpoints.FormDetect, request, cancellationToken);

    /// <summary>Submits a search for the fields of a form: <c>POST /form/detect</c> with <c>async</c>. Wait for the job with <see cref="JobsClient.WaitAsync{TResult}"/>.</summary>
    /// <param name="request">What is done.</param>
    /// <param name="cancellationToken">Ends the call at once.</param>
    /// <exception cref="ArgumentException">The request is wrong; the message names the field. Nothing was sent.</exception>
    /// <exception cref="PulseOutcomeUnknownException">The request was sent, and no response came: a job may exist. It is not sent again.</exception>
    /// <exception cref="PulseException">See its <see cref="PulseException.Code"/>.</exception>
    public Task<JobSubmission> SubmitDetectAsync(FormDetectRequest request, CancellationToken cancellationToken = default) =>
        _invoker.SubmitAsync(ServiceEndpoints.FormDetect, request, cancellationToken);

    /// <summary>Submits a search for the fields of a form, waits for the job and reads its result. The limit of the wait begins with the submit.</summary>
    /// <param name="request">What is done.</param>
    /// <param name="options">Default: the documented polling strategy, at most 30 minutes.</param>
    /// <param name="progress">Receives changes of the status; the first one brings the job's id.</param>
    /// <param name="cancellationToken">Stops waiting; the job may go on.</param>
    /// <exception cref="ArgumentException">The request is wrong; the message names the field. Nothing was sent.</exception>
    /// <exception cref="PulseJobException">The job failed, was canceled or has expired.</exception>
    /// <exception cref="PulseTimeoutException">The wait timed out; the job may still run.</exception>
    /// <exception cref="PulseWaitStoppedException">The wait was stopped; the job may still run.</exception>
    /// <exception cref="PulseException">See its <see cref="PulseException.Code"/>.</exception>
    public Task<FormResult> DetectAndWaitAsync(FormDetectRequest request, WaitOptions? options = null, IProgress<WaitProgress>? progress = null, CancellationToken cancellationToken = default) =>
        _invoker.AndWaitAsync<FormDetectRequest, FormResult>(ServiceEndpoints.FormDetect, request, options, progress, cancellationToken);

    /// <summary>Fills a form and waits for the response: <c>POST /form/fill</c>, processed synchronously.</summary>
    /// <param name="request">What is done.</param>
    /// <param name="cancellationToken">Ends the call at once; the service may go on, and bill.</param>
    /// <exception cref="ArgumentException">The request is wrong; the message names the field. Nothing was sent.</exception>
    /// <exception cref="PulseOutcomeUnknownException">The request was sent, and no response came.</exception>
    /// <exception cref="PulseException">See its <see cref="PulseException.Code"/>.</exception>
    public Task<FormResult> FillAsync(FormFillRequest request, CancellationToken cancellationToken = default) =>
        _invoker.ProcessAsync<FormFillRequest, FormResult>(ServiceEndpoints.FormFill, request, cancellationToken);

    /// <summary>Submits a form to fill: <c>POST /form/fill</c> with <c>async</c>. Wait for the job with <see cref="JobsClient.WaitAsync{TResult}"/>.</summary>
    /// <param name="request">What is done.</param>
    /// <param name="cancellationToken">Ends the call at once.</param>
    /// <exception cref="ArgumentException">The request is wrong; the message names the field. Nothing was sent.</exception>
    /// <exception cref="PulseOutcomeUnknownException">The request was sent, and no response came: a job may exist. It is not sent again.</exception>
    /// <exception cref="PulseException">See its <see cref="PulseException.Code"/>.</exception>
    public Task<JobSubmission> SubmitFillAsync(FormFillRequest request, CancellationToken cancellationToken = default) =>
        _invoker.SubmitAsync(ServiceEndpoints.FormFill, request, cancellationToken);

    /// <summary>Submits a form to fill, waits for the job and reads its result. The limit of the wait begins with the submit.</summary>
    /// <param name="request">What is done.</param>
    /// <param name="options">Default: the documented polling strategy, at most 30 minutes.</param>
    /// <param name="progress">Receives changes of the status; the first one brings the job's id.</param>
    /// <param name="cancellationToken">Stops waiting; the job may go on.</param>
    /// <exception cref="ArgumentException">The request is wrong; the message names the field. Nothing was sent.</exception>
    /// <exception cref="PulseJobException">The job failed, was canceled or has expired.</exception>
    /// <exception cref="PulseTimeoutException">The wait timed out; the job may still run.</exception>
    /// <exception cref="PulseWaitStoppedException">The wait was stopped; the job may still run.</exception>
    /// <exception cref="PulseException">See its <see cref="PulseException.Code"/>.</exception>
    public Task<FormResult> FillAndWaitAsync(FormFillRequest request, WaitOptions? options = null, IProgress<WaitProgress>? progress = null, CancellationToken cancellationToken = default) =>
        _invoker.AndWaitAsync<FormFillRequest, FormResult>(ServiceEndpoints.FormFill, request, options, progress, cancellationToken);

    /// <summary>Empties a form and waits for the response: <c>POST /form/clear</c>, processed synchronously.</summary>
    /// <param name="request">What is done.</param>
    /// <param name="cancellationToken">Ends the call at once; the service may go on, and bill.</param>
    /// <exception cref="ArgumentException">The request is wrong; the message names the field. Nothing was sent.</exception>
    /// <exception cref="PulseOutcomeUnknownException">The request was sent, and no response came.</exception>
    /// <exception cref="PulseException">See its <see cref="PulseException.Code"/>.</exception>
    public Task<FormResult> ClearAsync(FormClearRequest request, CancellationToken cancellationToken = default) =>
        _invoker.ProcessAsync<FormClearRequest, FormResult>(ServiceEndpoints.FormClear, request, cancellationToken);

    /// <summary>Submits a form to empty: <c>POST /form/clear</c> with <c>async</c>. Wait for the job with <see cref="JobsClient.WaitAsync{TResult}"/>.</summary>
    /// <param name="request">What is done.</param>
    /// <param name="cancellationToken">Ends the call at once.</param>
    /// <exception cref="ArgumentException">The request is wrong; the message names the field. Nothing was sent.</exception>
    /// <exception cref="PulseOutcomeUnknownException">The request was sent, and no response came: a job may exist. It is not sent again.</exception>
    /// <exception cref="PulseException">See its <see cref="PulseException.Code"/>.</exception>
    public Task<JobSubmission> SubmitClearAsync(FormClearRequest request, CancellationToken cancellationToken = default) =>
        _invoker.SubmitAsync(ServiceEndpoints.FormClear, request, cancellationToken);

    /// <summary>Submits a form to empty, waits for the job and reads its result. The limit of the wait begins with the submit.</summary>
    /// <param name="request">What is done.</param>
    /// <param name="options">Default: the documented polling strategy, at most 30 minutes.</param>
    /// <param name="progress">Receives changes of the status; the first one brings the job's id.</param>
    /// <param name="cancellationToken">Stops waiting; the job may go on.</param>
    /// <exception cref="ArgumentException">The request is wrong; the message names the field. Nothing was sent.</exception>
    /// <exception cref="PulseJobException">The job failed, was canceled or has expired.</exception>
    /// <exception cref="PulseTimeoutException">The wait timed out; the job may still run.</exception>
    /// <exception cref="PulseWaitStoppedException">The wait was stopped; the job may still run.</exception>
    /// <exception cref="PulseException">See its <see cref="PulseException.Code"/>.</exception>
    public Task<FormResult> ClearAndWaitAsync(FormClearRequest request, WaitOptions? options = null, IProgress<WaitProgress>? progress = null, CancellationToken cancellationToken = default) =>
        _invoker.AndWaitAsync<FormClearRequest, FormResult>(ServiceEndpoints.FormClear, request, options, progress, cancellationToken);
}

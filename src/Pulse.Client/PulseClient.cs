using System.Net;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Logging;
using Pulse.Client.Api;
using Pulse.Client.Endpoints;
using Pulse.Client.Http;
using Pulse.Client.Results;
using Pulse.Client.Transfers;
using Pulse.Client.Waiting;

namespace Pulse.Client;

/// <summary>
/// A client of the Pulse API: one connection pool, one set of options, all waiting. Make one, keep it for the life of the
/// program, use it from any thread.
/// </summary>
public sealed partial class PulseClient : IDisposable
{
    readonly ClientSettings _settings;
    readonly HttpClient _http;
    readonly CancellationTokenSource _closed = new();
    readonly RequestExecutor _executor;
    readonly Connector _connector;
    int _disposed;

    /// <summary>Makes a client with the options of the environment: <c>PULSE_API_KEY</c>, <c>PULSE_BASE_URL</c>, <c>PULSE_TIMEOUT</c>, <c>PULSE_MAX_RETRIES</c>.</summary>
    /// <exception cref="PulseConfigurationException">A variable is unusable; the message names it.</exception>
    public PulseClient()
        : this(new PulseClientOptions())
    {
    }

    /// <summary>Makes a client with a key, and all else from the environment.</summary>
    /// <exception cref="PulseConfigurationException">The key or a variable is unusable.</exception>
    public PulseClient(string apiKey)
        : this(new PulseClientOptions { ApiKey = apiKey })
    {
    }

    /// <summary>Makes a client. Nothing is sent; a missing key is reported by the first call.</summary>
    /// <exception cref="PulseConfigurationException">An option is unusable; the message names it.</exception>
    public PulseClient(PulseClientOptions options)
        : this(ClientSettings.Resolve(options, Environment.GetEnvironmentVariable))
    {
    }

    internal TimeProvider Clock => _settings.TimeProvider;

    internal PulseClient(ClientSettings settings)
    {
        _settings = settings;
        _connector = new Connector(settings.Network, settings.TimeProvider, settings.BaseUrl, settings.ConnectTo);
        RenewableHandler? connections = settings.PrimaryHandler is null ? new(() => PrimaryHandlers.CreateAuthorized(settings, _connector)) : null;
        HttpMessageHandler primary = settings.PrimaryHandler is { } given ? new BorrowedHandler(given) : new SynchronousHandler(connections!);
        _http = new HttpClient(new RedirectHandler(new AuthenticationHandler(settings, primary)))
        {
            BaseAddress = settings.BaseUrl,
            Timeout = Timeout.InfiniteTimeSpan,

            // Not HTTP/2: where its connection ends in the middle of an upload, a response that came before is lost, and with it a job
            // that was paid for (EarlyAnswers).
            DefaultRequestVersion = HttpVersion.Version11,
        };
        _executor = new RequestExecutor(settings, _connector, _closed.Token);
        if (connections is not null)
        {
            _executor.DropConnections = connections.Renew;
        }

        PulseApis apis = new(_http);
        LargeResults = new LargeResults(settings, _executor, apis);
        Jobs = new JobsClient(settings, _executor, apis.Of<IJobsApi>(), new JobReader(settings, _executor, apis.Of<IJobsApi>(), LargeResults));
        Invoker = new EndpointInvoker(settings, _executor, apis, Jobs, LargeResults);
        Downloads = new Downloads(settings, _executor, apis);
        Batches = new BatchesClient(Invoker);
        Pipelines = new PipelinesClient(Invoker);
        Forms = new FormsClient(Invoker);
        Results = new ResultsClient(settings, Downloads);
        Webhooks = new WebhooksClient(Invoker);
    }

    /// <summary>Jobs: reading, waiting, canceling.</summary>
    public JobsClient Jobs { get; }

    /// <summary>Batches: work on many documents at once.</summary>
    public BatchesClient Batches { get; }

    /// <summary>Pipelines: several steps in one call.</summary>
    public PipelinesClient Pipelines { get; }

    /// <summary>Forms in PDFs.</summary>
    public FormsClient Forms { get; }

    /// <summary>Downloads of files that jobs have made.</summary>
    public ResultsClient Results { get; }

    /// <summary>The portal in which webhook endpoints are managed. Webhooks are verified by <see cref="PulseWebhooks"/>.</summary>
    public WebhooksClient Webhooks { get; }

    internal LargeResults LargeResults { get; }

    internal EndpointInvoker Invoker { get; }

    internal Downloads Downloads { get; }

    internal RequestExecutor Executor => _executor;

    internal bool IsClosed => Volatile.Read(ref _disposed) != 0;

    internal Connector Connector => _connector;

    /// <summary>Extracts a document and waits for the response: <c>POST /extract</c>, processed synchronously.</summary>
    /// <param name="request">What is extracted, and how.</param>
    /// <param name="cancellationToken">Ends the call at once; the service may go on, and bill.</param>
    /// <returns>One of three: the <see cref="ExtractionResult"/>; a <see cref="JobSubmission"/>, with <see cref="ExtractRequest.Async"/>; a <see cref="LargeResultLink"/>, when large results are not followed.</returns>
    /// <exception cref="ArgumentException">The request has neither or both of file and URL.</exception>
    /// <exception cref="PulseOutcomeUnknownException">The request was sent, and no response came.</exception>
    /// <exception cref="PulseException">See its <see cref="PulseException.Code"/>.</exception>
    public async Task<ExtractResponse> ExtractAsync(ExtractRequest request, CancellationToken cancellationToken = default)
    {
        RawResult body = await Invoker.SendAndFollowAsync(ServiceEndpoints.Extract, request, cancellationToken).ConfigureAwait(false);
        if (body.Announcement is not null)
        {
            return new ExtractionResult(body);
        }

        if (LargeResultLink.In(body) is { } link)
        {
            return link;
        }

        // A full result may carry a deprecated job_id, so the text decides.
        return Invoker.Submitted(ServiceEndpoints.Extract, request, body) is { } submission ? submission : new ExtractionResult(Invoker.Usable(ServiceEndpoints.Extract, body));
    }

    /// <summary>Submits a document: <c>POST /extract</c> with <c>async</c>. Wait for the job with <see cref="JobsClient.WaitAsync"/>.</summary>
    /// <param name="request">What is extracted, and how.</param>
    /// <param name="cancellationToken">Ends the call at once.</param>
    /// <exception cref="ArgumentException">The request has neither or both of file and URL.</exception>
    /// <exception cref="PulseOutcomeUnknownException">The request was sent, and no response came: a job may exist. It is not sent again.</exception>
    /// <exception cref="PulseException">See its <see cref="PulseException.Code"/>.</exception>
    public Task<JobSubmission> SubmitExtractAsync(ExtractRequest request, CancellationToken cancellationToken = default) =>
        Invoker.SubmitAsync(ServiceEndpoints.Extract, request, cancellationToken);

    /// <summary>Submits a document through <c>POST /extract_async</c>, which the service has deprecated in favour of <see cref="SubmitExtractAsync"/>.</summary>
    /// <param name="request">What is extracted, and how.</param>
    /// <param name="cancellationToken">Ends the call at once.</param>
    /// <exception cref="ArgumentException">The request has neither or both of file and URL.</exception>
    /// <exception cref="PulseOutcomeUnknownException">The request was sent, and no response came: a job may exist. It is not sent again.</exception>
    /// <exception cref="PulseException">See its <see cref="PulseException.Code"/>.</exception>
    public Task<JobSubmission> SubmitExtractLegacyAsync(ExtractRequest request, CancellationToken cancellationToken = default) =>
        Invoker.SubmitAsync(ServiceEndpoints.ExtractLegacy, request, cancellationToken);

    /// <summary>Submits a document, waits for its job and reads the result: what most programs want. The limit of the wait begins with the submit.</summary>
    /// <param name="request">What is extracted, and how.</param>
    /// <param name="options">Default: the documented polling strategy, at most 30 minutes.</param>
    /// <param name="progress">Receives changes of the status; the first one brings the job's id.</param>
    /// <param name="cancellationToken">Stops waiting; the job may go on.</param>
    /// <returns>The completed job.</returns>
    /// <exception cref="PulseJobException">The job failed, was canceled or has expired.</exception>
    /// <exception cref="PulseTimeoutException">The wait timed out; the job may still run.</exception>
    /// <exception cref="PulseWaitStoppedException">The wait was stopped; the job may still run.</exception>
    /// <exception cref="PulseException">See its <see cref="PulseException.Code"/>.</exception>
    public async Task<Job> ExtractAndWaitAsync(ExtractRequest request, WaitOptions? options = null, IProgress<WaitProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        (_, WaitOutcome outcome) = await ExtractForOutcomeAsync(request, options ?? new WaitOptions(), progress is null ? null : progress.Report, cancellationToken).ConfigureAwait(false);
        return outcome.JobOrThrow(cancellationToken);
    }

    /// <summary>Fetches a large result by its job's id or by the link of an <c>is_url</c> response. It can be fetched once, within an hour.</summary>
    /// <param name="jobIdOrUrl">The id, or the link.</param>
    /// <param name="cancellationToken">Ends the call at once; what was being transferred is then lost, and in the error.</param>
    /// <exception cref="PulseApiException">Code <see cref="PulseErrorCode.Gone"/>: it was fetched before, or its hour has passed.</exception>
    /// <exception cref="PulseResultLostException">The transfer broke.</exception>
    public async Task<RawResult> GetLargeResultAsync(string jobIdOrUrl, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(jobIdOrUrl);
        return await LargeResults.FetchAsync(jobIdOrUrl, null, announcement: null, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Removes what <see cref="PulseClientOptions.LargeResultFolder"/> holds of a job, once its result is stored elsewhere; does nothing
    /// where there is no such folder or file.
    /// </summary>
    /// <param name="jobId">The job.</param>
    /// <exception cref="ArgumentException">The id is empty, blank, "." or "..".</exception>
    /// <exception cref="IOException">A file cannot be removed.</exception>
    public void DiscardLargeResult(string jobId) => LargeResults.Discard(JobIds.Check(jobId));

    /// <summary>The same where a file that stays is no reason to fail.</summary>
    internal void ForgetLargeResult(string jobId) => LargeResults.Forget(jobId);

    /// <summary>Fetches a large result into a file: what arrives goes to a file of its own beside it, the path gets it whole.</summary>
    /// <param name="jobIdOrUrl">The id, or the link.</param>
    /// <param name="path">Where it goes; an existing file is replaced.</param>
    /// <param name="cancellationToken">Ends the call at once.</param>
    /// <exception cref="PulseFileException">The path cannot be written; the result was not asked for.</exception>
    /// <exception cref="PulseResultLostException">The transfer broke; the message names the file that holds what came.</exception>
    public Task SaveLargeResultAsync(string jobIdOrUrl, string path, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(jobIdOrUrl);
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        return LargeResults.SaveAsync(jobIdOrUrl, path, null, cancellationToken);
    }

    /// <summary>Closes the client. Calls under way end with <see cref="PulseErrorCode.Closed"/>. Jobs and results that came from it stay valid.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 0)
        {
            _closed.Cancel();
            Jobs.Watcher.Close();
            _http.Dispose();

            // Also those connections that are still being made, in a handshake say, which the pool knows nothing of.
            _connector.Dispose();
        }
    }

    internal Task<(string JobId, WaitOutcome Outcome)> ExtractForOutcomeAsync(ExtractRequest request, WaitOptions options, Action<WaitProgress>? report, CancellationToken cancellationToken) =>
        Invoker.ForOutcomeAsync(ServiceEndpoints.Extract, request, options, report, cancellationToken);
}

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
/// A client of the Pulse API, with its options, its connections and its limits. Thread-safe. Create one and use it for the lifetime of the
/// program.
/// </summary>
public sealed partial class PulseClient : IDisposable
{
    readonly ClientSettings _settings;
    readonly HttpClient _http;
    readonly CancellationTokenSource _closed = new();
    readonly RequestExecutor _executor;
    readonly Connector _connector;
    int _disposed;

    /// <summary>Creates a client with the options in the environment variables <c>PULSE_API_KEY</c>, <c>PULSE_BASE_URL</c>, <c>PULSE_TIMEOUT</c>, <c>PULSE_MAX_RETRIES</c>.</summary>
    /// <exception cref="PulseConfigurationException">An environment variable is invalid; the message names it.</exception>
    public PulseClient()
        : this(new PulseClientOptions())
    {
    }

    /// <summary>Creates a client with an API key. All other options come from the environment.</summary>
    /// <exception cref="PulseConfigurationException">The API key or an environment variable is invalid.</exception>
    public PulseClient(string apiKey)
        : this(new PulseClientOptions { ApiKey = apiKey })
    {
    }

    /// <summary>Creates a client. Nothing is sent. A missing API key is reported by the first call.</summary>
    /// <exception cref="PulseConfigurationException">An option is invalid; the message names it.</exception>
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
        HttpMessageHandler primary = settings.PrimaryHandler is { } given ? new BorrowedHandler(given) : new SynchronousHandler(connections!, settings.Proxy);
        AuthenticationHandler handlers = new(settings, primary);
        _http = new HttpClient(handlers)
        {
            BaseAddress = settings.BaseUrl,
            Timeout = Timeout.InfiniteTimeSpan,

            // Not HTTP/2: where its connection ends in the middle of an upload, a response that came before is lost, and with it a job
            // that was paid for (EarlyAnswers).
            DefaultRequestVersion = HttpVersion.Version11,
        };
        _executor = new RequestExecutor(settings, _connector, new HttpMessageInvoker(handlers, disposeHandler: false), _closed.Token);
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

    /// <summary>Batches of the service: many documents processed by one job.</summary>
    public BatchesClient Batches { get; }

    /// <summary>Pipelines: several steps in one call.</summary>
    public PipelinesClient Pipelines { get; }

    /// <summary>PDF forms.</summary>
    public FormsClient Forms { get; }

    /// <summary>Downloads of files that jobs have created.</summary>
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
    /// <param name="request">The document and the options.</param>
    /// <param name="cancellationToken">Ends the call immediately. The service may continue processing, and bill it.</param>
    /// <returns>An <see cref="ExtractionResult"/>; a <see cref="JobSubmission"/> if <see cref="ExtractRequest.Async"/> is set; or a <see cref="LargeResultLink"/> if large results are not followed.</returns>
    /// <exception cref="ArgumentException">The request has neither a file nor a URL, or both.</exception>
    /// <exception cref="PulseOutcomeUnknownException">The request was sent, but no response was received.</exception>
    /// <exception cref="PulseException">Any other failure; see <see cref="PulseException.Code"/>.</exception>
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
    /// <param name="request">The document and the options.</param>
    /// <param name="cancellationToken">Ends the call immediately.</param>
    /// <exception cref="ArgumentException">The request has neither a file nor a URL, or both.</exception>
    /// <exception cref="PulseOutcomeUnknownException">The request was sent, but no response was received: a job may exist. The request is not retried.</exception>
    /// <exception cref="PulseException">Any other failure; see <see cref="PulseException.Code"/>.</exception>
    public Task<JobSubmission> SubmitExtractAsync(ExtractRequest request, CancellationToken cancellationToken = default) =>
        Invoker.SubmitAsync(ServiceEndpoints.Extract, request, cancellationToken);

    /// <summary>Submits a document through <c>POST /extract_async</c>, which the service has deprecated in favor of <see cref="SubmitExtractAsync"/>.</summary>
    /// <param name="request">The document and the options.</param>
    /// <param name="cancellationToken">Ends the call immediately.</param>
    /// <exception cref="ArgumentException">The request has neither a file nor a URL, or both.</exception>
    /// <exception cref="PulseOutcomeUnknownException">The request was sent, but no response was received: a job may exist. The request is not retried.</exception>
    /// <exception cref="PulseException">Any other failure; see <see cref="PulseException.Code"/>.</exception>
    public Task<JobSubmission> SubmitExtractLegacyAsync(ExtractRequest request, CancellationToken cancellationToken = default) =>
        Invoker.SubmitAsync(ServiceEndpoints.ExtractLegacy, request, cancellationToken);

    /// <summary>Submits a document, waits for its job, and reads the result. This is what most programs need. The timeout of the wait includes the submit.</summary>
    /// <param name="request">The document and the options.</param>
    /// <param name="options">The options of the wait. Default: the documented polling strategy, with a timeout of 30 minutes.</param>
    /// <param name="progress">Receives changes of the status; the first report has the job's id.</param>
    /// <param name="cancellationToken">Stops the wait; the job continues.</param>
    /// <returns>The completed job.</returns>
    /// <exception cref="PulseJobException">The job failed, was canceled or has expired.</exception>
    /// <exception cref="PulseTimeoutException">The wait timed out; the job may still run.</exception>
    /// <exception cref="PulseWaitStoppedException">The wait was stopped; the job may still run.</exception>
    /// <exception cref="PulseException">Any other failure; see <see cref="PulseException.Code"/>.</exception>
    public async Task<Job> ExtractAndWaitAsync(ExtractRequest request, WaitOptions? options = null, IProgress<WaitProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        (_, WaitOutcome outcome) = await ExtractForOutcomeAsync(request, options ?? new WaitOptions(), progress is null ? null : progress.Report, cancellationToken).ConfigureAwait(false);
        return outcome.JobOrThrow(cancellationToken);
    }

    /// <summary>Fetches a large result by its job's id or by the link of an <c>is_url</c> response. It can be fetched once, and only within an hour.</summary>
    /// <param name="jobIdOrUrl">The job's id or the link.</param>
    /// <param name="cancellationToken">Ends the call immediately. A result whose transfer has begun is then lost; the error has what was received.</param>
    /// <exception cref="PulseApiException">Code <see cref="PulseErrorCode.Gone"/>: the result was already fetched, or its link has expired.</exception>
    /// <exception cref="PulseResultLostException">The transfer failed.</exception>
    public async Task<RawResult> GetLargeResultAsync(string jobIdOrUrl, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(jobIdOrUrl);
        return await LargeResults.FetchAsync(jobIdOrUrl, null, announcement: null, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Removes the files of a job from <see cref="PulseClientOptions.LargeResultFolder"/>. Call it when the result is stored elsewhere. Does nothing
    /// if there is no such folder or file.
    /// </summary>
    /// <param name="jobId">The job's id.</param>
    /// <exception cref="ArgumentException">The id is empty, blank, "." or "..".</exception>
    /// <exception cref="IOException">A file cannot be removed.</exception>
    public void DiscardLargeResult(string jobId) => LargeResults.Discard(JobIds.Check(jobId));

    /// <summary>The file that keeps a large result which its caller has not stored yet; null where there is none.</summary>
    internal string? LargeResultKeptAt(string jobId) => LargeResults.KeptAt(jobId);

    /// <summary>The same for a job that was delivered, where its result was a large one. A file that cannot be removed is not an error.</summary>
    internal void ForgetLargeResult(Job job)
    {
        // Of others there is no file, and looking for one reads the whole folder.
        if (job.Result?.Announcement is not null)
        {
            LargeResults.Forget(job.Id);
        }
    }

    /// <summary>Fetches a large result into a file. It is written to a temporary file in the same folder, which is renamed when it is complete.</summary>
    /// <param name="jobIdOrUrl">The job's id or the link.</param>
    /// <param name="path">The file to write. An existing file is replaced.</param>
    /// <param name="cancellationToken">Ends the call immediately.</param>
    /// <exception cref="PulseFileException">The path cannot be written. The result was not requested.</exception>
    /// <exception cref="PulseResultLostException">The transfer failed. The message names the file that contains what was received.</exception>
    public Task SaveLargeResultAsync(string jobIdOrUrl, string path, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(jobIdOrUrl);
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        return LargeResults.SaveAsync(jobIdOrUrl, path, null, cancellationToken);
    }

    /// <summary>Closes the client. Calls in progress end with <see cref="PulseErrorCode.Closed"/>. Its jobs and results remain valid.</summary>
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

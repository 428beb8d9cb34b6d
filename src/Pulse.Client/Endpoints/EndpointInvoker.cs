using Microsoft.Extensions.Logging;
using Pulse.Client.Api;
using Pulse.Client.Bodies;
using Pulse.Client.Http;
using Pulse.Client.Requests;
using Pulse.Client.Results;
using Pulse.Client.Transfers;
using Pulse.Client.Waiting;

namespace Pulse.Client.Endpoints;

/// <summary>Calls all endpoints that take a request, in the four ways there are: for the raw response, for a result, for a job, and for the result of a job that is waited for.</summary>
sealed class EndpointInvoker(ClientSettings settings, RequestExecutor executor, PulseApis apis, JobsClient jobs, LargeResults largeResults)
{
    const int LongestShown = 100;

    /// <summary>Sends a request and returns whatever response there is, which the caller owns.</summary>
    internal async Task<RawResult> SendAsync<TRequest>(Endpoint<TRequest> endpoint, TRequest request, CancellationToken cancellationToken, CancellationToken gentleStop = default)
        where TRequest : class, IServiceRequest<TRequest>, new()
    {
        ArgumentNullException.ThrowIfNull(request);
        request.Validate();
        bool isProcessed = !(request.IsAsync || endpoint.AlwaysAsync);
        using Submit submit = new(endpoint.Label, isProcessed ? settings.ProcessTimeout : settings.Timeout, settings.MaxRetries, apis, request.Body(), endpoint.Send) { GentleStop = gentleStop.CanBeCanceled ? gentleStop : settings.GentleStop };
        NativeBuffer body = await executor.SendAsync(submit, cancellationToken).ConfigureAwait(false);
        return await ReadAsync(endpoint.Label, body, isSubmit: true).ConfigureAwait(false);
    }

    /// <summary>The same, with the large result in place of its link where links are followed.</summary>
    internal Task<RawResult> SendAndFollowAsync<TRequest>(Endpoint<TRequest> endpoint, TRequest request, CancellationToken cancellationToken)
        where TRequest : class, IServiceRequest<TRequest>, new() =>
        executor.Deadline.RunAsync(
            async token =>
            {
                RawResult body = await SendAsync(endpoint, request, token).ConfigureAwait(false);
                if (!settings.FollowLargeResults || LargeResultLink.In(body) is not { } link)
                {
                    return body;
                }

                try
                {
                    return await largeResults.FetchAsync(link, body.Text("job_id"u8), token).ConfigureAwait(false);
                }
                catch (PulseException exception)
                {
                    // It was: there is a result, which is paid for.
                    exception.MayHaveBeenAccepted = true;
                    throw;
                }
            },
            endpoint.Label,
            jobId: null,
            cancellationToken);

    /// <summary>Sends what has no body and costs nothing.</summary>
    internal async Task<RawResult> SendAsync(string name, Func<PulseApis, CancellationToken, Task<HttpResponseMessage>> send, CancellationToken cancellationToken)
    {
        OutgoingRequest<PulseApis> request = new(name, RequestKind.Idempotent, settings.Timeout, settings.MaxRetries, jobId: null, apis, send);
        NativeBuffer body = await executor.SendAsync(request, cancellationToken).ConfigureAwait(false);
        return await ReadAsync(name, body, isSubmit: false).ConfigureAwait(false);
    }

    /// <summary>Sends a request that is answered with its result.</summary>
    internal async Task<TResult> ProcessAsync<TRequest, TResult>(Endpoint<TRequest> endpoint, TRequest request, CancellationToken cancellationToken)
        where TRequest : class, IServiceRequest<TRequest>, new()
        where TResult : PulseResult, IPulseResult<TResult>
    {
        ArgumentNullException.ThrowIfNull(request);
        if (request.IsAsync)
        {
            throw Require.Wrong("async", "asks for a job, which this call does not return: use the one that submits");
        }

        RawResult body = await SendAndFollowAsync(endpoint, request, cancellationToken).ConfigureAwait(false);
        if (Submitted(endpoint, request, body) is { } submission)
        {
            throw NotAsPromised(body, $"{endpoint.Label} was answered with a job in place of a result: wait for '{submission.JobId}'.", isSubmit: true, submission.JobId);
        }

        try
        {
            return ResultKinds.Read<TResult>(body, job: null);
        }
        catch (PulseProtocolException exception)
        {
            throw NotAsPromised(body, $"The response of {endpoint.Label} is not what the API promises. {exception.Message}", isSubmit: true);
        }
    }

    /// <summary>Sends a request that is answered with a job.</summary>
    internal async Task<JobSubmission> SubmitAsync<TRequest>(Endpoint<TRequest> endpoint, TRequest request, CancellationToken cancellationToken, CancellationToken gentleStop = default)
        where TRequest : class, IServiceRequest<TRequest>, new()
    {
        ArgumentNullException.ThrowIfNull(request);
        TRequest asked = endpoint.AlwaysAsync ? request : request.AsAsync();
        RawResult body = await SendAsync(endpoint, asked, cancellationToken, gentleStop).ConfigureAwait(false);
        return Submitted(endpoint, asked, body) ?? throw NotAsPromised(body, $"The response of {endpoint.Label} has no job_id. The request may have been accepted.", isSubmit: true);
    }

    /// <summary>The job in a response, if there is one; from here on it is known how long it has been running.</summary>
    internal JobSubmission? Submitted<TRequest>(Endpoint<TRequest> endpoint, TRequest request, RawResult body)
        where TRequest : class, IServiceRequest<TRequest>, new()
    {
        JobSubmission? submission = JobSubmission.In(body);
        if (submission is not null)
        {
            CheckId(endpoint.Label, submission.JobId, body);
            jobs.Watcher.Durations.Submitted(submission.JobId, new JobOrigin(endpoint.Work, request.UploadSize));
            settings.Logger.Submitted(submission.JobId);
        }

        return submission;
    }

    /// <summary>A body that must be a result of the endpoint.</summary>
    /// <exception cref="PulseProtocolException">It is none.</exception>
    internal RawResult Usable<TRequest>(Endpoint<TRequest> endpoint, RawResult body)
        where TRequest : class, IServiceRequest<TRequest>, new()
    {
        string? problem;
        using (RawResult.Lease lease = body.Hold())
        {
            problem = JsonResponse.UnusableObject(body.Buffer.Content, body.Root, body.Members!, endpoint.Kind);
        }

        return problem is null ? body : throw NotAsPromised(body, $"The response of {endpoint.Label} is not what the API promises: {problem}. The request may have been accepted.", isSubmit: true);
    }

    /// <summary>An id that cannot be asked for, or holds a secret, must not get into journals, paths and logs.</summary>
    void CheckId(string endpoint, string jobId, RawResult body)
    {
        string problem;
        try
        {
            JobIds.Check(jobId);
            if (string.Equals(executor.Redactor.Redact(jobId), jobId, StringComparison.Ordinal))
            {
                return;
            }

            problem = "it holds a secret of the client";
        }
        catch (ArgumentException exception)
        {
            string shown = executor.Redactor.Redact(jobId);
            problem = $"{exception.Message[..exception.Message.IndexOf('.', StringComparison.Ordinal)]}: {System.Text.Json.JsonEncodedText.Encode(shown[..Math.Min(shown.Length, LongestShown)])}";
        }

        throw NotAsPromised(body, $"The response of {endpoint} has a job_id that cannot be used ({problem}). The request may have been accepted.", isSubmit: true);
    }

    /// <summary>Submits, and waits for the job. The limit of the wait begins with the submit.</summary>
    internal async Task<(string JobId, WaitOutcome Outcome)> ForOutcomeAsync<TRequest>(Endpoint<TRequest> endpoint, TRequest request, WaitOptions options, Action<WaitProgress>? report, CancellationToken cancellationToken)
        where TRequest : class, IServiceRequest<TRequest>, new()
    {
        options.Validate();
        long start = settings.TimeProvider.GetTimestamp();
        string jobId = await SubmitWithinAsync(endpoint, request, options, cancellationToken).ConfigureAwait(false);
        return (jobId, await WaitForNewAsync(jobId, Rest(options, start), report, cancellationToken).ConfigureAwait(false));
    }

    /// <summary>Submits within the time of a wait.</summary>
    /// <param name="endpoint">The endpoint.</param>
    /// <param name="request">The request.</param>
    /// <param name="options">Of the wait.</param>
    /// <param name="cancellationToken">Stops the submit.</param>
    /// <param name="gentleStop">See <see cref="OutgoingRequest.GentleStop"/>.</param>
    internal async Task<string> SubmitWithinAsync<TRequest>(Endpoint<TRequest> endpoint, TRequest request, WaitOptions options, CancellationToken cancellationToken, CancellationToken gentleStop = default)
        where TRequest : class, IServiceRequest<TRequest>, new()
    {
        using CancellationTokenSource deadline = options.HasTimeout ? new(options.Timeout, settings.TimeProvider) : new();
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, deadline.Token);
        try
        {
            using JobSubmission submission = await SubmitAsync(endpoint, request, either.Token, gentleStop).ConfigureAwait(false);
            return submission.JobId;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new PulseTimeoutException("The time of the wait had passed before the request was submitted. No job was made.");
        }
    }

    /// <summary>Waits for a job that was made a moment ago, and may not be known everywhere yet.</summary>
    internal Task<WaitOutcome> WaitForNewAsync(string jobId, WaitOptions options, Action<WaitProgress>? report, CancellationToken cancellationToken) =>
        jobs.WaitForOutcomeAsync(jobId, options with { IsKnownJob = true }, report, cancellationToken);

    /// <summary>Submits, waits for the job and reads its result.</summary>
    internal async Task<TResult> AndWaitAsync<TRequest, TResult>(Endpoint<TRequest> endpoint, TRequest request, WaitOptions? options, IProgress<WaitProgress>? progress, CancellationToken cancellationToken)
        where TRequest : class, IServiceRequest<TRequest>, new()
        where TResult : PulseResult, IPulseResult<TResult>
    {
        (_, WaitOutcome outcome) = await ForOutcomeAsync(endpoint, request, options ?? new WaitOptions(), progress is null ? null : progress.Report, cancellationToken).ConfigureAwait(false);
        return ReadAndRelease<TResult>(outcome.JobOrThrow(cancellationToken));
    }

    /// <summary>The clock by which the limits of waits run.</summary>
    internal TimeProvider Clock => settings.TimeProvider;

    /// <summary>The same options with what is left of their time.</summary>
    internal WaitOptions Rest(WaitOptions options, long start)
    {
        TimeSpan left = options.Timeout - settings.TimeProvider.GetElapsedTime(start);

        // What is left may be nothing; zero would mean no limit.
        return options with { Timeout = !options.HasTimeout ? options.Timeout : left > TimeSpan.Zero ? left : TimeSpan.FromTicks(1) };
    }

    /// <summary>The typed result of a job that nobody else needs. A job whose result cannot be read stays open: it is in the error.</summary>
    internal static TResult ReadAndRelease<TResult>(Job job)
        where TResult : PulseResult, IPulseResult<TResult>
    {
        TResult result = job.ReadResult<TResult>();
        job.Dispose();
        return result;
    }

    async Task<RawResult> ReadAsync(string name, NativeBuffer body, bool isSubmit)
    {
        await PoolThread.EnterFor(body.Length);
        RawResult result = JsonResponse.Read(body, new("The response of ", name), new(null, executor.Redactor) { IsSubmit = isSubmit }).Raw;
        if (settings.ValidateResults)
        {
            result.Validate();
        }

        return result;
    }

    /// <summary>The error for a response that is JSON, and yet not what was asked for. It takes over the body.</summary>
    internal PulseProtocolException NotAsPromised(RawResult body, string words, bool isSubmit, string? jobId = null)
    {
        byte[] received = body.Json.ToArray();
        body.Dispose();
        return new(words) { HttpStatus = 200, JobId = jobId, MayHaveBeenAccepted = isSubmit, ResponseBody = executor.Redactor.Redact(received) };
    }

    /// <summary>One submit; each attempt builds its body again.</summary>
    sealed class Submit(string name, TimeSpan timeout, int maxRetries, PulseApis apis, Func<HttpContent> make, Func<PulseApis, HttpContent, CancellationToken, Task<HttpResponseMessage>> send)
        : OutgoingRequest(name, RequestKind.Submit, timeout, maxRetries), IDisposable
    {
        readonly List<ContentPrint> _sent = [];
        TrackedContent? _body;

        internal override TrackedContent? Body => _body;

        internal override Task<HttpResponseMessage> SendAsync(CancellationToken cancellationToken)
        {
            _body?.Dispose();
            _body = null;
            HttpContent content = make();
            (content as MultipartForm)?.Compare(_sent);
            _body = new TrackedContent(content);
            return send(apis, _body, cancellationToken);
        }

        public void Dispose() => _body?.Dispose();
    }
}

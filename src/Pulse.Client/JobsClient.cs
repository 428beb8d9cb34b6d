using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Pulse.Client.Api;
using Pulse.Client.Diagnostics;
using Pulse.Client.Endpoints;
using Pulse.Client.Http;
using Pulse.Client.Waiting;

namespace Pulse.Client;

/// <summary>Jobs: reading, waiting, canceling. Thread-safe.</summary>
public sealed class JobsClient
{
    readonly ClientSettings _settings;
    readonly RequestExecutor _executor;
    readonly IJobsApi _api;

    internal JobsClient(ClientSettings settings, RequestExecutor executor, IJobsApi api, JobReader reader)
    {
        _settings = settings;
        _executor = executor;
        _api = api;
        Reader = reader;
        Watcher = new JobWatcher(reader, executor.Limiter, settings.MaxConcurrentPolls, settings.TimeProvider, settings.Randomizer, settings.Logger);
        reader.KindOf = jobId => Operations.KindOfWork(Watcher.Durations.TryRecall(jobId, out JobOrigin origin, out _) ? origin.Kind : null);
    }

    internal JobReader Reader { get; }

    internal JobWatcher Watcher { get; }

    /// <summary>How the waiting goes: how much of it there is, and how punctual it is.</summary>
    public WaitStatistics WaitStatistics => Watcher.Statistics;

    /// <summary>
    /// Reads a job once (docs/api.md, section 4). Any status is success. A large result is not fetched: its link is in
    /// <see cref="Job.LargeResult"/>. Waits follow the link, and so does <see cref="PulseClient.GetLargeResultAsync"/>.
    /// </summary>
    /// <param name="jobId">The job's id, an opaque string. It is percent-encoded.</param>
    /// <param name="cancellationToken">Ends the call immediately.</param>
    /// <exception cref="ArgumentException">The id is empty, blank, "." or "..".</exception>
    /// <exception cref="PulseException">Any other failure; see <see cref="PulseException.Code"/>.</exception>
    public Task<Job> GetAsync(string jobId, CancellationToken cancellationToken = default)
    {
        JobIds.Check(jobId);
        return Reader.ReadOnceAsync(jobId, cancellationToken).AsTask();
    }

    /// <summary>Waits until a job has completed.</summary>
    /// <param name="jobId">The job's id.</param>
    /// <param name="options">The options of the wait. Default: the documented polling strategy, with a timeout of 30 minutes.</param>
    /// <param name="progress">Receives changes of the status. Reports are made in order, but <see cref="Progress{T}"/> may deliver them out of order.</param>
    /// <param name="cancellationToken">Stops the wait immediately. It does not cancel the job; <see cref="CancelAsync"/> does.</param>
    /// <returns>The completed job.</returns>
    /// <exception cref="PulseJobException">The job failed, was canceled or has expired.</exception>
    /// <exception cref="PulseTimeoutException">The wait timed out; the job may still run.</exception>
    /// <exception cref="PulseWaitStoppedException">The wait was stopped; the job may still run.</exception>
    /// <exception cref="PulseException">Any other failure; see <see cref="PulseException.Code"/>. The exception has the job's id.</exception>
    public async Task<Job> WaitAsync(string jobId, WaitOptions? options = null, IProgress<WaitProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        WaitOutcome outcome = await WaitForOutcomeAsync(jobId, options ?? new WaitOptions(), progress is null ? null : progress.Report, cancellationToken).ConfigureAwait(false);
        return outcome.JobOrThrow(cancellationToken);
    }

    /// <summary>Waits until a job has completed, and reads its result as the type of its endpoint.</summary>
    /// <typeparam name="TResult">The type: <see cref="ExtractionResult"/>, <see cref="SplitResult"/>, <see cref="SchemaResult"/>, <see cref="TablesResult"/>, <see cref="BatchResult"/>, <see cref="PipelineResult"/> or <see cref="FormResult"/>.</typeparam>
    /// <param name="jobId">The job's id.</param>
    /// <param name="options">The options of the wait. Default: the documented polling strategy, with a timeout of 30 minutes.</param>
    /// <param name="progress">Receives changes of the status.</param>
    /// <param name="cancellationToken">Stops the wait immediately. It does not cancel the job.</param>
    /// <returns>The result, which refers to the completed job.</returns>
    /// <exception cref="PulseJobException">The job failed, was canceled or has expired.</exception>
    /// <exception cref="PulseTimeoutException">The wait timed out; the job may still run.</exception>
    /// <exception cref="PulseWaitStoppedException">The wait was stopped; the job may still run.</exception>
    /// <exception cref="PulseProtocolException">The result is of another type. The exception has the job.</exception>
    /// <exception cref="PulseException">Any other failure; see <see cref="PulseException.Code"/>. The exception has the job's id.</exception>
    public async Task<TResult> WaitAsync<TResult>(string jobId, WaitOptions? options = null, IProgress<WaitProgress>? progress = null, CancellationToken cancellationToken = default)
        where TResult : PulseResult, IPulseResult<TResult> =>
        EndpointInvoker.ReadAndRelease<TResult>(await WaitAsync(jobId, options, progress, cancellationToken).ConfigureAwait(false));

    /// <summary>
    /// Waits for many jobs concurrently and yields each one as it ends, completed or not. It needs no thread and no task per job. The
    /// waits of a client share its limits; the poll that is overdue longest comes first.
    /// </summary>
    /// <param name="jobIds">The ids. An id that occurs twice is yielded twice; its polls are shared.</param>
    /// <param name="options">The options of each wait. Default: the documented polling strategy, at most 30 minutes.</param>
    /// <param name="progress">Receives changes of the status of all jobs.</param>
    /// <param name="cancellationToken">Stops all waits immediately. It does not cancel the jobs.</param>
    /// <returns>One item per id. Leaving the loop early stops the remaining waits.</returns>
    /// <exception cref="ArgumentException">An id is empty, blank, "." or "..". Nothing was sent.</exception>
    /// <exception cref="OperationCanceledException">The token was canceled.</exception>
    public IAsyncEnumerable<WaitedJob> WaitManyAsync(IEnumerable<string> jobIds, WaitOptions? options = null, IProgress<WaitProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(jobIds);
        WaitOptions valid = options ?? new WaitOptions();
        valid.Validate();
        string[] ids = [.. jobIds];
        foreach (string id in ids)
        {
            JobIds.Check(id);
        }

        return StreamAsync(ids, valid, progress is null ? null : progress.Report, cancellationToken);
    }

    /// <summary>Follows a job: yields a snapshot whenever its status has changed, and finally the ended job, completed or not.</summary>
    /// <param name="jobId">The job's id.</param>
    /// <param name="options">The options of the wait. Default: the documented polling strategy, with a timeout of 30 minutes.</param>
    /// <param name="cancellationToken">Stops the wait immediately. It does not cancel the job.</param>
    /// <returns>Snapshots, which the caller owns.</returns>
    /// <exception cref="ArgumentException">The id is empty, blank, "." or "..".</exception>
    /// <exception cref="PulseTimeoutException">The wait timed out; the job may still run.</exception>
    /// <exception cref="PulseWaitStoppedException">The token was canceled; the job may still run.</exception>
    /// <exception cref="PulseException">Any other failure; see <see cref="PulseException.Code"/>.</exception>
    public IAsyncEnumerable<Job> WatchAsync(string jobId, WaitOptions? options = null, CancellationToken cancellationToken = default)
    {
        JobIds.Check(jobId);
        WaitOptions valid = options ?? new WaitOptions();
        valid.Validate();
        return SnapshotsAsync(jobId, valid, cancellationToken);
    }

    /// <summary>What <see cref="PollPolicy.Adaptive"/> has learned, as a small UTF-8 JSON document for another process or the next run. It contains durations and sizes, but no ids and no content of documents.</summary>
    public byte[] ExportDurations() => DurationsJson.Write(Watcher.Durations.Export());

    /// <summary>Adds what another client has learned. It counts as older than this client's own observations.</summary>
    /// <param name="utf8Json">The output of <see cref="ExportDurations"/>.</param>
    /// <exception cref="ArgumentException">The input is not such a document. Nothing was imported.</exception>
    public void ImportDurations(ReadOnlyMemory<byte> utf8Json) => Watcher.Durations.Import(DurationsJson.Read(utf8Json));

    /// <summary>Notifies the client that a job has probably ended, for example because of a webhook. A wait for the job then polls immediately. Polling remains authoritative.</summary>
    /// <param name="jobId">The job's id.</param>
    /// <returns>Whether any wait for that job is in progress.</returns>
    /// <exception cref="ArgumentException">The id is empty, blank, "." or "..".</exception>
    public bool Notify(string jobId) => Watcher.Hurry(JobIds.Check(jobId));

    /// <summary>Requests the cancellation of a job. Best effort: pages that are already processed are billed, and a job that has ended is not changed.</summary>
    /// <param name="jobId">The job's id.</param>
    /// <param name="cancellationToken">Ends the call immediately.</param>
    /// <exception cref="ArgumentException">The id is empty, blank, "." or "..".</exception>
    /// <exception cref="PulseException">Any other failure; see <see cref="PulseException.Code"/>.</exception>
    public async Task CancelAsync(string jobId, CancellationToken cancellationToken = default)
    {
        JobIds.Check(jobId);
        OutgoingRequest<(IJobsApi Api, string JobId)> request = new(
            "DELETE /job/{id}",
            RequestKind.Idempotent,
            _settings.Timeout,
            _settings.MaxRetries,
            jobId,
            (_api, jobId),
            static (job, token) => job.Api.CancelAsync(job.JobId, token))
        {
            TakesNoContent = true,
        };
        Results.NativeBuffer body = await _executor.SendAsync(request, cancellationToken).ConfigureAwait(false);
        if (body.IsNoContent)
        {
            body.Close();
            return;
        }

        using RawResult response = Results.JsonResponse.Read(body, new("The response of ", request.Name), new(jobId, _executor.Redactor)).Raw;
        if (!string.Equals(response.Id("job_id"u8), jobId, StringComparison.Ordinal))
        {
            _executor.DropConnections();
            throw new PulseProtocolException($"The response to the cancel of job '{jobId}' is about another job. It is unknown whether the job was canceled.") { JobId = jobId, HttpStatus = 200, IsForeign = true };
        }
    }

    internal Task<WaitOutcome> WaitForOutcomeAsync(string jobId, WaitOptions options, Action<WaitProgress>? report, CancellationToken cancellationToken)
    {
        JobIds.Check(jobId);
        options.Validate();
        return AwaitAsync(new TaskWait(jobId, options, report), cancellationToken);
    }

    async Task<WaitOutcome> AwaitAsync(TaskWait wait, CancellationToken cancellationToken)
    {
        using Activity? span = ClientMetrics.StartSpan("pulse.wait_job", ActivityKind.Internal);
        span?.SetTag("pulse.job.id", wait.JobId);
        if (cancellationToken.IsCancellationRequested)
        {
            return new(wait.JobId, WaitEnd.Stopped, null);
        }

        Watcher.Add(wait);
        using CancellationTokenRegistration stop = OnCancel(wait, cancellationToken);
        WaitOutcome outcome = await wait.Outcome.ConfigureAwait(false);
        span?.SetTag("pulse.wait.end", outcome.End.ToString());
        span?.SetTag("pulse.wait.polls", wait.Attempt);
        return outcome;
    }

    async IAsyncEnumerable<WaitedJob> StreamAsync(string[] ids, WaitOptions options, Action<WaitProgress>? report, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        Channel<(StreamedWait Wait, WaitOutcome Outcome)> ends = Channel.CreateUnbounded<(StreamedWait, WaitOutcome)>(new UnboundedChannelOptions { SingleReader = true });
        HashSet<StreamedWait> open = new(ids.Length);
        try
        {
            foreach (string id in ids)
            {
                StreamedWait wait = new(id, options, report, ends.Writer);
                open.Add(wait);
                Watcher.Add(wait);
            }

            while (open.Count > 0)
            {
                (StreamedWait wait, WaitOutcome outcome) = await ends.Reader.ReadAsync(cancellationToken).ConfigureAwait(false);
                open.Remove(wait);
                yield return new WaitedJob(wait.JobId, outcome.Job, outcome.Error);
            }
        }
        finally
        {
            ends.Writer.Complete();
            foreach (StreamedWait wait in open)
            {
                Watcher.Stop(wait);
            }

            while (ends.Reader.TryRead(out (StreamedWait Wait, WaitOutcome Outcome) left))
            {
                left.Outcome.Job?.Dispose();
            }
        }
    }

    async IAsyncEnumerable<Job> SnapshotsAsync(string jobId, WaitOptions options, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        Channel<Job> snapshots = Channel.CreateUnbounded<Job>(new UnboundedChannelOptions { SingleReader = true });
        SnapshotWait wait = new(jobId, options, snapshots.Writer);
        Watcher.Add(wait);
        try
        {
            using CancellationTokenRegistration stop = OnCancel(wait, cancellationToken);
            await foreach (Job snapshot in snapshots.Reader.ReadAllAsync(CancellationToken.None).ConfigureAwait(false))
            {
                yield return snapshot;
            }
        }
        finally
        {
            Watcher.Stop(wait);
            while (snapshots.Reader.TryRead(out Job? left))
            {
                left.Dispose();
            }
        }

        if (wait.Outcome.End != WaitEnd.Finished)
        {
            wait.Outcome.JobOrThrow(cancellationToken);
        }
    }

    CancellationTokenRegistration OnCancel(JobWait wait, CancellationToken cancellationToken) =>
        cancellationToken.CanBeCanceled
            ? cancellationToken.UnsafeRegister(static state => ((ValueTuple<JobWatcher, JobWait>)state!).Item1.Stop(((ValueTuple<JobWatcher, JobWait>)state!).Item2), (Watcher, wait))
            : default;
}

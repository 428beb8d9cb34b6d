using Pulse.Client.Api;
using Pulse.Client.Http;
using Pulse.Client.Waiting;

namespace Pulse.Client;

/// <summary>Jobs: reading, waiting, canceling. Safe to use from any thread.</summary>
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
        Waiter = new JobWaiter(settings, reader, executor);
    }

    internal JobReader Reader { get; }

    internal JobWaiter Waiter { get; }

    /// <summary>Reads a job once (seed: GET /job/{jobId}). Any status is success. A large result is followed.</summary>
    /// <param name="jobId">The id, opaque text; it is percent-encoded.</param>
    /// <param name="cancellationToken">Ends the call at once.</param>
    /// <exception cref="ArgumentException">The id is empty, blank, "." or "..".</exception>
    /// <exception cref="PulseException">See its <see cref="PulseException.Code"/>.</exception>
    public async Task<Job> GetAsync(string jobId, CancellationToken cancellationToken = default)
    {
        JobIds.Check(jobId);
        Job job = await Reader.ReadOnceAsync(jobId, _settings.MaxRetries, cancellationToken).ConfigureAwait(false);
        await Reader.FollowAsync(job, cancellationToken).ConfigureAwait(false);
        return job;
    }

    /// <summary>Waits until a job has completed.</summary>
    /// <param name="jobId">The id.</param>
    /// <param name="options">Default: the documented polling strategy, at most 30 minutes.</param>
    /// <param name="progress">Receives changes of the status, in their order if it handles them in order.</param>
    /// <param name="cancellationToken">Stops the wait at once. That does not cancel the job: see <see cref="CancelAsync"/>.</param>
    /// <returns>The completed job.</returns>
    /// <exception cref="PulseJobException">The job failed, was canceled or has expired.</exception>
    /// <exception cref="PulseTimeoutException">The limit has passed; the job may still run.</exception>
    /// <exception cref="PulseWaitStoppedException">The wait was stopped; the job may still run.</exception>
    /// <exception cref="PulseException">See its <see cref="PulseException.Code"/>; the job's id is in it.</exception>
    public async Task<Job> WaitAsync(string jobId, WaitOptions? options = null, IProgress<WaitProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        WaitOutcome outcome = await WaitForOutcomeAsync(jobId, options ?? new WaitOptions(), progress is null ? null : progress.Report, cancellationToken).ConfigureAwait(false);
        return Outcomes.JobOrThrow(outcome, jobId, cancellationToken);
    }

    /// <summary>Asks the service to cancel a job. Best effort: pages done so far are billed, and a job that has ended stays as it is.</summary>
    /// <param name="jobId">The id.</param>
    /// <param name="cancellationToken">Ends the call at once.</param>
    /// <exception cref="ArgumentException">The id is empty, blank, "." or "..".</exception>
    /// <exception cref="PulseException">See its <see cref="PulseException.Code"/>.</exception>
    public async Task CancelAsync(string jobId, CancellationToken cancellationToken = default)
    {
        JobIds.Check(jobId);
        Operation operation = new("DELETE /job/{id}", RequestKind.Idempotent, _settings.Timeout, _settings.MaxRetries, jobId);
        Results.NativeBuffer body = await _executor.SendAsync(
            operation,
            (_api, jobId),
            static (state, token) => state._api.CancelAsync(state.jobId, token),
            progress: null,
            cancellationToken).ConfigureAwait(false);
        body.Close();
    }

    internal Task<WaitOutcome> WaitForOutcomeAsync(string jobId, WaitOptions options, Action<WaitProgress>? report, CancellationToken cancellationToken)
    {
        JobIds.Check(jobId);
        options.Validate();
        return Waiter.WaitAsync(jobId, options, report, cancellationToken);
    }
}

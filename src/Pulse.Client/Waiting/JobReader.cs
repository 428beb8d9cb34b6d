using Microsoft.Extensions.Logging;
using Pulse.Client.Api;
using Pulse.Client.Http;
using Pulse.Client.Results;

namespace Pulse.Client.Waiting;

/// <summary>Reads jobs once, and follows their large results.</summary>
sealed class JobReader(ClientSettings settings, RequestExecutor executor, IJobsApi api, LargeResults largeResults) : IJobSource
{
    /// <inheritdoc/>
    public Redactor Redactor => executor.Redactor;

    /// <inheritdoc/>
    public ValueTask<Job> PollAsync(string jobId, CancellationToken cancellationToken) =>
        new(ReadAsync(new("GET /job/{id}", RequestKind.Idempotent, settings.Timeout, 0, jobId) { HasPermit = true }, jobId, cancellationToken));

    /// <inheritdoc/>
    public bool NeedsFollowing(Job job) => settings.FollowLargeResults && job.LargeResult is not null && job.Status == JobStatus.Completed;

    /// <summary>Reads a job once, with retries.</summary>
    internal Task<Job> ReadOnceAsync(string jobId, CancellationToken cancellationToken) =>
        ReadAsync(new("GET /job/{id}", RequestKind.Idempotent, settings.Timeout, settings.MaxRetries, jobId), jobId, cancellationToken);

    async Task<Job> ReadAsync(Operation operation, string jobId, CancellationToken cancellationToken)
    {
        NativeBuffer body = await executor.SendAsync(
            operation,
            (api, jobId),
            static (state, token) => state.api.GetAsync(state.jobId, token),
            progress: null,
            cancellationToken).ConfigureAwait(false);

        // Skimming megabytes would hold up the thread that serves all sockets.
        if (body.Length > BodyReader.LargeBody && !SynchronousHandler.IsActive)
        {
            await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        }

        Job job = Job.Parse(body, jobId, Redactor);
        if (settings.ValidateResults)
        {
            job.Validate();
        }

        return job;
    }

    /// <summary>Puts a large result in its link's place.</summary>
    public async Task FollowAsync(Job job, CancellationToken cancellationToken)
    {
        if (!NeedsFollowing(job) || job.LargeResult is not { } link)
        {
            return;
        }

        settings.Logger.FetchingLargeResult(job.Id);
        try
        {
            RawResult result = await largeResults.FetchAsync(link, job.Id, cancellationToken).ConfigureAwait(false);
            job.Attach(result);
        }
        catch (PulseException exception)
        {
            exception.JobId ??= job.Id;
            exception.LastSnapshot ??= job;
            throw;
        }
    }
}

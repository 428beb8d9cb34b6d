using Microsoft.Extensions.Logging;
using Pulse.Client.Api;
using Pulse.Client.Http;
using Pulse.Client.Results;

namespace Pulse.Client.Waiting;

/// <summary>Reads jobs once, and follows their large results.</summary>
sealed class JobReader(ClientSettings settings, RequestExecutor executor, IJobsApi api, LargeResults largeResults)
{
    internal async Task<Job> ReadOnceAsync(string jobId, int maxRetries, CancellationToken cancellationToken)
    {
        Operation operation = new("GET /job/{id}", RequestKind.Idempotent, settings.Timeout, maxRetries, jobId);
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

        Job job = Job.Parse(body, jobId, executor.Redactor);
        if (settings.ValidateResults)
        {
            job.Validate();
        }

        return job;
    }

    /// <summary>Puts a large result in its link's place.</summary>
    internal async Task FollowAsync(Job job, CancellationToken cancellationToken)
    {
        if (!settings.FollowLargeResults || job.LargeResult is not { } link || job.Status != JobStatus.Completed)
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

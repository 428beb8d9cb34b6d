using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using Pulse.Client.Api;
using Pulse.Client.Http;
using Pulse.Client.Results;
using Pulse.Client.Transfers;

namespace Pulse.Client.Waiting;

/// <summary>Reads jobs once, and follows their large results.</summary>
sealed class JobReader(ClientSettings settings, RequestExecutor executor, IJobsApi api, LargeResults largeResults) : IJobSource
{
    // A replica may lag: a response that contradicts itself is asked for again, but not forever.
    const int MaxRereads = 3;

    /// <inheritdoc/>
    public Redactor Redactor => executor.Redactor;

    // The first two lines stand here and in ReadOnceAsync: a method of their own would be one more asynchronous layer for every poll.
    /// <inheritdoc/>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<Job> PollAsync(string jobId, CancellationToken cancellationToken)
    {
        NativeBuffer body = await executor.SendAsync(Request(jobId, maxRetries: 0, isPoll: true), cancellationToken).ConfigureAwait(false);
        await PoolThread.EnterFor(body.Length);
        return Read(body, jobId);
    }

    /// <inheritdoc/>
    public bool NeedsFollowing(Job job) => settings.FollowLargeResults && job.LargeResult is not null && job.Status == JobStatus.Completed;

    /// <summary>Tells by a job's id what kind of result it makes, as far as this client knows.</summary>
    internal Func<string, ResultKind> KindOf { get; set; } = static _ => ResultKind.Unknown;

    /// <summary>Reads a job once, with retries, also of responses that are about another job or completed without a result.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    internal async ValueTask<Job> ReadOnceAsync(string jobId, CancellationToken cancellationToken)
    {
        OutgoingRequest request = Request(jobId, settings.MaxRetries, isPoll: false);
        for (int reread = 0; ; reread++)
        {
            try
            {
                NativeBuffer body = await executor.SendAsync(request, cancellationToken).ConfigureAwait(false);
                await PoolThread.EnterFor(body.Length);
                return Read(body, jobId);
            }
            catch (PulseProtocolException exception) when (reread < Math.Min(MaxRereads, settings.MaxRetries) && (exception.IsForeign || exception.LastSnapshot is not null))
            {
                exception.LastSnapshot?.Dispose();
                await executor.Pacer.DelayAsync(Backoff.Delay(reread, null, settings.Randomizer), cancellationToken).ConfigureAwait(false);
            }
        }
    }

    OutgoingRequest<(IJobsApi Api, string JobId)> Request(string jobId, int maxRetries, bool isPoll) =>
        new("GET /job/{id}", RequestKind.Idempotent, settings.Timeout, maxRetries, jobId, (api, jobId), static (job, token) => job.Api.GetAsync(job.JobId, token)) { IsPoll = isPoll };

    Job Read(NativeBuffer body, string jobId)
    {
        Job job;
        try
        {
            job = Job.Parse(body, jobId, Redactor);
        }
        catch (PulseProtocolException exception) when (exception.IsForeign)
        {
            // Whatever else waits on that connection is not ours either.
            executor.DropConnections();
            throw;
        }

        if (settings.ValidateResults)
        {
            job.Validate();
        }

        if (job.Status == JobStatus.Completed && job.Unusable(KindOf(jobId)) is { } problem)
        {
            throw new PulseProtocolException($"Job '{jobId}' is completed, but {problem}.") { JobId = jobId, HttpStatus = 200, LastSnapshot = job };
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

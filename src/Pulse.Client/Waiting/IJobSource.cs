using Pulse.Client.Http;

namespace Pulse.Client.Waiting;

/// <summary>Where the watcher gets jobs from.</summary>
interface IJobSource
{
    /// <summary>Takes the secrets out of what is said about a job.</summary>
    Redactor? Redactor { get; }

    /// <summary>Polls a job once, without retries and without following its large result.</summary>
    ValueTask<Job> PollAsync(string jobId, CancellationToken cancellationToken);

    /// <summary>Whether a large result must be fetched before the waits for this job end.</summary>
    bool NeedsFollowing(Job job);

    /// <summary>Puts a large result in its link's place.</summary>
    Task FollowAsync(Job job, CancellationToken cancellationToken);
}

using Pulse.Sandbox.Jobs;
using Pulse.Sandbox.Server;

namespace Pulse.Sandbox.Control;

/// <summary>The jobs of a sandbox, as tests see and steer them. Thread-safe.</summary>
public sealed class SandboxJobs
{
    readonly SandboxState _state;

    internal SandboxJobs(SandboxState state) => _state = state;

    /// <summary>The ids of all jobs, in no order.</summary>
    public IReadOnlyCollection<string> Ids => [.. _state.Jobs.Ids];

    /// <summary>Puts a state over a job's real one, until the next call. A job that does not exist is made, and belongs to the organization of the first key.</summary>
    /// <param name="jobId">Any text that is not empty.</param>
    /// <param name="forced">The state.</param>
    public void Force(string jobId, ForcedJobState forced)
    {
        ArgumentException.ThrowIfNullOrEmpty(jobId);
        ArgumentNullException.ThrowIfNull(forced);
        DateTimeOffset now = _state.Clock.GetUtcNow();
        Job job = _state.Jobs.GetOrAdd(jobId, id => new Job(
            id, _state.Options.ApiKeys[0].Organization, now, JobTiming.Of(_state.Options),
            _ => Task.FromResult(JobOutcome.Failed("The job was made by the control plane and has no work"))));
        job.Force(forced, now);
    }

    /// <summary>Takes a forced state away, so that the real one shows again.</summary>
    /// <returns>False when there is no such job.</returns>
    public bool Release(string jobId)
    {
        if (!_state.Jobs.TryGet(jobId, out Job? job))
        {
            return false;
        }

        job.Force(null, _state.Clock.GetUtcNow());
        return true;
    }
}

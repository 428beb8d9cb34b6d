using Pulse.Client.Diagnostics;

namespace Pulse.Client.Waiting;

/// <summary>
/// Who waits for which job. A wait that joins or leaves is in the heap of deadlines exactly as long as it is here, and a job in the
/// heap of polls no longer than somebody waits for it. All members are for the holder of the gate.
/// </summary>
sealed class WaitRegistry(Lock gate, PollScheduler scheduler, WaitDeadlines deadlines, AlikeBodies bodies)
{
    readonly JobTable _jobs = new();

    /// <summary>Waits under way.</summary>
    internal int Waits { get; private set; }

    /// <summary>The jobs they wait for.</summary>
    internal int Jobs => _jobs.Count;

    internal IEnumerable<WatchedJob> All => _jobs.All;

    internal WatchedJob? Find(string jobId)
    {
        gate.AssertHeld();
        return _jobs.TryFind(jobId, out WatchedJob? job) ? job : null;
    }

    /// <summary>The record of a job, which is made where nobody has waited for it.</summary>
    internal WatchedJob FindOrAdd(string jobId, out bool isNew)
    {
        gate.AssertHeld();
        isNew = !_jobs.TryFind(jobId, out WatchedJob? job);
        if (job is null)
        {
            job = new WatchedJob(jobId, bodies.UsualLength);
            _jobs.Put(jobId, job);
        }

        return job;
    }

    /// <summary>Adds a wait to its job, and to the deadlines if it has one.</summary>
    internal void Join(JobWait wait, WatchedJob job)
    {
        gate.AssertHeld();
        Waits++;
        job.Add(wait);
        if (wait.Options.HasTimeout)
        {
            deadlines.Add(wait);
        }
    }

    /// <summary>Takes a wait out of everything; its job stays.</summary>
    internal void Leave(JobWait wait)
    {
        gate.AssertHeld();
        deadlines.Remove(wait);
        wait.Watched!.Remove(wait);
        Waits--;
    }

    /// <summary>Drops a job that nobody waits for.</summary>
    internal void Forget(WatchedJob job)
    {
        gate.AssertHeld();
        scheduler.Remove(job);
        _jobs.Remove(job);
    }

    internal void Clear()
    {
        gate.AssertHeld();
        _jobs.Clear();
    }
}

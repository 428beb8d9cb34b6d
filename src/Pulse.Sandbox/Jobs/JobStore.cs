using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using Pulse.Sandbox.Stored;

namespace Pulse.Sandbox.Jobs;

/// <summary>All jobs by id. Thread-safe.</summary>
/// <param name="kept">Where they are counted.</param>
sealed class JobStore(KeptThings kept)
{
    readonly ConcurrentDictionary<string, Job> _jobs = new(StringComparer.Ordinal);

    public ICollection<string> Ids => _jobs.Keys;

    /// <summary>The newest jobs, the last first.</summary>
    public IReadOnlyList<Job> Newest(int count) => [.. _jobs.Values.OrderByDescending(job => job.CreatedAt).ThenBy(job => job.Id, StringComparer.Ordinal).Take(count)];

    public void Add(Job job)
    {
        _jobs[job.Id] = job;
        Keep(job);
    }

    public Job GetOrAdd(string id, Func<string, Job> create)
    {
        if (_jobs.TryGetValue(id, out Job? there))
        {
            return there;
        }

        Job made = create(id);
        Job job = _jobs.GetOrAdd(id, made);
        if (job == made)
        {
            Keep(job);
        }

        return job;
    }

    public bool TryGet(string id, [MaybeNullWhen(false)] out Job job) => _jobs.TryGetValue(id, out job);

    public void Clear()
    {
        foreach (string id in _jobs.Keys)
        {
            if (_jobs.TryRemove(id, out Job? job))
            {
                job.Dispose();
            }
        }
    }

    void Keep(Job job)
    {
        KeptThings.Kept entry = kept.Add(0, () =>
        {
            if (_jobs.TryRemove(KeyValuePair.Create(job.Id, job)))
            {
                job.Dispose();
            }
        });
        _ = job.Work.ContinueWith(
            work => entry.Grow(work.IsCompletedSuccessfully ? work.Result.Pack() : 0),
            CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }
}

using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace Pulse.Sandbox.Jobs;

/// <summary>All jobs by id. Thread-safe.</summary>
sealed class JobStore
{
    readonly ConcurrentDictionary<string, Job> _jobs = new(StringComparer.Ordinal);

    public ICollection<string> Ids => _jobs.Keys;

    public void Add(Job job) => _jobs[job.Id] = job;

    public Job GetOrAdd(string id, Func<string, Job> create) => _jobs.GetOrAdd(id, create);

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
}

namespace Pulse.Client.Waiting;

/// <summary>
/// What a client has learned about how long jobs take, by kind of job and by size of the document where these are known.
/// Safe to use from any thread.
/// </summary>
sealed class DurationLearner(TimeProvider clock)
{
    internal const int MaxModels = 64;

    // Enough to recognise what was submitted a moment ago; a service that never waits must not pay for more.
    const int MaxSubmissions = 4096;

    readonly Lock _lock = new();
    readonly Dictionary<ModelKey, DurationModel> _models = [];
    readonly Dictionary<string, (JobOrigin Origin, long At)> _submissions = new(StringComparer.Ordinal);
    readonly Queue<string> _submissionOrder = new();

    /// <summary>Notes a job that this client has made.</summary>
    internal void Submitted(string jobId, JobOrigin origin)
    {
        lock (_lock)
        {
            if (_submissions.TryAdd(jobId, (origin, clock.GetTimestamp())))
            {
                _submissionOrder.Enqueue(jobId);
            }

            while (_submissionOrder.Count > MaxSubmissions)
            {
                _submissions.Remove(_submissionOrder.Dequeue());
            }
        }
    }

    /// <summary>What is known of a job's submit.</summary>
    internal bool TryRecall(string jobId, out JobOrigin origin, out TimeSpan age)
    {
        lock (_lock)
        {
            bool known = _submissions.TryGetValue(jobId, out (JobOrigin Origin, long At) found);
            origin = found.Origin;
            age = known ? clock.GetElapsedTime(found.At) : TimeSpan.Zero;
            return known;
        }
    }

    /// <summary>A job has completed.</summary>
    internal void Observe(JobOrigin origin, TimeSpan duration)
    {
        lock (_lock)
        {
            Model(new ModelKey(origin.Kind, 0))?.Observe(duration.TotalSeconds);
            if (origin.Size > 0)
            {
                Model(new ModelKey(origin.Kind, SizeClass(origin.Size)))?.Observe(duration.TotalSeconds);
            }
        }
    }

    /// <summary>When to poll next; null when there is not enough evidence, or the job has outlived all of it.</summary>
    internal TimeSpan? NextDelay(JobOrigin origin, TimeSpan age, WaitOptions options)
    {
        lock (_lock)
        {
            DurationModel? model = null;
            if (origin.Size > 0 && _models.TryGetValue(new ModelKey(origin.Kind, SizeClass(origin.Size)), out DurationModel? sized) && sized.HasEvidence)
            {
                model = sized;
            }
            else if (_models.TryGetValue(new ModelKey(origin.Kind, 0), out DurationModel? general) && general.HasEvidence)
            {
                model = general;
            }

            return model?.PlanFor(options).NextDelay(age.TotalSeconds) is { } seconds ? TimeSpan.FromSeconds(seconds) : null;
        }
    }

    /// <summary>How long the completed jobs of a kind took, those of all sizes: the median; null before there is one.</summary>
    internal TimeSpan? Typical(string? kind)
    {
        lock (_lock)
        {
            if (!_models.TryGetValue(new ModelKey(kind, 0), out DurationModel? model))
            {
                return null;
            }

            float[] sorted = model.Durations;
            Array.Sort(sorted);
            return TimeSpan.FromSeconds(sorted[sorted.Length / 2]);
        }
    }

    internal List<(ModelKey Key, float[] Durations)> Export()
    {
        lock (_lock)
        {
            return [.. _models.Select(static model => (model.Key, model.Value.Durations))];
        }
    }

    /// <summary>Adds what another client has learned, as if it had been observed before all that this one has seen.</summary>
    internal void Import(IEnumerable<(ModelKey Key, float[] Durations)> models)
    {
        lock (_lock)
        {
            foreach ((ModelKey key, float[] durations) in models)
            {
                if (Model(key) is not { } model)
                {
                    continue;
                }

                float[] own = model.Durations;
                DurationModel merged = new();
                foreach (float duration in (float[])[.. durations, .. own])
                {
                    merged.Observe(duration);
                }

                _models[key] = merged;
            }
        }
    }

    DurationModel? Model(ModelKey key)
    {
        if (!_models.TryGetValue(key, out DurationModel? model) && _models.Count < MaxModels)
        {
            model = new DurationModel();
            _models.Add(key, model);
        }

        return model;
    }

    /// <summary>Each class is four times the former; 1 is up to 16 KiB.</summary>
    static int SizeClass(long size) => 1 + Math.Max(0, (System.Numerics.BitOperations.Log2((ulong)size) - 12) / 2);
}

/// <summary>What a model is about.</summary>
/// <param name="Kind">The operation that made the job; null for jobs that this client did not make.</param>
/// <param name="SizeClass">0: all sizes.</param>
readonly record struct ModelKey(string? Kind, int SizeClass);

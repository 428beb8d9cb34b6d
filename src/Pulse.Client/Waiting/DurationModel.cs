namespace Pulse.Client.Waiting;

/// <summary>
/// The durations of one kind of job: the last of them, and the plan that follows from them. The distribution is that of the
/// samples, smoothed between every few of them in order, with a little room on both sides for what has not been seen. When the
/// latest samples cannot come from the same distribution as those before, those before are forgotten.
/// </summary>
sealed class DurationModel
{
    /// <summary>Fewer say too little about a distribution.</summary>
    internal const int Evidence = 12;

    internal const int Kept = 400;

    // Two samples of one distribution differ as much as this about once in thousands of times (Kolmogorov-Smirnov).
    const double ShiftThreshold = 2.05;

    static readonly int[] s_windows = [8, 14, 30];

    readonly List<float> _durations = [];
    readonly Dictionary<PlanKey, PollPlan> _plans = [];
    int _sincePlan;
    float[]? _sorted;

    internal bool HasEvidence => _durations.Count >= Evidence;

    /// <summary>In seconds, the oldest first.</summary>
    internal float[] Durations => [.. _durations];

    internal void Observe(double seconds)
    {
        _durations.Add((float)Math.Clamp(seconds, 0.001, 1e7));
        if (_durations.Count > Kept)
        {
            _durations.RemoveRange(0, Kept / 8);
        }

        _sincePlan++;
        if (ForgetBeforeShift() || _sincePlan >= Math.Max(4, _durations.Count / 20))
        {
            _sincePlan = 0;
            _sorted = null;
            _plans.Clear();
        }
    }

    internal PollPlan PlanFor(WaitOptions options)
    {
        PlanKey key = new(options.AdaptiveGoal, options.InitialDelay, options.Multiplier, options.MaxDelay);
        if (!_plans.TryGetValue(key, out PollPlan? plan))
        {
            _sorted ??= Sorted();
            plan = PollPlan.Create(DurationDistribution.From(_sorted), options);
            _plans.Add(key, plan);
        }

        return plan;
    }

    float[] Sorted()
    {
        float[] sorted = Durations;
        Array.Sort(sorted);
        return sorted;
    }

    bool ForgetBeforeShift()
    {
        foreach (int window in s_windows)
        {
            int before = Math.Min(_durations.Count - window, 200);
            if (before < window)
            {
                continue;
            }

            float[] recent = [.. _durations[^window..]];
            float[] former = [.. _durations[^(window + before)..^window]];
            Array.Sort(recent);
            Array.Sort(former);
            if (Distance(recent, former) > ShiftThreshold * Math.Sqrt((window + before) / (double)(window * before)))
            {
                _durations.RemoveRange(0, _durations.Count - window);
                return true;
            }
        }

        return false;
    }

    /// <summary>The largest difference of two empirical distributions.</summary>
    static double Distance(float[] first, float[] second)
    {
        double largest = 0;
        int i = 0;
        int j = 0;
        while (i < first.Length && j < second.Length)
        {
            float at = Math.Min(first[i], second[j]);
            while (i < first.Length && first[i] <= at)
            {
                i++;
            }

            while (j < second.Length && second[j] <= at)
            {
                j++;
            }

            largest = Math.Max(largest, Math.Abs((i / (double)first.Length) - (j / (double)second.Length)));
        }

        return largest;
    }

    readonly record struct PlanKey(AdaptiveGoal Goal, TimeSpan Initial, double Multiplier, TimeSpan Cap);
}

/// <summary>A distribution of durations as points of its cumulative form; linear between them.</summary>
sealed class DurationDistribution
{
    DurationDistribution(double[] times, double[] shares)
    {
        Times = times;
        Shares = shares;
    }

    internal double[] Times { get; }

    internal double[] Shares { get; }

    internal double Last => Times[^1];

    internal static DurationDistribution From(float[] sorted)
    {
        int n = sorted.Length;
        int step = Math.Max(1, (int)Math.Round(Math.Sqrt(n) * 0.6));
        List<double> times = [0];
        List<double> shares = [0];

        // Half a sample's worth may be sooner than the first, one and a half later than the last.
        Add(sorted[0] * 0.5, 0);
        double unit = 1.0 / (n + 2);
        for (int i = 0; i < n; i += step)
        {
            Add(sorted[i], (i + 0.5) * unit);
        }

        Add(sorted[n - 1], n * unit);
        Add(sorted[n - 1] * 1.3, (n + 1) * unit);
        Add(sorted[n - 1] * 2.5, (n + 1.8) * unit);
        return new DurationDistribution([.. times], [.. shares]);

        void Add(double time, double share)
        {
            time = Math.Max(time, times[^1] + 0.001);
            times.Add(time);
            shares.Add(share);
        }
    }

    /// <summary>The share that has ended by each of the given times, in order, and the sum of those durations (share times mean).</summary>
    internal (double[] Ended, double[] Sums) At(double[] grid)
    {
        double[] ended = new double[grid.Length];
        double[] sums = new double[grid.Length];
        int segment = 0;
        double sum = 0;
        for (int i = 0; i < grid.Length; i++)
        {
            while (segment + 1 < Times.Length && Times[segment + 1] <= grid[i])
            {
                sum += (Shares[segment + 1] - Shares[segment]) * (Times[segment] + Times[segment + 1]) / 2;
                segment++;
            }

            if (segment + 1 == Times.Length)
            {
                ended[i] = Shares[^1];
                sums[i] = sum;
                continue;
            }

            double part = (grid[i] - Times[segment]) / (Times[segment + 1] - Times[segment]);
            double share = part * (Shares[segment + 1] - Shares[segment]);
            ended[i] = Shares[segment] + share;
            sums[i] = sum + (share * (Times[segment] + grid[i]) / 2);
        }

        return (ended, sums);
    }
}

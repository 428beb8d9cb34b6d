namespace Pulse.Client.Waiting;

/// <summary>
/// The best next poll for each age of a job, by dynamic programming over a grid of ages: a poll costs a price, a completed job
/// that nobody has noticed costs its time. The price is sought at which requests and delay stand to those of the documented
/// policy as the goal wants.
/// </summary>
sealed class PollPlan
{
    const int GridPoints = 110;
    const int MaxPoints = 3000;
    const int PriceSteps = 14;

    readonly double[] _ages;
    readonly int[] _next;

    PollPlan(double[] ages, int[] next)
    {
        _ages = ages;
        _next = next;
    }

    internal static PollPlan Create(DurationDistribution distribution, WaitOptions options)
    {
        double cap = options.MaxDelay.TotalSeconds;
        double[] grid = Grid(distribution, cap);
        (double[] ended, double[] sums) = distribution.At(grid);
        Costs documented = Documented(distribution, options);
        double low = 1e-4;
        double high = 1e5;
        int[] best = new int[grid.Length];
        for (int step = 0; step < PriceSteps; step++)
        {
            double price = Math.Sqrt(low * high);
            Costs costs = Solve(grid, ended, sums, cap, price, best);
            bool tooManyRequests = options.AdaptiveGoal switch
            {
                // A plan is a little too sure of what it has learned from.
                AdaptiveGoal.FewerRequests => costs.Delay < 0.92 * documented.Delay,
                AdaptiveGoal.LessDelay => costs.Requests > documented.Requests,
                _ => costs.Requests / documented.Requests > costs.Delay / documented.Delay,
            };
            if (tooManyRequests)
            {
                low = price;
            }
            else
            {
                high = price;
            }
        }

        return new PollPlan(grid, best);
    }

    /// <summary>Seconds until the next poll of a job of this age, which has not ended; null when the plan knows no such job.</summary>
    internal double? NextDelay(double age)
    {
        int at = Array.BinarySearch(_ages, age);
        at = at >= 0 ? at : ~at - 1;
        if (at < 0 || at >= _ages.Length - 1)
        {
            return null;
        }

        // Between two points of the grid the later one's plan holds as well, when it is nearer.
        at = at + 1 < _ages.Length - 1 && _ages[at + 1] - age < age - _ages[at] ? at + 1 : at;
        double delay = _ages[_next[at]] - age;
        return delay > 0.02 ? delay : Math.Max(_ages[_next[Math.Min(at + 1, _ages.Length - 2)]] - age, 0.02);
    }

    static double[] Grid(DurationDistribution distribution, double cap)
    {
        SortedSet<double> points = [0];
        double first = Math.Max(distribution.Times[1], 0.05);
        double ratio = Math.Pow(distribution.Last / first, 1.0 / GridPoints);
        double spacing = Math.Max(cap / 4, distribution.Last / MaxPoints);
        double at = first;
        while (at < distribution.Last)
        {
            points.Add(at);
            at += Math.Min((at * ratio) - at, spacing);
        }

        // Where many end, the grid is finer.
        for (int i = 1; i < distribution.Times.Length; i++)
        {
            for (int part = 1; part <= 4; part++)
            {
                points.Add(distribution.Times[i - 1] + ((distribution.Times[i] - distribution.Times[i - 1]) * part / 4));
            }
        }

        for (double early = Math.Min(cap, first) / 2; early < first; early += Math.Max(cap / 4, first / 50))
        {
            points.Add(early);
        }

        // Points closer than a timer can distinguish only cost time.
        List<double> grid = [0];
        foreach (double point in points)
        {
            if (point - grid[^1] >= Math.Max(0.01, point * 0.002))
            {
                grid.Add(point);
            }
        }

        return [.. grid];
    }

    /// <summary>Expected requests and expected delay of one job.</summary>
    readonly record struct Costs(double Requests, double Delay);

    static Costs Solve(double[] grid, double[] ended, double[] sums, double cap, double price, int[] best)
    {
        int last = grid.Length - 1;
        double[] cost = new double[grid.Length];
        double[] requests = new double[grid.Length];
        double[] delays = new double[grid.Length];

        // Who outlives the grid is left to the documented policy: a poll each cap, a few times.
        double left = 1 - ended[last];
        requests[last] = 2 * left;
        delays[last] = cap / 2 * left;
        cost[last] = (price * requests[last]) + delays[last];
        for (int i = last - 1; i >= 0; i--)
        {
            double alive = 1 - ended[i];
            double least = double.PositiveInfinity;
            for (int j = i + 1; j <= last; j++)
            {
                if (grid[j] - grid[i] > cap && j > i + 1)
                {
                    break;
                }

                double delay = (grid[j] * (ended[j] - ended[i])) - (sums[j] - sums[i]);
                double total = (price * alive) + delay + cost[j];
                if (total < least)
                {
                    least = total;
                    best[i] = j;
                    requests[i] = alive + requests[j];
                    delays[i] = delay + delays[j];
                }
            }

            cost[i] = least;
        }

        return new Costs(requests[0], delays[0]);
    }

    /// <summary>The same of the documented policy: at once, then after growing delays.</summary>
    static Costs Documented(DurationDistribution distribution, WaitOptions options)
    {
        List<double> polls = [0];
        double delay = Math.Min(options.InitialDelay.TotalSeconds, options.MaxDelay.TotalSeconds);
        while (polls[^1] < distribution.Last && polls.Count < MaxPoints)
        {
            polls.Add(polls[^1] + delay);
            delay = Math.Min(delay * options.Multiplier, options.MaxDelay.TotalSeconds);
        }

        double[] grid = [.. polls];
        (double[] ended, double[] sums) = distribution.At(grid);
        double requests = 0;
        double late = 0;
        for (int i = 0; i < grid.Length; i++)
        {
            double before = i == 0 ? 0 : ended[i - 1];
            requests += 1 - before;
            late += i == 0 ? 0 : (grid[i] * (ended[i] - before)) - (sums[i] - sums[i - 1]);
        }

        return new Costs(requests, late);
    }
}

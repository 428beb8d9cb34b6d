namespace Pulse.Bench.Simulator;

/// <summary>How long the jobs of one simulation take, in seconds.</summary>
sealed record Workload(string Name, Func<int, Random, double> Duration)
{
    internal static readonly Workload[] All =
    [
        new("log-normal, median 12 s, σ 0.9", static (_, random) => LogNormal(random, 12, 0.9)),
        new("bimodal, 4 s (70 %) or 60 s", static (_, random) => random.NextDouble() < 0.7 ? LogNormal(random, 4, 0.2) : LogNormal(random, 60, 0.2)),
        new("Pareto, 3 s, α 1.3", static (_, random) => Math.Min(3 / Math.Pow(1 - random.NextDouble(), 1 / 1.3), 1500)),
        new("exponential, mean 20 s", static (_, random) => -20 * Math.Log(1 - random.NextDouble())),
        new("uniform, 1 to 120 s", static (_, random) => 1 + (119 * random.NextDouble())),
        new("shifting, 40 s or 6 s, every 250 jobs", static (i, random) => LogNormal(random, i / 250 % 2 == 0 ? 40 : 6, 0.3)),
        new("shifting by the hour, 5 s to 45 s", static (i, random) => LogNormal(random, 15 * Math.Exp(1.1 * Math.Sin(2 * Math.PI * (i / 180) / 24)), 0.4)),
    ];

    /// <summary>A day of a busy service: night and noon, three kinds of documents, a slow hour.</summary>
    internal static readonly Workload Trace = new("trace: a day, 1 000 000 jobs", static (i, random) =>
    {
        double hour = i / 1_000_000.0 * 24;
        double load = 1 + (0.6 * Math.Exp(-Math.Pow((hour - 12) / 3, 2))) + (hour is > 15 and < 16 ? 2 : 0);
        double kind = random.NextDouble();
        return load * (kind < 0.6 ? LogNormal(random, 5, 0.5) : kind < 0.95 ? LogNormal(random, 18, 0.7) : LogNormal(random, 150, 0.8));
    });

    static double LogNormal(Random random, double median, double sigma)
    {
        double normal = Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
        return median * Math.Exp(sigma * normal);
    }
}

using System.Diagnostics;
using System.Globalization;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Pulse.Bench.Simulator;
using Pulse.Client;
using Pulse.Client.Http;
using Pulse.Client.Results;
using Pulse.Client.Waiting;

// usage: simulator [--jobs N] [--trace N] [--gap SECONDS] [--rate REQUESTS_A_SECOND] [--seed N]
// Runs the library's own watcher, limiter and learner on virtual time and prints tables in Markdown.
int jobs = Option("--jobs", 1500);
int trace = Option("--trace", 1_000_000);
int seed = Option("--seed", 7);
double gap = Option("--gap", 8);
double rate = Option("--rate", 0);
const int warmUp = 200;

(string Name, WaitOptions Options)[] policies =
[
    ("documented", new()),
    ("adaptive, balanced", new() { Policy = PollPolicy.Adaptive }),
    ("adaptive, fewer requests", new() { Policy = PollPolicy.Adaptive, AdaptiveGoal = AdaptiveGoal.FewerRequests }),
    ("adaptive, less delay", new() { Policy = PollPolicy.Adaptive, AdaptiveGoal = AdaptiveGoal.LessDelay }),
];

Console.WriteLine(FormattableString.Invariant($"{jobs} jobs after {warmUp} to warm up, one every {gap} s, limiter {(rate > 0 ? FormattableString.Invariant($"{rate}/s") : "off")}, seed {seed}"));
Console.WriteLine();
Console.WriteLine("| durations | policy | requests a job | × | mean delay, s | × | p99 delay, s | late p99, ms | memory, MB | wall, s |");
Console.WriteLine("|---|---|---|---|---|---|---|---|---|---|");
foreach (Workload workload in Workload.All)
{
    Table(workload, jobs, gap, warmUp);
}

if (trace > 0)
{
    Table(Workload.Trace, trace, 86_400.0 / trace, warmUp);
}

return 0;

void Table(Workload workload, int count, double spacing, int warm)
{
    Figures? documented = null;
    foreach ((string name, WaitOptions options) in policies)
    {
        Figures figures = new Simulation(workload, options, rate, seed).Run(count + warm, spacing, warm);
        documented ??= figures;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"| {workload.Name} | {name} | {figures.Requests:0.00} | {figures.Requests / documented.Requests:0.00} | {figures.Delay:0.00} | {figures.Delay / documented.Delay:0.00} | {figures.DelayP99:0.0} | {figures.LateP99:0} | {figures.Memory:0} | {figures.Wall:0.0} |"));
    }
}

int Option(string name, int fallback)
{
    int at = Array.IndexOf(args, name);
    return at >= 0 && at + 1 < args.Length ? int.Parse(args[at + 1], CultureInfo.InvariantCulture) : fallback;
}

namespace Pulse.Bench.Simulator
{
    sealed record Figures(double Requests, double Delay, double DelayP99, double LateP99, double Memory, double Wall);

    /// <summary>One run of the watcher: jobs come one after another, each is waited for from its submit on.</summary>
    sealed class Simulation : IJobSource
    {
        public Redactor? Redactor => null;

        readonly VirtualClock _clock = new();
        readonly Dictionary<string, Simulated> _jobs = [];
        readonly Workload _workload;
        readonly WaitOptions _options;
        readonly Random _durations;
        readonly JobWatcher _watcher;
        readonly List<float> _delays = [];
        long _requests;
        long _lost;

        internal Simulation(Workload workload, WaitOptions options, double rate, int seed)
        {
            _workload = workload;
            _options = options with { Timeout = TimeSpan.Zero };
            _durations = new Random(seed);
            Random jitter = new(seed + 1);
            _watcher = new JobWatcher(this, new ServiceRateLimiter(rate, _clock), 64, _clock, jitter.NextDouble, NullLogger.Instance);
        }

        internal Figures Run(int count, double spacing, int warmUp)
        {
            Stopwatch wall = Stopwatch.StartNew();
            long before = GC.GetTotalMemory(forceFullCollection: true);
            long peak = 0;
            for (int i = 0; i < count; i++)
            {
                _clock.RunTo((long)(i * spacing * TimeSpan.TicksPerSecond));
                string id = string.Create(CultureInfo.InvariantCulture, $"job-{i:00000000}");
                Simulated job = new(i >= warmUp, _clock.Ticks, _clock.Ticks + (long)(_workload.Duration(i, _durations) * TimeSpan.TicksPerSecond));
                _jobs.Add(id, job);
                _watcher.Durations.Submitted(id, new JobOrigin("extract", 0));
                _watcher.Add(new Wait(this, id, job, _options));
                if (i % 50_000 == 0)
                {
                    peak = Math.Max(peak, GC.GetTotalMemory(forceFullCollection: true) - before);
                }
            }

            WaitStatistics late = _watcher.Statistics;
            while (_jobs.Count > 0 && _clock.RunNext())
            {
            }

            _watcher.Close();
            if (_jobs.Count > 0 || _lost > 0)
            {
                throw new InvalidOperationException($"{_jobs.Count + _lost} jobs were not noticed.");
            }

            _delays.Sort();
            return new Figures(
                _requests / (double)_delays.Count,
                _delays.Average(),
                _delays[(int)(_delays.Count * 0.99)],
                late.LatenessP99.TotalMilliseconds,
                peak / 1e6,
                wall.Elapsed.TotalSeconds);
        }

        public ValueTask<Job> PollAsync(string jobId, CancellationToken cancellationToken)
        {
            Simulated job = _jobs[jobId];
            if (job.Counts)
            {
                _requests++;
            }

            bool done = job.EndsAt <= _clock.Ticks;
            DateTimeOffset now = _clock.GetUtcNow();
            DateTimeOffset updated = done ? now.AddTicks(job.EndsAt - _clock.Ticks) : now;
            string body = string.Create(CultureInfo.InvariantCulture, $$"""{"job_id":"{{jobId}}","status":"{{(done ? "completed" : "processing")}}","created_at":"{{now.AddTicks(job.BornAt - _clock.Ticks):O}}","updated_at":"{{updated:O}}"{{(done ? ",\"result\":{\"markdown\":\"\"}" : "")}}}""");
            return new ValueTask<Job>(Job.Parse(NativeBuffer.Copy(Encoding.UTF8.GetBytes(body)), jobId, redactor: null));
        }

        public bool NeedsFollowing(Job job) => false;

        public Task FollowAsync(Job job, CancellationToken cancellationToken) => Task.CompletedTask;

        void Noticed(string id, Simulated job, in WaitOutcome outcome)
        {
            _jobs.Remove(id);
            if (outcome.End != WaitEnd.Finished)
            {
                _lost++;
            }
            else if (job.Counts)
            {
                _delays.Add((float)((_clock.Ticks - job.EndsAt) / (double)TimeSpan.TicksPerSecond));
            }

            outcome.Job?.Dispose();
        }

        sealed record Simulated(bool Counts, long BornAt, long EndsAt);

        sealed class Wait(Simulation simulation, string id, Simulated job, WaitOptions options) : JobWait(id, options)
        {
            internal override void Ended(in WaitOutcome outcome) => simulation.Noticed(JobId, job, outcome);
        }
    }
}

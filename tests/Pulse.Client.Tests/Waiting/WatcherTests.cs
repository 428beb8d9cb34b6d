using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Pulse.Client.Http;
using Pulse.Client.Results;
using Pulse.Client.Tests.Support;
using Pulse.Client.Waiting;

namespace Pulse.Client.Tests.Waiting;

/// <summary>Tests that measure the memory of the process, to which others would add.</summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;

/// <summary>The watcher over a service in memory, which responds at once, and a clock that jumps.</summary>
[Collection(nameof(Alone))]
public sealed class WatcherTests
{
    static readonly WaitOptions s_exact = new() { Jitter = 0 };

    [Fact]
    public void A_thousand_waits_for_one_job_share_its_polls()
    {
        Service service = new();
        service.EndsAt["a"] = TimeSpan.FromSeconds(60);
        List<Wait> waits = [.. Enumerable.Range(0, 1000).Select(_ => service.Add("a", s_exact))];
        service.Run(TimeSpan.FromSeconds(80));
        Assert.All(waits, static wait => Assert.Equal((WaitEnd.Finished, 1), (wait.Outcome!.Value.End, wait.Ends)));

        // The first wait at once, the others together a quarter of a second later, then after 1, 1.5, 2.25 s and so on.
        Assert.InRange(service.Polls.Count, 11, 13);
        Assert.All(waits, static wait => Assert.Equal("done", wait.Outcome!.Value.Job!.Result!.Markdown));
        waits[0].Outcome!.Value.Job!.Dispose();
        Assert.Equal("done", waits[1].Outcome!.Value.Job!.Result!.Markdown);
        Assert.Throws<ObjectDisposedException>(() => waits[0].Outcome!.Value.Job!.Result!.Markdown);
    }

    [Fact]
    public void A_hundred_thousand_jobs_wait_within_100_MB()
    {
        Service service = new(maxPolls: 64);
        WaitOptions options = s_exact with { InitialDelay = TimeSpan.FromSeconds(60), MaxDelay = TimeSpan.FromSeconds(60), Timeout = TimeSpan.Zero };
        long before = GC.GetTotalMemory(forceFullCollection: true);
        List<Wait> waits = new(100_000);
        for (int i = 0; i < 100_000; i++)
        {
            string id = $"job-{i}";
            service.EndsAt[id] = TimeSpan.FromSeconds(30 + (i % 200));
            waits.Add(service.Add(id, options));
        }

        service.Run(TimeSpan.FromSeconds(1));
        long grown = GC.GetTotalMemory(forceFullCollection: true) - before;
        Assert.InRange(grown, 0, 100_000_000);
        Assert.Equal((100_000, 100_000), (service.Watcher.Statistics.Waits, service.Watcher.Statistics.Jobs));
        service.Run(TimeSpan.FromMinutes(5));
        Assert.All(waits, static wait => Assert.Equal(1, wait.Ends));
        Assert.Equal(0, service.Watcher.Statistics.Waits);
        Assert.Equal(TimeSpan.Zero, service.Watcher.Statistics.Behind);
    }

    [Fact]
    public void A_wait_and_its_job_take_a_quarter_of_a_kilobyte()
    {
        Service service = new(maxPolls: 1) { Hang = true };
        WaitTerms terms = new(s_exact with { Timeout = TimeSpan.Zero }, headers: null);
        string[] ids = [.. Enumerable.Range(0, 100_000).Select(static i => $"3f2504e0-4f89-41d3-9a0c-0305e8{i:x6}")];
        long before = GC.GetTotalMemory(forceFullCollection: true);
        foreach (string id in ids)
        {
            service.Watcher.Add(new Bare(id, terms));
        }

        Assert.InRange((GC.GetTotalMemory(forceFullCollection: true) - before) / 100_000, 100, 256);
        Assert.Equal(100_000, service.Watcher.Statistics.Jobs);
    }

    [Fact]
    public void A_day_passes_in_seconds_and_each_job_has_its_polls()
    {
        Service service = new();
        List<Wait> waits = [];
        for (int i = 0; i < 100; i++)
        {
            service.EndsAt[$"job-{i}"] = TimeSpan.FromHours(24);
            waits.Add(service.Add($"job-{i}", s_exact with { InitialDelay = TimeSpan.FromSeconds(60), MaxDelay = TimeSpan.FromSeconds(60), Timeout = TimeSpan.Zero }));
        }

        service.Run(TimeSpan.FromHours(24.1));
        Assert.All(waits, static wait => Assert.Equal((WaitEnd.Finished, 1), (wait.Outcome!.Value.End, wait.Ends)));
        Assert.Equal(100 * ((24 * 60) + 1), service.Polls.Count);
        Assert.Equal(TimeSpan.Zero, service.Watcher.Statistics.LatenessP99);
    }

    [Fact]
    public void When_the_limit_does_not_allow_all_the_lateness_is_even_and_reported()
    {
        Service service = new(perSecond: 500);
        WaitOptions options = s_exact with { InitialDelay = TimeSpan.FromSeconds(10), MaxDelay = TimeSpan.FromSeconds(10), Timeout = TimeSpan.Zero };
        for (int i = 0; i < 20_000; i++)
        {
            service.Add($"job-{i}", options);
        }

        service.Run(TimeSpan.FromSeconds(300));
        WaitStatistics statistics = service.Watcher.Statistics;

        // 20 000 jobs at 500/s come round every 40 s, 30 s after they are due.
        Assert.InRange(statistics.LatenessMedian.TotalSeconds, 28, 34);
        Assert.InRange(statistics.LatenessP99 / statistics.LatenessMedian, 1, 1.5);
        Assert.InRange(statistics.Behind.TotalSeconds, 25, 35);
        Assert.InRange(service.Polls.Count, 300 * 500 * 0.98, (300 * 500) + 20);

        // No job is polled twice while another has not been at all.
        Assert.All(service.Polls.GroupBy(static poll => poll.Id), static job => Assert.InRange(job.Count(), 7, 8));
    }

    [Fact]
    public void Polls_in_flight_are_bounded_and_one_that_hangs_ends_with_its_wait()
    {
        Service service = new(maxPolls: 2);
        service.Hang = true;
        Wait[] waits = [.. Enumerable.Range(0, 5).Select(i => service.Add($"job-{i}", s_exact with { Timeout = TimeSpan.FromSeconds(5) }))];
        Assert.Equal(2, service.Polls.Count);
        service.Run(TimeSpan.FromSeconds(6));
        Assert.All(waits, static wait => Assert.Equal((WaitEnd.TimedOut, 1), (wait.Outcome!.Value.End, wait.Ends)));
        Assert.True(SpinWait.SpinUntil(() => service.Watcher.Statistics.PollsInFlight == 0, TimeSpan.FromSeconds(10)));
        Assert.InRange(service.Polls.Count, 2, 5);
    }

    [Fact]
    public void A_hundred_thousand_waits_are_stopped_or_closed_at_once()
    {
        Service service = new();
        List<Wait> waits = [.. Enumerable.Range(0, 100_000).Select(i => service.Add($"job-{i / 2}", s_exact))];
        foreach (Wait wait in waits.Take(50_000))
        {
            service.Watcher.Stop(wait);
            service.Watcher.Stop(wait);
        }

        Assert.Equal(50_000, service.Watcher.Statistics.Waits);
        service.Watcher.Close();
        service.Watcher.Close();
        Assert.All(waits, static wait => Assert.Equal(1, wait.Ends));
        Assert.Equal(50_000, waits.Count(static wait => wait.Outcome!.Value.End == WaitEnd.Stopped));
        Assert.Equal(50_000, waits.Count(static wait => wait.Outcome!.Value.Error?.Code == PulseErrorCode.Closed));
        Wait late = service.Add("late", s_exact);
        Assert.Equal(PulseErrorCode.Closed, late.Outcome!.Value.Error!.Code);
    }

    [Fact]
    public void What_a_wait_knew_when_it_ended_stays_while_its_job_goes_on()
    {
        Service service = new() { RefuseUntil = TimeSpan.FromSeconds(0.5) };
        Wait early = service.Add("a", s_exact);
        Wait middle = service.Add("a", s_exact);
        service.Add("a", s_exact);
        service.Watcher.Stop(early);
        service.Run(TimeSpan.FromSeconds(3));
        service.Watcher.Stop(middle);
        int polls = service.Polls.Count;
        service.Run(TimeSpan.FromSeconds(60));
        Assert.True(polls > 1 && service.Polls.Count > polls);
        Assert.Null(early.LastSnapshot(service.Watcher.Bodies, redactor: null));
        Assert.Null(early.Outcome!.Value.Job);
        Job last = middle.LastSnapshot(service.Watcher.Bodies, redactor: null)!;
        Assert.Equal(middle.Outcome!.Value.Job!.UpdatedAtText, last.UpdatedAtText);
        Assert.InRange(last.UpdatedAt!.Value - last.CreatedAt!.Value, TimeSpan.FromSeconds(0.5), TimeSpan.FromSeconds(3));
        Assert.Equal(("a", "a"), (early.JobId, middle.JobId));
    }

    [Fact]
    public void Each_change_of_the_status_is_reported_also_to_words_that_nobody_knows()
    {
        string[] words = ["pending", "in line behind 7", "in line behind 6", "in line behind 6", "processing", "in line behind 6", "pending", "completed"];
        Service service = new();
        service.Statuses = poll => words[Math.Min(poll, words.Length - 1)];
        Wait wait = service.Add("a", s_exact with { ReportEveryPoll = true });
        service.Run(TimeSpan.FromSeconds(60));
        Assert.Equal(words, wait.Progress.Select(static progress => progress.StatusText));
        Assert.Equal("SSSPSSSS", string.Concat(wait.Progress.Select(static progress => progress.Event.ToString()[0])));
        Assert.Equal([JobStatus.Pending, JobStatus.Unknown], wait.Progress.Take(2).Select(static progress => progress.Status));
    }

    [Fact]
    public void A_status_that_changes_with_every_poll_is_new_each_time()
    {
        Service service = new() { Statuses = static poll => $"step {poll}" };
        Wait wait = service.Add("a", s_exact with { ReportEveryPoll = true, InitialDelay = TimeSpan.FromSeconds(1), MaxDelay = TimeSpan.FromSeconds(1), Timeout = TimeSpan.FromSeconds(600) });
        service.Run(TimeSpan.FromSeconds(700));
        Assert.InRange(wait.Progress.Count, 595, 605);
        Assert.All(wait.Progress, static progress => Assert.Equal(WaitEvent.Status, progress.Event));
        Assert.Contains($"its last status was '{wait.Progress[^1].StatusText}'", wait.Outcome!.Value.Error!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Delays_of_zero_stay_zero_however_many_polls_there_are()
    {
        WaitOptions options = s_exact with { InitialDelay = TimeSpan.Zero, Multiplier = 10, MaxDelay = TimeSpan.FromSeconds(10) };
        DocumentedPolicy policy = new(static () => 0.5);
        Wait wait = new("a", options) { Attempt = 100_000 };
        Assert.Equal(TimeSpan.Zero, policy.NextDelay(wait, new WatchedJob("a", room: 0), 0));
        wait = new("a", options with { InitialDelay = TimeSpan.FromSeconds(1) }) { Attempt = 100_000 };
        Assert.Equal(TimeSpan.FromSeconds(10), policy.NextDelay(wait, new WatchedJob("a", room: 0), 0));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_wait_that_comes_and_goes_while_a_poll_is_told_leaves_no_poll_behind(bool isRefused)
    {
        Service service = new();
        TimeSpan delay = TimeSpan.FromSeconds(600);
        if (isRefused)
        {
            (service.RefuseUntil, service.RetryAfter) = (TimeSpan.FromSeconds(1), delay);
        }

        WaitOptions options = s_exact with { InitialDelay = delay, MaxDelay = delay, ReportEveryPoll = true, Timeout = TimeSpan.Zero };
        Wait wait = new("a", options);
        Wait guest = new("a", options);
        wait.WhenProgressed = () =>
        {
            wait.WhenProgressed = null;
            service.Watcher.Add(guest);
            service.Watcher.Stop(guest);
        };
        service.Watcher.Add(wait);
        service.Run(TimeSpan.FromSeconds(599));
        Assert.Equal(1, guest.Ends);
        Assert.Single(service.Polls);
        service.Run(TimeSpan.FromSeconds(2));
        Assert.Equal(2, service.Polls.Count);
    }

    [Fact]
    public void Who_comes_when_a_transfer_has_just_been_given_up_goes_on_waiting_within_the_same_time()
    {
        TaskCompletionSource second = new();
        Service service = new() { Statuses = static poll => poll == 0 ? "processing" : "completed" };
        service.Before = poll => poll == 1 ? second.Task : Task.CompletedTask;
        service.Follow = static token => token.IsCancellationRequested ? Task.FromCanceled(token) : Task.CompletedTask;
        WaitOptions options = s_exact with { ReportEveryPoll = true, MaxAttempts = 2 };
        Wait early = service.Add("a", options);
        service.Run(TimeSpan.FromSeconds(2));
        Assert.Equal(2, service.Polls.Count);

        // The response comes when its only wait has stopped, and another has come.
        service.Watcher.Stop(early);
        Wait late = service.Add("a", options);
        long begun = late.StartedAt;
        second.SetResult();
        Assert.Equal((WaitEnd.Finished, 1), (late.Outcome!.Value.End, late.Ends));
        Assert.Equal(["Status completed", "Poll completed"], late.Progress.Select(static progress => $"{progress.Event} {progress.StatusText}"));
        Assert.Equal((3, begun, 0), (service.Polls.Count, late.StartedAt, service.Watcher.Statistics.Jobs));
    }

    [Fact]
    public void Polls_beyond_the_limit_are_made_by_no_wait_that_goes_on()
    {
        TaskCompletionSource second = new();
        Service service = new() { Statuses = static poll => poll == 1 ? "completed" : "processing" };
        service.Before = poll => poll == 1 ? second.Task : Task.CompletedTask;
        service.Follow = Task.FromCanceled;
        Wait early = service.Add("a", s_exact);
        service.Run(TimeSpan.FromSeconds(2));
        service.Watcher.Stop(early);
        Wait late = service.Add("a", s_exact with { MaxAttempts = 1 });
        second.SetResult();
        service.Run(TimeSpan.FromSeconds(20));
        Assert.Equal((WaitEnd.TimedOut, 3), (late.Outcome!.Value.End, service.Polls.Count));
        Assert.Contains("(MaxAttempts)", late.Outcome.Value.Error!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_poll_that_was_given_up_counts_for_no_wait()
    {
        TaskCompletionSource first = new();
        Service service = new() { Hang = true };
        service.Before = poll =>
        {
            service.Hang = poll == 0;
            return poll == 0 ? first.Task : Task.CompletedTask;
        };
        Wait early = service.Add("a", s_exact);
        service.Watcher.Stop(early);
        Wait late = service.Add("a", s_exact with { MaxAttempts = 2 });
        first.SetResult();
        service.Run(TimeSpan.FromSeconds(20));
        Assert.Equal((WaitEnd.TimedOut, 2), (late.Outcome!.Value.End, late.Attempt));
        Assert.Equal(3, service.Polls.Count);
    }

    [Fact]
    public void A_transfer_that_a_close_cuts_off_is_the_end_of_its_wait_with_what_was_known()
    {
        Service service = new() { Statuses = static _ => "completed", Follow = static token => Task.Delay(Timeout.Infinite, token) };
        Wait wait = service.Add("a", s_exact);
        Assert.Equal(0, wait.Ends);
        service.Watcher.Close();
        Assert.True(SpinWait.SpinUntil(() => wait.Ends == 1, TimeSpan.FromSeconds(30)));
        Assert.Equal((WaitEnd.Failed, PulseErrorCode.Closed), (wait.Outcome!.Value.End, wait.Outcome.Value.Error!.Code));
        Assert.Equal("completed", wait.Outcome.Value.Job!.StatusText);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(1.0)]
    [InlineData(31_536_000.0)]
    public void A_minute_of_nothing_but_429(double? hint)
    {
        Service service = new();
        service.RefuseUntil = TimeSpan.FromSeconds(60);
        service.RetryAfter = hint is { } seconds ? TimeSpan.FromSeconds(seconds) : null;
        service.EndsAt["a"] = TimeSpan.Zero;
        Wait wait = service.Add("a", s_exact with { Timeout = TimeSpan.FromMinutes(2) });
        service.Run(TimeSpan.FromMinutes(3));
        WaitOutcome outcome = wait.Outcome!.Value;
        if (hint > 120)
        {
            // A hint beyond the deadline: the deadline holds, and the error tells the hint.
            Assert.Equal((WaitEnd.TimedOut, TimeSpan.FromSeconds(hint.Value)), (outcome.End, outcome.Error!.RetryAfter));
            Assert.Single(service.Polls);
            return;
        }

        Assert.Equal(WaitEnd.Finished, outcome.End);
        Assert.InRange(service.Polls[^1].At.TotalSeconds, 60, 71);
        Assert.InRange(service.Polls.Count, 8, 15);
    }

    [Fact]
    public void Waits_with_different_policies_see_each_other_s_polls()
    {
        Service service = new();
        service.EndsAt["a"] = TimeSpan.FromSeconds(9.5);
        Wait patient = service.Add("a", s_exact with { InitialDelay = TimeSpan.FromSeconds(300), MaxDelay = TimeSpan.FromSeconds(300) });
        Wait eager = service.Add("a", s_exact with { InitialDelay = TimeSpan.FromSeconds(1), MaxDelay = TimeSpan.FromSeconds(1) });
        service.Run(TimeSpan.FromSeconds(11));
        Assert.Equal((WaitEnd.Finished, WaitEnd.Finished), (patient.Outcome!.Value.End, eager.Outcome!.Value.End));
        Assert.InRange(service.Polls.Count, 11, 12);
    }

    [Fact]
    public void A_hint_from_outside_brings_the_next_poll_forward()
    {
        Service service = new();
        service.EndsAt["a"] = TimeSpan.FromSeconds(2);
        Wait wait = service.Add("a", s_exact with { InitialDelay = TimeSpan.FromSeconds(600), MaxDelay = TimeSpan.FromSeconds(600) });
        service.Run(TimeSpan.FromSeconds(3));
        Assert.Null(wait.Outcome);
        Assert.True(service.Watcher.Hurry("a"));
        Assert.Equal((WaitEnd.Finished, 2), (wait.Outcome!.Value.End, service.Polls.Count));
        Assert.False(service.Watcher.Hurry("a"));
    }

    [Fact]
    public void Adaptive_polls_are_fewer_and_sooner_and_each_goal_differs()
    {
        (double Requests, double Delay) documented = Learned(new() { Jitter = 0 });
        (double Requests, double Delay) balanced = Learned(new() { Jitter = 0, Policy = PollPolicy.Adaptive });
        (double Requests, double Delay) fewer = Learned(new() { Jitter = 0, Policy = PollPolicy.Adaptive, AdaptiveGoal = AdaptiveGoal.FewerRequests });
        (double Requests, double Delay) sooner = Learned(new() { Jitter = 0, Policy = PollPolicy.Adaptive, AdaptiveGoal = AdaptiveGoal.LessDelay });
        Assert.True(balanced.Requests < 0.75 * documented.Requests && balanced.Delay < 0.84 * documented.Delay, $"{documented} {balanced}");
        Assert.True(fewer.Requests <= 3.8 && fewer.Delay <= 3.4, $"{fewer}");
        Assert.True(sooner.Requests <= 7 && sooner.Delay <= 1.7, $"{sooner}");

        static (double Requests, double Delay) Learned(WaitOptions options)
        {
            Service service = new();
            Random random = new(4);
            int polls = 0;
            double delay = 0;
            for (int i = 0; i < 900; i++)
            {
                string id = $"job-{i}";
                TimeSpan end = service.Now + TimeSpan.FromSeconds(12 * Math.Exp(0.9 * Normal(random)));
                service.EndsAt[id] = end;
                service.Watcher.Durations.Submitted(id, new JobOrigin("extract", 0));
                service.Polls.Clear();
                Wait wait = service.Add(id, options with { Timeout = TimeSpan.Zero });
                while (wait.Outcome is null)
                {
                    service.RunNext();
                }

                if (i >= 200)
                {
                    polls += service.Polls.Count;
                    delay += (service.Polls[^1].At - end).TotalSeconds;
                }
            }

            return (polls / 700.0, delay / 700);
        }
    }

    [Fact]
    public void The_adaptive_policy_is_the_documented_one_until_it_has_seen_enough_and_beyond_what_it_has_seen()
    {
        Service service = new();
        WaitOptions adaptive = s_exact with { Policy = PollPolicy.Adaptive, Timeout = TimeSpan.Zero };
        service.EndsAt["first"] = TimeSpan.FromSeconds(5);
        service.Watcher.Durations.Submitted("first", new JobOrigin("extract", 0));
        service.Add("first", adaptive);
        service.Run(TimeSpan.FromSeconds(20));
        Assert.Equal([0, 1, 2.5, 4.75, 8.125], service.Polls.Select(static poll => poll.At.TotalSeconds));

        for (int i = 0; i < 50; i++)
        {
            service.Watcher.Durations.Observe(new JobOrigin("extract", 0), TimeSpan.FromSeconds(6 + (i % 5 * 0.1)));
        }

        service.Polls.Clear();
        TimeSpan start = service.Now;
        service.Watcher.Durations.Submitted("long", new JobOrigin("extract", 0));
        service.EndsAt["long"] = start + TimeSpan.FromSeconds(200);
        Wait wait = service.Add("long", adaptive);
        service.Run(TimeSpan.FromSeconds(230));
        Assert.InRange((service.Polls[0].At - start).TotalSeconds, 5.5, 8);
        Assert.Equal(WaitEnd.Finished, wait.Outcome!.Value.End);
        Assert.InRange(service.Polls.Count, 18, 30);
    }

    [Fact]
    public void A_shift_is_noticed_within_twenty_jobs()
    {
        DurationModel model = new();
        Random random = new(5);
        for (int i = 0; i < 250; i++)
        {
            model.Observe(40 * Math.Exp(0.3 * Normal(random)));
        }

        Assert.InRange(model.Durations.Length, 200, 250);
        int noticed = 0;
        while (model.Durations.Length > 100)
        {
            model.Observe(6 * Math.Exp(0.3 * Normal(random)));
            noticed++;
        }

        Assert.InRange(noticed, 1, 20);
        Assert.All(model.Durations.TakeLast(5), static duration => Assert.InRange(duration, 1, 25));
    }

    [Fact]
    public void What_was_learned_travels_as_JSON()
    {
        DurationLearner teacher = new(TimeProvider.System);
        for (int i = 0; i < 40; i++)
        {
            teacher.Observe(new JobOrigin("extract", 100_000), TimeSpan.FromSeconds(5 + (0.1 * i)));
            teacher.Observe(new JobOrigin(null, 0), TimeSpan.FromSeconds(50));
        }

        byte[] json = DurationsJson.Write(teacher.Export());
        Assert.InRange(json.Length, 100, 4096);
        DurationLearner pupil = new(TimeProvider.System);
        pupil.Import(DurationsJson.Read(json));
        WaitOptions adaptive = new() { Policy = PollPolicy.Adaptive };
        Assert.Null(new DurationLearner(TimeProvider.System).NextDelay(new JobOrigin("extract", 100_000), TimeSpan.Zero, adaptive));
        TimeSpan taught = teacher.NextDelay(new JobOrigin("extract", 100_000), TimeSpan.Zero, adaptive)!.Value;
        Assert.Equal(taught.TotalSeconds, pupil.NextDelay(new JobOrigin("extract", 100_000), TimeSpan.Zero, adaptive)!.Value.TotalSeconds, 0.05);
        Assert.Equal(json, DurationsJson.Write(pupil.Export()));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("""{"version":2,"models":[]}""")]
    [InlineData("""{"version":1}""")]
    [InlineData("""{"version":1,"models":[{"kind":"x","size_class":0,"durations_ms":[-1]}]}""")]
    [InlineData("""{"version":1,"models":[{"kind":"x","size_class":0,"durations_ms":["1"]}]}""")]
    [InlineData("""{"version":1,"models":[{"kind":5,"size_class":0,"durations_ms":[1]}]}""")]
    public void Other_JSON_is_refused(string json) =>
        Assert.Throws<ArgumentException>(() => DurationsJson.Read(Encoding.UTF8.GetBytes(json)));

    static double Normal(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());

    sealed class Wait(string jobId, WaitOptions options) : JobWait(jobId, options)
    {
        internal WaitOutcome? Outcome { get; private set; }

        internal int Ends { get; private set; }

        internal List<WaitProgress> Progress { get; } = [];

        internal Action? WhenProgressed { get; set; }

        internal override void Progressed(in WaitProgress progress)
        {
            Progress.Add(progress);
            WhenProgressed?.Invoke();
        }

        internal override void Ended(in WaitOutcome outcome)
        {
            Outcome = outcome;
            Ends++;
        }
    }

    sealed class Bare(string jobId, WaitTerms terms) : JobWait(jobId, terms)
    {
        internal override void Ended(in WaitOutcome outcome)
        {
        }
    }

    sealed class Service : IJobSource
    {
        public Redactor? Redactor => null;

        readonly ObservedClock _clock = new();
        readonly DateTimeOffset _start;
        readonly Dictionary<string, DateTimeOffset> _made = [];

        internal Service(int maxPolls = 32, double perSecond = 0)
        {
            _start = _clock.GetUtcNow();
            Limiter = new ServiceRateLimiter(perSecond, _clock);
            Watcher = new JobWatcher(this, Limiter, maxPolls, _clock, () => 0.5, NullLogger.Instance);
        }

        internal JobWatcher Watcher { get; }

        internal ServiceRateLimiter Limiter { get; }

        internal Dictionary<string, TimeSpan> EndsAt { get; } = [];

        internal List<(string Id, TimeSpan At)> Polls { get; } = [];

        internal bool Hang { get; set; }

        // Awaited by each poll, by its number, before it responds.
        internal Func<int, Task>? Before { get; set; }

        // Fetches large results, which completed jobs have where this is set.
        internal Func<CancellationToken, Task>? Follow { get; set; }

        // By the number of the poll, from 0; null for "processing" until the job ends.
        internal Func<int, string>? Statuses { get; set; }

        internal TimeSpan RefuseUntil { get; set; }

        internal TimeSpan? RetryAfter { get; set; }

        internal TimeSpan Now => _clock.GetUtcNow() - _start;

        internal Wait Add(string id, WaitOptions options)
        {
            Wait wait = new(id, options);
            _made.TryAdd(id, _clock.GetUtcNow());
            Watcher.Add(wait);
            return wait;
        }

        // All responses come at once, so nothing is left between two timers.
        internal void Run(TimeSpan time)
        {
            DateTimeOffset end = _clock.GetUtcNow() + time;
            while (_clock.GetUtcNow() < end)
            {
                _clock.AdvanceToNextTimer(end);
            }
        }

        internal void RunNext() => _clock.AdvanceToNextTimer();

        public async ValueTask<Job> PollAsync(string jobId, CancellationToken cancellationToken)
        {
            Polls.Add((jobId, Now));
            int number = Polls.Count - 1;
            await (Before?.Invoke(number) ?? Task.CompletedTask);
            if (Hang)
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, _clock, cancellationToken);
            }

            if (Now < RefuseUntil)
            {
                Limiter.SlowDown(RetryAfter);
                throw new PulseApiException(PulseErrorCode.RateLimited, "Too many requests.") { HttpStatus = 429, RetryAfter = RetryAfter };
            }

            bool done = EndsAt.TryGetValue(jobId, out TimeSpan end) && Now >= end;
            if (!_made.TryGetValue(jobId, out DateTimeOffset made))
            {
                _made.Add(jobId, made = _clock.GetUtcNow());
            }

            string times = $"\"created_at\":\"{made:O}\",\"updated_at\":\"{(done ? _start + end : _clock.GetUtcNow()):O}\",";
            string status = Statuses?.Invoke(number) ?? (done ? "completed" : "processing");
            string result = done || status == "completed" ? ",\"result\":{\"markdown\":\"done\"}" : "";
            string body = $"{{{times}\"job_id\":\"{jobId}\",\"status\":\"{status}\"{result}}}";
            return Job.Parse(NativeBuffer.Copy(Encoding.UTF8.GetBytes(body)), jobId, redactor: null);
        }

        public bool NeedsFollowing(Job job) => Follow is not null && job.Status == JobStatus.Completed;

        public Task FollowAsync(Job job, CancellationToken cancellationToken) => Follow!(cancellationToken);
    }
}

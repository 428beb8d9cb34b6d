using static Pulse.Generate.Options.OptionKind;

namespace Pulse.Generate.Options;

/// <summary>
/// The options of a wait; as <see cref="ClientOptionList"/>. The order is that of the C struct, so a new option goes to the end.
/// </summary>
static class WaitOptionList
{
    internal static readonly OptionDescription[] All =
    [
        new("Timeout", Duration, "The timeout of the entire wait, including polls, delays, and the download of a large result.")
        {
            Default = "30 minutes",
            Value = "TimeSpan.FromMinutes(30)",
            Zero = "PULSE_NO_LIMIT",
            DotNetNote = "Zero or <see cref=\"System.Threading.Timeout.InfiniteTimeSpan\"/>: none.",
            PythonNote = "None or 0 for no limit.",
            ByHand = true,
        },
        new("InitialDelay", Duration, "The delay between the first poll, which is made immediately, and the second.") { Default = "1 s", Value = "TimeSpan.FromSeconds(1)" },
        new("MaxDelay", Duration, "The maximum delay, which also applies to the initial one. Only a `Retry-After` from the service can exceed it.") { Default = "10 s", Value = "TimeSpan.FromSeconds(10)" },
        new("Multiplier", Number, "The factor by which the delay grows after each poll, 1 to 10.") { Default = "1.5", Value = "1.5", Range = ("1", "10") },
        new("Jitter", Number, "The fraction, 0 to 1, by which each delay varies at random, so that many waits do not poll in step.")
        {
            Default = "0.1",
            Value = "0.1",
            Range = ("0", "1"),
            Zero = "negative",
        },
        new("MaxAttempts", Count, "The maximum number of polls. After the last one the wait ends as if it had timed out.") { Range = ("1", "int.MaxValue"), Rule = "must be more than zero", C = "max_attempts" },
        new("OnProgress", OnlyC, "Called with every progress report; may be NULL.") { C = "pulse_progress_callback on_progress" },
        new("UserData", OnlyC, "Passed to on_progress.") { C = "void *user_data" },
        new("ReportEveryPoll", Switch, "Whether every poll is reported, not only changes of the status.") { C = "every_poll", Python = "every_poll" },
        new("Tick", OnlyC, "The maximum interval between calls of on_progress; 0: no maximum.") { C = "int64_t tick_ms", Default = "never" },
        new("Policy", Choice, "The policy that decides when to poll.") { Default = "the documented one", Value = "PollPolicy.Documented", Python = "adaptive", Rule = "is not a known policy", Range = ("PollPolicy.Documented", "PollPolicy.Adaptive") },
        new("AdaptiveGoal", Choice, "What the adaptive policy optimizes.") { Default = "balanced", Value = "AdaptiveGoal.Balanced", Python = "adaptive", Rule = "is not a known goal", C = "goal", Range = ("AdaptiveGoal.Balanced", "AdaptiveGoal.LessDelay") },
        new("NotFoundGrace", Duration, "How long a 404 is polled again if the job has been seen before or was submitted by this client, because replicas of the service may not know it yet. For any other job a 404 ends the wait immediately.")
        {
            Default = "1 minute",
            Value = "TimeSpan.FromMinutes(1)",
            Zero = "PULSE_NO_GRACE",
            DotNetNote = "Zero: a 404 always ends the wait.",
            PythonNote = "0: a 404 always ends the wait.",
        },
    ];
}

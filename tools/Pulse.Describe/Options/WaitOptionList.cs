using static Pulse.Generate.Options.OptionKind;

namespace Pulse.Generate.Options;

/// <summary>
/// The options of a wait; as <see cref="ClientOptionList"/>. The order is that of the C struct, so a new option goes to the end.
/// </summary>
static class WaitOptionList
{
    internal static readonly OptionDescription[] All =
    [
        new("Timeout", Duration, "The time limit for the entire wait: polls, retries, delays and a large result's download included.")
        {
            Default = "30 minutes",
            Value = "TimeSpan.FromMinutes(30)",
            Zero = "PULSE_NO_LIMIT",
            DotNetNote = "Zero or <see cref=\"System.Threading.Timeout.InfiniteTimeSpan\"/>: none.",
            PythonNote = "None or 0 for no limit.",
            ByHand = true,
        },
        new("InitialDelay", Duration, "The delay between the first poll, which is made at once, and the second.") { Default = "1 s", Value = "TimeSpan.FromSeconds(1)" },
        new("MaxDelay", Duration, "The longest delay, the initial one included; only the service's `Retry-After` makes one longer.") { Default = "10 s", Value = "TimeSpan.FromSeconds(10)" },
        new("Multiplier", Number, "What a delay is multiplied with after each poll, 1 to 10.") { Default = "1.5", Value = "1.5", Range = ("1", "10") },
        new("Jitter", Number, "The share, 0 to 1, by which a delay is made longer or shorter at random, so that many waits do not march in step.")
        {
            Default = "0.1",
            Value = "0.1",
            Range = ("0", "1"),
            Zero = "negative",
        },
        new("MaxAttempts", Count, "The most polls. The wait then ends as if its time were up.") { Range = ("1", "int.MaxValue"), Rule = "must be more than zero", C = "max_attempts" },
        new("OnProgress", OnlyC, "Called with each report; may be NULL.") { C = "pulse_progress_callback on_progress" },
        new("UserData", OnlyC, "Handed to on_progress.") { C = "void *user_data" },
        new("ReportEveryPoll", Switch, "Whether every poll is reported, and not only changes of the status.") { C = "every_poll", Python = "every_poll" },
        new("Tick", OnlyC, "Call on_progress at least this often; 0: never.") { C = "int64_t tick_ms", Default = "never" },
        new("Policy", Choice, "Which policy chooses the moments of the polls.") { Default = "the documented one", Value = "PollPolicy.Documented", Python = "adaptive", Rule = "is none of the policies", Range = ("PollPolicy.Documented", "PollPolicy.Adaptive") },
        new("AdaptiveGoal", Choice, "What the adaptive policy does with what it has learned.") { Default = "balanced", Value = "AdaptiveGoal.Balanced", Python = "adaptive", Rule = "is none of the goals", C = "goal", Range = ("AdaptiveGoal.Balanced", "AdaptiveGoal.LessDelay") },
        new("NotFoundGrace", Duration, "For how long a 404 is polled again where the job has been seen before, or was submitted by this client: replicas of the service may not know it yet. For any other job a 404 ends the wait at once.")
        {
            Default = "1 minute",
            Value = "TimeSpan.FromMinutes(1)",
            Zero = "PULSE_NO_GRACE",
            DotNetNote = "Zero: a 404 always ends the wait.",
            PythonNote = "0: a 404 always ends the wait.",
        },
    ];
}

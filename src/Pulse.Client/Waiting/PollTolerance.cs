using Pulse.Client.Http;

namespace Pulse.Client.Waiting;

/// <summary>Which failures of a poll a wait outlives.</summary>
sealed class PollTolerance(DurationLearner durations)
{
    // A proxy's page in place of one response is no reason to give up a job that is paid for; three in a row are.
    const int MaxProtocolFailures = 3;

    /// <summary>Whether the job is polled again after a failure, which the job has noted.</summary>
    internal bool Outlives(PulseException failure, WaitOptions options, WatchedJob job, long now) => failure.Code switch
    {
        PulseErrorCode.Protocol => job.ProtocolFailures < MaxProtocolFailures,

        // A replica may not know the job yet, where it is known to exist.
        PulseErrorCode.NotFound => (options.IsKnownJob || job.Packed.HasSnapshot || durations.TryRecall(job.Id, out _, out _))
            && now - job.NotFoundSince < options.NotFoundGrace.Ticks,
        _ => RetryRules.IsTransient(failure),
    };
}

using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Pulse.Client.Diagnostics;

/// <summary>The <see cref="Meter"/> and the <see cref="ActivitySource"/>, both named <c>Pulse.Client</c>. The spans of HTTP itself are those of the base library.</summary>
static class ClientMetrics
{
    internal const string Name = "Pulse.Client";

    static readonly Meter s_meter = new(Name);
    static readonly ActivitySource s_activities = new(Name);

    // The default of what collects is in milliseconds; these go on from those of the semantic conventions for HTTP to the length of a job.
    static readonly InstrumentAdvice<double> s_seconds = new() { HistogramBucketBoundaries = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10, 30, 60, 120, 300, 600] };

    internal static UpDownCounter<int> JobsWaiting { get; } = s_meter.CreateUpDownCounter<int>("pulse.client.jobs.waiting", "{wait}", "Waits under way.");

    internal static Counter<long> Polls { get; } = s_meter.CreateCounter<long>("pulse.client.polls", "{request}", "Polls of waiting jobs.");

    internal static Histogram<double> Lateness { get; } = s_meter.CreateHistogram<double>("pulse.client.poll.lateness", "s", "How late polls start, for want of free places or permits.", tags: null, s_seconds);

    internal static Histogram<double> OperationDuration { get; } = s_meter.CreateHistogram<double>("pulse.client.operation.duration", "s", "Operations with all their attempts, by operation and error.", tags: null, s_seconds);

    internal static bool AreOperationsObserved => OperationDuration.Enabled || s_activities.HasListeners();

    /// <summary>Begins a span where somebody listens. It looks for that first: a program compiled ahead of time may know that nobody does, and then leaves the rest out.</summary>
    internal static Activity? StartSpan(string name, ActivityKind kind) => s_activities.HasListeners() ? s_activities.StartActivity(name, kind) : null;
}

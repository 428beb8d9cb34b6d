using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Pulse.Client.Diagnostics;

/// <summary>The <see cref="Meter"/> and the <see cref="ActivitySource"/>, both named <c>Pulse.Client</c>. The spans of HTTP itself are those of the base library.</summary>
static class ClientMetrics
{
    internal const string Name = "Pulse.Client";

    static readonly Meter s_meter = new(Name);

    internal static ActivitySource Activities { get; } = new(Name);

    internal static UpDownCounter<int> JobsWaiting { get; } = s_meter.CreateUpDownCounter<int>("pulse.client.jobs.waiting", "{wait}", "Waits under way.");

    internal static Counter<long> Polls { get; } = s_meter.CreateCounter<long>("pulse.client.polls", "{request}", "Polls of waiting jobs.");

    internal static Histogram<double> Lateness { get; } = s_meter.CreateHistogram<double>("pulse.client.poll.lateness", "s", "How late polls start, for want of free places or permits.");

    internal static Histogram<double> OperationDuration { get; } = s_meter.CreateHistogram<double>("pulse.client.operation.duration", "s", "Operations with all their attempts, by operation and error.");

    internal static bool AreOperationsObserved => OperationDuration.Enabled || Activities.HasListeners();
}

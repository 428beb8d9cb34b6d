using System.Diagnostics.Tracing;

namespace Pulse.Bench.Counts;

/// <summary>What is allocated, as the runtime tells it every 100 kB or so.</summary>
sealed class AllocationTicks : EventListener
{
    readonly Dictionary<string, int> _ticks = [];
    volatile bool _watching;

    /// <summary>Kinds of objects and their share of the bytes, the greatest first.</summary>
    internal IEnumerable<(string Kind, double Share)> Shares
    {
        get
        {
            double all = _ticks.Values.Sum();
            return _ticks.OrderByDescending(static one => one.Value).Select(one => (one.Key, one.Value / all));
        }
    }

    internal async Task WatchAsync(Func<Task> call, int count)
    {
        _watching = true;
        for (int i = 0; i < count; i++)
        {
            await call();
        }

        _watching = false;
    }

    protected override void OnEventSourceCreated(EventSource eventSource)
    {
        if (eventSource.Name == "Microsoft-Windows-DotNETRuntime")
        {
            EnableEvents(eventSource, EventLevel.Verbose, (EventKeywords)1);
        }
    }

    protected override void OnEventWritten(EventWrittenEventArgs eventData)
    {
        if (!_watching || eventData.EventName?.StartsWith("GCAllocationTick", StringComparison.Ordinal) != true)
        {
            return;
        }

        string kind = eventData.Payload![eventData.PayloadNames!.IndexOf("TypeName")] as string ?? "";
        lock (_ticks)
        {
            _ticks[kind] = _ticks.GetValueOrDefault(kind) + 1;
        }
    }
}

using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Net;
using Pulse.Client.Tests.Support;

namespace Pulse.Client.Tests.Http;

public sealed class RequestTelemetryTests
{
    [Fact]
    public async Task A_duration_has_an_error_type_only_where_there_was_an_error()
    {
        ConcurrentQueue<string> measured = [];
        ConcurrentQueue<string> spans = [];
        using ActivityListener listener = new()
        {
            ShouldListenTo = static source => source.Name == "Pulse.Client",
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = activity =>
            {
                if (IsOurs(activity))
                {
                    spans.Enqueue($"{activity.Status} {string.Join(' ', activity.TagObjects.Select(static tag => tag.Key))}");
                }
            },
        };
        ActivitySource.AddActivityListener(listener);
        using MeterListener meters = Listen(static instrument => instrument.Name == "pulse.client.operation.duration");
        meters.SetMeasurementEventCallback<double>((_, _, tags, _) =>
        {
            // Other tests measure at the same time.
            if (IsOurs(Activity.Current))
            {
                measured.Enqueue(string.Join(' ', tags.ToArray().Select(static tag => $"{tag.Key}={tag.Value}")));
            }
        });
        meters.Start();
        using Harness harness = new();
        harness.Answer("""{"status":"pending"}""").Answer(HttpStatusCode.NotFound, "{}");

        await harness.RunAsync(harness.Client.Jobs.GetAsync("measured"));
        await harness.FailureAsync(harness.Client.Jobs.GetAsync("measured"));
        Assert.Equal(["pulse.operation=GET /job/{id}", "pulse.operation=GET /job/{id} error.type=NotFound"], measured);
        Assert.Equal(["Unset pulse.job.id", "Error pulse.job.id error.type"], spans);
    }

    [Fact]
    public void Durations_in_seconds_have_buckets_in_seconds()
    {
        Dictionary<string, IReadOnlyList<double>?> buckets = [];
        using MeterListener meters = Listen(instrument =>
        {
            if (instrument is Histogram<double> { Unit: "s" } histogram)
            {
                lock (buckets)
                {
                    buckets[histogram.Name] = histogram.Advice?.HistogramBucketBoundaries;
                }
            }

            return false;
        });
        meters.Start();
        using Harness harness = new();
        lock (buckets)
        {
            Assert.Equal(["pulse.client.operation.duration", "pulse.client.poll.lateness"], buckets.Keys.Order());
            Assert.All(buckets.Values, static boundaries =>
            {
                Assert.NotNull(boundaries);
                Assert.Equal((0.005, 600), (boundaries[0], boundaries[^1]));
                Assert.Equal(boundaries.Order(), boundaries);
            });
        }
    }

    static bool IsOurs(Activity? activity) => (string?)activity?.GetTagItem("pulse.job.id") == "measured";

    static MeterListener Listen(Func<Instrument, bool> wants) => new()
    {
        InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == "Pulse.Client" && wants(instrument))
            {
                listener.EnableMeasurementEvents(instrument);
            }
        },
    };
}

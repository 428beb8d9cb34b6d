using System.Text.Json;
using System.Text.Json.Serialization;
using Pulse.Client.Results;

namespace Pulse.Client;

/// <summary>The pages of each topic.</summary>
public sealed class SplitResult : PulseResult, IPulseResult<SplitResult>
{
    SplitResult(RawResult body, Job? job)
        : base(body, job)
    {
    }

    /// <summary>The id for subsequent steps.</summary>
    public string? SplitId => Body.Text("split_id"u8);

    /// <summary>The split as the service sends it.</summary>
    public SplitOutput? SplitOutput => field ??= Body.Typed("split_output"u8, PulseResultJsonContext.Default.SplitOutput);

    /// <summary>The pages of each topic, counted from 1; empty if there are none.</summary>
    [JsonIgnore]
    public IReadOnlyDictionary<string, IReadOnlyList<int>> Splits => SplitOutput?.Splits ?? new Dictionary<string, IReadOnlyList<int>>();

    /// <summary>The requested topics; only within a pipeline.</summary>
    public IReadOnlyList<SplitTopic>? SplitInput => field ??= Body.Typed("split_input"u8, PulseResultJsonContext.Default.IReadOnlyListSplitTopic);

    /// <summary>The duration of the step in seconds; only within a pipeline.</summary>
    public double? Latency => (double?)Body.Decimal("latency"u8);

    static ResultKind IPulseResult<SplitResult>.Kind { get; } = new("/split", ["split_output"]);

    static SplitResult IPulseResult<SplitResult>.Create(RawResult body, Job? job) => new(body, job);
}

/// <summary>The split as the service sends it.</summary>
public sealed record SplitOutput
{
    /// <summary>The pages of each topic, counted from 1.</summary>
    [JsonPropertyName("splits")]
    public IReadOnlyDictionary<string, IReadOnlyList<int>>? Splits { get; init; }

    /// <summary>Fields that have no property here.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalFields { get; set; }
}

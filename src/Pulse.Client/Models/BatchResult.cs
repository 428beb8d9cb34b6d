using System.Text.Json;
using System.Text.Json.Serialization;
using Pulse.Client.Results;

namespace Pulse.Client;

/// <summary>
/// The result of a batch. The service does not document its names, only that there is progress per item and an id for each
/// child. The properties read what the sandbox sends, and are null if a service sends other names. The whole result is in
/// <see cref="PulseResult.Body"/>.
/// </summary>
public sealed class BatchResult : PulseResult, IPulseResult<BatchResult>
{
    BatchResult(RawResult body, Job? job)
        : base(body, job)
    {
    }

    /// <summary>The children, if the service lists them under <c>items</c>.</summary>
    public IReadOnlyList<BatchItem>? Items => field ??= Body.Typed("items"u8, PulseResultJsonContext.Default.IReadOnlyListBatchItem);

    /// <summary>The ids of the created extractions, if the service lists them.</summary>
    public IReadOnlyList<string>? ExtractionIds => field ??= Body.Typed("extraction_ids"u8, PulseResultJsonContext.Default.IReadOnlyListString);

    /// <summary>The ids of the created splits, if the service lists them.</summary>
    public IReadOnlyList<string>? SplitIds => field ??= Body.Typed("split_ids"u8, PulseResultJsonContext.Default.IReadOnlyListString);

    /// <summary>The ids of the created schema results, if the service lists them.</summary>
    public IReadOnlyList<string>? SchemaIds => field ??= Body.Typed("schema_ids"u8, PulseResultJsonContext.Default.IReadOnlyListString);

    static ResultKind IPulseResult<BatchResult>.Kind => ResultKind.Batch;

    static BatchResult IPulseResult<BatchResult>.Create(RawResult body, Job? job) => new(body, job);
}

/// <summary>One child of a batch. The service does not document the names.</summary>
public sealed record BatchItem
{
    /// <summary>The index in the input, counted from 0.</summary>
    [JsonPropertyName("index")]
    public int? Index { get; init; }

    /// <summary>The job id.</summary>
    [JsonPropertyName("job_id")]
    public string? JobId { get; init; }

    /// <summary>The extraction id.</summary>
    [JsonPropertyName("extraction_id")]
    public string? ExtractionId { get; init; }

    /// <summary>The status as the service sent it.</summary>
    [JsonPropertyName("status")]
    public string? StatusText { get; init; }

    /// <summary>The reason for a failure: a string or an object.</summary>
    [JsonPropertyName("error")]
    public JsonElement? Error { get; init; }

    /// <summary>Fields that have no property here.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalFields { get; set; }

    /// <summary>The status.</summary>
    [JsonIgnore]
    public JobStatus Status => JobStatusText.Parse(StatusText ?? "");
}

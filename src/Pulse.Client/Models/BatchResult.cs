using System.Text.Json;
using System.Text.Json.Serialization;
using Pulse.Client.Results;

namespace Pulse.Client;

/// <summary>
/// What a batch has left. The service documents no names for it, only that there is progress by item and an id for each
/// child: the properties read what the sandbox sends, and are null where a service sends other names. All of it is in
/// <see cref="PulseResult.Body"/>.
/// </summary>
public sealed class BatchResult : PulseResult, IPulseResult<BatchResult>
{
    BatchResult(RawResult body, Job? job)
        : base(body, job)
    {
    }

    /// <summary>The children, where the service lists them under <c>items</c>.</summary>
    public IReadOnlyList<BatchItem>? Items => field ??= Body.Typed("items"u8, PulseResultJsonContext.Default.IReadOnlyListBatchItem);

    /// <summary>The extractions that were made, where the service lists them.</summary>
    public IReadOnlyList<string>? ExtractionIds => field ??= Body.Typed("extraction_ids"u8, PulseResultJsonContext.Default.IReadOnlyListString);

    /// <summary>The splits that were made, where the service lists them.</summary>
    public IReadOnlyList<string>? SplitIds => field ??= Body.Typed("split_ids"u8, PulseResultJsonContext.Default.IReadOnlyListString);

    /// <summary>The schema results that were made, where the service lists them.</summary>
    public IReadOnlyList<string>? SchemaIds => field ??= Body.Typed("schema_ids"u8, PulseResultJsonContext.Default.IReadOnlyListString);

    static ResultKind IPulseResult<BatchResult>.Kind => ResultKind.Batch;

    static BatchResult IPulseResult<BatchResult>.Create(RawResult body, Job? job) => new(body, job);
}

/// <summary>One child of a batch. The names are not documented by the service.</summary>
public sealed record BatchItem
{
    /// <summary>Its place in the input, counted from 0.</summary>
    [JsonPropertyName("index")]
    public int? Index { get; init; }

    /// <summary>Its job.</summary>
    [JsonPropertyName("job_id")]
    public string? JobId { get; init; }

    /// <summary>Its extraction.</summary>
    [JsonPropertyName("extraction_id")]
    public string? ExtractionId { get; init; }

    /// <summary>Its state as the service wrote it.</summary>
    [JsonPropertyName("status")]
    public string? StatusText { get; init; }

    /// <summary>Why it failed: text, or an object.</summary>
    [JsonPropertyName("error")]
    public JsonElement? Error { get; init; }

    /// <summary>Fields that have no property here.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalFields { get; set; }

    /// <summary>Its state.</summary>
    [JsonIgnore]
    public JobStatus Status => JobStatusText.Parse(StatusText ?? "");
}

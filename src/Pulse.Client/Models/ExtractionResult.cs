using System.Text.Json;
using System.Text.Json.Serialization;
using Pulse.Client.Results;

namespace Pulse.Client;

/// <summary>The extraction itself. All of it is optional; what is there depends on what was asked for.</summary>
public sealed class ExtractionResult : ExtractResponse, IPulseResult<ExtractionResult>
{
    internal ExtractionResult(RawResult body, Job? job = null)
        : base(body, job)
    {
    }

    /// <summary>The text: <c>markdown</c>, or the older <c>content</c>.</summary>
    public string? Markdown => field ??= Body.Markdown;

    /// <summary>The text under its older name.</summary>
    [JsonPropertyName("content")]
    internal string? Content => Body.Text("content"u8);

    /// <summary>Deprecated by the service: the id of the extraction's job.</summary>
    [JsonPropertyName("job_id")]
    internal string? OldJobId => Body.Id("job_id"u8);

    /// <summary>The id for further steps; only when the extraction is stored.</summary>
    public string? ExtractionId => Body.ExtractionId;

    /// <summary>The extraction in the web interface; only when it is stored.</summary>
    public string? ExtractionUrl => Body.Text("extraction_url"u8);

    /// <summary>The number of pages that were processed.</summary>
    public int? PageCount => Body.PageCount;

    /// <summary>What went not quite as wished, deprecated options included; empty when nothing did.</summary>
    public IReadOnlyList<string> Warnings => field ??= Body.Typed("warnings"u8, PulseResultJsonContext.Default.IReadOnlyListString) ?? [];

    /// <summary>Where things are on the pages.</summary>
    public BoundingBoxes? BoundingBoxes => field ??= Body.BoundingBoxes;

    /// <summary>The additional outputs that were asked for.</summary>
    public ExtractionExtensions? Extensions => field ??= Body.Part("extensions"u8) is { } extensions ? new ExtractionExtensions(extensions) : null;

    /// <summary>The values found for a schema.</summary>
    public StructuredOutputResult? StructuredOutput => field ??= Body.StructuredOutput;

    /// <summary>The schema, as it was understood.</summary>
    public JsonElement? InputSchema => Body.Element("input_schema"u8);

    /// <summary>Why the schema could not be filled; the rest of the result is good all the same.</summary>
    public string? SchemaError => Body.Text("schema_error"u8);

    /// <summary>Deprecated by the service: the HTML, now in <see cref="Extensions"/>.</summary>
    public string? Html => Body.Text("html"u8) ?? Extensions?.Html;

    /// <summary>Deprecated by the service: the chunks, now in <see cref="Extensions"/>.</summary>
    public ChunkLists? Chunks => field ??= Body.Typed("chunks"u8, PulseResultJsonContext.Default.ChunkLists) ?? Extensions?.Chunking;

    /// <summary>Deprecated by the service.</summary>
    public JsonElement? Metadata => Body.Element("metadata"u8);

    /// <summary>Seconds that the step took; only within a pipeline.</summary>
    public double? Latency => (double?)Body.Decimal("latency"u8);

    static ResultKind IPulseResult<ExtractionResult>.Kind => ResultKind.Extraction;

    static ExtractionResult IPulseResult<ExtractionResult>.Create(RawResult body, Job? job) => new(body, job);
}

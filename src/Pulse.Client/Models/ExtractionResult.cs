using System.Text.Json;
using System.Text.Json.Serialization;
using Pulse.Client.Results;

namespace Pulse.Client;

/// <summary>The result of an extraction. All properties are optional; which ones are present depends on the request.</summary>
public sealed class ExtractionResult : ExtractResponse, IPulseResult<ExtractionResult>
{
    internal ExtractionResult(RawResult body, Job? job = null)
        : base(body, job)
    {
    }

    /// <summary>The text: <c>markdown</c>, or its older name <c>content</c>.</summary>
    public string? Markdown => field ??= Body.Markdown;

    /// <summary>The text under its older name.</summary>
    [JsonPropertyName("content")]
    internal string? Content => Body.Text("content"u8);

    /// <summary>Deprecated by the service: the id of the extraction's job.</summary>
    [JsonPropertyName("job_id")]
    internal string? OldJobId => Body.Id("job_id"u8);

    /// <summary>The id for subsequent steps; only if the extraction is stored.</summary>
    public string? ExtractionId => Body.ExtractionId;

    /// <summary>The URL of the extraction in the web interface; only if it is stored.</summary>
    public string? ExtractionUrl => Body.Text("extraction_url"u8);

    /// <summary>The number of pages that were processed.</summary>
    public int? PageCount => Body.PageCount;

    /// <summary>Warnings, including those about deprecated options; empty if there are none.</summary>
    public IReadOnlyList<string> Warnings => field ??= Body.Typed("warnings"u8, PulseResultJsonContext.Default.IReadOnlyListString) ?? [];

    /// <summary>The positions of elements on the pages.</summary>
    public BoundingBoxes? BoundingBoxes => field ??= Body.BoundingBoxes;

    /// <summary>The requested additional outputs.</summary>
    public ExtractionExtensions? Extensions => field ??= Body.Part("extensions"u8) is { } extensions ? new ExtractionExtensions(extensions) : null;

    /// <summary>The values for the schema.</summary>
    public StructuredOutputResult? StructuredOutput => field ??= Body.StructuredOutput;

    /// <summary>The schema as the service interpreted it.</summary>
    public JsonElement? InputSchema => Body.Element("input_schema"u8);

    /// <summary>The reason why the schema could not be filled in. The rest of the result is valid.</summary>
    public string? SchemaError => Body.Text("schema_error"u8);

    /// <summary>Deprecated by the service: the HTML, now in <see cref="Extensions"/>.</summary>
    public string? Html => Body.Text("html"u8) ?? Extensions?.Html;

    /// <summary>Deprecated by the service: the chunks, now in <see cref="Extensions"/>.</summary>
    public ChunkLists? Chunks => field ??= Body.Typed("chunks"u8, PulseResultJsonContext.Default.ChunkLists) ?? Extensions?.Chunking;

    /// <summary>Deprecated by the service.</summary>
    public JsonElement? Metadata => Body.Element("metadata"u8);

    /// <summary>The duration of the step in seconds; only within a pipeline.</summary>
    public double? Latency => (double?)Body.Decimal("latency"u8);

    static ResultKind IPulseResult<ExtractionResult>.Kind => ResultKind.Extraction;

    static ExtractionResult IPulseResult<ExtractionResult>.Create(RawResult body, Job? job) => new(body, job);
}

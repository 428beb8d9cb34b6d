using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Pulse.Client.Results;

namespace Pulse.Client;

/// <summary>The results of a pipeline's steps, which are valid as long as this object.</summary>
public sealed class PipelineResult : PulseResult, IPulseResult<PipelineResult>
{
    readonly RawResult? _results;

    PipelineResult(RawResult body, Job? job)
        : base(body, job) => _results = body.Part("results"u8);

    /// <summary>The status as the service sent it: <c>completed</c>.</summary>
    [JsonPropertyName("status")]
    public string? StatusText => Body.Text("status"u8);

    /// <summary>The total duration in seconds.</summary>
    public double? TotalLatency => (double?)Body.Decimal("total_latency"u8);

    /// <summary>The service's report about deleting what it has stored.</summary>
    public JsonElement? AutoDelete => Body.Element("auto_delete"u8);

    /// <summary>The result of the <c>extract</c> step.</summary>
    [JsonPropertyName("results.extract")]
    public ExtractionResult? Extract => field ??= Step<ExtractionResult>("extract");

    /// <summary>The result of the <c>batch_extract</c> step.</summary>
    [JsonPropertyName("results.batch_extract")]
    public BatchExtractStepResult? BatchExtract => field ??= Step("batch_extract") is { } step ? new BatchExtractStepResult(step) : null;

    /// <summary>The result of the <c>split</c> step.</summary>
    [JsonPropertyName("results.split")]
    public SplitResult? Split => field ??= Step<SplitResult>("split");

    /// <summary>The result of the <c>schema</c> step.</summary>
    [JsonPropertyName("results.schema")]
    public SchemaResult? Schema => field ??= Step<SchemaResult>("schema");

    /// <summary>The result of the <c>tables</c> step.</summary>
    [JsonPropertyName("results.tables")]
    public TablesResult? Tables => field ??= Step<TablesResult>("tables");

    static ResultKind IPulseResult<PipelineResult>.Kind { get; } = new("/pipeline/execute", ["results", "total_latency"], ["results", "status"]) { Rank = 1 };

    /// <summary>The result of any step as raw JSON; null if there is none.</summary>
    public RawResult? Step(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return _results?.Part(Encoding.UTF8.GetBytes(name));
    }

    static PipelineResult IPulseResult<PipelineResult>.Create(RawResult body, Job? job) => new(body, job);

    TResult? Step<TResult>(string name)
        where TResult : PulseResult, IPulseResult<TResult> => Step(name) is { } step ? TResult.Create(step, job: null) : null;
}

/// <summary>The result of a pipeline's <c>batch_extract</c> step.</summary>
public sealed class BatchExtractStepResult
{
    internal BatchExtractStepResult(RawResult body) => Body = body;

    /// <summary>The whole JSON.</summary>
    public RawResult Body { get; }

    /// <summary>The ids of the created extractions.</summary>
    public IReadOnlyList<string> ExtractionIds => field ??= Body.Typed("extraction_ids"u8, PulseResultJsonContext.Default.IReadOnlyListString) ?? [];

    /// <summary>The number of documents.</summary>
    public int? TotalFiles => Body.Number("total_files"u8);

    /// <summary>The duration of the step in seconds.</summary>
    public double? Latency => (double?)Body.Decimal("latency"u8);
}

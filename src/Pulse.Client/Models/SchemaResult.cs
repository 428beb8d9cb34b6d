using System.Text.Json;
using Pulse.Client.Results;

namespace Pulse.Client;

/// <summary>The values for a schema: a <see cref="SingleSchemaResult"/>, or a <see cref="SplitSchemaResult"/> for the topics of a split, depending on the body.</summary>
public abstract class SchemaResult : PulseResult, IPulseResult<SchemaResult>
{
    private protected static readonly ResultKind s_kind = new("/schema", ["schema_output"], ["results", "schema_id"]);

    private protected SchemaResult(RawResult body, Job? job)
        : base(body, job)
    {
    }

    /// <summary>The id of the schema result.</summary>
    public string? SchemaId => Body.Text("schema_id"u8);

    /// <summary>The duration of the step in seconds; only within a pipeline.</summary>
    public double? Latency => (double?)Body.Decimal("latency"u8);

    static ResultKind IPulseResult<SchemaResult>.Kind => s_kind;

    static SchemaResult IPulseResult<SchemaResult>.Create(RawResult body, Job? job) => Create(body, job);

    private protected static SchemaResult Create(RawResult body, Job? job) =>
        body.Has("results"u8) && !body.Has("schema_output"u8) ? new SplitSchemaResult(body, job) : new SingleSchemaResult(body, job);

    private protected static PulseProtocolException Other(string words, Job? job) => new($"The response of /schema is {words}.") { JobId = job?.Id };
}

/// <summary>The values for one schema, from one extraction or several combined ones.</summary>
public sealed class SingleSchemaResult : SchemaResult, IPulseResult<SingleSchemaResult>
{
    internal SingleSchemaResult(RawResult body, Job? job)
        : base(body, job)
    {
    }

    /// <summary>The version of the schema result.</summary>
    public int? Version => Body.Number("version"u8);

    /// <summary>The values, and their positions in the document.</summary>
    public StructuredOutputResult? SchemaOutput => field ??= Body.Typed("schema_output"u8, PulseResultJsonContext.Default.StructuredOutputResult);

    /// <summary>The ids of the combined extractions.</summary>
    public IReadOnlyList<string>? ExtractionIds => field ??= Body.Typed("extraction_ids"u8, PulseResultJsonContext.Default.IReadOnlyListString);

    /// <summary>The path of the filled Excel template. Download it with <see cref="PulseClient.GetSchemaExcelAsync"/>.</summary>
    public string? ExcelOutputUrl => Body.Text("excel_output_url"u8);

    static ResultKind IPulseResult<SingleSchemaResult>.Kind => s_kind;

    static SingleSchemaResult IPulseResult<SingleSchemaResult>.Create(RawResult body, Job? job) =>
        Create(body, job) as SingleSchemaResult ?? throw Other("one for the topics of a split, not for one schema", job);
}

/// <summary>The values for each topic of a split. Topics can fail separately; see <see cref="Errors"/>.</summary>
public sealed class SplitSchemaResult : SchemaResult, IPulseResult<SplitSchemaResult>
{
    internal SplitSchemaResult(RawResult body, Job? job)
        : base(body, job)
    {
    }

    /// <summary>The id of the split.</summary>
    public string? SplitId => Body.Text("split_id"u8);

    /// <summary>The values for each topic, and their positions in the document.</summary>
    public IReadOnlyDictionary<string, StructuredOutputResult> Results =>
        field ??= Body.Typed("results"u8, PulseResultJsonContext.Default.IReadOnlyDictionaryStringStructuredOutputResult) ?? new Dictionary<string, StructuredOutputResult>();

    /// <summary>The schemas as the service interpreted them.</summary>
    public IReadOnlyDictionary<string, JsonElement>? InputSchemas => field ??= Body.Typed("input_schemas"u8, PulseResultJsonContext.Default.IReadOnlyDictionaryStringJsonElement);

    /// <summary>The errors of topics that failed; empty if none did.</summary>
    public IReadOnlyDictionary<string, string> Errors =>
        field ??= Body.Typed("errors"u8, PulseResultJsonContext.Default.IReadOnlyDictionaryStringString) ?? new Dictionary<string, string>();

    static ResultKind IPulseResult<SplitSchemaResult>.Kind => s_kind;

    static SplitSchemaResult IPulseResult<SplitSchemaResult>.Create(RawResult body, Job? job) =>
        Create(body, job) as SplitSchemaResult ?? throw Other("one for a single schema, not for the topics of a split", job);
}

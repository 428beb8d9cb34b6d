using System.Text.Json;
using Pulse.Client.Results;

namespace Pulse.Client;

/// <summary>The values for a schema: a <see cref="SingleSchemaResult"/>, or a <see cref="SplitSchemaResult"/> for the topics of a split. The body decides.</summary>
public abstract class SchemaResult : PulseResult, IPulseResult<SchemaResult>
{
    private protected static readonly ResultKind s_kind = new("/schema", ["schema_output"], ["results", "schema_id"]);

    private protected SchemaResult(RawResult body, Job? job)
        : base(body, job)
    {
    }

    /// <summary>The id of the values.</summary>
    public string? SchemaId => Body.Text("schema_id"u8);

    /// <summary>Seconds that the step took; only within a pipeline.</summary>
    public double? Latency => (double?)Body.Decimal("latency"u8);

    static ResultKind IPulseResult<SchemaResult>.Kind => s_kind;

    static SchemaResult IPulseResult<SchemaResult>.Create(RawResult body, Job? job) => Create(body, job);

    private protected static SchemaResult Create(RawResult body, Job? job) =>
        body.Has("results"u8) && !body.Has("schema_output"u8) ? new SplitSchemaResult(body, job) : new SingleSchemaResult(body, job);

    private protected static PulseProtocolException Other(string words, Job? job) => new($"The response of /schema is {words}.") { JobId = job?.Id };
}

/// <summary>The values for one schema, from one extraction or from several taken together.</summary>
public sealed class SingleSchemaResult : SchemaResult, IPulseResult<SingleSchemaResult>
{
    internal SingleSchemaResult(RawResult body, Job? job)
        : base(body, job)
    {
    }

    /// <summary>The version of the values.</summary>
    public int? Version => Body.Number("version"u8);

    /// <summary>The values, and where they were found.</summary>
    public StructuredOutputResult? SchemaOutput => field ??= Body.Typed("schema_output"u8, PulseResultJsonContext.Default.StructuredOutputResult);

    /// <summary>The extractions that were taken together.</summary>
    public IReadOnlyList<string>? ExtractionIds => field ??= Body.Typed("extraction_ids"u8, PulseResultJsonContext.Default.IReadOnlyListString);

    /// <summary>The path of the filled Excel template; download it with <see cref="PulseClient.GetSchemaExcelAsync"/>.</summary>
    public string? ExcelOutputUrl => Body.Text("excel_output_url"u8);

    static ResultKind IPulseResult<SingleSchemaResult>.Kind => s_kind;

    static SingleSchemaResult IPulseResult<SingleSchemaResult>.Create(RawResult body, Job? job) =>
        Create(body, job) as SingleSchemaResult ?? throw Other("one for the topics of a split, not for one schema", job);
}

/// <summary>The values for each topic of a split. Topics can fail one by one: look at <see cref="Errors"/>.</summary>
public sealed class SplitSchemaResult : SchemaResult, IPulseResult<SplitSchemaResult>
{
    internal SplitSchemaResult(RawResult body, Job? job)
        : base(body, job)
    {
    }

    /// <summary>The split.</summary>
    public string? SplitId => Body.Text("split_id"u8);

    /// <summary>The values of each topic, and where they were found.</summary>
    public IReadOnlyDictionary<string, StructuredOutputResult> Results =>
        field ??= Body.Typed("results"u8, PulseResultJsonContext.Default.IReadOnlyDictionaryStringStructuredOutputResult) ?? new Dictionary<string, StructuredOutputResult>();

    /// <summary>The schemas, as they were understood.</summary>
    public IReadOnlyDictionary<string, JsonElement>? InputSchemas => field ??= Body.Typed("input_schemas"u8, PulseResultJsonContext.Default.IReadOnlyDictionaryStringJsonElement);

    /// <summary>Why topics failed; empty when none did.</summary>
    public IReadOnlyDictionary<string, string> Errors =>
        field ??= Body.Typed("errors"u8, PulseResultJsonContext.Default.IReadOnlyDictionaryStringString) ?? new Dictionary<string, string>();

    static ResultKind IPulseResult<SplitSchemaResult>.Kind => s_kind;

    static SplitSchemaResult IPulseResult<SplitSchemaResult>.Create(RawResult body, Job? job) =>
        Create(body, job) as SplitSchemaResult ?? throw Other("one for a single schema, not for the topics of a split", job);
}

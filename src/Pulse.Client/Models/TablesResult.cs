using System.Text.Json;
using System.Text.Json.Serialization;
using Pulse.Client.Results;

namespace Pulse.Client;

/// <summary>The tables of a document.</summary>
public sealed class TablesResult : PulseResult, IPulseResult<TablesResult>
{
    TablesResult(RawResult body, Job? job)
        : base(body, job)
    {
    }

    /// <summary>The id of the tables.</summary>
    public string? TablesId => Body.Text("tables_id"u8);

    /// <summary>The tables as the service sends them.</summary>
    public TablesOutput? TablesOutput => field ??= Body.Typed("tables_output"u8, PulseResultJsonContext.Default.TablesOutput);

    /// <summary>The tables, in the order of the document; empty if there are none.</summary>
    [JsonIgnore]
    public IReadOnlyList<ExtractedTable> Tables => TablesOutput?.Tables ?? [];

    /// <summary>The duration of the step in seconds; only within a pipeline.</summary>
    public double? Latency => (double?)Body.Decimal("latency"u8);

    static ResultKind IPulseResult<TablesResult>.Kind { get; } = new("/tables", ["tables_output"]);

    static TablesResult IPulseResult<TablesResult>.Create(RawResult body, Job? job) => new(body, job);
}

/// <summary>The tables as the service sends them.</summary>
public sealed record TablesOutput
{
    /// <summary>The tables.</summary>
    [JsonPropertyName("tables")]
    public IReadOnlyList<ExtractedTable>? Tables { get; init; }

    /// <summary>Fields that have no property here.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalFields { get; set; }
}

/// <summary>A table, as HTML or as headers and rows, depending on the request.</summary>
public sealed record ExtractedTable
{
    /// <summary>The table as the service sends it: a string of HTML or an object.</summary>
    [JsonPropertyName("table_content")]
    public JsonElement? TableContent { get; init; }

    /// <summary>The ids of bounding boxes.</summary>
    [JsonPropertyName("citations")]
    public IReadOnlyList<string>? Citations { get; init; }

    /// <summary>Whether the table was converted from a chart.</summary>
    [JsonPropertyName("from_chart")]
    public bool? FromChart { get; init; }

    /// <summary>Fields that have no property here.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalFields { get; set; }

    /// <summary>The HTML; null if the table is in the other format.</summary>
    [JsonIgnore]
    public string? Html => TableContent is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;

    /// <summary>Headers and rows; null if the table is in the other format.</summary>
    /// <exception cref="PulseProtocolException">The structure of the object is not the documented one.</exception>
    [JsonIgnore]
    public TableRows? Rows
    {
        get
        {
            try
            {
                return TableContent is { ValueKind: JsonValueKind.Object } rows ? rows.Deserialize(PulseResultJsonContext.Default.TableRows) : null;
            }
            catch (JsonException exception)
            {
                throw new PulseProtocolException("The structure of a table's content is not the documented one.", exception);
            }
        }
    }
}

/// <summary>A table as data.</summary>
public sealed record TableRows
{
    /// <summary>The columns.</summary>
    [JsonPropertyName("headers")]
    public IReadOnlyList<string>? Headers { get; init; }

    /// <summary>The rows. Each is an object whose members are the columns.</summary>
    [JsonPropertyName("rows")]
    public IReadOnlyList<IReadOnlyDictionary<string, JsonElement>>? Rows { get; init; }

    /// <summary>Fields that have no property here.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalFields { get; set; }
}

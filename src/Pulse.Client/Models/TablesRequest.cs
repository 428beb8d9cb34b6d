using System.Text.Json;
using System.Text.Json.Serialization;
using Pulse.Client.Bodies;
using Pulse.Client.Http;
using Pulse.Client.Requests;

namespace Pulse.Client;

/// <summary>The request of <c>POST /tables</c>: extracts the tables of a stored extraction. No step can follow it.</summary>
public sealed record TablesRequest : IServiceRequest<TablesRequest>
{
    /// <summary>Creates an empty request.</summary>
    public TablesRequest()
    {
    }

    /// <summary>Creates a request for a stored extraction.</summary>
    public TablesRequest(string extractionId, TablesConfig? config = null)
    {
        ExtractionId = extractionId;
        TablesConfig = config;
    }

    /// <summary>The id of the stored extraction. Required.</summary>
    [JsonPropertyName("extraction_id")]
    public string? ExtractionId { get; init; }

    /// <summary>The options for the tables.</summary>
    [JsonPropertyName("tables_config")]
    public TablesConfig? TablesConfig { get; init; }

    /// <summary>Whether the service creates a job instead of responding with the result; <see cref="PulseClient.SubmitTablesAsync"/> sets it.</summary>
    [JsonPropertyName("async")]
    public bool? Async { get; init; }

    /// <summary>Fields that have no property here.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalFields { get; set; }

    bool IServiceRequest<TablesRequest>.IsAsync => Async == true;

    TablesRequest IServiceRequest<TablesRequest>.AsAsync() => this with { Async = true };

    void IServiceRequest<TablesRequest>.Validate()
    {
        // One page of the reference says that a split will do, and not under which name it is given.
        if (ExtractionId is not null || AdditionalFields?.ContainsKey("split_id") != true)
        {
            Require.Text("extraction_id", ExtractionId);
        }
    }

    Func<HttpContent> IServiceRequest<TablesRequest>.Body() => JsonBody.Of(this, PulseJsonContext.Default.TablesRequest);
}

/// <summary>The options for tables.</summary>
public sealed record TablesConfig
{
    /// <summary>Whether tables that continue across pages are merged. Doubles the price.</summary>
    /// <value>The service's default: false.</value>
    [JsonPropertyName("merge")]
    public bool? Merge { get; init; }

    /// <summary>The format of the tables: <c>html</c> or <c>json</c>.</summary>
    /// <value>The service's default: html.</value>
    [JsonPropertyName("table_format")]
    public string? TableFormat { get; init; }

    /// <summary>Whether charts are also converted to tables, which is billed separately.</summary>
    /// <value>The service's default: false.</value>
    [JsonPropertyName("charts_to_tables")]
    public bool? ChartsToTables { get; init; }

    /// <summary>Fields that have no property here.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalFields { get; set; }
}

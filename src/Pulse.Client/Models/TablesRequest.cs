using System.Text.Json;
using System.Text.Json.Serialization;
using Pulse.Client.Bodies;
using Pulse.Client.Http;
using Pulse.Client.Requests;

namespace Pulse.Client;

/// <summary>The request of <c>POST /tables</c>: the tables of a stored extraction. Nothing can follow this step.</summary>
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

    /// <summary>The stored extraction; required.</summary>
    [JsonPropertyName("extraction_id")]
    public string? ExtractionId { get; init; }

    /// <summary>How the tables are made.</summary>
    [JsonPropertyName("tables_config")]
    public TablesConfig? TablesConfig { get; init; }

    /// <summary>Whether a job is made in place of a response; <see cref="PulseClient.SubmitTablesAsync"/> sets it.</summary>
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

/// <summary>How tables are made.</summary>
public sealed record TablesConfig
{
    /// <summary>Whether tables that go on over pages are merged; costs twice as much.</summary>
    /// <value>The service's default: false.</value>
    [JsonPropertyName("merge")]
    public bool? Merge { get; init; }

    /// <summary><c>html</c> or <c>json</c>.</summary>
    /// <value>The service's default: html.</value>
    [JsonPropertyName("table_format")]
    public string? TableFormat { get; init; }

    /// <summary>Whether charts are turned into tables too, at a price of their own.</summary>
    /// <value>The service's default: false.</value>
    [JsonPropertyName("charts_to_tables")]
    public bool? ChartsToTables { get; init; }

    /// <summary>Fields that have no property here.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalFields { get; set; }
}

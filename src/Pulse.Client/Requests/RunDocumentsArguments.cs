using System.Text.Json;
using System.Text.Json.Serialization;

namespace Pulse.Client.Requests;

/// <summary>The arguments of <c>run_documents</c>, for the C interface and Python.</summary>
sealed record RunDocumentsArguments
{
    /// <summary>Paths and URLs.</summary>
    [JsonPropertyName("documents")]
    public IReadOnlyList<RequestPath>? Documents { get; init; }

    /// <summary>The options of each extraction.</summary>
    [JsonPropertyName("request")]
    public ExtractRequest? Request { get; init; }

    [JsonPropertyName("journal")]
    public RequestPath? Journal { get; init; }

    /// <summary>A folder: each result goes to NAME.json in it; of several with one name, each to one of its own.</summary>
    [JsonPropertyName("output")]
    public RequestPath? Output { get; init; }

    [JsonPropertyName("concurrency")]
    public int? Concurrency { get; init; }

    /// <summary>The limit of the wait for each document; 0: none.</summary>
    [JsonPropertyName("timeout_ms")]
    public long? TimeoutMs { get; init; }

    [JsonPropertyName("resubmit_unknown")]
    public bool? ResubmitUnknown { get; init; }

    [JsonPropertyName("retry_failed")]
    public bool? RetryFailed { get; init; }

    /// <summary>What is not known is refused.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalFields { get; set; }
}

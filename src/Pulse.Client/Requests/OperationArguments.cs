using System.Text.Json;
using System.Text.Json.Serialization;

namespace Pulse.Client.Requests;

/// <summary>The arguments of operations that have no request body: ids, and where a file goes.</summary>
sealed record OperationArguments
{
    [JsonPropertyName("job_id")]
    public string? JobId { get; init; }

    [JsonPropertyName("schema_id")]
    public string? SchemaId { get; init; }

    [JsonPropertyName("filename")]
    public string? FileName { get; init; }

    [JsonPropertyName("image_url")]
    public string? ImageUrl { get; init; }

    /// <summary>Where the file goes; without it, it stays in memory.</summary>
    [JsonPropertyName("path")]
    public RequestPath? Path { get; init; }

    /// <summary>Nothing is sent of it, so that what is not known is refused.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalFields { get; set; }

    internal string RequireJobId()
    {
        Require.Text("job_id", JobId);
        return JobIds.Check(JobId);
    }
}

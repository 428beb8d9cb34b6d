using System.Text.Json;
using System.Text.Json.Serialization;
using Pulse.Client.Bodies;
using Pulse.Client.Http;
using Pulse.Client.Requests;

namespace Pulse.Client;

/// <summary>
/// The request of <c>POST /schema</c>: values for a JSON schema or an Excel template, from one extraction
/// (<see cref="ExtractionId"/>), from several taken together (<see cref="ExtractionIds"/>), or topic by topic from a split
/// (<see cref="SplitId"/>).
/// </summary>
public sealed record SchemaRequest : IServiceRequest<SchemaRequest>
{
    /// <summary>A stored extraction, or the job of a batch extract, whose completed extractions are then taken together.</summary>
    [JsonPropertyName("extraction_id")]
    public string? ExtractionId { get; init; }

    /// <summary>Several stored extractions, taken together.</summary>
    [JsonPropertyName("extraction_ids")]
    public IReadOnlyList<string>? ExtractionIds { get; init; }

    /// <summary>A split; its topics are filled by <see cref="SplitSchemaConfig"/>.</summary>
    [JsonPropertyName("split_id")]
    public string? SplitId { get; init; }

    /// <summary>What is filled; not with a split.</summary>
    [JsonPropertyName("schema_config")]
    public SchemaConfig? SchemaConfig { get; init; }

    /// <summary>The id of a saved configuration; not with a split.</summary>
    [JsonPropertyName("schema_config_id")]
    public string? SchemaConfigId { get; init; }

    /// <summary>What is filled for each topic of a split.</summary>
    [JsonPropertyName("split_schema_config")]
    public IReadOnlyDictionary<string, TopicSchemaConfig>? SplitSchemaConfig { get; init; }

    /// <summary>Whether a job is made in place of a response; <see cref="PulseClient.SubmitSchemaAsync"/> sets it.</summary>
    [JsonPropertyName("async")]
    public bool? Async { get; init; }

    /// <summary>Fields that have no property here.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalFields { get; set; }

    bool IServiceRequest<SchemaRequest>.IsAsync => Async == true;

    /// <summary>A request for one extraction.</summary>
    public static SchemaRequest ForExtraction(string extractionId, SchemaConfig config) => new() { ExtractionId = extractionId, SchemaConfig = config };

    /// <summary>A request for several extractions, taken together.</summary>
    public static SchemaRequest ForExtractions(IReadOnlyList<string> extractionIds, SchemaConfig config) => new() { ExtractionIds = extractionIds, SchemaConfig = config };

    /// <summary>A request for the topics of a split.</summary>
    public static SchemaRequest ForSplit(string splitId, IReadOnlyDictionary<string, TopicSchemaConfig> configs) => new() { SplitId = splitId, SplitSchemaConfig = configs };

    SchemaRequest IServiceRequest<SchemaRequest>.AsAsync() => this with { Async = true };

    void IServiceRequest<SchemaRequest>.Validate()
    {
        Require.NotBlank("extraction_id", ExtractionId);
        Require.Texts("extraction_ids", ExtractionIds);
        Require.NotBlank("split_id", SplitId);
        Require.NotBlank("schema_config_id", SchemaConfigId);
        Require.ExactlyOne(("extraction_id", ExtractionId is not null), ("extraction_ids", ExtractionIds is not null), ("split_id", SplitId is not null));
        if (SplitId is not null)
        {
            const string Misplaced = "is not for a split: its topics are filled by 'split_schema_config'";
            Require.Absent("schema_config", SchemaConfig, Misplaced);
            Require.Absent("schema_config_id", SchemaConfigId, Misplaced);
            TopicSchemaConfig.Validate("split_schema_config", SplitSchemaConfig);
            return;
        }

        Require.Absent("split_schema_config", SplitSchemaConfig, "needs a 'split_id'");
        Require.AtLeastOne(("schema_config", SchemaConfig is not null), ("schema_config_id", SchemaConfigId is not null));
        SchemaConfig?.Validate("schema_config", isSaved: SchemaConfigId is not null);
    }

    Func<HttpContent> IServiceRequest<SchemaRequest>.Body() => JsonBody.Of(this, PulseJsonContext.Default.SchemaRequest);
}

/// <summary>What is filled: a JSON schema, or an Excel template.</summary>
public sealed record SchemaConfig
{
    /// <summary>The JSON schema, an object.</summary>
    [JsonPropertyName("input_schema")]
    public JsonElement? InputSchema { get; init; }

    /// <summary>An .xlsx file in base64 that is filled; download it with <see cref="PulseClient.GetSchemaExcelAsync"/>. Not together with <see cref="InputSchema"/>.</summary>
    [JsonPropertyName("excel_template")]
    public string? ExcelTemplate { get; init; }

    /// <summary>Words of advice for filling it.</summary>
    [JsonPropertyName("schema_prompt")]
    public string? SchemaPrompt { get; init; }

    /// <summary>Whether more effort is spent, at a higher price.</summary>
    [JsonPropertyName("effort")]
    public bool? Effort { get; init; }

    /// <summary>Fields that have no property here.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalFields { get; set; }

    /// <summary>A configuration with a schema given as JSON text.</summary>
    /// <exception cref="ArgumentException">The text is not a JSON object.</exception>
    public static SchemaConfig FromSchema(string schemaJson) => new() { InputSchema = Schemas.Parse(schemaJson, nameof(schemaJson)) };

    /// <summary>A configuration with an Excel template.</summary>
    /// <param name="xlsx">The file's bytes.</param>
    /// <exception cref="ArgumentException">There are none.</exception>
    public static SchemaConfig FromExcel(ReadOnlySpan<byte> xlsx) =>
        xlsx.IsEmpty ? throw new ArgumentException("The template is empty.", nameof(xlsx)) : new() { ExcelTemplate = Convert.ToBase64String(xlsx) };

    /// <param name="field">Where it stands, for messages.</param>
    /// <param name="isSaved">Whether a saved configuration stands beside it, which this one then only changes.</param>
    internal void Validate(string field, bool isSaved = false)
    {
        (string, bool) schema = ($"{field}.input_schema", InputSchema is not null || AdditionalFields?.ContainsKey("schema") == true);
        (string, bool) template = ($"{field}.excel_template", ExcelTemplate is not null);
        if (!isSaved || (schema.Item2 && template.Item2))
        {
            Require.ExactlyOne(schema, template);
        }

        Schemas.Check($"{field}.input_schema", InputSchema);
        if (ExcelTemplate is not null)
        {
            Require.Base64Text($"{field}.excel_template", ExcelTemplate);
        }
    }
}

/// <summary>What is filled for one topic of a split.</summary>
public sealed record TopicSchemaConfig
{
    /// <summary>The JSON schema, an object; either it or <see cref="SchemaConfigId"/>.</summary>
    [JsonPropertyName("schema")]
    public JsonElement? Schema { get; init; }

    /// <summary>Words of advice for filling it.</summary>
    [JsonPropertyName("schema_prompt")]
    public string? SchemaPrompt { get; init; }

    /// <summary>Whether more effort is spent, at a higher price.</summary>
    [JsonPropertyName("effort")]
    public bool? Effort { get; init; }

    /// <summary>The id of a saved configuration.</summary>
    [JsonPropertyName("schema_config_id")]
    public string? SchemaConfigId { get; init; }

    /// <summary>Fields that have no property here.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalFields { get; set; }

    /// <summary>A configuration with a schema given as JSON text.</summary>
    /// <exception cref="ArgumentException">The text is not a JSON object.</exception>
    public static TopicSchemaConfig FromSchema(string schemaJson) => new() { Schema = Schemas.Parse(schemaJson, nameof(schemaJson)) };

    internal static void Validate(string field, IReadOnlyDictionary<string, TopicSchemaConfig>? topics)
    {
        Require.Present(field, topics);
        Require.NotEmpty(field, topics!.Count);
        foreach ((string topic, TopicSchemaConfig config) in topics)
        {
            string place = $"{field}.{topic}";
            Require.Text($"{field}'s topic", topic);
            Require.Present(place, config);
            Require.NotBlank($"{place}.schema_config_id", config.SchemaConfigId);
            bool hasSchema = config.Schema is not null || config.AdditionalFields?.ContainsKey("input_schema") == true;
            Require.AtLeastOne(($"{place}.schema", hasSchema), ($"{place}.schema_config_id", config.SchemaConfigId is not null));
            Schemas.Check($"{place}.schema", config.Schema);
        }
    }
}

/// <summary>JSON schemas in requests.</summary>
static class Schemas
{
    internal static JsonElement Parse(string text, string parameter)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(text);
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? document.RootElement.Clone()
                : throw new ArgumentException("The schema is JSON, but not an object.", parameter);
        }
        catch (JsonException exception)
        {
            throw new ArgumentException($"The schema is not JSON: {exception.Message}", parameter, exception);
        }
    }

    internal static void Check(string field, JsonElement? schema)
    {
        if (schema is { ValueKind: not JsonValueKind.Object })
        {
            throw Require.Wrong(field, "must be a JSON object");
        }
    }
}

using System.Collections;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Pulse.Client.Requests;

namespace Pulse.Client;

/// <summary>
/// The steps of a pipeline, in the order of execution. Allowed sequences: extract; extract →
/// schema; extract → split; extract → split → schema; extract → tables; batch_extract → schema.
/// </summary>
[JsonConverter(typeof(PipelineStepsConverter))]
public sealed class PipelineSteps : IReadOnlyList<PipelineStep>
{
    static readonly string[] s_chains = ["extract", "extract schema", "extract split", "extract split schema", "extract tables", "batch_extract", "batch_extract schema"];

    readonly List<PipelineStep> _steps = [];

    /// <inheritdoc/>
    public int Count => _steps.Count;

    /// <inheritdoc/>
    public PipelineStep this[int index] => _steps[index];

    /// <summary>Adds the extraction of one document.</summary>
    public PipelineSteps Extract(ExtractOptions? options = null) => Add("extract", options ?? new(), PulseJsonContext.Default.ExtractOptions);

    /// <summary>Adds the extraction of many documents.</summary>
    public PipelineSteps BatchExtract(BatchExtractStep? step = null) => Add("batch_extract", step ?? new(), PulseJsonContext.Default.BatchExtractStep);

    /// <summary>Adds a schema.</summary>
    public PipelineSteps Schema(SchemaConfig config) => Add("schema", config, PulseJsonContext.Default.SchemaConfig);

    /// <summary>Adds a schema for each topic of a split.</summary>
    public PipelineSteps Schema(IReadOnlyDictionary<string, TopicSchemaConfig> topics) => Add("schema", topics, PulseJsonContext.Default.IReadOnlyDictionaryStringTopicSchemaConfig);

    /// <summary>Adds a split.</summary>
    public PipelineSteps Split(SplitConfig config) => Add("split", config, PulseJsonContext.Default.SplitConfig);

    /// <summary>Adds the extraction of tables.</summary>
    public PipelineSteps Tables(TablesConfig? config = null) => Add("tables", config ?? new(), PulseJsonContext.Default.TablesConfig);

    /// <summary>Adds any step, including those that this library does not know.</summary>
    /// <param name="name">The JSON name of the step.</param>
    /// <param name="config">The configuration of the step.</param>
    /// <exception cref="ArgumentException">The step already exists, or the name is empty.</exception>
    public PipelineSteps Add(string name, JsonElement config)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        if (Find(name) is not null)
        {
            throw new ArgumentException($"The pipeline already has a step '{name}'.", nameof(name));
        }

        _steps.Add(new PipelineStep(name, config));
        return this;
    }

    /// <inheritdoc/>
    public IEnumerator<PipelineStep> GetEnumerator() => _steps.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    internal JsonElement? Find(string name)
    {
        foreach (PipelineStep step in _steps)
        {
            if (step.Name == name)
            {
                return step.Config;
            }
        }

        return null;
    }

    /// <summary>The type of a step's configuration; null for steps that this library does not know.</summary>
    internal static JsonTypeInfo? ConfigType(string step) => step switch
    {
        "extract" => PulseJsonContext.Default.ExtractOptions,
        "batch_extract" => PulseJsonContext.Default.BatchExtractStep,
        "schema" => PulseJsonContext.Default.SchemaConfig,
        "split" => PulseJsonContext.Default.SplitConfig,
        "tables" => PulseJsonContext.Default.TablesConfig,
        _ => null,
    };

    internal void Validate()
    {
        Require.NotEmpty("steps", _steps.Count);
        bool isKnown = true;
        foreach (PipelineStep step in _steps)
        {
            if (step.Config.ValueKind != JsonValueKind.Object)
            {
                throw Require.Wrong($"steps.{step.Name}", "must be a JSON object");
            }

            isKnown &= ConfigType(step.Name) is not null;
            ValidateConfig(step);
        }

        // What a step of a newer service may follow is that service's business.
        if (isKnown && Array.IndexOf(s_chains, string.Join(' ', _steps.Select(static step => step.Name))) < 0)
        {
            throw Require.Wrong("steps", $"is not a valid sequence of steps: {string.Join(" → ", _steps.Select(static step => step.Name))}");
        }
    }

    void ValidateConfig(PipelineStep step)
    {
        string field = $"steps.{step.Name}";
        switch (step.Name)
        {
            case "extract":
                step.Read(PulseJsonContext.Default.ExtractOptions).ValidateOptions($"{field}.");
                break;
            case "batch_extract":
                step.Read(PulseJsonContext.Default.BatchExtractStep).Validate(field);
                break;
            case "split":
                step.Read(PulseJsonContext.Default.SplitConfig).Validate(field);
                break;
            case "tables":
                step.Read(PulseJsonContext.Default.TablesConfig);
                break;
            case "schema":
                // After a split the configuration may be one for each topic.
                SchemaConfig config = step.Read(PulseJsonContext.Default.SchemaConfig);
                bool isForTopics = Find("split") is not null && config is { InputSchema: null, ExcelTemplate: null };
                config.Validate(field, isSaved: isForTopics || config.AdditionalFields?.ContainsKey("schema_config_id") == true);
                if (isForTopics)
                {
                    Require.NotEmpty(field, config.AdditionalFields?.Count ?? 0);
                }

                break;
        }
    }

    PipelineSteps Add<T>(string name, T config, JsonTypeInfo<T> type)
    {
        ArgumentNullException.ThrowIfNull(config);
        return Add(name, JsonSerializer.SerializeToElement(config, type));
    }
}

/// <summary>A step of a pipeline.</summary>
/// <param name="Name">The JSON name of the step.</param>
/// <param name="Config">The configuration of the step.</param>
public sealed record PipelineStep(string Name, JsonElement Config)
{
    /// <exception cref="ArgumentException">It has another structure; the message names the field.</exception>
    internal T Read<T>(JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            return Config.Deserialize(type)!;
        }
        catch (JsonException exception)
        {
            throw new ArgumentException($"The request is not valid in the field 'steps.{Name}{exception.Path?.TrimStart('$')}': it has a wrong type.", exception);
        }
    }
}

/// <summary>The extraction of many documents as a step: the options for each of them, and the documents unless they are uploaded.</summary>
public sealed record BatchExtractStep : ExtractOptions
{
    /// <summary>Public or presigned URLs of the documents.</summary>
    [JsonPropertyName("file_urls")]
    public IReadOnlyList<string>? FileUrls { get; init; }

    /// <summary>The contents of the documents.</summary>
    [JsonPropertyName("files")]
    public IReadOnlyList<BatchFile>? Files { get; init; }

    /// <summary>The number of documents processed concurrently, 1 to 10.</summary>
    /// <value>The service's default: 4.</value>
    [JsonPropertyName("workers")]
    public int? Workers { get; init; }

    internal void Validate(string field)
    {
        Require.Texts($"{field}.file_urls", FileUrls);
        BatchFile.Validate($"{field}.files", Files);
        Require.Workers($"{field}.workers", Workers);
        ValidateOptions($"{field}.");
    }
}

/// <summary>Writes and reads the steps in order, which a dictionary would not guarantee.</summary>
sealed class PipelineStepsConverter : JsonConverter<PipelineSteps>
{
    public override PipelineSteps? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            throw new JsonException();
        }

        PipelineSteps steps = new();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            string name = reader.GetString()!;
            reader.Read();
            steps.Add(name, JsonElement.ParseValue(ref reader));
        }

        return steps;
    }

    public override void Write(Utf8JsonWriter writer, PipelineSteps value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        foreach (PipelineStep step in value)
        {
            writer.WritePropertyName(step.Name);
            step.Config.WriteTo(writer);
        }

        writer.WriteEndObject();
    }
}

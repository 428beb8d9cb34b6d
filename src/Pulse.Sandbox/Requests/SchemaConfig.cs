using System.Text.Json;
using Pulse.Sandbox.Http;

namespace Pulse.Sandbox.Requests;

/// <summary>What is to be filled: a JSON schema, or the cells of a workbook.</summary>
/// <param name="Schema">A JSON schema; null with a template.</param>
/// <param name="Template">The bytes of an .xlsx file; null with a schema.</param>
/// <param name="Effort">Whether the dearer way is asked for.</param>
sealed record SchemaConfig(JsonElement? Schema, byte[]? Template, bool Effort)
{
    static readonly FieldNames s_single = new("inputSchema", "excelTemplate", "schemaPrompt", "effort", "schema");
    static readonly FieldNames s_topic = new("schema", "inputSchema", "schemaPrompt", "effort", "schemaConfigId");

    /// <summary>The fields of a step of a pipeline.</summary>
    public static FieldNames StepFields => s_single;

    /// <summary>Reads <c>schema_config</c> or <c>schema_config_id</c>.</summary>
    public static SchemaConfig ReadSingle(FieldSet fields)
    {
        string? saved = fields.String("schemaConfigId");
        FieldSet? config = fields.Object("schemaConfig", s_single);
        if (saved is not null)
        {
            throw config is not null ? ApiErrors.Exclusive("schema_config", "schema_config_id") : ApiErrors.NotStored("schema configuration", saved);
        }

        return config is null ? throw ApiErrors.NoneOf("schema_config", "schema_config_id") : Read(config, "inputSchema");
    }

    /// <summary>Reads <c>split_schema_config</c>: a configuration for each of some topics.</summary>
    public static IReadOnlyList<KeyValuePair<string, SchemaConfig>> ReadTopics(FieldSet fields, string name)
    {
        JsonElement json = fields.RawObject(name) ?? throw ApiErrors.Missing(fields.PathOf(name));
        return ReadTopics(fields, json, fields.PathOf(name));
    }

    /// <summary>The same, of an object that is at hand.</summary>
    public static IReadOnlyList<KeyValuePair<string, SchemaConfig>> ReadTopics(FieldSet fields, JsonElement json, string path)
    {
        var configs = new List<KeyValuePair<string, SchemaConfig>>();
        foreach (JsonProperty topic in json.EnumerateObject())
        {
            if (topic.Value.ValueKind != JsonValueKind.Object)
            {
                throw ApiErrors.InvalidValue($"{path}.{topic.Name}", "expected an object");
            }

            FieldSet config = fields.Nested(topic.Value, $"{path}.{topic.Name}.", s_topic);
            configs.Add(KeyValuePair.Create(
                topic.Name,
                config.String("schemaConfigId") is { } saved ? throw ApiErrors.NotStored("schema configuration", saved) : Read(config, "schema")));
        }

        return configs.Count > 0 ? configs : throw ApiErrors.InvalidValue(path, "at least one topic is needed");
    }

    /// <summary>The configuration of a step of a pipeline.</summary>
    public static SchemaConfig ReadStep(FieldSet config) => Read(config, "inputSchema");

    // Sources call the schema by two names; both are taken everywhere.
    static SchemaConfig Read(FieldSet config, string usualName)
    {
        config.String("schemaPrompt");
        JsonElement? schema = config.RawObject("inputSchema") ?? config.RawObject("schema");
        string? template = config.String("excelTemplate");
        if (schema is not null && template is not null)
        {
            throw ApiErrors.Exclusive("input_schema", "excel_template");
        }

        if (schema is null && template is null)
        {
            // The service can invent a schema from a prompt; the sandbox has no model.
            throw ApiErrors.Missing(config.PathOf(usualName == "schema" ? "schema" : "input_schema"));
        }

        return new SchemaConfig(schema, template is null ? null : Bytes(config, template), config.Boolean("effort") ?? false);
    }

    static byte[] Bytes(FieldSet config, string base64)
    {
        byte[] bytes = new byte[base64.Length];
        return Convert.TryFromBase64String(base64, bytes, out int length) && length > 0
            ? bytes[..length]
            : throw ApiErrors.InvalidValue(config.PathOf("excelTemplate"), "expected base64");
    }
}

using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Pulse.Client.Results;

namespace Pulse.Cli.Commands;

/// <summary>An option of a command that puts something into the request.</summary>
/// <param name="Name">With its dashes; <see cref="Files"/> for the command's arguments.</param>
/// <param name="Description">For the help.</param>
/// <param name="Set">Puts the values in, one for each time that it was given.</param>
sealed record RequestOption(string Name, string Description, Action<JsonObject, string[]> Set)
{
    internal const string Files = "FILE";
}

/// <summary>
/// The options that stand for the fields of a request. What is here are fields with a better name or form on a command line
/// than their own; every other field has the option that its type gives it.
/// </summary>
static class RequestOptions
{
    const string Extraction = "The id of a stored extraction.";

    static readonly Dictionary<string, RequestOption[]> s_known = new(StringComparer.Ordinal)
    {
        // The command says by itself whether it waits.
        ["async"] = [],
        ["extraction_id"] = [Text("--extraction-id", Extraction, "extraction_id")],
        ["extraction_ids"] = [Texts("--extraction-id", "The id of a stored extraction; repeatable.", "extraction_ids")],
        ["batch_extract_id"] = [Text("--batch-id", "The job id of the batch that created the extractions.", "batch_extract_id")],
        ["split_id"] = [Text("--split-id", "The id of a split.", "split_id")],
        ["split_ids"] = [Texts("--split-id", "The id of a split; repeatable.", "split_ids")],
        ["batch_split_id"] = [Text("--split-batch-id", "The job id of the batch that created the splits.", "batch_split_id")],
        ["split_config"] = [new("--topic", "A topic, as NAME or NAME=DESCRIPTION; repeatable.", static (request, topics) => Inside(request, "split_config")["split_input"] = new JsonArray([.. topics.Select(Topic)]))],
        ["split_config_id"] = [Text("--split-config-id", "The id of a saved split configuration.", "split_config_id")],
        ["schema_config"] =
        [
            new("--schema", "The JSON schema: a file or inline JSON.", static (request, schema) => Inside(request, "schema_config")["input_schema"] = JsonOrFile(schema[^1])),
            new("--excel", "An .xlsx file to use as the template.", static (request, excel) => Inside(request, "schema_config")["excel_template"] = Base64(excel[^1])),
            new("--prompt", "Additional instructions for filling in the schema.", static (request, prompt) => Inside(request, "schema_config")["schema_prompt"] = prompt[^1]),
        ],
        ["schema_config_id"] = [Text("--schema-config-id", "The id of a saved schema configuration.", "schema_config_id")],
        ["split_schema_config"] = [new("--topic-schema", "TOPIC=SCHEMA: the JSON schema for a topic of a split, as a file or inline JSON; repeatable.", SetTopicSchemas)],
        ["tables_config"] =
        [
            new("--merge", "true merges tables that continue across pages.", static (request, values) => Inside(request, "tables_config")["merge"] = OperationCommand.ValueOf(values[^1])),
            new("--table-format", "The format of the tables: html or json.", static (request, values) => Inside(request, "tables_config")["table_format"] = values[^1]),
        ],
        ["input"] =
        [
            new(RequestOption.Files, "", static (request, paths) => Inside(request, "input")["files"] = new JsonArray([.. paths.Select(InlineFile)])),
            new("--url", "The URL of a document; repeatable.", static (request, urls) => Inside(request, "input")["file_urls"] = Strings(urls)),
            new("--s3-prefix", "The prefix of the documents: s3://BUCKET/FOLDER/.", static (request, prefix) => Inside(request, "input")["s3_prefix"] = prefix[^1]),
        ],
        ["output"] =
        [
            new("--output", "Where the service writes the results: s3://BUCKET/FOLDER/, or a folder on the service's machine.", static (request, places) =>
                Inside(request, "output")[places[^1].StartsWith("s3://", StringComparison.Ordinal) ? "s3_prefix" : "local_path"] = places[^1]),
        ],
        ["workers"] = [Value("--workers", "The number of concurrent workers, 1 to 10.", "workers")],
        ["steps"] = [Json("--steps", "The steps: a JSON file or inline JSON.", "steps")],
        ["file_url"] = [Text("--url", "The URL of the document.", "file_url")],
        ["form_id"] = [Text("--form-id", "The id of a form from an earlier call.", "form_id")],
        ["page_range"] = [Text("--pages", "The pages to process, counted from 1, for example 1-2,5. Default: all.", "page_range")],
        ["instructions"] = [Text("--instructions", "Instructions, in plain text, for what to fill in or clear.", "instructions")],
        ["form_fields"] = [new("--fields", "The fields: a JSON file or inline JSON.", static (request, fields) => request["form_fields"] = OperationCommand.ValueOf(fields[^1]) is JsonArray given ? given : JsonOrFile(fields[^1]))],
    };

    /// <summary>The options for the fields of a request.</summary>
    internal static IEnumerable<RequestOption> Of(JsonTypeInfo request)
    {
        // What is not read from JSON is a document, which has an argument of its own.
        JsonPropertyInfo[] fields = [.. request.Properties.Where(static field => !field.IsExtensionData && field.Set is not null)];
        string[] names = [.. fields.Select(static field => field.Name)];
        foreach (JsonPropertyInfo field in fields)
        {
            if (field.Name.EndsWith("_ids", StringComparison.Ordinal) && names.Contains(field.Name[..^1]))
            {
                // One option for both.
                continue;
            }

            RequestOption[] options = s_known.TryGetValue(field.Name, out RequestOption[]? known) ? known : [ByType(field)];
            foreach (RequestOption option in options)
            {
                yield return names.Contains($"{field.Name}s") ? OneOrMany(option, field.Name) : option;
            }
        }
    }

    static RequestOption ByType(JsonPropertyInfo field)
    {
        string option = $"--{field.Name.Replace('_', '-')}";
        Type type = Nullable.GetUnderlyingType(field.PropertyType) ?? field.PropertyType;
        return type == typeof(string) ? Text(option, $"The field {field.Name} of the request.", field.Name)
            : type.IsPrimitive || type == typeof(decimal) ? Value(option, $"The field {field.Name} of the request: {(type == typeof(bool) ? "true or false" : "a number")}.", field.Name)
            : type == typeof(IReadOnlyList<string>) ? Texts(option, $"The field {field.Name} of the request; repeatable, once per item.", field.Name)
            : Json(option, $"The field {field.Name} of the request: a JSON file or inline JSON.", field.Name);
    }

    static RequestOption Text(string option, string description, string field) => new(option, description, (request, values) => request[field] = values[^1]);

    static RequestOption Value(string option, string description, string field) => new(option, description, (request, values) => request[field] = OperationCommand.ValueOf(values[^1]));

    static RequestOption Texts(string option, string description, string field) => new(option, description, (request, values) => request[field] = Strings(values));

    static RequestOption Json(string option, string description, string field) => new(option, description, (request, values) => request[field] = JsonOrFile(values[^1]));

    static RequestOption OneOrMany(RequestOption one, string field) => one with
    {
        Description = $"{one.Description} Several documents give one combined result.",
        Set = (request, values) =>
        {
            if (values.Length == 1)
            {
                one.Set(request, values);
            }
            else
            {
                request[$"{field}s"] = Strings(values);
            }
        },
    };

    static void SetTopicSchemas(JsonObject request, string[] values)
    {
        foreach (string value in values)
        {
            int equals = value.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0)
            {
                throw new UsageException($"--topic-schema {value}: expected TOPIC=SCHEMA.");
            }

            Inside(Inside(request, "split_schema_config"), value[..equals])["schema"] = JsonOrFile(value[(equals + 1)..]);
        }
    }

    static JsonNode Topic(string text)
    {
        int equals = text.IndexOf('=', StringComparison.Ordinal);
        JsonObject topic = new() { ["name"] = equals < 0 ? text : text[..equals] };
        if (equals >= 0)
        {
            topic["description"] = text[(equals + 1)..];
        }

        return topic;
    }

    static JsonArray Strings(string[] values) => new([.. values.Select(static value => (JsonNode)JsonValue.Create(value))]);

    static JsonNode InlineFile(string path) => new JsonObject { ["filename"] = RawPaths.Readable(Path.GetFileName(path)), ["content"] = Base64(path) };

    static string Base64(string path)
    {
        try
        {
            return Convert.ToBase64String(PathFiles.ReadAllBytes(path));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"'{path}' cannot be read: {exception.Message}");
        }
    }

    /// <summary>JSON given in place or in a file.</summary>
    static JsonNode? JsonOrFile(string given)
    {
        string text = given;
        if (!given.TrimStart().StartsWith('{'))
        {
            try
            {
                text = PathFiles.ReadAllText(given);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                throw new UsageException($"'{given}' cannot be read: {exception.Message}");
            }
        }

        try
        {
            return JsonNode.Parse(text);
        }
        catch (JsonException exception)
        {
            throw new UsageException($"'{given}' is not JSON: {exception.Message}");
        }
    }

    /// <summary>An object inside the request, made if it is not there.</summary>
    static JsonObject Inside(JsonObject request, string name)
    {
        if (request[name] is JsonObject found)
        {
            return found;
        }

        JsonObject made = [];
        request[name] = made;
        return made;
    }
}

using System.Text.Json;
using Pulse.Sandbox.Endpoints;
using Pulse.Sandbox.Http;

namespace Pulse.Sandbox.Requests;

/// <summary>A validated request to <c>/pipeline/execute</c>. What a step does not have is null.</summary>
sealed record PipelineRequest
{
    const int MaxFiles = 100;

    static readonly FieldNames s_fields = new("file", "fileUrl", "fileUrls", "steps", "async", "autoDelete");
    static readonly FieldNames s_workers = new("workers");
    static readonly FieldNames s_documents = new("s3Prefix", "fileUrls", "files", "localPath");

    static readonly string[] s_chains = ["extract", "extract schema", "extract split", "extract split schema", "extract tables", "batch_extract", "batch_extract schema"];

    /// <summary>The one extraction of <c>extract</c>, or those of <c>batch_extract</c>.</summary>
    public required IReadOnlyList<ExtractRequest> Extractions { get; init; }

    public required bool IsBatch { get; init; }

    public IReadOnlyList<SplitTopic>? Split { get; private init; }

    public SchemaConfig? Schema { get; private init; }

    /// <summary>A schema for each of some topics.</summary>
    public IReadOnlyList<KeyValuePair<string, SchemaConfig>>? TopicSchemas { get; private init; }

    public TablesConfig? Tables { get; private init; }

    public bool Async { get; private init; }

    public bool? AutoDelete { get; private init; }

    public required string ContentHash { get; init; }

    public required string OptionsKey { get; init; }

    public static async Task<PipelineRequest> ReadAsync(Exchange exchange)
    {
        (FieldSet fields, IReadOnlyList<Upload> files) = await new RequestReader(exchange, s_fields, "file", MaxFiles).ReadAllAsync().ConfigureAwait(false);
        try
        {
            return Validate(fields, files);
        }
        catch
        {
            foreach (Upload file in files)
            {
                file.Dispose();
            }

            throw;
        }
    }

    static PipelineRequest Validate(FieldSet fields, IReadOnlyList<Upload> files)
    {
        JsonElement steps = fields.RawObject("steps") ?? throw ApiErrors.Missing("steps");
        List<(string Name, FieldNames Names, JsonElement Config)> read = [.. steps.EnumerateObject().Select(Step)];
        if (read.Select(step => step.Name).SequenceEqual(["extract", "schema", "split"]))
        {
            // As the official Python SDK writes it, whose model has an order of its own.
            (read[1], read[2]) = (read[2], read[1]);
        }

        string chain = string.Join(' ', read.Select(step => step.Name));
        if (!s_chains.Contains(chain))
        {
            throw ApiErrors.InvalidValue("steps", $"'{string.Join(" → ", read.Select(step => step.Name))}' is none of the allowed chains");
        }

        bool isBatch = read[0].Name == "batch_extract";
        List<ExtractRequest> extractions = isBatch ? Batch(fields, read[0].Config, files) : [Single(fields, read[0].Config, files)];
        var request = new PipelineRequest
        {
            Extractions = extractions,
            IsBatch = isBatch,
            Async = fields.Boolean("async") ?? false,
            AutoDelete = fields.Boolean("autoDelete"),
            ContentHash = extractions.Count == 1 ? extractions[0].ContentHash : Sha256.OfText(string.Join('\n', extractions.Select(extraction => extraction.ContentHash))),
            OptionsKey = fields.Fingerprint("fileUrl"),
        };
        foreach ((string name, FieldNames names, JsonElement config) in read.Skip(1))
        {
            request = With(request, fields, name, names, config);
        }

        return request;
    }

    static PipelineRequest With(PipelineRequest request, FieldSet fields, string name, FieldNames names, JsonElement config)
    {
        bool perTopic = name == "schema" && request.Split is not null
            && !config.EnumerateObject().Any(member => names.Find(member.Name) is "inputSchema" or "schema" or "excelTemplate");
        if (perTopic)
        {
            IReadOnlyList<KeyValuePair<string, SchemaConfig>> topics = SchemaConfig.ReadTopics(fields, config, "steps.schema");
            foreach ((string topic, _) in topics)
            {
                if (!request.Split!.Any(other => other.Name == topic))
                {
                    throw ApiErrors.InvalidValue("steps.schema", $"the split has no topic '{topic}'");
                }
            }

            return request with { TopicSchemas = topics };
        }

        FieldSet step = fields.Nested(config, $"steps.{name}.", names);
        return name switch
        {
            "split" => request with { Split = SplitConfig.ReadStep(step) },
            "tables" => request with { Tables = TablesConfig.Read(step) },
            _ => request with { Schema = SchemaConfig.ReadStep(step) },
        };
    }

    static (string Name, FieldNames Names, JsonElement Config) Step(JsonProperty step)
    {
        (string name, FieldNames? names) = step.Name switch
        {
            "extract" => ("extract", ExtractRequestReader.Fields),
            "batch_extract" or "batchExtract" => ("batch_extract", ExtractRequestReader.Fields),
            "schema" => ("schema", SchemaConfig.StepFields),
            "split" => ("split", SplitConfig.StepFields),
            "tables" => ("tables", TablesConfig.Fields),
            _ => throw ApiErrors.InvalidValue($"steps.{step.Name}", "there is no such step"),
        };
        return step.Value.ValueKind == JsonValueKind.Object ? (name, names, step.Value) : throw ApiErrors.InvalidValue($"steps.{step.Name}", "expected an object");
    }

    static ExtractRequest Single(FieldSet fields, JsonElement config, IReadOnlyList<Upload> files)
    {
        if (files.Count > 1)
        {
            throw ApiErrors.InvalidValue("file", "the step 'extract' takes one file; use 'batch_extract'");
        }

        string? url = fields.String("fileUrl");
        return files.Count == 1 && url is not null ? throw ApiErrors.BothFileAndUrl()
            : files.Count == 0 && url is null ? throw ApiErrors.NoFileOrUrl()
            : Storing(BatchEndpoints.Child(fields, config, (files.Count == 1 ? files[0] : null, url)));
    }

    static List<ExtractRequest> Batch(FieldSet fields, JsonElement config, IReadOnlyList<Upload> files)
    {
        // The documents stand among the options of the step; one source says beside the steps.
        List<JsonProperty> members = [.. config.EnumerateObject()];
        List<JsonProperty> places = members.FindAll(member => s_documents.Find(member.Name) is not null);
        List<JsonProperty> workers = members.FindAll(member => member.Name == "workers");
        FieldSet input = fields.Nested(ObjectOf(places), "steps.batch_extract.", s_documents);
        BatchEndpoints.Workers(fields.Nested(ObjectOf(workers), "steps.batch_extract.", s_workers));
        IReadOnlyList<(Upload? File, string? Url)> documents = files.Count > 0 ? [.. files.Select(file => ((Upload?)file, (string?)null))]
            : places.Count == 0 && fields.Strings("fileUrls") is { Count: > 0 } outside ? [.. outside.Select(url => ((Upload?)null, (string?)url))]
            : BatchEndpoints.Documents(input);
        JsonElement options = ObjectOf(members.FindAll(member => member.Name != "workers" && !places.Exists(place => place.Name == member.Name)));
        return [.. documents.Select(document => Storing(BatchEndpoints.Child(fields, options, document)))];
    }

    // The steps that follow need what was extracted.
    static ExtractRequest Storing(ExtractRequest request) =>
        request.StorageEnabled ? request : throw ApiErrors.InvalidValue("storage.enabled", "a pipeline stores its extractions; use auto_delete");

    static JsonElement ObjectOf(List<JsonProperty> members) => JsonElement.Parse(JsonBody.BuildObject(json => members.ForEach(member => member.WriteTo(json))).Span);
}

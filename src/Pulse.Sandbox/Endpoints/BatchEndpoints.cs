using System.Globalization;
using System.Text.Json;
using Pulse.Sandbox.Http;
using Pulse.Sandbox.Jobs;
using Pulse.Sandbox.Requests;
using Pulse.Sandbox.Results;
using Pulse.Sandbox.Server;
using Pulse.Sandbox.Steps;
using Pulse.Sandbox.Stored;

namespace Pulse.Sandbox.Endpoints;

/// <summary><c>POST /batch/extract</c>, <c>/batch/schema</c>, <c>/batch/split</c> and <c>/batch/tables</c>: a job with a job for each item.</summary>
static class BatchEndpoints
{
    const int DefaultWorkers = 4;
    const int MaxWorkers = 10;
    const int Accepted = 202;

    static readonly FieldNames s_extract = new("input", "output", "extractOptions", "workers");
    static readonly FieldNames s_schema = new("batchExtractId", "extractionIds", "batchSplitId", "splitIds", "schemaConfig", "schemaConfigId", "splitSchemaConfig", "output", "pageRange", "workers");
    static readonly FieldNames s_split = new("batchExtractId", "extractionIds", "splitConfig", "splitConfigId", "output", "workers");
    static readonly FieldNames s_tables = new("batchExtractId", "extractionIds", "tablesConfig", "output", "workers");
    static readonly FieldNames s_place = new("s3Prefix", "fileUrls", "files", "localPath");
    static readonly FieldNames s_file = new("filename", "content");

    /// <summary>A child that is to be made.</summary>
    sealed record Item(string Source, string Key, Func<StepCall, CancellationToken, Task<JobOutcome>> Work);

    public static async Task ExtractAsync(Exchange exchange)
    {
        FieldSet fields = await ReadAsync(exchange, s_extract).ConfigureAwait(false);
        JsonElement options = fields.RawObject("extractOptions") ?? JsonElement.Parse("{}");
        FieldSet input = fields.Object("input", s_place) ?? throw ApiErrors.Missing("input");
        ExtractRequest[] requests = [.. Documents(input).Select(document => Child(fields, options, document))];
        Item[] items = [.. requests.Select(request => new Item(
            request.Url?.AbsoluteUri ?? request.File!.FileName ?? "document",
            request.ContentHash + request.OptionsKey,
            (call, stop) => exchange.State.Runner.RunAsync(request, call, stop)))];
        await SubmitAsync(exchange, fields, BatchKind.Extract, "extraction_id", "total_files", items).ConfigureAwait(false);
    }

    public static async Task SchemaAsync(Exchange exchange)
    {
        FieldSet fields = await ReadAsync(exchange, s_schema).ConfigureAwait(false);
        (SandboxState state, string organization) = (exchange.State, exchange.Organization!);
        PageSelection? pages = fields.String("pageRange") is { } range ? PageSelection.Parse(range) : null;
        if (fields.Has("batchSplitId") || fields.Has("splitIds"))
        {
            foreach (string other in (ReadOnlySpan<string>)["batchExtractId", "extractionIds", "schemaConfig", "schemaConfigId"])
            {
                if (fields.Has(other))
                {
                    throw ApiErrors.Exclusive(fields.Has("splitIds") ? "split_ids" : "batch_split_id", fields.PathOf(other));
                }
            }

            IReadOnlyList<KeyValuePair<string, SchemaConfig>> topics = SchemaConfig.ReadTopics(fields, "splitSchemaConfig");
            StoredSplit[] splits = [.. Ids(exchange, fields, "batchSplitId", "splitIds", BatchKind.Split).Select(id => state.Splits.Get(id, organization))];
            await SubmitAsync(exchange, fields, BatchKind.Schema, "schema_id", "total_splits", [.. splits.Select(split => new Item(
                split.Id, split.Id, (call, stop) => Task.Run(() => SchemaStep.RunSplit(state, call, split, topics), stop)))]).ConfigureAwait(false);
            return;
        }

        SchemaConfig config = SchemaConfig.ReadSingle(fields);
        StepSource[] sources = [.. Sources(exchange, fields).Select(source => pages is null ? source : source with { Read = () => source.Read().Select(pages.Contains) })];
        await SubmitAsync(exchange, fields, BatchKind.Schema, "schema_id", "total_extractions", [.. sources.Select(source => new Item(
            source.ExtractionIds[0], source.ExtractionIds[0], (call, stop) => Task.Run(() => SchemaStep.RunSingle(state, call, source, config), stop)))]).ConfigureAwait(false);
    }

    public static async Task SplitAsync(Exchange exchange)
    {
        FieldSet fields = await ReadAsync(exchange, s_split).ConfigureAwait(false);
        IReadOnlyList<SplitTopic> topics = SplitConfig.Read(fields);
        StoredExtraction[] extractions = [.. Extractions(exchange, fields)];
        await SubmitAsync(exchange, fields, BatchKind.Split, "split_id", "total_extractions", [.. extractions.Select(extraction => new Item(
            extraction.Id, extraction.Id, (call, stop) => Task.Run(() => SplitStep.Run(exchange.State, call, extraction, topics), stop)))]).ConfigureAwait(false);
    }

    public static async Task TablesAsync(Exchange exchange)
    {
        exchange.State.Require(StepEndpoints.TablesFeature);
        FieldSet fields = await ReadAsync(exchange, s_tables).ConfigureAwait(false);
        TablesConfig config = TablesConfig.Read(fields.Object("tablesConfig", TablesConfig.Fields));
        StepSource[] sources = [.. Sources(exchange, fields)];
        await SubmitAsync(exchange, fields, BatchKind.Tables, "tables_id", "total_extractions", [.. sources.Select(source => new Item(
            source.ExtractionIds[0], source.ExtractionIds[0], (call, stop) => Task.Run(() => TablesStep.Run(exchange.State, call, source, config), stop)))]).ConfigureAwait(false);
    }

    /// <summary>The documents of <c>input</c>, or of the first step of a pipeline.</summary>
    public static IReadOnlyList<(Upload? File, string? Url)> Documents(FieldSet input)
    {
        string[] given = [.. ((string[])["s3Prefix", "fileUrls", "files", "localPath"]).Where(input.Has)];
        if (given.Length > 1)
        {
            throw ApiErrors.Exclusive(input.PathOf(given[0]), input.PathOf(given[1]));
        }

        if (given is ["s3Prefix" or "localPath"])
        {
            input.RequiredString(given[0]);
            throw ApiErrors.InvalidValue(input.PathOf(given[0]), "the sandbox reads neither S3 nor folders; use file_urls or files");
        }

        List<(Upload? File, string? Url)> documents = input.Strings("fileUrls")?.Select(url => ((Upload?)null, (string?)url)).ToList()
            ?? input.Objects("files", s_file)?.Select(file => ((Upload?)Decode(file), (string?)null)).ToList()
            ?? throw ApiErrors.NoneOf(input.PathOf("fileUrls"), input.PathOf("files"), input.PathOf("s3Prefix"));
        return documents.Count > 0 ? documents : throw ApiErrors.InvalidValue(input.PathOf(given[0]), "the list is empty");
    }

    /// <summary>The extraction of one document with options that all share.</summary>
    public static ExtractRequest Child(FieldSet fields, JsonElement options, (Upload? File, string? Url) document)
    {
        FieldSet child = fields.Nested(options, "extract_options.", ExtractRequestReader.Fields);
        foreach (string name in (ReadOnlySpan<string>)["file", "fileUrl"])
        {
            if (child.Has(name))
            {
                throw ApiErrors.InvalidValue(child.PathOf(name), "documents are named by the input");
            }
        }

        if (document.Url is { } url)
        {
            child.Add("fileUrl", url);
        }

        return ExtractRequestReader.Validate(child, document.File);
    }

    /// <summary>The number of children that are worked on at a time.</summary>
    public static int Workers(FieldSet fields) => fields.Integer("workers") switch
    {
        null => DefaultWorkers,
        { } number when number is >= 1 and <= MaxWorkers => number,
        _ => throw ApiErrors.InvalidValue(fields.PathOf("workers"), $"expected 1 to {MaxWorkers}"),
    };

    static Upload Decode(FieldSet file)
    {
        string content = file.RequiredString("content");
        byte[] bytes = new byte[content.Length];
        return Convert.TryFromBase64String(content, bytes, out int length) && length > 0
            ? Upload.FromBytes(bytes[..length], file.RequiredString("filename"), null)
            : throw ApiErrors.InvalidValue(file.PathOf("content"), "expected base64");
    }

    static void CheckOutput(FieldSet fields)
    {
        FieldSet output = fields.Object("output", s_place) ?? throw ApiErrors.Missing("output");
        string? prefix = output.String("s3Prefix");
        if (prefix is null && output.String("localPath") is null)
        {
            throw ApiErrors.NoneOf("output.s3_prefix", "output.local_path");
        }

        if (prefix is not null && !prefix.StartsWith("s3://", StringComparison.Ordinal))
        {
            throw ApiErrors.InvalidValue(output.PathOf("s3Prefix"), "expected s3://bucket/folder/");
        }
    }

    static IEnumerable<StoredExtraction> Extractions(Exchange exchange, FieldSet fields) =>
        Ids(exchange, fields, "batchExtractId", "extractionIds", BatchKind.Extract).Select(id => exchange.State.Extractions.Get(id, exchange.Organization!));

    static IEnumerable<StepSource> Sources(Exchange exchange, FieldSet fields) => Extractions(exchange, fields).Select(StepSource.Of);

    static IReadOnlyList<string> Ids(Exchange exchange, FieldSet fields, string batchName, string listName, BatchKind kind)
    {
        string? batch = fields.String(batchName);
        IReadOnlyList<string>? ids = fields.Strings(listName);
        if (batch is not null && ids is not null)
        {
            throw ApiErrors.Exclusive(fields.PathOf(batchName), fields.PathOf(listName));
        }

        if (batch is not null)
        {
            return exchange.State.Batches.Get(batch, exchange.Organization!).Kind == kind
                ? StepSource.ChildIds(exchange.State, exchange.Organization!, batch)
                : throw ApiErrors.InvalidValue(fields.PathOf(batchName), "the batch is of another kind");
        }

        return ids switch
        {
            null => throw (kind == BatchKind.Split ? ApiErrors.NoneOf("batch_split_id", "split_ids") : ApiErrors.NoneOf("batch_extract_id", "extraction_ids")),
            { Count: 0 } => throw ApiErrors.InvalidValue(fields.PathOf(listName), "the list is empty"),
            _ => ids,
        };
    }

    static async Task<FieldSet> ReadAsync(Exchange exchange, FieldNames names)
    {
        FieldSet fields = (await new RequestReader(exchange, names, fileField: "").ReadAsync().ConfigureAwait(false)).Fields;
        Workers(fields);
        CheckOutput(fields);
        return fields;
    }

    static async Task SubmitAsync(Exchange exchange, FieldSet fields, BatchKind kind, string idName, string countName, Item[] items)
    {
        SandboxState state = exchange.State;
        string content = Sha256.OfText($"batch {kind}\n{fields.Fingerprint()}");
        string id = state.Ids.Next("batch", content, "");
        DateTimeOffset now = state.Clock.GetUtcNow();
        var timing = JobTiming.Of(state.Options);
        int workers = Workers(fields);
        var children = new List<BatchChild>(items.Length);
        foreach (Item item in items)
        {
            var call = new StepCall(exchange.Organization!, exchange.BaseUrl, state.Ids.Next("job", item.Key, string.Create(CultureInfo.InvariantCulture, $"{id} {children.Count}")));

            // As many at a time as there are workers: the others begin when those before them are over.
            DateTimeOffset start = now + (timing.Base * (children.Count / workers));
            var job = new Job(call.JobId, call.Organization, start, timing, stop => JobOutcome.OfAsync(() => item.Work(call, stop)));
            state.Jobs.Add(job);
            children.Add(new BatchChild(job, item.Source, idName));
        }

        state.Batches.Add(new StoredBatch(id, exchange.Organization!, kind, children));
        state.Jobs.Add(new Job(id, exchange.Organization!, now, timing with { PerPage = TimeSpan.Zero }, _ => AllAsync(children)) { Children = children });
        state.Journal.RecordSubmit(exchange.Entry, content, id);
        await JsonBody.WriteObjectAsync(exchange.Http, Accepted, json =>
        {
            json.WriteString("batch_job_id", id);
            json.WriteString("status", "processing");
            json.WriteNumber(countName, items.Length);
        }).ConfigureAwait(false);
    }

    static async Task<JobOutcome> AllAsync(IReadOnlyList<BatchChild> children)
    {
        JobOutcome[] outcomes = await Task.WhenAll(children.Select(child => child.Job.Work)).ConfigureAwait(false);
        return new JobOutcome(new KeptBytes(default), null, outcomes.Sum(outcome => outcome.Pages), null);
    }
}

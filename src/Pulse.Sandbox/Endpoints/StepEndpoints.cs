using Pulse.Sandbox.Http;
using Pulse.Sandbox.Jobs;
using Pulse.Sandbox.Requests;
using Pulse.Sandbox.Server;
using Pulse.Sandbox.Steps;
using Pulse.Sandbox.Stored;

namespace Pulse.Sandbox.Endpoints;

/// <summary><c>POST /split</c>, <c>/schema</c> and <c>/tables</c>, and the workbook of a schema.</summary>
static class StepEndpoints
{
    /// <summary>The flag without which <c>/tables</c> returns 403.</summary>
    public const string TablesFeature = "tables_endpoint";

    const string WorkbookType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    static readonly FieldNames s_split = new("extractionId", "splitConfig", "splitConfigId", "async");
    static readonly FieldNames s_schema = new("extractionId", "extractionIds", "splitId", "schemaConfig", "schemaConfigId", "splitSchemaConfig", "async");
    static readonly FieldNames s_tables = new("extractionId", "tablesConfig", "async");

    public static async Task SplitAsync(Exchange exchange)
    {
        FieldSet fields = await ReadAsync(exchange, s_split).ConfigureAwait(false);
        IReadOnlyList<SplitTopic> topics = SplitConfig.Read(fields);
        StoredExtraction extraction = exchange.State.Extractions.Get(fields.RequiredString("extractionId"), exchange.Organization!);
        await SendAsync(exchange, "split", fields, call => SplitStep.Run(exchange.State, call, extraction, topics)).ConfigureAwait(false);
    }

    public static async Task SchemaAsync(Exchange exchange)
    {
        FieldSet fields = await ReadAsync(exchange, s_schema).ConfigureAwait(false);
        Func<StepCall, JobOutcome> work = fields.Has("splitId") ? SplitSchema(exchange, fields) : SingleSchema(exchange, fields);
        await SendAsync(exchange, "schema", fields, work).ConfigureAwait(false);
    }

    public static Task ExcelAsync(Exchange exchange) =>
        JsonBody.WriteAsync(exchange.Http, 200, exchange.State.Workbooks.Get(exchange.Values[0], exchange.Organization!).Bytes, WorkbookType);

    public static async Task TablesAsync(Exchange exchange)
    {
        exchange.State.Require(TablesFeature);
        FieldSet fields = await ReadAsync(exchange, s_tables).ConfigureAwait(false);
        TablesConfig config = TablesConfig.Read(fields.Object("tablesConfig", TablesConfig.Fields));
        StepSource source = TablesSource(exchange.State, exchange.Organization!, fields.RequiredString("extractionId"));
        await SendAsync(exchange, "tables", fields, call => TablesStep.Run(exchange.State, call, source, config)).ConfigureAwait(false);
    }

    /// <summary>An extraction, or the pages of a split that belong to any topic.</summary>
    public static StepSource TablesSource(SandboxState state, string organization, string id)
    {
        if (state.Extractions.Find(id) is null && state.Splits.Find(id) is not null)
        {
            StoredSplit split = state.Splits.Get(id, organization);
            HashSet<int> pages = [.. split.Splits.SelectMany(topic => topic.Value)];
            return new StepSource([split.Extraction.Id], () => split.Extraction.Read().Select(pages.Contains));
        }

        return StepSource.Of(state.Extractions.Get(id, organization));
    }

    static Func<StepCall, JobOutcome> SingleSchema(Exchange exchange, FieldSet fields)
    {
        if (fields.Has("splitSchemaConfig"))
        {
            throw ApiErrors.Missing("split_id");
        }

        SchemaConfig config = SchemaConfig.ReadSingle(fields);
        IReadOnlyList<string>? several = fields.Strings("extractionIds");
        if (several is not null && fields.Has("extractionId"))
        {
            throw ApiErrors.Exclusive("extraction_id", "extraction_ids");
        }

        if (several is { Count: 0 })
        {
            throw ApiErrors.InvalidValue(fields.PathOf("extractionIds"), "at least one id is needed");
        }

        if (several is null && !fields.Has("extractionId"))
        {
            throw ApiErrors.NoneOf("extraction_id", "extraction_ids", "split_id");
        }

        StepSource source = several is not null
            ? StepSource.Combine(exchange.State, exchange.Organization!, several)
            : StepSource.Find(exchange.State, exchange.Organization!, fields.RequiredString("extractionId"));
        return call => SchemaStep.RunSingle(exchange.State, call, source, config);
    }

    static Func<StepCall, JobOutcome> SplitSchema(Exchange exchange, FieldSet fields)
    {
        foreach (string other in (ReadOnlySpan<string>)["extractionId", "extractionIds", "schemaConfig", "schemaConfigId"])
        {
            if (fields.Has(other))
            {
                throw ApiErrors.Exclusive("split_id", fields.PathOf(other));
            }
        }

        IReadOnlyList<KeyValuePair<string, SchemaConfig>> topics = SchemaConfig.ReadTopics(fields, "splitSchemaConfig");
        StoredSplit split = exchange.State.Splits.Get(fields.RequiredString("splitId"), exchange.Organization!);
        foreach ((string topic, _) in topics)
        {
            if (!split.Splits.Any(pair => pair.Key == topic))
            {
                throw ApiErrors.InvalidValue("split_schema_config", $"the split has no topic '{topic}'");
            }
        }

        return call => SchemaStep.RunSplit(exchange.State, call, split, topics);
    }

    static async Task<FieldSet> ReadAsync(Exchange exchange, FieldNames names) =>
        (await new RequestReader(exchange, names, fileField: "").ReadAsync().ConfigureAwait(false)).Fields;

    static Task SendAsync(Exchange exchange, string kind, FieldSet fields, Func<StepCall, JobOutcome> work)
    {
        bool isAsync = fields.Boolean("async") ?? false;
        string content = Sha256.OfText($"{kind}\n{fields.Fingerprint("async")}");
        return StepAnswer.SendAsync(exchange, new StepRequest(isAsync, content, "") { IdAlias = kind == "tables" ? "tables_id" : null }, (call, stop) => Task.Run(() => work(call), stop));
    }
}

using System.Text.Json;
using Pulse.Sandbox.Http;
using Pulse.Sandbox.Jobs;
using Pulse.Sandbox.Requests;
using Pulse.Sandbox.Results;
using Pulse.Sandbox.Server;
using Pulse.Sandbox.Stored;
using Pulse.Sandbox.Structured;

namespace Pulse.Sandbox.Steps;

/// <summary>Fills a schema, or the cells of a workbook, from extracted documents.</summary>
static class SchemaStep
{
    const decimal CreditsPerPage = 1;
    const decimal CreditsPerPageWithEffort = 4;

    /// <summary>One schema for all pages.</summary>
    /// <exception cref="ApiException">The schema or the template cannot be used.</exception>
    public static JobOutcome RunSingle(SandboxState state, StepCall call, StepSource source, SchemaConfig config)
    {
        string id = state.Ids.Next("schema", string.Join('\n', source.ExtractionIds), Key(config));
        NumberedDocument document = source.Read();
        StructuredOutput output;
        bool hasWorkbook = config.Template is not null;
        try
        {
            output = config.Template is { } template
                ? WorkbookTemplate.Fill(template, document, bytes => state.Workbooks.Add(new StoredWorkbook(id, call.Organization, bytes)))
                : StructuredOutput.Fill(config.Schema!.Value, document);
        }
        catch (SchemaException e)
        {
            throw ApiErrors.InvalidSchema(hasWorkbook ? "excel_template" : "input_schema", e.Message);
        }

        int pages = document.Pages.Count;
        return StepResult.Build(state, call, id, pages, pages * PerPage(config), json =>
        {
            json.WriteString("schema_id", id);
            json.WriteNumber("version", 1);
            output.Write(json, "schema_output");
            json.WriteStartArray("extraction_ids");
            foreach (string extraction in source.ExtractionIds)
            {
                json.WriteStringValue(extraction);
            }

            json.WriteEndArray();
            if (hasWorkbook)
            {
                json.WriteString("excel_output_url", $"/schema/{id}/excel");
            }
        });
    }

    /// <summary>A schema for each of some topics of a split. What fails for one topic is reported beside the others.</summary>
    /// <exception cref="ApiException">A topic is not one of the split's.</exception>
    public static JobOutcome RunSplit(SandboxState state, StepCall call, StoredSplit split, IReadOnlyList<KeyValuePair<string, SchemaConfig>> topics)
    {
        var results = new List<(string Topic, StructuredOutput? Output, string? Error)>();
        decimal credits = 0;
        int pages = 0;
        NumberedDocument document = split.Extraction.Read();
        foreach ((string topic, SchemaConfig config) in topics)
        {
            IReadOnlyList<int> numbers = split.Splits.FirstOrDefault(pair => pair.Key == topic).Value
                ?? throw ApiErrors.InvalidValue("split_schema_config", $"the split has no topic '{topic}'");
            if (numbers.Count == 0)
            {
                results.Add((topic, null, "No page belongs to this topic"));
                continue;
            }

            try
            {
                results.Add((topic, StructuredOutput.Fill(config.Schema!.Value, document.Select(numbers.Contains)), null));
                credits += numbers.Count * PerPage(config);
                pages += numbers.Count;
            }
            catch (SchemaException e)
            {
                results.Add((topic, null, e.Message));
            }
        }

        string id = state.Ids.Next("schema", split.Id, string.Join('\n', topics.Select(topic => $"{topic.Key}={Key(topic.Value)}")));
        return StepResult.Build(state, call, id, pages, credits, json =>
        {
            json.WriteString("schema_id", id);
            json.WriteString("split_id", split.Id);
            json.WriteStartObject("results");
            foreach ((string topic, StructuredOutput? output, _) in results)
            {
                output?.Write(json, topic);
            }

            json.WriteEndObject();
            WriteSchemas(json, topics);
            WriteErrors(json, [.. results.Where(result => result.Error is not null).Select(result => (result.Topic, result.Error!))]);
        });
    }

    static void WriteSchemas(Utf8JsonWriter json, IReadOnlyList<KeyValuePair<string, SchemaConfig>> topics)
    {
        json.WriteStartObject("input_schemas");
        foreach ((string topic, SchemaConfig config) in topics)
        {
            json.WritePropertyName(topic);
            config.Schema!.Value.WriteTo(json);
        }

        json.WriteEndObject();
    }

    static void WriteErrors(Utf8JsonWriter json, List<(string Topic, string Error)> errors)
    {
        if (errors.Count == 0)
        {
            return;
        }

        json.WriteStartObject("errors");
        foreach ((string topic, string error) in errors)
        {
            json.WriteString(topic, error);
        }

        json.WriteEndObject();
    }

    static decimal PerPage(SchemaConfig config) => config.Effort ? CreditsPerPageWithEffort : CreditsPerPage;

    static string Key(SchemaConfig config) => config.Schema?.GetRawText() ?? Sha256.Of(config.Template);
}

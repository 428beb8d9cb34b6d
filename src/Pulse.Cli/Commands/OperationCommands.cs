using System.CommandLine;
using System.Text.Json.Nodes;
using Pulse.Client;

namespace Pulse.Cli.Commands;

/// <summary><c>pulse split|schema|tables</c>, <c>pulse batch …</c>, <c>pulse pipeline run</c>, <c>pulse form …</c>, <c>pulse result …</c>.</summary>
static class OperationCommands
{
    const string Extraction = "The id of an extraction whose result was stored.";

    internal static IEnumerable<Command> Create(Terminal terminal, GlobalOptions globals)
    {
        yield return new OperationCommand("split", "Assigns the pages of an extraction to topics.", "split")
            .With("--extraction-id", Extraction, "extraction_id")
            .With("--topic", "NAME or NAME=DESCRIPTION; once for each topic.", static (request, topics) =>
                OperationCommand.Inside(request, "split_config")["split_input"] = new JsonArray([.. topics.Select(static topic => (JsonNode)Topic(topic))]))
            .Create(terminal, globals);

        Command schema = WithSchema(new OperationCommand("schema", "Fills in a JSON schema or a workbook from extractions or a split.", "schema")
            .With("--extraction-id", Extraction + " Several give one combined result.", (request, ids) => SetIds(request, "extraction_id", "extraction_ids", ids))
            .With("--split-id", "The id of a split.", "split_id")
            .With("--topic-schema", "TOPIC=SCHEMA: the JSON schema of a topic, a file or the JSON itself; once for each topic.", SetTopicSchemas))
            .Create(terminal, globals);
        schema.Subcommands.Add(Download(terminal, globals, "excel", "Fetches the workbook of a schema's result.", ["SCHEMA_ID"], (client, ids, stop) => client.GetSchemaExcelAsync(ids[0], stop)));
        yield return schema;

        yield return WithTables(new OperationCommand("tables", "Finds the tables of an extraction.", "tables")
            .With("--extraction-id", Extraction, "extraction_id"))
            .Create(terminal, globals);

        Command batch = new("batch", "Many documents in one job of the service.");
        batch.Subcommands.Add(OfBatch(new OperationCommand("extract", "Extracts many documents, given as files (sent inside the request), URLs or a folder in S3.", "batch_extract", alwaysJob: true)
            .WithInlineFiles(static (request, paths) => OperationCommand.Inside(request, "input")["files"] = new JsonArray([.. paths.Select(static path => (JsonNode)InlineFile(path))]))
            .With("--url", "The URL of a document; once for each.", static (request, urls) => OperationCommand.Inside(request, "input")["file_urls"] = Strings(urls))
            .With("--s3-prefix", "A folder of documents: s3://BUCKET/FOLDER/.", static (request, prefix) => OperationCommand.Inside(request, "input")["s3_prefix"] = prefix[^1]))
            .Create(terminal, globals));
        batch.Subcommands.Add(WithSchema(OfExtractions(new OperationCommand("schema", "Fills in a schema for each of many extractions, or of many splits.", "batch_schema", alwaysJob: true))
            .With("--split-id", "Once for each split.", static (request, ids) => request["split_ids"] = Strings(ids))
            .With("--split-batch-id", "The job id of the batch that made the splits.", "batch_split_id")
            .With("--topic-schema", "TOPIC=SCHEMA, for splits: the JSON schema of a topic, a file or the JSON itself; once for each topic.", SetTopicSchemas)
            .With("--pages", "Pages, counted from 1, for example 1-2,5.", "page_range"))
            .Create(terminal, globals));
        batch.Subcommands.Add(OfExtractions(new OperationCommand("split", "Splits each of many extractions.", "batch_split", alwaysJob: true))
            .With("--topic", "NAME or NAME=DESCRIPTION; once for each topic.", static (request, topics) =>
                OperationCommand.Inside(request, "split_config")["split_input"] = new JsonArray([.. topics.Select(static topic => (JsonNode)Topic(topic))]))
            .Create(terminal, globals));
        batch.Subcommands.Add(WithTables(OfExtractions(new OperationCommand("tables", "Finds the tables of each of many extractions.", "batch_tables", alwaysJob: true)))
            .Create(terminal, globals));
        yield return batch;

        Command pipeline = new("pipeline", "Several steps in one job of the service.");
        pipeline.Subcommands.Add(new OperationCommand("run", "Runs the steps that the request names.", "pipeline_execute", takesFiles: true)
            .With("--url", "The URL of the document.", "file_url")
            .With("--steps", "The steps: a file with JSON, or the JSON itself.", static (request, steps) => request["steps"] = OperationCommand.JsonOrFile(steps[^1]))
            .Create(terminal, globals));
        yield return pipeline;

        Command form = new("form", "Finds, fills in and clears the fields of PDF forms.");
        form.Subcommands.Add(Form(terminal, globals, "detect", "Finds the fields."));
        form.Subcommands.Add(Form(terminal, globals, "fill", "Fills fields in."));
        form.Subcommands.Add(Form(terminal, globals, "clear", "Empties fields."));
        yield return form;

        Command result = new("result", "Fetches files of results.");
        result.Subcommands.Add(Download(terminal, globals, "pdf", "The PDF that a job has made.", ["JOB_ID"], (client, ids, stop) => client.Results.GetPdfAsync(ids[0], stop)));
        result.Subcommands.Add(Download(terminal, globals, "image", "An image of a job's result.", ["JOB_ID", "NAME"], (client, ids, stop) => client.Results.GetImageAsync(ids[0], ids[1], stop)));
        yield return result;
    }

    static Command Form(Terminal terminal, GlobalOptions globals, string verb, string description)
    {
        OperationCommand command = new OperationCommand(verb, description, $"form_{verb}", takesFiles: true)
            .With("--url", "The URL of the PDF.", "file_url")
            .With("--form-id", "The id of a form that was detected before.", "form_id")
            .With("--pages", "Pages, counted from 1, for example 1-2,5.", "page_range");
        return (verb == "detect"
            ? command
            : command
                .SavingPdf()
                .With("--instructions", "What is filled in or cleared, in words.", "instructions")
                .With("--fields", "The fields: a file with JSON, or the JSON itself.", static (request, fields) => request["form_fields"] = OperationCommand.ValueOf(fields[^1]) is JsonArray given ? given : OperationCommand.JsonOrFile(fields[^1])))
            .Create(terminal, globals);
    }

    static void SetTopicSchemas(JsonObject request, string[] values)
    {
        foreach (string value in values)
        {
            int equals = value.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0)
            {
                throw new UsageException($"--topic-schema {value}: write TOPIC=SCHEMA.");
            }

            OperationCommand.Inside(OperationCommand.Inside(request, "split_schema_config"), value[..equals])["schema"] = OperationCommand.JsonOrFile(value[(equals + 1)..]);
        }
    }

    static OperationCommand OfExtractions(OperationCommand command) => OfBatch(command)
        .With("--extraction-id", "Once for each extraction.", static (request, ids) => request["extraction_ids"] = Strings(ids))
        .With("--batch-id", "The job id of the batch that made them.", "batch_extract_id");

    static OperationCommand OfBatch(OperationCommand command) => command
        .With("--output", "Where the service puts the results: s3://BUCKET/FOLDER/, or a folder of its own machine.", static (request, places) =>
            OperationCommand.Inside(request, "output")[places[^1].StartsWith("s3://", StringComparison.Ordinal) ? "s3_prefix" : "local_path"] = places[^1])
        .With("--workers", "How many at once, 1 to 10.", static (request, workers) => request["workers"] = OperationCommand.ValueOf(workers[^1]));

    static OperationCommand WithTables(OperationCommand command) => command
        .With("--merge", "true: one table where it goes on over pages.", static (request, values) => OperationCommand.Inside(request, "tables_config")["merge"] = OperationCommand.ValueOf(values[^1]))
        .With("--table-format", "html or json.", static (request, values) => OperationCommand.Inside(request, "tables_config")["table_format"] = values[^1]);

    static OperationCommand WithSchema(OperationCommand command) => command
        .With("--schema", "The JSON schema: a file, or the JSON itself.", static (request, schema) => OperationCommand.Inside(request, "schema_config")["input_schema"] = OperationCommand.JsonOrFile(schema[^1]))
        .With("--excel", "A workbook as the template: a file.", static (request, excel) => OperationCommand.Inside(request, "schema_config")["excel_template"] = Base64(excel[^1]))
        .With("--prompt", "What the schema's fields mean, in words.", static (request, prompt) => OperationCommand.Inside(request, "schema_config")["schema_prompt"] = prompt[^1]);

    static Command Download(Terminal terminal, GlobalOptions globals, string name, string description, string[] ids, Func<PulseClient, string[], CancellationToken, Task<PulseDownload>> fetch)
    {
        Argument<string>[] arguments = [.. ids.Select(static id => new Argument<string>(id))];
        Option<string> output = new("--output", "-o") { Description = "The file that is written; it appears when it is whole.", Required = true };
        Command command = new(name, description);
        foreach (Argument<string> argument in arguments)
        {
            command.Arguments.Add(argument);
        }

        command.Options.Add(output);
        command.SetAction((parsed, _) => Runner.RunAsync(terminal, globals, parsed, async (client, reporter, stop) =>
        {
            string path = parsed.GetValue(output)!;
            string[] given = [.. arguments.Select(argument => parsed.GetValue(argument)!)];
            using PulseDownload download = await fetch(client, given, stop).ConfigureAwait(false);
            await Pulse.Client.Results.WholeFile.WriteAllAsync(path, download.Content).ConfigureAwait(false);
            reporter.Saved(path, download.Content.Length, download.MediaType);
            return ExitCodes.Ok;
        }));
        return command;
    }

    static JsonObject Topic(string text)
    {
        int equals = text.IndexOf('=', StringComparison.Ordinal);
        JsonObject topic = new() { ["name"] = equals < 0 ? text : text[..equals] };
        if (equals >= 0)
        {
            topic["description"] = text[(equals + 1)..];
        }

        return topic;
    }

    static void SetIds(JsonObject request, string one, string many, string[] ids)
    {
        if (ids.Length == 1)
        {
            request[one] = ids[0];
        }
        else
        {
            request[many] = Strings(ids);
        }
    }

    static JsonArray Strings(string[] values) => new([.. values.Select(static value => (JsonNode)JsonValue.Create(value))]);

    static JsonObject InlineFile(string path) => new() { ["filename"] = Path.GetFileName(path), ["content"] = Base64(path) };

    static string Base64(string path)
    {
        try
        {
            return Convert.ToBase64String(File.ReadAllBytes(path));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"'{path}' cannot be read: {exception.Message}");
        }
    }
}

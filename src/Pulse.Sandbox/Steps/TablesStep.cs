using System.Text.Json;
using Pulse.Sandbox.Documents;
using Pulse.Sandbox.Jobs;
using Pulse.Sandbox.Requests;
using Pulse.Sandbox.Results;
using Pulse.Sandbox.Server;

namespace Pulse.Sandbox.Steps;

/// <summary>Returns the tables of an extraction.</summary>
static class TablesStep
{
    const decimal CreditsPerTable = 0.25m;
    const decimal CreditsPerMergedTable = 0.5m;

    public static JobOutcome Run(SandboxState state, StepCall call, StepSource source, TablesConfig config)
    {
        NumberedDocument document = source.Read();
        List<List<NumberedBlock>> tables = Tables(document, config.Merge);
        string id = state.Ids.Next("tables", string.Join('\n', source.ExtractionIds), config.ToString());
        decimal credits = tables.Count * (config.Merge ? CreditsPerMergedTable : CreditsPerTable);
        return StepResult.Build(state, call, id, document.Pages.Count, credits, json =>
        {
            json.WriteString("tables_id", id);
            json.WriteStartObject("tables_output");
            json.WriteStartArray("tables");
            foreach (List<NumberedBlock> parts in tables)
            {
                Write(json, parts, config.AsJson);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        });
    }

    // Tables with the same header one after the other are parts of one.
    static List<List<NumberedBlock>> Tables(NumberedDocument document, bool merge)
    {
        var tables = new List<List<NumberedBlock>>();
        foreach (NumberedBlock block in document.Blocks.Where(block => block.Block.Kind == BlockKind.Table))
        {
            if (merge && tables.Count > 0 && Header(tables[^1][0]).SequenceEqual(Header(block)))
            {
                tables[^1].Add(block);
            }
            else
            {
                tables.Add([block]);
            }
        }

        return tables;
    }

    static IEnumerable<string> Header(NumberedBlock table) => table.Block.Rows[0].Select(cell => cell.Text);

    static void Write(Utf8JsonWriter json, List<NumberedBlock> parts, bool asJson)
    {
        json.WriteStartObject();
        if (asJson)
        {
            json.WriteStartObject("table_content");
            WriteContent(json, parts);
            json.WriteEndObject();
        }
        else
        {
            json.WriteString("table_content", HtmlWriter.Table([parts[0].Block.Rows[0], .. parts.SelectMany(part => part.Block.Rows.Skip(1))]));
        }

        json.WriteStartArray("citations");
        foreach (NumberedBlock part in parts)
        {
            json.WriteStringValue(part.Id);
        }

        json.WriteEndArray();
        json.WriteBoolean("from_chart", false);
        json.WriteEndObject();
    }

    static void WriteContent(Utf8JsonWriter json, List<NumberedBlock> parts)
    {
        string[] headers = Headers(parts[0]);
        json.WriteStartArray("headers");
        foreach (string header in headers)
        {
            json.WriteStringValue(header);
        }

        json.WriteEndArray();
        json.WriteStartArray("rows");
        foreach (IReadOnlyList<TableCell> row in parts.SelectMany(part => part.Block.Rows.Skip(1)))
        {
            json.WriteStartObject();
            for (int column = 0; column < row.Count; column++)
            {
                json.WriteString(headers[column], row[column].Text);
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    // Rows are keyed by header, so each needs a name of its own.
    static string[] Headers(NumberedBlock table)
    {
        var headers = new List<string>();
        foreach (string text in Header(table))
        {
            string name = text.Length > 0 ? text : string.Create(System.Globalization.CultureInfo.InvariantCulture, $"column {headers.Count + 1}");
            string unique = name;
            for (int number = 2; headers.Contains(unique); number++)
            {
                unique = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{name} {number}");
            }

            headers.Add(unique);
        }

        return [.. headers];
    }
}

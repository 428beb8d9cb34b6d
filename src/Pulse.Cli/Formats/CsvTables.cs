using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Pulse.Client;

namespace Pulse.Cli.Formats;

/// <summary>The tables of a result as CSV (RFC 4180, but with the line ends of Unix): one after the other, with an empty line between them.</summary>
static partial class CsvTables
{
    // More than any spreadsheet has; a place beyond it is a mistake.
    const int MaxColumns = 16_384;

    internal static string Of(Job job)
    {
        List<List<string>>[] tables = [.. FromBoxes(job)];
        return string.Join('\n', (tables.Length > 0 ? tables : [.. FromMarkdown(job.Result?.Markdown ?? "")]).Select(Write));
    }

    static IEnumerable<List<List<string>>> FromBoxes(Job job)
    {
        if (job.Result is not { } result || !result.TryFind("/bounding_boxes/Tables", out JsonElement tables) || tables.ValueKind != JsonValueKind.Array)
        {
            yield break;
        }

        foreach (JsonElement table in tables.EnumerateArray())
        {
            if (table.ValueKind == JsonValueKind.Object && table.TryGetProperty("cell_data", out JsonElement cells) && cells.ValueKind == JsonValueKind.Array && Rows(cells) is { Count: > 0 } rows)
            {
                yield return rows;
            }
        }
    }

    static List<List<string>> Rows(JsonElement cells)
    {
        // Cells that lie in one place are joined; rows without a cell are left out.
        SortedDictionary<int, SortedDictionary<int, string>> grid = [];
        foreach (JsonElement cell in cells.EnumerateArray().Where(static cell => cell.ValueKind == JsonValueKind.Object))
        {
            if (Place(cell) is not ({ } row, { } column) || row < 0 || column is < 0 or >= MaxColumns)
            {
                continue;
            }

            string text = cell.TryGetProperty("text", out JsonElement given) && given.ValueKind == JsonValueKind.String ? given.GetString()! : "";
            if (!grid.TryGetValue(row, out SortedDictionary<int, string>? columns))
            {
                grid[row] = columns = [];
            }

            columns[column] = columns.TryGetValue(column, out string? before) && before.Length > 0 ? $"{before} {text}" : text;
        }

        if (grid.Values.SelectMany(static row => row.Values).All(static text => text.Length == 0 || Marker().IsMatch(text)))
        {
            // The service's own mark before each cell's text.
            foreach (SortedDictionary<int, string> row in grid.Values)
            {
                foreach (int column in row.Keys.ToArray())
                {
                    row[column] = Marker().Replace(row[column], "");
                }
            }
        }

        int width = grid.Count == 0 ? 0 : 1 + grid.Values.Max(static row => row.Keys.Last());
        return [.. grid.Values.Select(row => Enumerable.Range(0, width).Select(column => row.GetValueOrDefault(column, "")).ToList())];
    }

    static (int? Row, int? Column) Place(JsonElement cell)
    {
        if (cell.TryGetProperty("position", out JsonElement position) && position.ValueKind == JsonValueKind.Object)
        {
            return (Number(position, "row"), Number(position, "column"));
        }

        Match id = cell.TryGetProperty("id", out JsonElement given) && given.ValueKind == JsonValueKind.String ? CellId().Match(given.GetString()!) : Match.Empty;
        return id.Success && int.TryParse(id.Groups[1].ValueSpan, CultureInfo.InvariantCulture, out int row) && int.TryParse(id.Groups[2].ValueSpan, CultureInfo.InvariantCulture, out int column) ? (row - 1, column - 1) : (null, null);
    }

    static int? Number(JsonElement owner, string name) => owner.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out int number) ? number : null;

    /// <summary>Tables with pipes, where a result has no boxes.</summary>
    static IEnumerable<List<List<string>>> FromMarkdown(string markdown)
    {
        List<List<string>> table = [];
        foreach (string line in markdown.Split('\n').Append(""))
        {
            if (MarkdownTable.IsRow(line))
            {
                if (!MarkdownTable.IsRule(line))
                {
                    table.Add([.. MarkdownTable.Cells(line).Select(PlainText.Inline)]);
                }
            }
            else if (table.Count > 0)
            {
                yield return table;
                table = [];
            }
        }
    }

    static string Write(List<List<string>> rows)
    {
        StringBuilder csv = new();
        foreach (List<string> row in rows)
        {
            csv.AppendJoin(',', row.Select(Quoted)).Append('\n');
        }

        return csv.ToString();
    }

    static string Quoted(string text) => text.AsSpan().ContainsAny(",\"\r\n") || text.Trim() != text ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;

    [GeneratedRegex("^[0-9]+t-", RegexOptions.CultureInvariant)]
    private static partial Regex Marker();

    [GeneratedRegex("-r([0-9]{1,9})c([0-9]{1,9})$", RegexOptions.CultureInvariant)]
    private static partial Regex CellId();
}

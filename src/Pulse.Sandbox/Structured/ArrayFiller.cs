using System.Text.Json.Nodes;
using Pulse.Sandbox.Documents;
using Pulse.Sandbox.Results;

namespace Pulse.Sandbox.Structured;

/// <summary>Fills lists: of objects from the rows of tables, of plain values from columns or from text with commas.</summary>
sealed class ArrayFiller(LabelIndex index)
{
    /// <param name="items">The schema of the items; null when the schema names none.</param>
    /// <param name="words">The words of the list's name.</param>
    public Filled? Fill(SchemaNode? items, string[] words) => items switch
    {
        null or { Type: "array" or "null" } => null,
        { Type: "object" } => FillObjects(items, words),
        _ => FillColumn(items, words) ?? FillText(items, words),
    };

    Filled? FillObjects(SchemaNode items, string[] words)
    {
        (int From, int To)? section = index.SectionOf(words);
        var candidates = new List<(NumberedBlock Table, int[] Columns, int Found, bool Inside)>();
        foreach (NumberedBlock table in index.Tables)
        {
            int[] columns = [.. items.Properties.Select(property => ColumnOf(table, property.Key, property.Value))];
            int found = columns.Count(column => column >= 0);
            if (found > 0 && found * 2 >= columns.Length)
            {
                int order = index.OrderOf(table);
                candidates.Add((table, columns, found, section is { } s && order > s.From && order < s.To));
            }
        }

        if (candidates.Count == 0)
        {
            return null;
        }

        // A table may go on over several pages: all that fit as well as the best belong together.
        bool inside = candidates.Exists(candidate => candidate.Inside);
        int most = candidates.Where(candidate => candidate.Inside == inside).Max(candidate => candidate.Found);
        var values = new JsonArray();
        var citations = new JsonArray();
        foreach ((NumberedBlock table, int[] columns, int found, bool isInside) in candidates)
        {
            if (found == most && isInside == inside)
            {
                AddRows(table, items, columns, values, citations);
            }
        }

        return values.Count > 0 ? new Filled(values, citations) : null;
    }

    static void AddRows(NumberedBlock table, SchemaNode items, int[] columns, JsonArray values, JsonArray citations)
    {
        for (int row = 1; row < table.Block.Rows.Count; row++)
        {
            var value = new JsonObject();
            var citation = new JsonObject();
            for (int i = 0; i < columns.Length; i++)
            {
                (string name, SchemaNode property) = items.Properties[i];
                if (columns[i] >= 0 && Convert(property, table.Block.Rows[row][columns[i]]) is { } cell)
                {
                    value[name] = cell;
                    citation[name] = table.CellId(row, columns[i]);
                }
            }

            if (value.Count > 0)
            {
                values.Add((JsonNode)value);
                citations.Add((JsonNode)citation);
            }
        }
    }

    Filled? FillColumn(SchemaNode items, string[] words)
    {
        foreach (NumberedBlock table in index.Tables)
        {
            int column = BestColumn(table, words, LabelScore.Exact - 5);
            if (column < 0)
            {
                continue;
            }

            var values = new JsonArray();
            var citations = new JsonArray();
            for (int row = 1; row < table.Block.Rows.Count; row++)
            {
                if (Convert(items, table.Block.Rows[row][column]) is { } value)
                {
                    values.Add(value);
                    citations.Add((JsonNode)table.CellId(row, column));
                }
            }

            return values.Count > 0 ? new Filled(values, citations) : null;
        }

        return null;
    }

    // "Tags: red, green".
    Filled? FillText(SchemaNode items, string[] words)
    {
        LabelledText? best = index.Pairs
            .Where(pair => LabelScore.Of(words, pair.Label) - pair.Weight >= LabelScore.Least)
            .MaxBy(pair => LabelScore.Of(words, pair.Label) - pair.Weight);
        if (best is null)
        {
            return null;
        }

        var values = new JsonArray();
        var citations = new JsonArray();
        char separator = best.Value.Contains(';', StringComparison.Ordinal) ? ';' : ',';
        foreach (string piece in best.Value.Split([separator, '\n'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (ValueConverter.Convert(items, piece) is { } value)
            {
                values.Add(value);
                citations.Add((JsonNode)best.Citation);
            }
        }

        return values.Count > 0 ? new Filled(values, citations) : null;
    }

    static int ColumnOf(NumberedBlock table, string name, SchemaNode property)
    {
        int column = BestColumn(table, LabelWords.Split(name), LabelScore.Least);
        return column < 0 && property.Title is { } title ? BestColumn(table, LabelWords.Split(title), LabelScore.Least) : column;
    }

    static int BestColumn(NumberedBlock table, string[] words, int least)
    {
        int best = -1;
        int bestScore = least - 1;
        for (int column = 0; column < table.Block.Rows[0].Count; column++)
        {
            int score = LabelScore.Of(words, LabelWords.Split(table.Block.Rows[0][column].Text));
            if (score > bestScore)
            {
                bestScore = score;
                best = column;
            }
        }

        return best;
    }

    static JsonNode? Convert(SchemaNode property, TableCell cell) =>
        cell.Text.Length > 0 && property.Type is not ("object" or "array" or "null") ? ValueConverter.Convert(property, cell.Text) : null;
}

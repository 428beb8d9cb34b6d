using System.Text.Json;
using Pulse.Sandbox.Documents;

namespace Pulse.Sandbox.Results;

/// <summary>Writes <c>bounding_boxes</c>.</summary>
static class BoundingBoxWriter
{
    static readonly (BlockKind Kind, string Name)[] s_lists =
    [
        (BlockKind.Text, "Text"), (BlockKind.Title, "Title"), (BlockKind.Header, "Header"), (BlockKind.Footer, "Footer"),
        (BlockKind.PageNumber, "Page Number"), (BlockKind.ListItem, "List Items"), (BlockKind.Caption, "Caption"), (BlockKind.Footnote, "Footnote"),
    ];

    public static void Write(Utf8JsonWriter json, NumberedDocument document, Action<Utf8JsonWriter> writeImages)
    {
        json.WriteStartObject("bounding_boxes");
        foreach ((BlockKind kind, string name) in s_lists)
        {
            NumberedBlock[] blocks = [.. document.Blocks.Where(block => block.Block.Kind == kind)];
            if (blocks.Length == 0)
            {
                continue;
            }

            json.WriteStartArray(name);
            foreach (NumberedBlock block in blocks)
            {
                WriteText(json, block);
            }

            json.WriteEndArray();
        }

        writeImages(json);
        WriteTables(json, document);
        json.WriteString("markdown_with_ids", HtmlWriter.Write(document, ids: true));
        json.WriteEndObject();
    }

    /// <summary>Writes four corners, clockwise from the top left, or null for a document without a layout.</summary>
    public static void WriteBox(Utf8JsonWriter json, string name, Box? box)
    {
        if (box is not { } b)
        {
            json.WriteNull(name);
            return;
        }

        json.WriteStartArray(name);
        foreach (double value in (ReadOnlySpan<double>)[b.Left, b.Top, b.Right, b.Top, b.Right, b.Bottom, b.Left, b.Bottom])
        {
            json.WriteNumberValue(Math.Round(Math.Clamp(value, 0, 1), 6));
        }

        json.WriteEndArray();
    }

    static void WriteText(Utf8JsonWriter json, NumberedBlock block)
    {
        json.WriteStartObject();
        json.WriteString("id", block.Id);
        json.WriteString("content", block.Block.Text);
        json.WriteNumber("page_number", block.Page);
        WriteBox(json, "bounding_box", block.Block.Box);
        json.WriteEndObject();
    }

    static void WriteTables(Utf8JsonWriter json, NumberedDocument document)
    {
        NumberedBlock[] tables = [.. document.Blocks.Where(block => block.Block.Kind == BlockKind.Table)];
        if (tables.Length == 0)
        {
            return;
        }

        json.WriteStartArray("Tables");
        foreach (NumberedBlock table in tables)
        {
            json.WriteStartObject();
            json.WriteStartObject("table_info");
            json.WriteString("id", table.Id);
            json.WriteStartArray("dimensions");
            json.WriteNumberValue(table.Block.Rows.Count);
            json.WriteNumberValue(table.Block.Rows[0].Count);
            json.WriteEndArray();
            json.WriteStartObject("location");
            json.WriteNumber("page", table.Page);
            WriteBox(json, "coordinates", table.Block.Box);
            json.WriteEndObject();
            json.WriteEndObject();
            WriteCells(json, table);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    static void WriteCells(Utf8JsonWriter json, NumberedBlock table)
    {
        json.WriteStartArray("cell_data");
        for (int row = 0; row < table.Block.Rows.Count; row++)
        {
            for (int column = 0; column < table.Block.Rows[row].Count; column++)
            {
                TableCell cell = table.Block.Rows[row][column];
                json.WriteStartObject();
                json.WriteString("id", table.CellId(row, column));
                json.WriteString("text", cell.Text);
                json.WriteStartObject("position");
                json.WriteNumber("row", row);
                json.WriteNumber("column", column);
                json.WriteEndObject();
                json.WriteStartObject("location");
                WriteBox(json, "coordinates", cell.Box);
                json.WriteEndObject();
                json.WriteEndObject();
            }
        }

        json.WriteEndArray();
    }
}

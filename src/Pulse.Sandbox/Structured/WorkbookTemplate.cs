using System.IO.Compression;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Xml;
using System.Xml.Linq;
using Pulse.Sandbox.Results;

namespace Pulse.Sandbox.Structured;

/// <summary>
/// Fills the first sheet of an .xlsx file: a text whose right neighbour is empty is a label for that neighbour, and a row of texts
/// with nothing below it is the header of a list. What to fill a template by is not documented; this is the sandbox's own way.
/// </summary>
static class WorkbookTemplate
{
    const long LargestPart = 16 * 1024 * 1024;
    const string ListName = "rows";

    static readonly XNamespace s_main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    static readonly XNamespace s_relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    static readonly XNamespace s_packageRelations = "http://schemas.openxmlformats.org/package/2006/relationships";

    /// <param name="template">The .xlsx file.</param>
    /// <param name="document">What it is filled from.</param>
    /// <param name="store">Gets the filled file.</param>
    /// <returns>The values by label.</returns>
    /// <exception cref="SchemaException">It is no workbook, or has no labels.</exception>
    public static StructuredOutput Fill(byte[] template, NumberedDocument document, Action<byte[]> store)
    {
        try
        {
            using var file = new MemoryStream();
            file.Write(template);
            StructuredOutput output;
            using (var archive = new ZipArchive(file, ZipArchiveMode.Update, leaveOpen: true))
            {
                output = Fill(archive, document);
            }

            store(file.ToArray());
            return output;
        }
        catch (Exception e) when (e is InvalidDataException or XmlException or InvalidOperationException)
        {
            throw new SchemaException($"The template is no .xlsx file that can be read: {e.Message}");
        }
    }

    static StructuredOutput Fill(ZipArchive archive, NumberedDocument document)
    {
        string path = FirstSheet(archive);
        XDocument xml = Load(archive, path);
        SheetGrid sheet = SheetGrid.Read(xml, s_main, SharedStrings(archive));
        int headerRow = sheet.HeaderRow();
        List<(string Text, int Row, int Column)> columns = headerRow > 0 ? [.. sheet.Texts.Where(cell => cell.Row == headerRow)] : [];
        List<(string Text, int Row, int Column)> labels = [.. sheet.Texts.Where(cell => cell.Row != headerRow && !sheet.Has(cell.Row, cell.Column + 1))];
        StructuredOutput output = Fill(labels, columns, document);
        foreach ((string text, int row, int column) in labels)
        {
            if (output.Values[text] is JsonValue value)
            {
                sheet.Set(row, column + 1, value.GetValue<string>());
            }
        }

        JsonArray rows = output.Values[ListName] as JsonArray ?? [];
        for (int i = 0; i < rows.Count; i++)
        {
            foreach ((string text, _, int column) in columns)
            {
                if (rows[i]![text] is JsonValue value)
                {
                    sheet.Set(headerRow + 1 + i, column, value.GetValue<string>());
                }
            }
        }

        archive.GetEntry(path)!.Delete();
        using Stream stream = archive.CreateEntry(path).Open();
        using var writer = XmlWriter.Create(stream);
        xml.Save(writer);
        return output;
    }

    static StructuredOutput Fill(List<(string Text, int Row, int Column)> labels, List<(string Text, int Row, int Column)> columns, NumberedDocument document)
    {
        static JsonObject Strings(IEnumerable<string> names) =>
            new(names.Distinct(StringComparer.Ordinal).Select(name => KeyValuePair.Create(name, (JsonNode?)new JsonObject { ["type"] = "string" })));

        JsonObject properties = Strings(labels.Select(label => label.Text));
        if (columns.Count > 0)
        {
            properties[ListName] = new JsonObject
            {
                ["type"] = "array",
                ["items"] = new JsonObject { ["type"] = "object", ["properties"] = Strings(columns.Select(column => column.Text)) },
            };
        }

        if (properties.Count == 0)
        {
            throw new SchemaException("The first sheet of the template has no labels");
        }

        return StructuredOutput.Fill(JsonElement.Parse(new JsonObject { ["type"] = "object", ["properties"] = properties }.ToJsonString()), document);
    }

    static string FirstSheet(ZipArchive archive)
    {
        XDocument workbook = Load(archive, "xl/workbook.xml");
        string? id = workbook.Descendants(s_main + "sheet").FirstOrDefault()?.Attribute(s_relations + "id")?.Value;
        string? target = Load(archive, "xl/_rels/workbook.xml.rels").Descendants(s_packageRelations + "Relationship")
            .FirstOrDefault(relation => relation.Attribute("Id")?.Value == id)?.Attribute("Target")?.Value;
        return target is null ? throw new SchemaException("The template has no sheets")
            : target.StartsWith('/') ? target[1..]
            : "xl/" + target;
    }

    static List<string> SharedStrings(ZipArchive archive) =>
        archive.GetEntry("xl/sharedStrings.xml") is null
            ? []
            : [.. Load(archive, "xl/sharedStrings.xml").Descendants(s_main + "si").Select(item => string.Concat(item.Descendants(s_main + "t").Select(text => text.Value)))];

    static XDocument Load(ZipArchive archive, string path)
    {
        ZipArchiveEntry entry = archive.GetEntry(path) ?? throw new SchemaException($"The template is no .xlsx file: it has no '{path}'");
        if (entry.Length > LargestPart)
        {
            throw new SchemaException($"'{path}' of the template is larger than {LargestPart} bytes");
        }

        // The default settings refuse document types, and so entities.
        using Stream stream = entry.Open();
        using var reader = XmlReader.Create(stream);
        return XDocument.Load(reader);
    }
}

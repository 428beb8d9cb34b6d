namespace Pulse.Generate;

/// <summary>
/// Fields of results that the client leaves to the additional fields of its types, and that the official SDK for Python names. They
/// have no documentation comment in C#, so their sentence is here.
/// </summary>
static class OpenFields
{
    /// <summary>Where a class has more fields, or another type for one.</summary>
    static readonly Dictionary<string, PythonField[]> s_more = new(StringComparer.Ordinal)
    {
        ["BoundingBoxItem"] =
        [
            Text("original_content", "The text without the marker that some models put before it."),
            new("average_word_confidence", "float", "None", "How sure the service is of the words, 0 to 1."),
            new("confidence", "Any", "None", "How sure the service is: a number, or a string such as ``N/A``."),
            .. Sheet(),
        ],
        ["BoundingBoxImage"] =
        [
            Object("classification", "BoundingBoxImageClassification", "What kind of picture it is."),
            .. Sheet(),
            Texts("source_ranges", "The cells that a chart shows."),
            Text("render_error", "Why there is no picture."),
            Text("description_error", "Why there is no description."),
        ],
        ["BoundingBoxTable"] = [Object("table_info", "BoundingBoxTableTableInfo", "The id, the size, the sheet and more.")],
        ["ExtractResponseExtensions"] = [Object("document_metadata", "DocumentMetadataResult", "The properties of the document itself.")],
    };

    /// <summary>Classes that only such fields have.</summary>
    static readonly PythonClass[] s_classes =
    [
        new("BoundingBoxImageClassification", null, "What kind of picture an image is. An open object.",
        [
            new("confidence", "Any", "None", "How sure the service is."),
            Text("model", "The model that decided."),
            Text("error", "Why there is no classification."),
        ]),
        new("BoundingBoxTableTableInfo", null, "What is known of a table as a whole. An open object.",
        [
            Text("id", "The id, for example ``tbl-1``."),
            new("dimensions", "JsonArray[float]", "None", "Rows and columns."),
            .. Sheet(),
            Number("section_index", "The section of the sheet, counted from 0."),
            Text("section_type", "The kind of section."),
            Text("section_name", "The name of the section."),
            Text("table_name", "The name of the table."),
            Text("layout_type", "The kind of layout."),
            new("is_chart", "bool", "None", "Whether the table was read from a chart."),
            Text("chart_type", "The kind of chart."),
            Text("chart_title", "The title of the chart."),
            Texts("source_ranges", "The cells that a chart shows."),
            new("location", "Any", "None", "The page and the coordinates."),
            new("confidence", "Any", "None", "How sure the service is."),
        ]),
        new("DocumentMetadataFile", null, "The file of a document.",
        [
            Text("name", "The name."),
            Text("extension", "The extension, with its dot."),
            Text("media_type", "The media type."),
            Number("size_bytes", "The size in bytes."),
            Text("sha256", "The SHA-256 hash, in hexadecimal."),
        ]),
        new("DocumentMetadataProperties", null, "What a document says about itself. What it does not say is missing.",
        [
            .. "title subject description language application application_version producer last_modified_by revision category content_status identifier version company manager template presentation_format copyright"
                .Split(' ').Select(static name => Text(name, $"The document's own ``{name}``.")),
            Texts("authors", "The authors."),
            Texts("keywords", "The keywords."),
            Text("created_at", "When it was created, in ISO 8601."),
            Text("modified_at", "When it was changed, in ISO 8601."),
            Number("editing_time_minutes", "The time of editing in minutes."),
        ]),
        new("DocumentMetadataStructure", null, "What a document consists of. What its format does not have is missing.",
        [
            .. ("page_count outline_count attachment_count annotation_count form_field_count sheet_count slide_count width_px height_px frame_count note_count hidden_slide_count multimedia_clip_count "
                + "word_count character_count character_count_with_spaces line_count paragraph_count paragraph_count_derived table_count section_count embedded_image_count row_count max_column_count")
                .Split(' ').Select(static name => Number(name, $"The document's ``{name}``.")),
            Texts("page_labels", "The labels of the pages."),
            new("page_sizes", "JsonArray[Any]", "None", "The sizes of the pages."),
            Texts("sheet_names", "The names of the sheets."),
            new("sheet_visibility", "Mapping[str, str]", "None", "Whether each sheet is visible, by its name."),
            new("annotation_types", "Mapping[str, int]", "None", "How many annotations there are of each kind."),
            Text("active_sheet", "The sheet that is shown first."),
        ]),
        new("DocumentMetadataResult", null, "The properties of a document, read from its bytes.",
        [
            Object("file", "DocumentMetadataFile", "The file."),
            Object("properties", "DocumentMetadataProperties", "What the document says about itself."),
            Object("structure", "DocumentMetadataStructure", "What it consists of."),
            new("custom", "Mapping[str, Any]", "None", "Properties that its author defined."),
            new("format_specific", "Mapping[str, Any]", "None", "What only its format has."),
            Texts("warnings", "What could not be read."),
        ]),
    ];

    /// <summary>The classes that results need beside those of the client.</summary>
    internal static IEnumerable<PythonClass> Classes => s_classes;

    /// <summary>A class with all fields that are known of it.</summary>
    internal static PythonClass Complete(PythonClass one) => s_more.TryGetValue(one.Name, out PythonField[]? more)
        ? one with { Fields = [.. one.Fields.Where(field => !Array.Exists(more, other => other.Name == field.Name)), .. more] }
        : one;

    static PythonField Text(string name, string docs) => new(name, "str", "None", docs);

    static PythonField Number(string name, string docs) => new(name, "int", "None", docs);

    static PythonField Texts(string name, string docs) => new(name, "JsonArray[str]", "None", docs);

    static PythonField Object(string name, string type, string docs) => new(name, type, type, docs);

    static PythonField[] Sheet() =>
    [
        Text("excel_range", "The cells in the sheet, for example ``A1:C3``."),
        Text("sheet_name", "The name of the sheet."),
        Number("sheet_index", "The sheet, counted from 0, among those that were read."),
        Number("workbook_sheet_index", "The sheet, counted from 0, among all of the workbook."),
    ];
}

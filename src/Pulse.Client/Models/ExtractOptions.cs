using System.Text.Json;
using System.Text.Json.Serialization;
using Pulse.Client.Requests;

namespace Pulse.Client;

/// <summary>The options for extracting a document. Options that are not set are not sent. Other fields can be sent through <see cref="AdditionalFields"/>.</summary>
public record ExtractOptions
{
    /// <summary>The model: <c>default</c> or <c>pulse-ultra-2</c>.</summary>
    public string? Model { get; init; }

    /// <summary>The id of a saved preset. Fields that are set here take precedence over it.</summary>
    public string? ExtractionConfigId { get; init; }

    /// <summary>The pages to process, counted from 1, for example <c>1-2,5</c>. Default: all.</summary>
    public string? Pages { get; init; }

    /// <summary>The processing of figures.</summary>
    public FigureProcessing? FigureProcessing { get; init; }

    /// <summary>Additional outputs.</summary>
    public ExtractExtensions? Extensions { get; init; }

    /// <summary>The options for spreadsheets.</summary>
    public SpreadsheetOptions? Spreadsheet { get; init; }

    /// <summary>Whether and where the extraction is stored.</summary>
    public StorageOptions? Storage { get; init; }

    /// <summary>A JSON schema to fill in with values from the document. The service recommends its schema endpoint instead.</summary>
    public StructuredOutputOptions? StructuredOutput { get; init; }

    /// <summary>Deprecated by the service: use <see cref="StructuredOutput"/>.</summary>
    public JsonElement? Schema { get; init; }

    /// <summary>Deprecated by the service.</summary>
    public string? SchemaPrompt { get; init; }

    /// <summary>Deprecated by the service.</summary>
    public string? CustomPrompt { get; init; }

    /// <summary>Deprecated by the service: a comma-separated list of chunk types; use <see cref="ExtractExtensions.Chunking"/>.</summary>
    public string? Chunking { get; init; }

    /// <summary>Deprecated by the service: the maximum size of a chunk in characters, 100 to 10 000.</summary>
    public int? ChunkSize { get; init; }

    /// <summary>Deprecated by the service.</summary>
    public bool? ExtractFigure { get; init; }

    /// <summary>Deprecated by the service: use <see cref="Pulse.Client.FigureProcessing.Description"/>.</summary>
    public bool? FigureDescription { get; init; }

    /// <summary>Deprecated by the service: use <see cref="Pulse.Client.FigureProcessing.ShowImages"/>.</summary>
    public bool? ShowImages { get; init; }

    /// <summary>Deprecated by the service: use <see cref="AlternativeOutputs.ReturnHtml"/>.</summary>
    public bool? ReturnHtml { get; init; }

    /// <summary>Deprecated by the service.</summary>
    public bool? Thinking { get; init; }

    /// <summary>Fields that have no property here, by their JSON names. Strings, numbers and booleans are sent as text, objects and arrays as JSON.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalFields { get; set; }

    /// <summary>Checks the values that are common to all uses of these options.</summary>
    internal void ValidateOptions(string prefix)
    {
        Require.Pages($"{prefix}pages", Pages);
        Require.ChunkSize($"{prefix}chunkSize", ChunkSize);
        Require.ChunkSize($"{prefix}extensions.chunking.chunkSize", Extensions?.Chunking?.ChunkSize);
    }
}

/// <summary>The processing of figures.</summary>
public sealed record FigureProcessing
{
    /// <summary>Whether charts and images are described in the text and in the bounding boxes.</summary>
    public bool? Description { get; init; }

    /// <summary>Whether images get a URL in the bounding boxes.</summary>
    public bool? ShowImages { get; init; }

    /// <summary>Fields that have no property here.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalFields { get; set; }
}

/// <summary>Additional outputs. Each appears under <c>extensions</c> in the result.</summary>
public sealed record ExtractExtensions
{
    /// <summary>Whether footnotes are linked to their references.</summary>
    public bool? FootnoteReferences { get; init; }

    /// <summary>The chunking of the text.</summary>
    public ChunkingOptions? Chunking { get; init; }

    /// <summary>Alternative output formats.</summary>
    public AlternativeOutputs? AltOutputs { get; init; }

    /// <summary>Whether the document's own metadata is returned. The JSON name is in snake case, as the service requires.</summary>
    [JsonPropertyName("document_metadata")]
    public bool? DocumentMetadata { get; init; }

    /// <summary>Whether tables that continue across pages are merged. Older services only.</summary>
    public bool? MergeTables { get; init; }

    /// <summary>Fields that have no property here.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalFields { get; set; }
}

/// <summary>The chunking of the text.</summary>
public sealed record ChunkingOptions
{
    /// <summary>The chunk types: any of <c>semantic</c>, <c>header</c>, <c>page</c>, <c>recursive</c>.</summary>
    public IReadOnlyList<string>? ChunkTypes { get; init; }

    /// <summary>The maximum size of a chunk in characters, 100 to 10 000.</summary>
    public int? ChunkSize { get; init; }

    /// <summary>Fields that have no property here.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalFields { get; set; }
}

/// <summary>Alternative output formats.</summary>
public sealed record AlternativeOutputs
{
    /// <summary>Whether a bounding box is returned for each word. PDF only.</summary>
    public bool? Wlbb { get; init; }

    /// <summary>Whether HTML is returned.</summary>
    public bool? ReturnHtml { get; init; }

    /// <summary>Whether XML is returned. The service has not finished this feature.</summary>
    public bool? ReturnXml { get; init; }

    /// <summary>Fields that have no property here.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalFields { get; set; }
}

/// <summary>The options for spreadsheets.</summary>
public sealed record SpreadsheetOptions
{
    /// <summary>Whether hidden rows are read.</summary>
    public bool? IncludeHiddenRows { get; init; }

    /// <summary>Whether hidden columns are read.</summary>
    public bool? IncludeHiddenCols { get; init; }

    /// <summary>Whether hidden sheets are read.</summary>
    public bool? IncludeHiddenSheets { get; init; }

    /// <summary>Fields that have no property here.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalFields { get; set; }
}

/// <summary>Whether and where the extraction is stored.</summary>
public sealed record StorageOptions
{
    /// <summary>Whether it is stored. The service's default is true. If it is not stored, there is no extraction id.</summary>
    public bool? Enabled { get; init; }

    /// <summary>The folder's name. The folder is created if it does not exist.</summary>
    public string? FolderName { get; init; }

    /// <summary>The folder's id. Takes precedence over the name.</summary>
    public string? FolderId { get; init; }

    /// <summary>Fields that have no property here.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalFields { get; set; }
}

/// <summary>A JSON schema to fill in with values from the document.</summary>
public sealed record StructuredOutputOptions
{
    /// <summary>The JSON schema, an object.</summary>
    public JsonElement? Schema { get; init; }

    /// <summary>Additional instructions for filling in the schema.</summary>
    public string? SchemaPrompt { get; init; }

    /// <summary>Whether the service uses the more thorough mode, at a higher price.</summary>
    public bool? Effort { get; init; }

    /// <summary>Fields that have no property here.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalFields { get; set; }

    /// <summary>Creates options with a schema from JSON text.</summary>
    /// <exception cref="ArgumentException">The text is not JSON.</exception>
    public static StructuredOutputOptions FromSchema(string schemaJson)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(schemaJson);
            return new() { Schema = document.RootElement.Clone() };
        }
        catch (JsonException exception)
        {
            throw new ArgumentException($"The schema is not JSON: {exception.Message}", nameof(schemaJson), exception);
        }
    }
}

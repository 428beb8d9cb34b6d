using System.Text.Json;
using System.Text.Json.Serialization;
using Pulse.Client.Requests;

namespace Pulse.Client;

/// <summary>How a document is extracted; unset options are not sent. Fields that this library does not know can be sent through <see cref="AdditionalFields"/>.</summary>
public record ExtractOptions
{
    /// <summary><c>default</c> or <c>pulse-ultra-2</c>.</summary>
    public string? Model { get; init; }

    /// <summary>The id of a saved preset; fields set here win over it.</summary>
    public string? ExtractionConfigId { get; init; }

    /// <summary>The pages, counted from 1, for example <c>1-2,5</c>; default all.</summary>
    public string? Pages { get; init; }

    /// <summary>What is done with figures.</summary>
    public FigureProcessing? FigureProcessing { get; init; }

    /// <summary>Additional outputs.</summary>
    public ExtractExtensions? Extensions { get; init; }

    /// <summary>How spreadsheets are read.</summary>
    public SpreadsheetOptions? Spreadsheet { get; init; }

    /// <summary>Whether and where the extraction is kept.</summary>
    public StorageOptions? Storage { get; init; }

    /// <summary>Values to fill into a JSON schema. The service prefers its schema endpoint for this.</summary>
    public StructuredOutputOptions? StructuredOutput { get; init; }

    /// <summary>Deprecated by the service: use <see cref="StructuredOutput"/>.</summary>
    public JsonElement? Schema { get; init; }

    /// <summary>Deprecated by the service.</summary>
    public string? SchemaPrompt { get; init; }

    /// <summary>Deprecated by the service.</summary>
    public string? CustomPrompt { get; init; }

    /// <summary>Deprecated by the service: a comma-separated list of chunk types; use <see cref="ExtractExtensions.Chunking"/>.</summary>
    public string? Chunking { get; init; }

    /// <summary>Deprecated by the service: characters of a chunk, 100 to 10 000.</summary>
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

    /// <summary>Fields that have no property here, by their name on the wire; strings, numbers and booleans are sent as text, objects and arrays as JSON.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalFields { get; set; }

    /// <summary>Checks the values that stand in all places where these options do.</summary>
    internal void ValidateOptions(string prefix)
    {
        Require.Pages($"{prefix}pages", Pages);
        Require.ChunkSize($"{prefix}chunkSize", ChunkSize);
        Require.ChunkSize($"{prefix}extensions.chunking.chunkSize", Extensions?.Chunking?.ChunkSize);
    }
}

/// <summary>What is done with figures.</summary>
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

/// <summary>Additional outputs; each appears under <c>extensions</c> of the result.</summary>
public sealed record ExtractExtensions
{
    /// <summary>Whether footnotes are joined to where they are referred to.</summary>
    public bool? FootnoteReferences { get; init; }

    /// <summary>The text in chunks.</summary>
    public ChunkingOptions? Chunking { get; init; }

    /// <summary>Other forms of the output.</summary>
    public AlternativeOutputs? AltOutputs { get; init; }

    /// <summary>Whether the document's own metadata are returned. Snake case on the wire, as the service wants it.</summary>
    [JsonPropertyName("document_metadata")]
    public bool? DocumentMetadata { get; init; }

    /// <summary>Whether tables that go on over pages are merged; older services only.</summary>
    public bool? MergeTables { get; init; }

    /// <summary>Fields that have no property here.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalFields { get; set; }
}

/// <summary>The text in chunks.</summary>
public sealed record ChunkingOptions
{
    /// <summary>Any of <c>semantic</c>, <c>header</c>, <c>page</c>, <c>recursive</c>.</summary>
    public IReadOnlyList<string>? ChunkTypes { get; init; }

    /// <summary>The most characters of a chunk, 100 to 10 000.</summary>
    public int? ChunkSize { get; init; }

    /// <summary>Fields that have no property here.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalFields { get; set; }
}

/// <summary>Other forms of the output.</summary>
public sealed record AlternativeOutputs
{
    /// <summary>Whether each word gets a box; PDF only.</summary>
    public bool? Wlbb { get; init; }

    /// <summary>Whether HTML is returned.</summary>
    public bool? ReturnHtml { get; init; }

    /// <summary>Whether XML is returned; unfinished on the service's side.</summary>
    public bool? ReturnXml { get; init; }

    /// <summary>Fields that have no property here.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalFields { get; set; }
}

/// <summary>How spreadsheets are read.</summary>
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

/// <summary>Whether and where the extraction is kept.</summary>
public sealed record StorageOptions
{
    /// <summary>Whether it is kept; the service's default is true. Without it there is no extraction id.</summary>
    public bool? Enabled { get; init; }

    /// <summary>The folder's name; made when missing.</summary>
    public string? FolderName { get; init; }

    /// <summary>The folder's id; wins over the name.</summary>
    public string? FolderId { get; init; }

    /// <summary>Fields that have no property here.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalFields { get; set; }
}

/// <summary>Values to fill into a JSON schema.</summary>
public sealed record StructuredOutputOptions
{
    /// <summary>The JSON schema, an object.</summary>
    public JsonElement? Schema { get; init; }

    /// <summary>Words of advice for filling it.</summary>
    public string? SchemaPrompt { get; init; }

    /// <summary>Whether more effort is spent, at a higher price.</summary>
    public bool? Effort { get; init; }

    /// <summary>Fields that have no property here.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalFields { get; set; }

    /// <summary>Options with a schema given as JSON text.</summary>
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

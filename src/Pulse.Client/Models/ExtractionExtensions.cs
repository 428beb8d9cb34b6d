using System.Text.Json;
using System.Text.Json.Serialization;
using Pulse.Client.Results;

namespace Pulse.Client;

/// <summary>The additional outputs of an extraction, under both names that the service has used. Valid as long as the extraction.</summary>
public sealed class ExtractionExtensions
{
    readonly RawResult? _outputs;

    internal ExtractionExtensions(RawResult body)
    {
        Body = body;
        _outputs = body.Part("altOutputs"u8) ?? body.Part("alt_outputs"u8);
    }

    /// <summary>The whole JSON.</summary>
    public RawResult Body { get; }

    /// <summary>The text in chunks.</summary>
    public ChunkLists? Chunking => field ??= Body.Typed("chunking"u8, PulseResultJsonContext.Default.ChunkLists);

    /// <summary>Footnotes and their references.</summary>
    public IReadOnlyList<FootnoteReference>? FootnoteReferences =>
        field ??= Body.Typed("footnoteReferences"u8, PulseResultJsonContext.Default.IReadOnlyListFootnoteReference)
            ?? Body.Typed("footnote_references"u8, PulseResultJsonContext.Default.IReadOnlyListFootnoteReference);

    /// <summary>The text as HTML.</summary>
    [JsonPropertyName("alt_outputs.html")]
    public string? Html => _outputs?.Text("html"u8);

    /// <summary>The text as XML.</summary>
    [JsonPropertyName("alt_outputs.xml")]
    public string? Xml => _outputs?.Text("xml"u8);

    /// <summary>A bounding box for each word, or the reason why there are none.</summary>
    [JsonPropertyName("alt_outputs.wlbb")]
    public WordBoxes? Words => field ??= _outputs?.Typed("wlbb"u8, PulseResultJsonContext.Default.WordBoxes);

    /// <summary>The metadata of the document.</summary>
    public JsonElement? DocumentMetadata => Body.Element("document_metadata"u8);
}

/// <summary>The text in chunks of several types.</summary>
public sealed record ChunkLists
{
    /// <summary>Chunks by meaning.</summary>
    [JsonPropertyName("semantic")]
    [JsonConverter(typeof(ChunkTextsConverter))]
    public IReadOnlyList<string>? Semantic { get; init; }

    /// <summary>Chunks by heading.</summary>
    [JsonPropertyName("header")]
    [JsonConverter(typeof(ChunkTextsConverter))]
    public IReadOnlyList<string>? Header { get; init; }

    /// <summary>Chunks by page.</summary>
    [JsonPropertyName("page")]
    [JsonConverter(typeof(ChunkTextsConverter))]
    public IReadOnlyList<string>? Page { get; init; }

    /// <summary>Chunks by size, split at suitable places.</summary>
    [JsonPropertyName("recursive")]
    [JsonConverter(typeof(ChunkTextsConverter))]
    public IReadOnlyList<string>? Recursive { get; init; }

    /// <summary>Fields that have no property here.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalFields { get; set; }
}

/// <summary>A footnote and its references. The ids are those of bounding boxes.</summary>
public sealed record FootnoteReference
{
    /// <summary>The symbol, for example <c>*</c>.</summary>
    [JsonPropertyName("symbol")]
    public string? Symbol { get; init; }

    /// <summary>The footnote's text.</summary>
    [JsonPropertyName("footnoteTextId")]
    public string? FootnoteTextId { get; init; }

    /// <summary>The texts that reference it.</summary>
    [JsonPropertyName("referenceTextIds")]
    public IReadOnlyList<string>? ReferenceTextIds { get; init; }

    /// <summary>Fields that have no property here.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalFields { get; set; }
}

/// <summary>A bounding box for each word. PDF only.</summary>
public sealed record WordBoxes
{
    /// <summary>The words.</summary>
    [JsonPropertyName("words")]
    public IReadOnlyList<WordBox>? Words { get; init; }

    /// <summary>The reason why there are no words.</summary>
    [JsonPropertyName("error")]
    public string? Error { get; init; }

    /// <summary>Fields that have no property here.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalFields { get; set; }
}

/// <summary>A word on a page.</summary>
public sealed record WordBox
{
    /// <summary>The id, for example <c>w-1</c>.</summary>
    [JsonPropertyName("id")]
    public string? Id { get; init; }

    /// <summary>The word.</summary>
    [JsonPropertyName("text")]
    public string? Text { get; init; }

    /// <summary>The page, counted from 1.</summary>
    [JsonPropertyName("page_number")]
    public int? PageNumber { get; init; }

    /// <summary>The corner points x1, y1 … x4, y4, from 0 to 1, measured from the top left.</summary>
    [JsonPropertyName("bounding_box")]
    public IReadOnlyList<double>? Points { get; init; }

    /// <summary>The confidence of the service in the word, 0 to 1; null if it is not known.</summary>
    [JsonPropertyName("average_word_confidence")]
    [JsonConverter(typeof(ConfidenceConverter))]
    public double? Confidence { get; init; }

    /// <summary>Fields that have no property here.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalFields { get; set; }
}

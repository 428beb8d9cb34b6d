using System.Text.Json;
using System.Text.Json.Serialization;

namespace Pulse.Client;

/// <summary>The organization's usage after a call. Eventually consistent: not for exact accounting.</summary>
public sealed record PlanInfo
{
    /// <summary>The plan, an open set: <c>trial</c>, <c>growth</c>, <c>professional</c> and others.</summary>
    [JsonPropertyName("tier")]
    public string? Tier { get; init; }

    /// <summary>The organization's credits used, this call included; may be fractional.</summary>
    [JsonPropertyName("total_credits_used")]
    public decimal? TotalCreditsUsed { get; init; }

    /// <summary>The organization's pages; a legacy number.</summary>
    [JsonPropertyName("pages_used")]
    public decimal? PagesUsed { get; init; }

    /// <summary>Words for people.</summary>
    [JsonPropertyName("note")]
    public string? Note { get; init; }

    /// <summary>Fields that have no property here.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalFields { get; set; }
}

/// <summary>Values found for a schema, and where they were found.</summary>
public sealed record StructuredOutputResult
{
    /// <summary>The values, in the schema's shape.</summary>
    [JsonPropertyName("values")]
    public JsonElement? Values { get; init; }

    /// <summary>In the same shape, ids of bounding boxes, separated by commas.</summary>
    [JsonPropertyName("citations")]
    public JsonElement? Citations { get; init; }

    /// <summary>Fields that have no property here.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalFields { get; set; }
}

/// <summary>Where things are on the pages. An open object: keys without a property are in <see cref="AdditionalFields"/>.</summary>
public sealed record BoundingBoxes
{
    /// <summary>Blocks of text.</summary>
    [JsonPropertyName("Text")]
    public IReadOnlyList<BoundingBox>? Text { get; init; }

    /// <summary>Titles.</summary>
    [JsonPropertyName("Title")]
    public IReadOnlyList<BoundingBox>? Title { get; init; }

    /// <summary>Running headers.</summary>
    [JsonPropertyName("Header")]
    public IReadOnlyList<BoundingBox>? Header { get; init; }

    /// <summary>Running footers.</summary>
    [JsonPropertyName("Footer")]
    public IReadOnlyList<BoundingBox>? Footer { get; init; }

    /// <summary>Images and charts.</summary>
    [JsonPropertyName("Images")]
    public IReadOnlyList<BoundingImage>? Images { get; init; }

    /// <summary>Tables, cell by cell.</summary>
    [JsonPropertyName("Tables")]
    public IReadOnlyList<BoundingTable>? Tables { get; init; }

    /// <summary>The Markdown with ids that join to the items.</summary>
    [JsonPropertyName("markdown_with_ids")]
    public string? MarkdownWithIds { get; init; }

    /// <summary>All other kinds: page numbers, words and more.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalFields { get; set; }
}

/// <summary>One thing on a page.</summary>
public sealed record BoundingBox
{
    /// <summary>Its id, for example <c>txt-1</c>.</summary>
    [JsonPropertyName("id")]
    public string? Id { get; init; }

    /// <summary>Its text.</summary>
    [JsonPropertyName("content")]
    public string? Content { get; init; }

    /// <summary>The page, counted from 1.</summary>
    [JsonPropertyName("page_number")]
    public int? PageNumber { get; init; }

    /// <summary>The page under its older name.</summary>
    [JsonPropertyName("page")]
    public int? Page { get; init; }

    /// <summary>Corner points x1, y1 … x4, y4, from 0 to 1 from the top left; sometimes four numbers, or none.</summary>
    [JsonPropertyName("bounding_box")]
    public IReadOnlyList<double>? Points { get; init; }

    /// <summary>Fields that have no property here.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalFields { get; set; }
}

/// <summary>An image or a chart on a page.</summary>
public sealed record BoundingImage
{
    /// <summary>Its id, for example <c>img-1</c>.</summary>
    [JsonPropertyName("id")]
    public string? Id { get; init; }

    /// <summary><c>chart</c> or <c>image</c>.</summary>
    [JsonPropertyName("visual_type")]
    public string? VisualType { get; init; }

    /// <summary>Its text.</summary>
    [JsonPropertyName("content")]
    public string? Content { get; init; }

    /// <summary>The page, counted from 1.</summary>
    [JsonPropertyName("page_number")]
    public int? PageNumber { get; init; }

    /// <summary>Corner points x1, y1 … x4, y4, from 0 to 1 from the top left; sometimes four numbers, or none.</summary>
    [JsonPropertyName("bounding_box")]
    public IReadOnlyList<double>? Points { get; init; }

    /// <summary>Where it is, or the image itself (<c>data:</c>); get it with <see cref="ResultsClient.GetImageByUrlAsync"/>.</summary>
    [JsonPropertyName("image_url")]
    public string? ImageUrl { get; init; }

    /// <summary>What it shows, in words.</summary>
    [JsonPropertyName("description")]
    public string? Description { get; init; }

    /// <summary>The kind of chart, for example <c>BarChart</c>.</summary>
    [JsonPropertyName("chart_type")]
    public string? ChartType { get; init; }

    /// <summary>The chart's title.</summary>
    [JsonPropertyName("chart_title")]
    public string? ChartTitle { get; init; }

    /// <summary>Fields that have no property here: classification, sheet, source ranges and more.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalFields { get; set; }
}

/// <summary>A table on a page.</summary>
public sealed record BoundingTable
{
    /// <summary>Its id, size, sheet, name and more; an open object.</summary>
    [JsonPropertyName("table_info")]
    public JsonElement? TableInfo { get; init; }

    /// <summary>Its cells; open objects.</summary>
    [JsonPropertyName("cell_data")]
    public IReadOnlyList<JsonElement>? CellData { get; init; }

    /// <summary>Fields that have no property here.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalFields { get; set; }
}

using System.Text.Json;
using System.Text.Json.Serialization;
using Pulse.Client.Bodies;
using Pulse.Client.Http;
using Pulse.Client.Requests;

namespace Pulse.Client;

/// <summary>The request of <c>POST /batch/extract</c>: many documents, each extracted as by <c>/extract</c>, each billed, each able to fail by itself.</summary>
public sealed record BatchExtractRequest : IServiceRequest<BatchExtractRequest>
{
    /// <summary>The documents; required.</summary>
    [JsonPropertyName("input")]
    public BatchInput? Input { get; init; }

    /// <summary>Where the results go; required.</summary>
    [JsonPropertyName("output")]
    public BatchOutput? Output { get; init; }

    /// <summary>How each document is extracted.</summary>
    [JsonPropertyName("extract_options")]
    public ExtractOptions? ExtractOptions { get; init; }

    /// <summary>How many documents are worked on at once, 1 to 10.</summary>
    /// <value>The service's default: 4.</value>
    [JsonPropertyName("workers")]
    public int? Workers { get; init; }

    /// <summary>Fields that have no property here.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalFields { get; set; }

    bool IServiceRequest<BatchExtractRequest>.IsAsync => true;

    bool IServiceRequest<BatchExtractRequest>.IsUpload => Input?.Files is not null;

    BatchExtractRequest IServiceRequest<BatchExtractRequest>.AsAsync() => this;

    void IServiceRequest<BatchExtractRequest>.Validate()
    {
        Require.Present("input", Input);
        Input!.Validate("input");
        BatchOutput.Validate("output", Output);
        ExtractOptions?.ValidateOptions("extract_options.");
        Require.Workers("workers", Workers);
    }

    Func<HttpContent> IServiceRequest<BatchExtractRequest>.Body() => JsonBody.Of(this, PulseJsonContext.Default.BatchExtractRequest);
}

/// <summary>The documents of a batch: exactly one of the properties.</summary>
public sealed record BatchInput
{
    /// <summary>All documents under a prefix, <c>s3://bucket/folder/</c>.</summary>
    [JsonPropertyName("s3_prefix")]
    public string? S3Prefix { get; init; }

    /// <summary>Public or pre-signed URLs.</summary>
    [JsonPropertyName("file_urls")]
    public IReadOnlyList<string>? FileUrls { get; init; }

    /// <summary>The documents themselves.</summary>
    [JsonPropertyName("files")]
    public IReadOnlyList<BatchFile>? Files { get; init; }

    /// <summary>Fields that have no property here.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalFields { get; set; }

    internal void Validate(string field)
    {
        Require.NotBlank($"{field}.s3_prefix", S3Prefix);
        Require.Texts($"{field}.file_urls", FileUrls);
        BatchFile.Validate($"{field}.files", Files);

        // Older services read from a directory of their own.
        bool isLocal = AdditionalFields?.ContainsKey("local_path") == true;
        Require.ExactlyOne(
            ($"{field}.s3_prefix", S3Prefix is not null),
            ($"{field}.file_urls", FileUrls is not null),
            ($"{field}.files", Files is not null || isLocal));
    }
}

/// <summary>A document within a request, in base64.</summary>
public sealed record BatchFile
{
    /// <summary>Its name with the extension; required.</summary>
    [JsonPropertyName("filename")]
    public string? FileName { get; init; }

    /// <summary>Its bytes in base64; required.</summary>
    [JsonPropertyName("content")]
    public string? Content { get; init; }

    /// <summary>Fields that have no property here.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalFields { get; set; }

    /// <summary>A document from bytes.</summary>
    /// <param name="content">The bytes; not empty.</param>
    /// <param name="fileName">The name with its extension.</param>
    /// <exception cref="ArgumentException">There are no bytes, or no name.</exception>
    public static BatchFile FromBytes(ReadOnlySpan<byte> content, string fileName)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(fileName);
        return content.IsEmpty
            ? throw new ArgumentException($"'{fileName}' is empty.", nameof(content))
            : new() { FileName = fileName, Content = Convert.ToBase64String(content) };
    }

    internal static void Validate(string field, IReadOnlyList<BatchFile>? files)
    {
        Require.NotEmpty(field, files?.Count);
        for (int i = 0; i < files?.Count; i++)
        {
            string item = Require.Item(field, i);
            Require.Present(item, files[i]);
            Require.Text($"{item}.filename", files[i].FileName);
            Require.Base64Text($"{item}.content", files[i].Content);
        }
    }
}

/// <summary>Where the results of a batch go: at least one of the properties.</summary>
public sealed record BatchOutput
{
    /// <summary>A prefix, <c>s3://bucket/folder/</c>.</summary>
    [JsonPropertyName("s3_prefix")]
    public string? S3Prefix { get; init; }

    /// <summary>A directory of the machine that the service runs on; for services.</summary>
    [JsonPropertyName("local_path")]
    public string? LocalPath { get; init; }

    /// <summary>Fields that have no property here.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalFields { get; set; }

    internal static void Validate(string field, BatchOutput? output)
    {
        Require.Present(field, output);
        Require.NotBlank($"{field}.s3_prefix", output!.S3Prefix);
        Require.NotBlank($"{field}.local_path", output.LocalPath);
        Require.AtLeastOne(($"{field}.s3_prefix", output.S3Prefix is not null), ($"{field}.local_path", output.LocalPath is not null));
    }
}

/// <summary>
/// The request of <c>POST /batch/schema</c>: a schema for many extractions (<see cref="BatchExtractId"/> or
/// <see cref="ExtractionIds"/> with <see cref="SchemaConfig"/>), or one for each topic of many splits
/// (<see cref="BatchSplitId"/> or <see cref="SplitIds"/> with <see cref="SplitSchemaConfig"/>).
/// </summary>
public sealed record BatchSchemaRequest : IServiceRequest<BatchSchemaRequest>
{
    /// <summary>The job of a batch extract.</summary>
    [JsonPropertyName("batch_extract_id")]
    public string? BatchExtractId { get; init; }

    /// <summary>Stored extractions.</summary>
    [JsonPropertyName("extraction_ids")]
    public IReadOnlyList<string>? ExtractionIds { get; init; }

    /// <summary>What is filled for each extraction.</summary>
    [JsonPropertyName("schema_config")]
    public SchemaConfig? SchemaConfig { get; init; }

    /// <summary>The job of a batch split.</summary>
    [JsonPropertyName("batch_split_id")]
    public string? BatchSplitId { get; init; }

    /// <summary>Splits.</summary>
    [JsonPropertyName("split_ids")]
    public IReadOnlyList<string>? SplitIds { get; init; }

    /// <summary>What is filled for each topic of each split.</summary>
    [JsonPropertyName("split_schema_config")]
    public IReadOnlyDictionary<string, TopicSchemaConfig>? SplitSchemaConfig { get; init; }

    /// <summary>Where the results go; required.</summary>
    [JsonPropertyName("output")]
    public BatchOutput? Output { get; init; }

    /// <summary>The pages, counted from 1, for example <c>1-2,5</c>; default all.</summary>
    [JsonPropertyName("page_range")]
    public string? PageRange { get; init; }

    /// <summary>How many are worked on at once, 1 to 10.</summary>
    /// <value>The service's default: 4.</value>
    [JsonPropertyName("workers")]
    public int? Workers { get; init; }

    /// <summary>Fields that have no property here.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalFields { get; set; }

    bool IServiceRequest<BatchSchemaRequest>.IsAsync => true;

    BatchSchemaRequest IServiceRequest<BatchSchemaRequest>.AsAsync() => this;

    void IServiceRequest<BatchSchemaRequest>.Validate()
    {
        Require.NotBlank("batch_extract_id", BatchExtractId);
        Require.Texts("extraction_ids", ExtractionIds);
        Require.NotBlank("batch_split_id", BatchSplitId);
        Require.Texts("split_ids", SplitIds);
        Require.ExactlyOne(
            ("batch_extract_id", BatchExtractId is not null),
            ("extraction_ids", ExtractionIds is not null),
            ("batch_split_id", BatchSplitId is not null),
            ("split_ids", SplitIds is not null));
        if (BatchSplitId is not null || SplitIds is not null)
        {
            Require.Absent("schema_config", SchemaConfig, "is not for splits: their topics are filled by 'split_schema_config'");
            TopicSchemaConfig.Validate("split_schema_config", SplitSchemaConfig);
        }
        else
        {
            Require.Absent("split_schema_config", SplitSchemaConfig, "needs a 'batch_split_id' or 'split_ids'");
            Require.Present("schema_config", SchemaConfig);
            SchemaConfig!.Validate("schema_config");
        }

        BatchOutput.Validate("output", Output);
        Require.Pages("page_range", PageRange);
        Require.Workers("workers", Workers);
    }

    Func<HttpContent> IServiceRequest<BatchSchemaRequest>.Body() => JsonBody.Of(this, PulseJsonContext.Default.BatchSchemaRequest);
}

/// <summary>The request of <c>POST /batch/split</c>: the same topics for many extractions.</summary>
public sealed record BatchSplitRequest : IServiceRequest<BatchSplitRequest>
{
    /// <summary>The job of a batch extract; either it or <see cref="ExtractionIds"/>.</summary>
    [JsonPropertyName("batch_extract_id")]
    public string? BatchExtractId { get; init; }

    /// <summary>Stored extractions.</summary>
    [JsonPropertyName("extraction_ids")]
    public IReadOnlyList<string>? ExtractionIds { get; init; }

    /// <summary>The topics; required.</summary>
    [JsonPropertyName("split_config")]
    public SplitConfig? SplitConfig { get; init; }

    /// <summary>Where the results go; required.</summary>
    [JsonPropertyName("output")]
    public BatchOutput? Output { get; init; }

    /// <summary>How many are worked on at once, 1 to 10.</summary>
    /// <value>The service's default: 4.</value>
    [JsonPropertyName("workers")]
    public int? Workers { get; init; }

    /// <summary>Fields that have no property here.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalFields { get; set; }

    bool IServiceRequest<BatchSplitRequest>.IsAsync => true;

    BatchSplitRequest IServiceRequest<BatchSplitRequest>.AsAsync() => this;

    void IServiceRequest<BatchSplitRequest>.Validate()
    {
        BatchSource.Validate(BatchExtractId, ExtractionIds);
        Require.Present("split_config", SplitConfig);
        SplitConfig!.Validate("split_config");
        BatchOutput.Validate("output", Output);
        Require.Workers("workers", Workers);
    }

    Func<HttpContent> IServiceRequest<BatchSplitRequest>.Body() => JsonBody.Of(this, PulseJsonContext.Default.BatchSplitRequest);
}

/// <summary>The request of <c>POST /batch/tables</c>: the tables of many extractions.</summary>
public sealed record BatchTablesRequest : IServiceRequest<BatchTablesRequest>
{
    /// <summary>The job of a batch extract; either it or <see cref="ExtractionIds"/>.</summary>
    [JsonPropertyName("batch_extract_id")]
    public string? BatchExtractId { get; init; }

    /// <summary>Stored extractions.</summary>
    [JsonPropertyName("extraction_ids")]
    public IReadOnlyList<string>? ExtractionIds { get; init; }

    /// <summary>How the tables are made.</summary>
    [JsonPropertyName("tables_config")]
    public TablesConfig? TablesConfig { get; init; }

    /// <summary>Where the results go; required.</summary>
    [JsonPropertyName("output")]
    public BatchOutput? Output { get; init; }

    /// <summary>How many are worked on at once, 1 to 10.</summary>
    /// <value>The service's default: 4.</value>
    [JsonPropertyName("workers")]
    public int? Workers { get; init; }

    /// <summary>Fields that have no property here.</summary>
    [JsonExtensionData]
    public IDictionary<string, JsonElement>? AdditionalFields { get; set; }

    bool IServiceRequest<BatchTablesRequest>.IsAsync => true;

    BatchTablesRequest IServiceRequest<BatchTablesRequest>.AsAsync() => this;

    void IServiceRequest<BatchTablesRequest>.Validate()
    {
        BatchSource.Validate(BatchExtractId, ExtractionIds);
        BatchOutput.Validate("output", Output);
        Require.Workers("workers", Workers);
    }

    Func<HttpContent> IServiceRequest<BatchTablesRequest>.Body() => JsonBody.Of(this, PulseJsonContext.Default.BatchTablesRequest);
}

/// <summary>The extractions that a batch works on.</summary>
static class BatchSource
{
    internal static void Validate(string? batchExtractId, IReadOnlyList<string>? extractionIds)
    {
        Require.NotBlank("batch_extract_id", batchExtractId);
        Require.Texts("extraction_ids", extractionIds);
        Require.ExactlyOne(("batch_extract_id", batchExtractId is not null), ("extraction_ids", extractionIds is not null));
    }
}

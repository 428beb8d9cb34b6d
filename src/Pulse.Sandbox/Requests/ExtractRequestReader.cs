using System.Text.Json;
using Pulse.Sandbox.Http;

namespace Pulse.Sandbox.Requests;

/// <summary>Reads and validates what is sent to <c>/extract</c> and <c>/extract_async</c>.</summary>
static class ExtractRequestReader
{
    static readonly FieldNames s_fields = new(
        "file", "fileUrl", "model", "extractionConfigId", "pages", "figureProcessing", "extensions", "spreadsheet", "storage", "async",
        "structuredOutput", "schema", "schemaPrompt", "customPrompt", "chunking", "chunkSize", "extractFigure", "figureDescription",
        "showImages", "returnHtml", "thinking",
        // Seen in third-party clients and ancient documents: taken and ignored, but for the password.
        "refine", "refineOptions", "additionalPrompt", "customImagePrompt", "customRefinePrompt", "forceUrl", "returnTable",
        "experimentalReturnTable", "experimentalSchema", "password");

    static readonly FieldNames s_figureProcessing = new("description", "showImages");
    static readonly FieldNames s_extensions = new("footnoteReferences", "chunking", "altOutputs", "documentMetadata", "mergeTables");
    static readonly FieldNames s_chunking = new("chunkTypes", "chunkSize");
    static readonly FieldNames s_altOutputs = new("wlbb", "returnHtml", "returnXml");
    static readonly FieldNames s_spreadsheet = new("includeHiddenRows", "includeHiddenCols", "includeHiddenSheets", "useRawValues", "onlyDataRows", "onlyDataCols");
    static readonly FieldNames s_storage = new("enabled", "folderName", "folderId");
    static readonly FieldNames s_structuredOutput = new("schema", "schemaPrompt", "effort");

    // What "pulse-ultra-2" was called before; today any other name means the default model.
    const string OldModel = "enterprise-preview";

    static readonly (string Name, string Instead)[] s_deprecated =
    [
        ("structuredOutput", "POST /schema"), ("schema", "structuredOutput"), ("schemaPrompt", "structuredOutput.schemaPrompt"),
        ("customPrompt", ""), ("chunking", "extensions.chunking.chunkTypes"), ("chunkSize", "extensions.chunking.chunkSize"),
        ("extractFigure", ""), ("figureDescription", "figureProcessing.description"), ("showImages", "figureProcessing.showImages"),
        ("returnHtml", "extensions.altOutputs.returnHtml"), ("thinking", ""),
    ];

    public static async Task<ExtractRequest> ReadAsync(Exchange exchange)
    {
        (FieldSet fields, Upload? file) = await new RequestReader(exchange, s_fields, "file").ReadAsync().ConfigureAwait(false);
        try
        {
            return Validate(fields, file);
        }
        catch
        {
            file?.Dispose();
            throw;
        }
    }

    /// <summary>The options of an extraction inside another request.</summary>
    public static FieldNames Fields => s_fields;

    /// <summary>Validates options that were read already.</summary>
    /// <param name="fields">The options.</param>
    /// <param name="file">The document; null when <c>fileUrl</c> names it.</param>
    public static ExtractRequest Validate(FieldSet fields, Upload? file)
    {
        string? url = fields.String("fileUrl");
        if (file is null && string.IsNullOrEmpty(url))
        {
            // A field "file" that holds text, Base64 for example, is not a file.
            throw ApiErrors.NoFileOrUrl();
        }

        if (!string.IsNullOrEmpty(url) && (file is not null || fields.Has("file")))
        {
            throw ApiErrors.BothFileAndUrl();
        }

        var warnings = new List<string>();
        foreach ((string name, string instead) in s_deprecated)
        {
            if (fields.Has(name))
            {
                warnings.Add(instead.Length > 0 ? $"'{name}' is deprecated; use {instead}" : $"'{name}' is deprecated");
            }
        }

        if (fields.String("model") == OldModel)
        {
            warnings.Add($"'{OldModel}' is no model any more; the default model was used");
        }

        FieldSet? extensions = fields.Object("extensions", s_extensions);
        FieldSet? altOutputs = extensions?.Object("altOutputs", s_altOutputs);
        FieldSet? storage = fields.Object("storage", s_storage);
        storage?.String("folderName");
        storage?.String("folderId");
        CheckIgnored(fields, extensions, warnings);
        return new ExtractRequest
        {
            File = file,
            Url = file is null ? ParseUrl(fields, url!) : null,
            Model = fields.Choice("model", "default", "pulse-ultra-2", OldModel) ?? "default",
            Pages = fields.String("pages") is { } pages ? PageSelection.Parse(pages) : null,
            Password = fields.String("password"),
            Async = fields.Boolean("async") ?? false,
            StorageEnabled = storage?.Boolean("enabled") ?? true,
            Chunking = Chunking(extensions?.Object("chunking", s_chunking), "chunkTypes"),
            DeprecatedChunking = Chunking(fields, "chunking"),
            WordBoxes = altOutputs?.Boolean("wlbb") ?? false,
            Html = altOutputs?.Boolean("returnHtml") ?? false,
            Xml = altOutputs?.Boolean("returnXml") ?? false,
            DeprecatedHtml = fields.Boolean("returnHtml") ?? false,
            Metadata = extensions?.Boolean("documentMetadata") ?? false,
            FootnoteReferences = extensions?.Boolean("footnoteReferences") ?? false,
            Images = fields.Object("figureProcessing", s_figureProcessing)?.Boolean("showImages") ?? false ? ImageDelivery.Link
                : fields.Boolean("showImages") ?? false ? ImageDelivery.Embedded
                : ImageDelivery.None,
            Schema = Schema(fields, warnings),
            Warnings = warnings,
            ContentHash = file?.Sha256 ?? Sha256.OfText(Identity(ParseUrl(fields, url!))),
            OptionsKey = fields.Fingerprint("fileUrl"),
        };
    }

    /// <summary>The URL of a document.</summary>
    public static Uri ParseUrl(FieldSet fields, string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out Uri? url) && url.Scheme is "http" or "https"
            ? url
            : throw ApiErrors.InvalidValue(fields.PathOf("fileUrl"), "expected an absolute http or https URL");

    // A document on this machine stays the same document when its server gets another free port.
    static string Identity(Uri url) => url.IsLoopback ? url.PathAndQuery : url.AbsoluteUri;

    static ChunkRequest? Chunking(FieldSet? fields, string typesField)
    {
        if (fields is null)
        {
            return null;
        }

        int? size = fields.Integer("chunkSize");
        if (size is < 100 or > 10000)
        {
            throw ApiErrors.ChunkSize(fields.PathOf("chunkSize"));
        }

        IReadOnlyList<string>? types = fields.Strings(typesField);
        foreach (string type in types ?? [])
        {
            if (type is not ("semantic" or "header" or "page" or "recursive"))
            {
                throw ApiErrors.InvalidValue(fields.PathOf(typesField), $"'{type}' is none of semantic, header, page, recursive");
            }
        }

        return types is null ? null : new ChunkRequest(types, size);
    }

    static JsonElement? Schema(FieldSet fields, List<string> warnings)
    {
        fields.String("schemaPrompt");
        JsonElement? schema = fields.RawObject("schema");
        FieldSet? structured = fields.Object("structuredOutput", s_structuredOutput);
        if (structured is null)
        {
            return schema;
        }

        structured.String("schemaPrompt");
        structured.Boolean("effort");
        if (schema is not null)
        {
            warnings.Add("'schema' was ignored because 'structuredOutput' was given too");
        }

        return structured.RawObject("schema")
            ?? throw ApiErrors.InvalidValue(fields.PathOf("structuredOutput"), "the member 'schema' is missing");
    }

    // What has no effect here is checked all the same, so that a client's mistake shows, and reported, so that nobody waits for an effect.
    static void CheckIgnored(FieldSet fields, FieldSet? extensions, List<string> warnings)
    {
        FieldSet? figures = fields.Object("figureProcessing", s_figureProcessing);
        if (Any(figures, "description") | Any(fields, "extractFigure", "figureDescription"))
        {
            warnings.Add("The sandbox does not describe figures");
        }

        FieldSet? spreadsheet = fields.Object("spreadsheet", s_spreadsheet);
        Any(spreadsheet, "includeHiddenRows", "includeHiddenCols", "includeHiddenSheets", "useRawValues", "onlyDataRows", "onlyDataCols");
        fields.Boolean("thinking");
        fields.String("customPrompt");
        if (extensions?.Boolean("mergeTables") ?? false)
        {
            warnings.Add("'mergeTables' has no effect here; use POST /tables with merge");
        }

        if (fields.String("extractionConfigId") is { } config)
        {
            if (!Guid.TryParse(config, out _))
            {
                throw ApiErrors.InvalidValue(fields.PathOf("extractionConfigId"), "expected a UUID");
            }

            warnings.Add("The sandbox has no saved configurations; 'extractionConfigId' was ignored");
        }
    }

    static bool Any(FieldSet? fields, params ReadOnlySpan<string> names)
    {
        bool any = false;
        foreach (string name in names)
        {
            any |= fields?.Boolean(name) ?? false;
        }

        return any;
    }
}

using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Pulse.Client.Http;

/// <summary>The multipart body of /extract, part for part as the official SDKs send it (pulse-api 1.5).</summary>
static class ExtractForm
{
    internal static MultipartFormDataContent Create(ExtractRequest request)
    {
        // Random, since a constant boundary may stand in the document itself. The cryptographic generator is not used: it needs
        // OpenSSL, without which the runtime would end the process; these numbers come from the operating system all the same.
        MultipartFormDataContent form = new($"pulse-{Guid.NewGuid():n}")
        {
            HeaderEncodingSelector = static (_, _) => Encoding.UTF8,
        };
        try
        {
            Fill(form, request);
            return form;
        }
        catch
        {
            form.Dispose();
            throw;
        }
    }

    static void Fill(MultipartFormDataContent form, ExtractRequest request)
    {
        if (request.File is not null)
        {
            AddFile(form, request.File);
        }

        PulseJsonContext json = PulseJsonContext.Default;
        AddText(form, "fileUrl", request.FileUrl);
        AddText(form, "model", request.Model);
        AddText(form, "extractionConfigId", request.ExtractionConfigId);
        AddText(form, "pages", request.Pages);
        AddJson(form, "figureProcessing", request.FigureProcessing, json.FigureProcessing);
        AddJson(form, "extensions", request.Extensions, json.ExtractExtensions);
        AddJson(form, "spreadsheet", request.Spreadsheet, json.SpreadsheetOptions);
        AddJson(form, "storage", request.Storage, json.StorageOptions);
        AddFlag(form, "async", request.Async);
        AddJson(form, "structuredOutput", request.StructuredOutput, json.StructuredOutputOptions);
        AddElement(form, "schema", request.Schema);
        AddText(form, "schemaPrompt", request.SchemaPrompt);
        AddText(form, "customPrompt", request.CustomPrompt);
        AddText(form, "chunking", request.Chunking);
        AddText(form, "chunkSize", request.ChunkSize?.ToString(CultureInfo.InvariantCulture));
        AddFlag(form, "extractFigure", request.ExtractFigure);
        AddFlag(form, "figureDescription", request.FigureDescription);
        AddFlag(form, "showImages", request.ShowImages);
        AddFlag(form, "returnHtml", request.ReturnHtml);
        AddFlag(form, "thinking", request.Thinking);
        foreach ((string name, JsonElement value) in request.AdditionalFields ?? new Dictionary<string, JsonElement>())
        {
            AddElement(form, name, value);
        }
    }

    static void AddFile(MultipartFormDataContent form, PulseFile file)
    {
        (Stream content, string mediaType) = file.Open();
        StreamContent part = new(content, 64 * 1024);
        part.Headers.ContentType = MediaTypeHeaderValue.TryParse(mediaType, out MediaTypeHeaderValue? parsed)
            ? parsed
            : new MediaTypeHeaderValue(MediaTypes.Unknown);
        part.Headers.TryAddWithoutValidation("Content-Disposition", $"form-data; name=\"file\"; filename=\"{Quote(file.FileName)}\"");
        form.Add(part);
    }

    static void AddText(MultipartFormDataContent form, string name, string? value)
    {
        if (value is not null)
        {
            ByteArrayContent part = new(Encoding.UTF8.GetBytes(value));
            part.Headers.TryAddWithoutValidation("Content-Disposition", $"form-data; name=\"{Quote(name)}\"");
            form.Add(part);
        }
    }

    static void AddFlag(MultipartFormDataContent form, string name, bool? value) =>
        AddText(form, name, value is { } flag ? (flag ? "true" : "false") : null);

    static void AddJson<T>(MultipartFormDataContent form, string name, T? value, JsonTypeInfo<T> type)
        where T : class => AddText(form, name, value is null ? null : JsonSerializer.Serialize(value, type));

    /// <summary>A string goes as it is, not as a JSON literal: a schema given as text is the text of an object (pulse-api 7).</summary>
    static void AddElement(MultipartFormDataContent form, string name, JsonElement? value)
    {
        if (value is { ValueKind: not (JsonValueKind.Null or JsonValueKind.Undefined) } element)
        {
            AddText(form, name, element.ValueKind == JsonValueKind.String ? element.GetString() : element.GetRawText());
        }
    }

    /// <summary>As browsers do: UTF-8, with the three characters escaped that would end the parameter or the header.</summary>
    static string Quote(string text) =>
        text.Replace("\"", "%22", StringComparison.Ordinal).Replace("\r", "%0D", StringComparison.Ordinal).Replace("\n", "%0A", StringComparison.Ordinal);
}

using System.Text.Json;
using Pulse.Sandbox.Documents;

namespace Pulse.Sandbox.Results;

/// <summary>The file that a document came from.</summary>
sealed record FileFacts(string? Name, string? MediaType, long Size, string Sha256);

/// <summary>Writes <c>extensions.document_metadata</c>.</summary>
static class MetadataWriter
{
    public static void Write(Utf8JsonWriter json, SourceDocument document, FileFacts file)
    {
        DocumentProperties properties = document.Properties;
        json.WriteStartObject("document_metadata");
        json.WriteStartObject("file");
        WriteKnown(json, "name", file.Name);
        WriteKnown(json, "extension", Path.GetExtension(file.Name)?.ToLowerInvariant());
        json.WriteString("media_type", document.Format switch
        {
            DocumentFormat.Pdf => "application/pdf",
            DocumentFormat.Markdown => "text/markdown",
            _ => "text/plain",
        });
        json.WriteNumber("size_bytes", file.Size);
        json.WriteString("sha256", file.Sha256);
        json.WriteEndObject();

        json.WriteStartObject("properties");
        WriteKnown(json, "title", properties.Title);
        WriteList(json, "authors", properties.Author);
        WriteKnown(json, "subject", properties.Subject);
        WriteList(json, "keywords", properties.Keywords);
        WriteKnown(json, "application", properties.Application);
        WriteKnown(json, "producer", properties.Producer);
        WriteKnown(json, "created_at", Timestamp.Format(properties.CreatedAt));
        WriteKnown(json, "modified_at", Timestamp.Format(properties.ModifiedAt));
        json.WriteEndObject();

        json.WriteStartObject("structure");
        json.WriteNumber("page_count", document.Pages.Count);
        if (document.Format == DocumentFormat.Pdf)
        {
            json.WriteStartArray("page_sizes");
            foreach (DocumentPage page in document.Pages)
            {
                json.WriteStartObject();
                json.WriteNumber("width", Math.Round(page.Width, 2));
                json.WriteNumber("height", Math.Round(page.Height, 2));
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        if (properties.FormFieldCount is { } fields)
        {
            json.WriteNumber("form_field_count", fields);
        }

        json.WriteNumber("word_count", document.Pages.Sum(Words));
        json.WriteNumber("table_count", document.Pages.Sum(page => page.Blocks.Count(block => block.Kind == BlockKind.Table)));
        json.WriteEndObject();
        json.WriteStartObject("format_specific");
        WriteKnown(json, "pdf_version", properties.PdfVersion);
        if (properties.IsEncrypted is { } encrypted)
        {
            json.WriteBoolean("encrypted", encrypted);
        }

        json.WriteEndObject();
        json.WriteStartArray("warnings");
        json.WriteEndArray();
        json.WriteEndObject();
    }

    static int Words(DocumentPage page) => page.Words.Count > 0
        ? page.Words.Count
        : page.Blocks.Sum(block => block.Text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Length);

    // What a document does not say is left out, not null.
    static void WriteKnown(Utf8JsonWriter json, string name, string? value)
    {
        if (!string.IsNullOrEmpty(value))
        {
            json.WriteString(name, value);
        }
    }

    static void WriteList(Utf8JsonWriter json, string name, string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return;
        }

        json.WriteStartArray(name);
        foreach (string item in text.Split([';', ','], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            json.WriteStringValue(item);
        }

        json.WriteEndArray();
    }
}

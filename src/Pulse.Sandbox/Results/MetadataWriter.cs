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
        json.WriteString("name", file.Name);
        json.WriteString("extension", file.Name is null ? null : Path.GetExtension(file.Name).TrimStart('.').ToLowerInvariant());
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
        json.WriteString("title", properties.Title);
        WriteList(json, "authors", properties.Author);
        json.WriteString("subject", properties.Subject);
        WriteList(json, "keywords", properties.Keywords);
        json.WriteString("application", properties.Application);
        json.WriteString("producer", properties.Producer);
        json.WriteString("created_at", Timestamp.Format(properties.CreatedAt));
        json.WriteString("modified_at", Timestamp.Format(properties.ModifiedAt));
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

        json.WriteEndObject();
        json.WriteStartObject("format_specific");
        if (properties.PdfVersion is not null)
        {
            json.WriteString("pdf_version", properties.PdfVersion);
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }

    static void WriteList(Utf8JsonWriter json, string name, string? text)
    {
        json.WriteStartArray(name);
        foreach (string item in (text ?? "").Split([';', ','], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            json.WriteStringValue(item);
        }

        json.WriteEndArray();
    }
}

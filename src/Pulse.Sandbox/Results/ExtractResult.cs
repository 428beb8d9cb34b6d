using System.Globalization;
using System.Text.Json;
using Pulse.Sandbox.Documents;
using Pulse.Sandbox.Http;
using Pulse.Sandbox.Jobs;
using Pulse.Sandbox.Requests;
using Pulse.Sandbox.Structured;

namespace Pulse.Sandbox.Results;

/// <summary>Writes the result of an extraction.</summary>
sealed class ExtractResult(ExtractRequest request, NumberedDocument document, FileFacts file)
{
    readonly List<string> _warnings = [.. request.Warnings, .. document.Source.Warnings];

    /// <summary>The id and link of the stored extraction; null when nothing is stored.</summary>
    public (string Id, string Url)? Stored { get; init; }

    /// <summary>The pictures that were asked for.</summary>
    public IReadOnlyList<DocumentImage> Pictures { get; init; } = [];

    /// <summary>The link of a picture.</summary>
    public Func<DocumentImage, string> ImageUrl { get; init; } = static _ => "";

    public required PlanInfo Plan { get; init; }

    public required decimal Credits { get; init; }

    public ReadOnlyMemory<byte> Build() => JsonBody.BuildObject(json =>
    {
        string markdown = MarkdownWriter.Write(document);
        json.WriteString("markdown", markdown);
        json.WriteString("content", markdown);
        BoundingBoxWriter.Write(json, document, WriteImages);
        WriteExtensions(json);
        Identity.Write(json);
        json.WriteNumber("credits_used", Credits);
        WriteDeprecated(json);
        WriteStructuredOutput(json);
        WriteWarnings(json);
    });

    /// <summary>What the stub of a large result repeats.</summary>
    public ResultIdentity Identity => new(Stored, document.Pages.Count, Plan);

    void WriteImages(Utf8JsonWriter json)
    {
        if (Pictures.Count == 0)
        {
            return;
        }

        json.WriteStartArray("Images");
        for (int i = 0; i < Pictures.Count; i++)
        {
            json.WriteStartObject();
            json.WriteString("id", string.Create(CultureInfo.InvariantCulture, $"img-{i + 1}"));
            json.WriteString("visual_type", "image");
            json.WriteNumber("page_number", Pictures[i].Page);
            BoundingBoxWriter.WriteBox(json, "bounding_box", Pictures[i].Box);
            json.WriteString("image_url", ImageUrl(Pictures[i]));
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    void WriteExtensions(Utf8JsonWriter json)
    {
        json.WriteStartObject("extensions");
        if (request.Chunking is { } chunking)
        {
            WriteChunks(json, "chunking", chunking);
        }

        if (request.FootnoteReferences)
        {
            json.WriteStartArray("footnoteReferences");
            json.WriteEndArray();
            _warnings.Add("The sandbox does not look for footnotes; 'footnoteReferences' is always empty");
        }

        if (request.WordBoxes || request.Html || request.Xml)
        {
            json.WriteStartObject("altOutputs");
            if (request.WordBoxes)
            {
                WriteWords(json);
            }

            if (request.Html)
            {
                json.WriteString("html", HtmlWriter.Write(document, ids: false));
            }

            if (request.Xml)
            {
                json.WriteString("xml", XmlResultWriter.Write(document));
            }

            json.WriteEndObject();
        }

        if (request.Metadata)
        {
            MetadataWriter.Write(json, document.Source, file);
        }

        json.WriteEndObject();
    }

    void WriteChunks(Utf8JsonWriter json, string name, ChunkRequest chunking)
    {
        json.WriteStartObject(name);
        foreach (string type in chunking.Types.Distinct())
        {
            json.WriteStartArray(type);
            foreach (string chunk in Chunker.Chunk(document, type, chunking.Size))
            {
                json.WriteStringValue(chunk);
            }

            json.WriteEndArray();
        }

        json.WriteEndObject();
    }

    void WriteWords(Utf8JsonWriter json)
    {
        json.WriteStartObject("wlbb");
        json.WriteStartArray("words");
        int number = 0;
        foreach (DocumentPage page in document.Pages)
        {
            foreach (Word word in page.Words)
            {
                json.WriteStartObject();
                json.WriteString("id", $"w-{++number}");
                json.WriteString("text", word.Text);
                json.WriteNumber("page_number", page.Number);
                BoundingBoxWriter.WriteBox(json, "bounding_box", word.Box);

                // The words come from a text layer, not from recognition: there is nothing to doubt.
                json.WriteNumber("average_word_confidence", 1);
                json.WriteEndObject();
            }
        }

        json.WriteEndArray();
        if (document.Source.Format != DocumentFormat.Pdf)
        {
            json.WriteString("error", "Word boxes exist for PDF files only");
        }

        json.WriteEndObject();
    }

    void WriteDeprecated(Utf8JsonWriter json)
    {
        if (request.DeprecatedHtml)
        {
            json.WriteString("html", HtmlWriter.Write(document, ids: false));
        }

        if (request.DeprecatedChunking is { } chunking)
        {
            WriteChunks(json, "chunks", chunking);
        }
    }

    void WriteStructuredOutput(Utf8JsonWriter json)
    {
        if (request.Schema is not { } schema)
        {
            return;
        }

        json.WritePropertyName("input_schema");
        schema.WriteTo(json);
        try
        {
            StructuredOutput output = StructuredOutput.Fill(schema, document);
            output.Write(json, "structured_output");
            _warnings.Add("The sandbox fills the schema by comparing property names with labels in the text; it has no model");
        }
        catch (SchemaException e)
        {
            json.WriteString("schema_error", e.Message);
        }
    }

    void WriteWarnings(Utf8JsonWriter json)
    {
        json.WriteStartArray("warnings");
        foreach (string warning in _warnings)
        {
            json.WriteStringValue(warning);
        }

        json.WriteEndArray();
    }
}

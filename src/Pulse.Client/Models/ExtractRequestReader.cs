using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace Pulse.Client;

/// <summary>
/// Reads a request given as JSON by C, Python or a shell: names in camelCase or snake_case, structured output as an object or
/// as JSON text, types checked by the field's name.
/// </summary>
static class ExtractRequestReader
{
    // Snake-case twins are renamed only where the API defines names; what lies inside a schema is the caller's own.
    static readonly Dictionary<string, string[]> s_names = new(StringComparer.Ordinal)
    {
        [""] = ["fileUrl", "extractionConfigId", "figureProcessing", "structuredOutput", "schemaPrompt", "customPrompt", "chunkSize", "extractFigure", "figureDescription", "showImages", "returnHtml"],
        ["figureProcessing"] = ["showImages"],
        ["extensions"] = ["footnoteReferences", "altOutputs", "mergeTables"],
        ["extensions.chunking"] = ["chunkTypes", "chunkSize"],
        ["extensions.altOutputs"] = ["returnHtml", "returnXml"],
        ["spreadsheet"] = ["includeHiddenRows", "includeHiddenCols", "includeHiddenSheets"],
        ["storage"] = ["folderName", "folderId"],
        ["structuredOutput"] = ["schemaPrompt"],
    };

    static readonly HashSet<string> s_levels = ["figureProcessing", "extensions", "extensions.chunking", "extensions.altOutputs", "spreadsheet", "storage", "structuredOutput"];

    /// <summary>Reads a request; empty text is an empty request.</summary>
    /// <exception cref="ArgumentException">The text is not a JSON object, or a field has a wrong type; the message names it.</exception>
    internal static ExtractRequest Read(ReadOnlyMemory<byte> utf8)
    {
        if (utf8.Span.IsWhiteSpaceOrEmpty())
        {
            return new();
        }

        if (!Utf8.IsValid(utf8.Span))
        {
            throw new ArgumentException("The request is not UTF-8.");
        }

        try
        {
            using JsonDocument document = JsonDocument.Parse(utf8);
            if (document.RootElement.ValueKind != JsonValueKind.Object)
            {
                throw new ArgumentException("The request must be a JSON object.");
            }

            ArrayBufferWriter<byte> normalised = new(utf8.Length);
            using (Utf8JsonWriter writer = new(normalised))
            {
                WriteLevel(writer, document.RootElement, "");
            }

            return JsonSerializer.Deserialize(normalised.WrittenSpan, PulseJsonContext.Default.ExtractRequest) ?? new();
        }
        catch (JsonException exception)
        {
            string field = exception.Path is null or "$" ? "" : $" in the field '{exception.Path.TrimStart('$', '.')}'";
            string words = exception.Path is null or "$" ? $" ({FirstSentence(exception.Message)})" : ": it has a wrong type";
            throw new ArgumentException($"The request is not valid{field}{words}.", exception);
        }
    }

    static void WriteLevel(Utf8JsonWriter writer, JsonElement level, string path)
    {
        HashSet<string> written = [];
        writer.WriteStartObject();
        foreach (JsonProperty property in level.EnumerateObject())
        {
            string name = Canonical(path, property.Name);
            if (!written.Add(name))
            {
                throw new ArgumentException($"The request has the field '{(path.Length == 0 ? name : $"{path}.{name}")}' twice.");
            }

            writer.WritePropertyName(name);
            string inner = path.Length == 0 ? name : $"{path}.{name}";
            JsonElement value = property.Value;
            if (s_levels.Contains(inner) && value.ValueKind == JsonValueKind.Object)
            {
                WriteLevel(writer, value, inner);
            }
            else if (inner == "structuredOutput" && value.ValueKind == JsonValueKind.String)
            {
                WriteEmbedded(writer, value.GetString()!, inner);
            }
            else
            {
                value.WriteTo(writer);
            }
        }

        writer.WriteEndObject();
    }

    static void WriteEmbedded(Utf8JsonWriter writer, string text, string path)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(text);
            if (document.RootElement.ValueKind == JsonValueKind.Object)
            {
                WriteLevel(writer, document.RootElement, path);
                return;
            }
        }
        catch (JsonException)
        {
            // Reported below, with the field's name.
        }

        throw new ArgumentException($"The request's field '{path}' must be a JSON object, or the text of one.");
    }

    static string Canonical(string path, string name)
    {
        if (!name.Contains('_', StringComparison.Ordinal) || !s_names.TryGetValue(path, out string[]? known))
        {
            return name;
        }

        string camel = Camel(name);
        return Array.IndexOf(known, camel) >= 0 ? camel : name;
    }

    static string Camel(string snake)
    {
        StringBuilder camel = new(snake.Length);
        bool upper = false;
        foreach (char c in snake)
        {
            if (c == '_')
            {
                upper = camel.Length > 0;
            }
            else
            {
                camel.Append(upper ? char.ToUpperInvariant(c) : c);
                upper = false;
            }
        }

        return camel.ToString();
    }

    static string FirstSentence(string text)
    {
        int end = text.IndexOf(". ", StringComparison.Ordinal);
        return (end < 0 ? text : text[..end]).TrimEnd('.');
    }

    static bool IsWhiteSpaceOrEmpty(this ReadOnlySpan<byte> utf8) => utf8.IndexOfAnyExcept(" \t\r\n"u8) < 0;
}

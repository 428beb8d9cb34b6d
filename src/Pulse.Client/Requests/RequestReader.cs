using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using System.Text.Unicode;

namespace Pulse.Client.Requests;

/// <summary>
/// Reads a request given as JSON by C, Python or a shell into its typed model: names in camelCase or snake_case, nested
/// objects and lists also as JSON text, types checked by the field's name. Fields that the model does not know are kept.
/// </summary>
static class RequestReader
{
    /// <summary>Reads a request; empty text is an empty request.</summary>
    /// <exception cref="ArgumentException">The text is not a JSON object, or a field has a wrong type; the message names it.</exception>
    internal static T Read<T>(ReadOnlyMemory<byte> utf8, JsonTypeInfo<T> type)
        where T : class, new()
    {
        if (utf8.Span.IndexOfAnyExcept(" \t\r\n"u8) < 0)
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
                WriteObject(writer, document.RootElement, type, "");
            }

            return JsonSerializer.Deserialize(normalised.WrittenSpan, type) ?? new();
        }
        catch (InvalidOperationException exception)
        {
            throw new ArgumentException("The request holds half a surrogate pair (\\ud800 to \\udfff by itself), which is no text.", exception);
        }
        catch (JsonException exception)
        {
            string field = exception.Path is null or "$" ? "" : $" in the field '{exception.Path.TrimStart('$', '.')}'";
            string words = exception.Path is null or "$" ? $" ({FirstSentence(exception.Message)})" : ": it has a wrong type";
            throw new ArgumentException($"The request is not valid{field}{words}.", exception);
        }
    }

    static void Write(Utf8JsonWriter writer, JsonElement value, JsonTypeInfo? type, string path)
    {
        bool isObject = type is { Kind: JsonTypeInfoKind.Object or JsonTypeInfoKind.Dictionary } || type?.Type == typeof(PipelineSteps);
        bool isList = type is { Kind: JsonTypeInfoKind.Enumerable };
        if (isObject && value.ValueKind == JsonValueKind.Object)
        {
            WriteObject(writer, value, type!, path);
        }
        else if (isList && value.ValueKind == JsonValueKind.Array)
        {
            WriteList(writer, value, ElementType(type!), path);
        }
        else if ((isObject || isList) && value.ValueKind == JsonValueKind.String)
        {
            WriteEmbedded(writer, value.GetString()!, type!, isList, path);
        }
        else if (type?.Type == typeof(RequestPath) && value.ValueKind == JsonValueKind.String)
        {
            writer.WriteRawValue(RequestPath.Escape(value.GetRawText()));
        }
        else
        {
            value.WriteTo(writer);
        }
    }

    static void WriteObject(Utf8JsonWriter writer, JsonElement value, JsonTypeInfo type, string path)
    {
        HashSet<string> written = [];
        writer.WriteStartObject();
        foreach (JsonProperty property in value.EnumerateObject())
        {
            (string name, JsonTypeInfo? inner) = Member(type, property.Name);
            string innerPath = path.Length == 0 ? name : $"{path}.{name}";
            if (!written.Add(name))
            {
                throw new ArgumentException($"The request has the field '{innerPath}' twice.");
            }

            writer.WritePropertyName(name);
            Write(writer, property.Value, inner, innerPath);
        }

        writer.WriteEndObject();
    }

    static void WriteList(Utf8JsonWriter writer, JsonElement value, JsonTypeInfo? elementType, string path)
    {
        int index = 0;
        writer.WriteStartArray();
        foreach (JsonElement element in value.EnumerateArray())
        {
            Write(writer, element, elementType, Require.Item(path, index++));
        }

        writer.WriteEndArray();
    }

    static void WriteEmbedded(Utf8JsonWriter writer, string text, JsonTypeInfo type, bool isList, string path)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(text);
            if (document.RootElement.ValueKind == (isList ? JsonValueKind.Array : JsonValueKind.Object))
            {
                Write(writer, document.RootElement, type, path);
                return;
            }
        }
        catch (JsonException)
        {
            // Reported below, with the field's name.
        }

        throw new ArgumentException($"The request's field '{path}' must be a JSON {(isList ? "array" : "object")}, or the text of one.");
    }

    /// <summary>The name by which the model knows a field, and its type. What the caller names (topics, unknown fields) stays as it is.</summary>
    static (string Name, JsonTypeInfo? Type) Member(JsonTypeInfo type, string name)
    {
        if (type.Type == typeof(PipelineSteps))
        {
            return (name, PipelineSteps.ConfigType(name));
        }

        if (type.Kind == JsonTypeInfoKind.Dictionary)
        {
            return (name, ElementType(type));
        }

        JsonPropertyInfo? twin = null;
        foreach (JsonPropertyInfo property in type.Properties)
        {
            if (property.IsExtensionData)
            {
                continue;
            }

            if (property.Name == name)
            {
                return (name, Find(type, property.PropertyType));
            }

            twin = AreTwins(property.Name, name) ? property : twin;
        }

        return twin is null ? (name, null) : (twin.Name, Find(type, twin.PropertyType));
    }

    static JsonTypeInfo? ElementType(JsonTypeInfo type) => type.ElementType is { } element ? Find(type, element) : null;

    static JsonTypeInfo? Find(JsonTypeInfo within, Type type) => within.Options.TryGetTypeInfo(type, out JsonTypeInfo? found) ? found : null;

    /// <summary>Whether two names are one but for the way their words are joined: <c>fileUrl</c>, <c>file_url</c>, <c>file-url</c>.</summary>
    static bool AreTwins(string known, string given)
    {
        int k = 0;
        int g = 0;
        while (true)
        {
            k += k < known.Length && (known[k] is '_' or '-') ? 1 : 0;
            g += g < given.Length && (given[g] is '_' or '-') ? 1 : 0;
            if (k >= known.Length || g >= given.Length)
            {
                return k >= known.Length && g >= given.Length;
            }

            if (char.ToLowerInvariant(known[k++]) != char.ToLowerInvariant(given[g++]))
            {
                return false;
            }
        }
    }

    static string FirstSentence(string text)
    {
        int end = text.IndexOf(". ", StringComparison.Ordinal);
        return (end < 0 ? text : text[..end]).TrimEnd('.');
    }
}

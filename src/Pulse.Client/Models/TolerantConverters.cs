using System.Text.Json;
using System.Text.Json.Serialization;

namespace Pulse.Client;

/// <summary>Chunks are texts; older services sent objects with the text in <c>content</c>.</summary>
sealed class ChunkTextsConverter : JsonConverter<IReadOnlyList<string>>
{
    public override IReadOnlyList<string> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            throw new JsonException();
        }

        List<string> texts = [];
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            JsonElement chunk = JsonElement.ParseValue(ref reader);
            texts.Add(chunk.ValueKind switch
            {
                JsonValueKind.String => chunk.GetString()!,
                JsonValueKind.Object when chunk.TryGetProperty("content", out JsonElement content) && content.ValueKind == JsonValueKind.String => content.GetString()!,
                _ => throw new JsonException(),
            });
        }

        return texts;
    }

    public override void Write(Utf8JsonWriter writer, IReadOnlyList<string> value, JsonSerializerOptions options)
    {
        writer.WriteStartArray();
        foreach (string text in value)
        {
            writer.WriteStringValue(text);
        }

        writer.WriteEndArray();
    }
}

/// <summary>A confidence is a number; services write <c>N/A</c> where they have none.</summary>
sealed class ConfidenceConverter : JsonConverter<double?>
{
    public override double? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.TokenType switch
    {
        JsonTokenType.Number => reader.GetDouble(),
        JsonTokenType.String or JsonTokenType.Null => null,
        _ => throw new JsonException(),
    };

    public override void Write(Utf8JsonWriter writer, double? value, JsonSerializerOptions options)
    {
        if (value is { } confidence)
        {
            writer.WriteNumberValue(confidence);
        }
        else
        {
            writer.WriteNullValue();
        }
    }
}

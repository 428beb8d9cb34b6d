using System.Text.Json;

namespace Pulse.Client.Batch;

/// <summary>The options of a request in one form, whatever their order and whatever fields this version knows: what is not set is not there.</summary>
static class CanonicalOptions
{
    internal static byte[] Of(ExtractRequest request)
    {
        using JsonDocument document = JsonDocument.Parse(JsonSerializer.SerializeToUtf8Bytes(request with { Async = null }, PulseJsonContext.Default.ExtractRequest));
        using MemoryStream canonical = new();
        using (Utf8JsonWriter writer = new(canonical))
        {
            Write(writer, document.RootElement);
        }

        return canonical.ToArray();
    }

    static void Write(Utf8JsonWriter writer, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                writer.WriteStartObject();
                foreach (JsonProperty member in value.EnumerateObject().Where(static member => member.Value.ValueKind != JsonValueKind.Null).OrderBy(static member => member.Name, StringComparer.Ordinal))
                {
                    writer.WritePropertyName(member.Name);
                    Write(writer, member.Value);
                }

                writer.WriteEndObject();
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (JsonElement item in value.EnumerateArray())
                {
                    Write(writer, item);
                }

                writer.WriteEndArray();
                break;
            case JsonValueKind.Number:
                writer.WriteRawValue(value.GetRawText());
                break;
            default:
                value.WriteTo(writer);
                break;
        }
    }
}

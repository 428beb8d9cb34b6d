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
                Dictionary<string, JsonElement> members = [];
                foreach (JsonProperty member in value.EnumerateObject())
                {
                    members[member.Name] = member.Value;
                }

                foreach (string name in members.Keys.Order(StringComparer.Ordinal).Where(name => members[name].ValueKind != JsonValueKind.Null))
                {
                    writer.WritePropertyName(name);
                    Write(writer, members[name]);
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

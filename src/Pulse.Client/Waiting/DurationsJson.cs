using System.Text.Json;

namespace Pulse.Client.Waiting;

/// <summary>What has been learned, as JSON: <c>{"version":1,"models":[{"kind":"extract","size_class":0,"durations_ms":[...]}]}</c>, the oldest duration first.</summary>
static class DurationsJson
{
    internal static byte[] Write(List<(ModelKey Key, float[] Durations)> models)
    {
        using MemoryStream json = new();
        using (Utf8JsonWriter writer = new(json))
        {
            writer.WriteStartObject();
            writer.WriteNumber("version", 1);
            writer.WriteStartArray("models");
            foreach ((ModelKey key, float[] durations) in models)
            {
                writer.WriteStartObject();
                writer.WriteString("kind", key.Kind);
                writer.WriteNumber("size_class", key.SizeClass);
                writer.WriteStartArray("durations_ms");
                foreach (float duration in durations)
                {
                    writer.WriteNumberValue((long)Math.Round(duration * 1000.0));
                }

                writer.WriteEndArray();
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        return json.ToArray();
    }

    /// <exception cref="ArgumentException">It is not such a JSON; the message tells why.</exception>
    internal static List<(ModelKey Key, float[] Durations)> Read(ReadOnlyMemory<byte> json)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(json);
            JsonElement root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("version", out JsonElement version) || version.ValueKind != JsonValueKind.Number || version.GetDouble() != 1)
            {
                throw new ArgumentException("The learned durations are not of version 1.");
            }

            List<(ModelKey, float[])> models = [];
            foreach (JsonElement model in root.GetProperty("models").EnumerateArray().Take(DurationLearner.MaxModels))
            {
                JsonElement kind = model.GetProperty("kind");
                float[] durations = [.. model.GetProperty("durations_ms").EnumerateArray().TakeLast(DurationModel.Kept).Select(static duration => Duration(duration.GetInt64()))];
                models.Add((new ModelKey(kind.ValueKind == JsonValueKind.Null ? null : kind.GetString(), model.GetProperty("size_class").GetInt32()), durations));
            }

            return models;
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new ArgumentException("These are no learned durations: the JSON is damaged, or has another shape.", exception);
        }
    }

    static float Duration(long milliseconds) =>
        milliseconds >= 0 ? milliseconds / 1000f : throw new ArgumentException("A learned duration is negative.");
}

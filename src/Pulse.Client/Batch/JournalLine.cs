using System.Globalization;
using System.Text.Json;
using Pulse.Client.Results;

namespace Pulse.Client.Batch;

/// <summary>A line as it is read or written.</summary>
sealed record JournalLine
{
    internal required string Event { get; init; }

    internal string? Key { get; init; }

    internal string? Document { get; init; }

    internal string? JobId { get; init; }

    internal string? Message { get; init; }

    internal string? Output { get; init; }

    internal string? Hash { get; init; }

    /// <summary>Reads a line; null for what is no line of a journal.</summary>
    internal static JournalLine? Read(ReadOnlyMemory<byte> text)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(text);
            JsonElement root = document.RootElement;
            return root.ValueKind != JsonValueKind.Object ? null : new()
            {
                Event = Text(root, "event") ?? "",
                Key = Text(root, "key"),
                Document = PathText(root, "document"),
                JobId = Text(root, "job_id"),
                Message = Text(root, "message"),
                Output = PathText(root, "output"),
                Hash = Text(root, "hash"),
            };
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // No JSON, or JSON with half a surrogate pair in it, which this program never writes.
            return null;
        }
    }

    /// <summary>The line as JSON, without the last brace, which follows the checksum.</summary>
    internal byte[] Write(DateTimeOffset at)
    {
        using MemoryStream text = new();
        using (Utf8JsonWriter writer = new(text, new JsonWriterOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            writer.WriteStartObject();
            writer.WriteString("at", at.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
            writer.WriteString("event", Event);
            Write(writer, "key", Key);
            WritePath(writer, "document", Document);
            Write(writer, "job_id", JobId);
            Write(writer, "message", Message);
            WritePath(writer, "output", Output);
            Write(writer, "hash", Hash);
            writer.WriteEndObject();
        }

        return text.GetBuffer()[..((int)text.Length - 1)];
    }

    static string? Text(JsonElement root, string name) =>
        root.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    /// <summary>A path, which need not be UTF-8.</summary>
    static string? PathText(JsonElement root, string name) => Text(root, name) is { } text ? RawPaths.FromText(text) : null;

    static void Write(Utf8JsonWriter writer, string name, string? value)
    {
        if (value is not null)
        {
            writer.WriteString(name, value);
        }
    }

    static void WritePath(Utf8JsonWriter writer, string name, string? path) => Write(writer, name, path is null ? null : RawPaths.ToText(path));
}

using System.Text.Json;
using System.Text.Json.Nodes;
using Pulse.Sandbox.Results;

namespace Pulse.Sandbox.Structured;

/// <summary>A schema filled from a document: the values that were found, and where.</summary>
sealed record StructuredOutput(JsonObject Values, JsonObject Citations)
{
    /// <summary>Fills a schema. The same document and schema always give the same.</summary>
    /// <exception cref="SchemaException">The schema cannot be used.</exception>
    public static StructuredOutput Fill(JsonElement schema, NumberedDocument document)
    {
        var filler = new SchemaFiller(new LabelIndex(document));
        return filler.FillObject(SchemaNode.Parse(schema), []) is { } found
            ? new StructuredOutput((JsonObject)found.Value, (JsonObject)found.Citation)
            : new StructuredOutput([], []);
    }

    /// <summary>Writes the object under a name.</summary>
    public void Write(Utf8JsonWriter json, string name)
    {
        json.WriteStartObject(name);
        json.WritePropertyName("values");
        Values.WriteTo(json);
        json.WritePropertyName("citations");
        Citations.WriteTo(json);
        json.WriteEndObject();
    }
}

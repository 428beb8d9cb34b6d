using System.Text.Json;

namespace Pulse.Sandbox.Structured;

/// <summary>A JSON schema as far as filling it needs to understand it.</summary>
sealed class SchemaNode
{
    const int Deepest = 16;
    const int MaxProperties = 2000;

    SchemaNode(string type) => Type = type;

    /// <summary><c>object</c>, <c>array</c>, <c>number</c>, <c>integer</c>, <c>boolean</c> or <c>string</c>.</summary>
    public string Type { get; }

    public string? Format { get; private init; }

    public string? Title { get; private init; }

    /// <summary>The allowed texts; null when any is.</summary>
    public IReadOnlyList<string>? Enum { get; private init; }

    /// <summary>The members of an object, in order.</summary>
    public IReadOnlyList<KeyValuePair<string, SchemaNode>> Properties { get; private init; } = [];

    /// <summary>The schema of an array's items.</summary>
    public SchemaNode? Items { get; private init; }

    /// <exception cref="SchemaException">The schema is not one of an object, or cannot be understood.</exception>
    public static SchemaNode Parse(JsonElement root)
    {
        int properties = 0;
        SchemaNode node = Parse(root, root, ["#"], 0, ref properties);
        return node.Type == "object" && node.Properties.Count > 0
            ? node
            : throw new SchemaException("The schema must describe an object with properties");
    }

    static SchemaNode Parse(JsonElement root, JsonElement schema, string[] references, int depth, ref int count)
    {
        if (Resolve(root, schema, ref references) is not { } resolved)
        {
            // A schema that contains itself is filled once, not forever.
            return new SchemaNode("null");
        }

        schema = resolved;
        string type = TypeOf(schema);
        if (depth == Deepest)
        {
            throw new SchemaException($"The schema is nested more than {Deepest} levels deep");
        }

        var properties = new List<KeyValuePair<string, SchemaNode>>();
        if (schema.TryGetProperty("properties", out JsonElement members))
        {
            foreach (JsonProperty member in Expect(members, JsonValueKind.Object, "properties").EnumerateObject())
            {
                if (++count > MaxProperties)
                {
                    throw new SchemaException($"The schema has more than {MaxProperties} properties");
                }

                properties.Add(new(member.Name, Parse(root, member.Value, references, depth + 1, ref count)));
            }
        }

        return new SchemaNode(type)
        {
            Format = Text(schema, "format"),
            Title = Text(schema, "title"),
            Enum = EnumOf(schema),
            Properties = properties,
            Items = schema.TryGetProperty("items", out JsonElement items) ? Parse(root, items, references, depth + 1, ref count) : null,
        };
    }

    /// <summary>Follows references and picks the first alternative that is not null.</summary>
    /// <returns>Null when a reference leads back to a schema that is being read.</returns>
    static JsonElement? Resolve(JsonElement root, JsonElement schema, ref string[] references)
    {
        while (true)
        {
            Expect(schema, JsonValueKind.Object, "a schema");
            if (Text(schema, "$ref") is { } reference)
            {
                if (references.Contains(reference))
                {
                    return null;
                }

                references = [.. references, reference];
                schema = Follow(root, reference);
            }
            else if (Alternatives(schema) is { } alternatives)
            {
                schema = alternatives.EnumerateArray().FirstOrDefault(option => option.ValueKind == JsonValueKind.Object && Text(option, "type") != "null");
            }
            else
            {
                return schema;
            }
        }
    }

    static JsonElement? Alternatives(JsonElement schema)
    {
        foreach (string name in (ReadOnlySpan<string>)["anyOf", "oneOf", "allOf"])
        {
            if (schema.TryGetProperty(name, out JsonElement list) && !schema.TryGetProperty("properties", out _))
            {
                return Expect(list, JsonValueKind.Array, name);
            }
        }

        return null;
    }

    static JsonElement Follow(JsonElement root, string reference)
    {
        if (!reference.StartsWith('#'))
        {
            throw new SchemaException($"The reference '{reference}' does not point into the schema");
        }

        JsonElement target = root;
        foreach (string piece in reference[1..].Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            string name = Uri.UnescapeDataString(piece).Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);
            if (target.ValueKind != JsonValueKind.Object || !target.TryGetProperty(name, out target))
            {
                throw new SchemaException($"The reference '{reference}' points to nothing");
            }
        }

        return target;
    }

    static string TypeOf(JsonElement schema)
    {
        string? type = null;
        if (schema.TryGetProperty("type", out JsonElement declared))
        {
            type = declared.ValueKind switch
            {
                JsonValueKind.String => declared.GetString(),
                JsonValueKind.Array => declared.EnumerateArray()
                    .Where(item => item.ValueKind == JsonValueKind.String && item.GetString() != "null")
                    .Select(item => item.GetString())
                    .FirstOrDefault(),
                _ => throw new SchemaException("'type' must be a string or a list of strings"),
            };
        }

        type ??= schema.TryGetProperty("properties", out _) ? "object" : schema.TryGetProperty("items", out _) ? "array" : "string";
        return type is "object" or "array" or "number" or "integer" or "boolean" or "string" or "null"
            ? type
            : throw new SchemaException($"The type '{type}' is not one of JSON Schema's");
    }

    static List<string>? EnumOf(JsonElement schema)
    {
        if (Text(schema, "const") is { } constant)
        {
            return [constant];
        }

        return schema.TryGetProperty("enum", out JsonElement list) && TypeOf(schema) == "string"
            ? [.. Expect(list, JsonValueKind.Array, "enum").EnumerateArray().Where(item => item.ValueKind == JsonValueKind.String).Select(item => item.GetString()!)]
            : null;
    }

    static string? Text(JsonElement schema, string name) =>
        schema.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    static JsonElement Expect(JsonElement element, JsonValueKind kind, string what) =>
        element.ValueKind == kind ? element : throw new SchemaException($"'{what}' must be {(kind == JsonValueKind.Array ? "a list" : "an object")}");
}

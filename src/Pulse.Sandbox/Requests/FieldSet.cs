using System.Globalization;
using System.Text;
using System.Text.Json;
using Pulse.Sandbox.Http;

namespace Pulse.Sandbox.Requests;

/// <summary>The fields of a request or of an object inside it, by camelCase name, with typed reading that names the field when it fails.</summary>
sealed class FieldSet(string path, FieldNames names, bool loose)
{
    static readonly JsonDocumentOptions s_strict = new() { AllowDuplicateProperties = false };

    readonly Dictionary<string, FieldValue> _values = new(StringComparer.Ordinal);

    public static FieldSet Of(JsonElement element, string path, FieldNames names, bool loose)
    {
        var fields = new FieldSet(path, names, loose);
        foreach (JsonProperty property in element.EnumerateObject())
        {
            fields.Add(property.Name, null, property.Value);
        }

        return fields;
    }

    /// <summary>Adds a JSON value.</summary>
    public void Add(string name, JsonElement json) => Add(name, null, json);

    /// <summary>Adds a form part's text.</summary>
    public void Add(string name, string text) => Add(name, text, default);

    /// <summary>Whether the field is there and not null.</summary>
    public bool Has(string name) => _values.ContainsKey(name);

    public FieldValue? Get(string name) => _values.GetValueOrDefault(name);

    public IEnumerable<KeyValuePair<string, FieldValue>> All => _values;

    public string PathOf(string name) => Get(name)?.Path ?? path + FieldNames.SnakeCase(name);

    public bool? Boolean(string name) => Get(name) switch
    {
        null => null,
        { Text: "true" } => true,
        { Text: "false" } => false,
        { Text: null, Json.ValueKind: JsonValueKind.True } => true,
        { Text: null, Json.ValueKind: JsonValueKind.False } => false,
        { } other => throw ApiErrors.InvalidValue(other.Path, "expected true or false"),
    };

    public string? String(string name) => Get(name) switch
    {
        null => null,
        { Text: { } text } => text,
        { Json.ValueKind: JsonValueKind.String } json => json.Json.GetString(),
        { } other => throw ApiErrors.InvalidValue(other.Path, "expected a string"),
    };

    public int? Integer(string name)
    {
        FieldValue? value = Get(name);
        if (value is null)
        {
            return null;
        }

        int number = 0;
        bool valid = value.Text is { } text
            ? int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out number)
            : value.Json.ValueKind == JsonValueKind.Number && value.Json.TryGetInt32(out number);
        return valid ? number : throw ApiErrors.InvalidValue(value.Path, "expected an integer");
    }

    /// <summary>A JSON number.</summary>
    public double? Number(string name) => Get(name) switch
    {
        null => null,
        { Text: null, Json.ValueKind: JsonValueKind.Number } json => json.Json.GetDouble(),
        { } other => throw ApiErrors.InvalidValue(other.Path, "expected a number"),
    };

    /// <summary>A string out of a closed list.</summary>
    public string? Choice(string name, params ReadOnlySpan<string> allowed)
    {
        string? value = String(name);
        if (value is not null && !allowed.Contains(value))
        {
            throw ApiErrors.InvalidValue(PathOf(name), $"expected one of {string.Join(", ", allowed)}");
        }

        return value;
    }

    /// <summary>A JSON value; a string that holds JSON is unwrapped, up to one level of double encoding.</summary>
    public JsonElement? Json(string name, string expected)
    {
        FieldValue? value = Get(name);
        if (value is null)
        {
            return null;
        }

        JsonElement json = value.Text is { } text ? Parse(text, value.Path, expected) : value.Json;
        json = json.ValueKind == JsonValueKind.String ? Parse(json.GetString()!, value.Path, expected) : json;

        // The Python SDK sends the text null for an option that is None.
        return json.ValueKind == JsonValueKind.Null ? null : json;
    }

    /// <summary>An object, as it is.</summary>
    public JsonElement? RawObject(string name)
    {
        JsonElement? json = Json(name, "an object");
        return json is null or { ValueKind: JsonValueKind.Object }
            ? json
            : throw ApiErrors.InvalidValue(PathOf(name), "expected an object");
    }

    /// <summary>An object whose fields are known.</summary>
    public FieldSet? Object(string name, FieldNames known) =>
        RawObject(name) is { } json ? Of(json, PathOf(name) + ".", known, loose) : null;

    /// <summary>A list of strings: a JSON array, or text with commas.</summary>
    public IReadOnlyList<string>? Strings(string name)
    {
        FieldValue? value = Get(name);
        if (value is null)
        {
            return null;
        }

        string? text = value.Text ?? (value.Json.ValueKind == JsonValueKind.String ? value.Json.GetString() : null);
        if (text is not null && !text.AsSpan().TrimStart().StartsWith('['))
        {
            return text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        }

        JsonElement list = text is not null ? Parse(text, value.Path, "a list") : value.Json;
        if (list.ValueKind != JsonValueKind.Array)
        {
            throw ApiErrors.InvalidValue(value.Path, "expected a list of strings");
        }

        var result = new List<string>();
        foreach (JsonElement item in list.EnumerateArray())
        {
            result.Add(item.ValueKind == JsonValueKind.String
                ? item.GetString()!
                : throw ApiErrors.InvalidValue(value.Path, "expected a list of strings"));
        }

        return result;
    }

    /// <summary>A string that must be there and not be blank.</summary>
    public string RequiredString(string name)
    {
        string text = String(name) ?? throw ApiErrors.Missing(PathOf(name));
        return string.IsNullOrWhiteSpace(text) ? throw ApiErrors.InvalidValue(PathOf(name), "it is empty") : text;
    }

    /// <summary>A list of objects whose fields are known; not empty when it is there.</summary>
    public IReadOnlyList<FieldSet>? Objects(string name, FieldNames known)
    {
        if (Json(name, "a list of objects") is not { } json)
        {
            return null;
        }

        if (json.ValueKind != JsonValueKind.Array)
        {
            throw ApiErrors.InvalidValue(PathOf(name), "expected a list of objects");
        }

        var result = new List<FieldSet>();
        foreach (JsonElement item in json.EnumerateArray())
        {
            string itemPath = string.Create(CultureInfo.InvariantCulture, $"{PathOf(name)}[{result.Count}]");
            result.Add(item.ValueKind == JsonValueKind.Object
                ? Of(item, itemPath + ".", known, loose)
                : throw ApiErrors.InvalidValue(itemPath, "expected an object"));
        }

        return result;
    }

    /// <summary>An object that is at hand, read as strictly as this one.</summary>
    /// <param name="element">The object.</param>
    /// <param name="prefix">What its fields are called in messages, up to the dot before their names.</param>
    /// <param name="known">Its fields.</param>
    public FieldSet Nested(JsonElement element, string prefix, FieldNames known) => Of(element, prefix, known, loose);

    /// <summary>A text that is equal for equal fields, whatever their order or spelling.</summary>
    /// <param name="except">A field that does not count; null for none.</param>
    public string Fingerprint(string? except = null)
    {
        var key = new StringBuilder();
        foreach ((string name, FieldValue value) in _values.OrderBy(field => field.Key, StringComparer.Ordinal))
        {
            if (name != except)
            {
                key.Append(name).Append('=').Append(value.Text ?? (value.Json.ValueKind == JsonValueKind.String ? value.Json.GetString() : value.Json.GetRawText())).Append('\n');
            }
        }

        return Sha256.OfText(key.ToString());
    }

    void Add(string name, string? text, JsonElement json)
    {
        string? canonical = names.Find(name);
        if (canonical is null)
        {
            if (!loose)
            {
                throw ApiErrors.UnknownField(path + name);
            }
        }
        else if (text is null && json.ValueKind == JsonValueKind.Null)
        {
            // An explicit null says the same as leaving the field out.
        }
        else if (!_values.TryAdd(canonical, new FieldValue(path + name, text, json)) && !loose)
        {
            throw ApiErrors.RepeatedField(path + name);
        }
    }

    JsonElement Parse(string text, string field, string expected)
    {
        try
        {
            return JsonElement.Parse(text, loose ? default : s_strict);
        }
        catch (JsonException)
        {
            throw ApiErrors.InvalidValue(field, $"expected {expected} in JSON");
        }
    }
}

using System.Text.Json.Nodes;

namespace Pulse.Sandbox.Structured;

/// <summary>A value and the ids of the boxes that it was read from, in the same shape.</summary>
readonly record struct Filled(JsonNode Value, JsonNode Citation);

/// <summary>Fills a schema from the labels of a document. What is not found is left out.</summary>
sealed class SchemaFiller(LabelIndex index)
{
    /// <param name="schema">An object.</param>
    /// <param name="path">The words of the property names around it, outermost first.</param>
    public Filled? FillObject(SchemaNode schema, string[][] path)
    {
        var values = new JsonObject();
        var citations = new JsonObject();
        foreach ((string name, SchemaNode property) in schema.Properties)
        {
            if (FillProperty(name, property, path) is { } filled)
            {
                values[name] = filled.Value;
                citations[name] = filled.Citation;
            }
        }

        return values.Count > 0 ? new Filled(values, citations) : null;
    }

    Filled? FillProperty(string name, SchemaNode property, string[][] path)
    {
        string[] words = LabelWords.Split(name);
        return property.Type switch
        {
            "object" => FillObject(property, [.. path, words]),
            "array" => new ArrayFiller(index).Fill(property.Items, words),
            "null" => null,
            _ => FillValue(property, words, path),
        };
    }

    Filled? FillValue(SchemaNode property, string[] words, string[][] path)
    {
        string[]? title = property.Title is { } text ? LabelWords.Split(text) : null;
        string[] qualified = path.Length > 0 ? [.. path[^1], .. words] : words;
        (int From, int To)? section = path.Length > 0 ? index.SectionOf(path[^1]) : null;
        Filled? best = null;
        int bestScore = LabelScore.Least - 1;
        foreach (LabelledText pair in index.Pairs)
        {
            int score = Math.Max(LabelScore.Of(words, pair.Label), title is null ? 0 : LabelScore.Of(title, pair.Label) - 1);
            if (path.Length > 0)
            {
                // "Name" belongs to a customer below the heading "Customer"; elsewhere it takes "Customer name" to be sure.
                bool inside = section is { } s && pair.Order > s.From && pair.Order < s.To;
                score = Math.Max(inside ? score : score - 20, LabelScore.Of(qualified, pair.Label));
            }

            score -= pair.Weight;
            if (score > bestScore && ValueConverter.Convert(property, pair.Value) is { } value)
            {
                bestScore = score;
                best = new Filled(value, JsonValue.Create(pair.Citation));
            }
        }

        return best ?? FillFromLineStart(property, path.Length > 0 ? qualified : words);
    }

    // "Balance 1,234.50": a short line that begins with the label and has nothing between the two.
    Filled? FillFromLineStart(SchemaNode property, string[] words)
    {
        foreach ((string text, string citation, _) in index.Lines)
        {
            if (text.Length > 80)
            {
                continue;
            }

            for (int blank = text.IndexOf(' ', StringComparison.Ordinal); blank > 0; blank = text.IndexOf(' ', blank + 1))
            {
                string[] label = LabelWords.Split(text[..blank]);
                if (label.Length > words.Length)
                {
                    break;
                }

                string rest = text[(blank + 1)..].Trim();
                if (label.AsSpan().SequenceEqual(words) && IsValue(property, rest) && ValueConverter.Convert(property, rest) is { } value)
                {
                    return new Filled(value, JsonValue.Create(citation));
                }
            }
        }

        return null;
    }

    // Prose goes on in lower case; values begin with a capital, a digit or a sign.
    static bool IsValue(SchemaNode property, string rest) =>
        rest.Length > 0 && (property.Type != "string" || (!char.IsLower(rest[0]) && rest.Count(c => c == ' ') < 6));
}

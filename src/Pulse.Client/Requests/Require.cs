using System.Buffers.Text;
using System.Globalization;

namespace Pulse.Client.Requests;

/// <summary>The checks that requests share. Each error names the field as it is written on the wire.</summary>
static class Require
{
    internal const int MaxWorkers = 10;
    internal const int SmallestChunk = 100;
    internal const int LargestChunk = 10_000;

    internal static ArgumentException Wrong(string field, string words) => new($"The request's field '{field}' {words}.");

    /// <summary>A field that the endpoint cannot do without.</summary>
    internal static void Text(string field, string? value)
    {
        if (string.IsNullOrWhiteSpace(value))
        {
            throw Wrong(field, "is missing or empty");
        }
    }

    /// <summary>A field that may be left out, but not be empty.</summary>
    internal static void NotBlank(string field, string? value)
    {
        if (value is not null && string.IsNullOrWhiteSpace(value))
        {
            throw Wrong(field, "is empty");
        }
    }

    internal static void Present(string field, object? value)
    {
        if (value is null)
        {
            throw Wrong(field, "is missing");
        }
    }

    /// <summary>A list that may be left out, but neither be empty nor hold empty texts.</summary>
    internal static void Texts(string field, IReadOnlyList<string>? values)
    {
        NotEmpty(field, values?.Count);
        for (int i = 0; i < values?.Count; i++)
        {
            Text(Item(field, i), values[i]);
        }
    }

    internal static void NotEmpty(string field, int? count)
    {
        if (count == 0)
        {
            throw Wrong(field, "is empty");
        }
    }

    /// <summary>Exactly one of several fields.</summary>
    internal static void ExactlyOne(params ReadOnlySpan<(string Field, bool IsSet)> choices)
    {
        string? first = null;
        foreach ((string field, bool isSet) in choices)
        {
            if (isSet && first is not null)
            {
                throw new ArgumentException($"The request has both '{first}' and '{field}', which exclude each other.");
            }

            first = isSet ? field : first;
        }

        if (first is null)
        {
            throw None(choices);
        }
    }

    internal static void AtLeastOne(params ReadOnlySpan<(string Field, bool IsSet)> choices)
    {
        foreach ((_, bool isSet) in choices)
        {
            if (isSet)
            {
                return;
            }
        }

        throw None(choices);
    }

    internal static void Absent(string field, object? value, string why)
    {
        if (value is not null)
        {
            throw Wrong(field, why);
        }
    }

    internal static void Workers(string field, int? value)
    {
        if (value is < 1 or > MaxWorkers)
        {
            throw Wrong(field, string.Create(CultureInfo.InvariantCulture, $"must be from 1 to {MaxWorkers}, and is {value}"));
        }
    }

    internal static void ChunkSize(string field, int? value)
    {
        if (value is < SmallestChunk or > LargestChunk)
        {
            throw Wrong(field, string.Create(CultureInfo.InvariantCulture, $"must be from {SmallestChunk} to {LargestChunk} characters, and is {value}"));
        }
    }

    internal static void Base64Text(string field, string? value)
    {
        Text(field, value);
        if (!Base64.IsValid(value, out int length) || length == 0)
        {
            throw Wrong(field, "is not base64");
        }
    }

    /// <summary>Pages as the API writes them: counted from 1, <c>5</c>, <c>1-2</c>, <c>1-2,5</c>.</summary>
    internal static void Pages(string field, string? value)
    {
        if (value is null)
        {
            return;
        }

        foreach (string item in value.Split(','))
        {
            ReadOnlySpan<char> part = item.AsSpan().Trim();
            int dash = part.IndexOf('-');
            int first = Page(field, value, dash < 0 ? part : part[..dash]);
            int last = dash < 0 ? first : Page(field, value, part[(dash + 1)..]);
            if (last < first)
            {
                throw Wrong(field, $"has a range that ends before it begins: '{part}'");
            }
        }
    }

    /// <summary>The name of an element in messages.</summary>
    internal static string Item(string field, int index) => string.Create(CultureInfo.InvariantCulture, $"{field}[{index}]");

    static int Page(string field, string all, ReadOnlySpan<char> text)
    {
        if (!int.TryParse(text.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out int page) || page < 1)
        {
            throw Wrong(field, $"must be pages counted from 1, for example 1-2,5, and is '{all}'");
        }

        return page;
    }

    static ArgumentException None(ReadOnlySpan<(string Field, bool IsSet)> choices)
    {
        List<string> names = new(choices.Length);
        foreach ((string field, _) in choices)
        {
            names.Add($"'{field}'");
        }

        return new($"The request needs one of {string.Join(", ", names)}.");
    }
}

using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Pulse.Sandbox.Structured;

/// <summary>Turns text into a value of a schema's type; null when it is none.</summary>
static partial class ValueConverter
{
    static readonly string[] s_unambiguousDates =
    [
        "yyyy-M-d", "yyyy/M/d", "yyyy.M.d", "d MMMM yyyy", "d MMM yyyy", "d. MMMM yyyy", "MMMM d, yyyy", "MMM d, yyyy", "MMMM d yyyy", "MMM d yyyy",
        "d-MMM-yyyy", "dddd, MMMM d, yyyy", "dddd, d MMMM yyyy",
        // With dots the day comes first, with slashes the month, unless that cannot be.
        "d.M.yyyy", "M/d/yyyy", "d/M/yyyy", "d-M-yyyy",
    ];

    public static JsonNode? Convert(SchemaNode schema, string text) => schema.Type switch
    {
        "number" => Number(text) is { } number ? JsonValue.Create(number) : null,
        "integer" => Number(text) is { } number && number == decimal.Truncate(number) && Math.Abs(number) <= long.MaxValue ? JsonValue.Create((long)number) : null,
        "boolean" => Boolean(text) is { } boolean ? JsonValue.Create(boolean) : null,
        _ => String(schema, text) is { } value ? JsonValue.Create(value) : null,
    };

    static string? String(SchemaNode schema, string text)
    {
        if (schema.Enum is { } allowed)
        {
            return allowed.FirstOrDefault(value => value.Equals(text, StringComparison.OrdinalIgnoreCase))
                ?? allowed.FirstOrDefault(value => LabelWords.Split(value).AsSpan().SequenceEqual(LabelWords.Split(text)));
        }

        return schema.Format switch
        {
            "date" => Date(text)?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            "date-time" => Date(text)?.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
            _ => text,
        };
    }

    /// <summary>Reads <c>1,234.50</c>, <c>1.234,50 EUR</c>, <c>$ -5</c>, <c>(12.00)</c>, <c>45 %</c>.</summary>
    static decimal? Number(string text)
    {
        Match match = NumberShape.Match(text.Trim().Replace('\u2212', '-'));
        if (!match.Success)
        {
            return null;
        }

        string digits = Normalize(match.Groups["digits"].Value);
        if (!decimal.TryParse(digits, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal value))
        {
            return null;
        }

        bool negative = match.Groups["sign"].Value == "-" || match.Groups["open"].Success;
        return negative ? -value : value;
    }

    // The last separator is the decimal one, unless it stands before groups of three only.
    static string Normalize(string digits)
    {
        digits = digits.Replace(" ", "", StringComparison.Ordinal).Replace("\u00A0", "", StringComparison.Ordinal).Replace("'", "", StringComparison.Ordinal);
        int comma = digits.LastIndexOf(',');
        int point = digits.LastIndexOf('.');
        if (comma >= 0 && point >= 0)
        {
            return comma > point
                ? digits.Replace(".", "", StringComparison.Ordinal).Replace(',', '.')
                : digits.Replace(",", "", StringComparison.Ordinal);
        }

        if (comma >= 0)
        {
            return Grouped.IsMatch(digits) ? digits.Replace(",", "", StringComparison.Ordinal) : digits.Replace(',', '.');
        }

        return digits.IndexOf('.') != point ? digits.Replace(".", "", StringComparison.Ordinal) : digits;
    }

    static bool? Boolean(string text) => text.Trim().TrimEnd('.').ToUpperInvariant() switch
    {
        "TRUE" or "YES" or "Y" or "X" or "[X]" or "☒" or "☑" or "✓" or "✔" or "ON" or "CHECKED" => true,
        "FALSE" or "NO" or "N" or "[ ]" or "[]" or "☐" or "OFF" or "UNCHECKED" => false,
        _ => null,
    };

    static DateTime? Date(string text)
    {
        text = text.Trim();
        if (DateTime.TryParseExact(text, s_unambiguousDates, CultureInfo.InvariantCulture, DateTimeStyles.None, out DateTime date))
        {
            return date;
        }

        return IsoStart.IsMatch(text)
            && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset instant)
            ? instant.UtcDateTime
            : null;
    }

    [GeneratedRegex(@"^(?<open>\()?\s*(?:\p{Sc}|[A-Z]{3}(?=[\s\d+-]))?\s*(?<sign>[+-])?\s*\p{Sc}?\s*(?<digits>\d[\d.,' \u00A0]*?)\s*(?:%|\p{Sc}|[A-Z]{3})?\s*(?<sign>-)?\)?$")]
    static partial Regex NumberShape { get; }

    [GeneratedRegex(@"^\d{1,3}(,\d{3})+$")]
    static partial Regex Grouped { get; }

    [GeneratedRegex(@"^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}")]
    static partial Regex IsoStart { get; }
}

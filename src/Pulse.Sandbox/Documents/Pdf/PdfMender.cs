using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Pulse.Sandbox.Documents.Pdf;

/// <summary>
/// Mends what the parser cannot open: files without a table of their objects, and encryption whose filters stand in objects of their own.
/// The file gets a new table, made from where its objects are.
/// </summary>
static partial class PdfMender
{
    const int LongestDictionary = 4096;

    /// <summary>The mended file; null when it has no objects to begin with.</summary>
    public static byte[]? TryMend(ReadOnlySpan<byte> bytes)
    {
        // Latin-1 keeps every byte, and so every place.
        string text = Encoding.Latin1.GetString(bytes);
        var places = new SortedDictionary<int, (int Start, int Content)>();
        foreach (Match match in ObjectStart.Matches(text))
        {
            // The last one of a number is the one that counts.
            if (int.TryParse(match.Groups[1].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out int number))
            {
                places[number] = (match.Groups[1].Index, match.Index + match.Length);
            }
        }

        string trailer = LastTrailer(text);
        string? root = Root.Match(trailer) is { Success: true } named ? named.Groups[1].Value : Catalog(text, places);
        if (root is null)
        {
            return null;
        }

        var mended = new StringBuilder(text, text.Length + 1024).Append('\n');
        int next = places.Keys.Last() + 1;
        string entries = string.Concat(Kept.Matches(trailer).Select(match => match.Value));
        if (Encryption(text, trailer, places) is { } encryption)
        {
            places[next] = (mended.Length, 0);
            mended.Append(CultureInfo.InvariantCulture, $"{next} 0 obj\n{encryption}\nendobj\n");
            entries += string.Create(CultureInfo.InvariantCulture, $"/Encrypt {next++} 0 R");
        }

        int table = mended.Length;
        mended.Append("xref\n0 1\n0000000000 65535 f \n");
        foreach ((int number, (int start, _)) in places)
        {
            mended.Append(CultureInfo.InvariantCulture, $"{number} 1\n{start:0000000000} 00000 n \n");
        }

        mended.Append(CultureInfo.InvariantCulture, $"trailer\n<</Size {next}/Root {root} 0 R{entries}>>\nstartxref\n{table}\n%%EOF\n");
        return Encoding.Latin1.GetBytes(mended.ToString());
    }

    static string LastTrailer(string text)
    {
        int start = text.LastIndexOf("trailer", StringComparison.Ordinal);
        return start < 0 ? "" : text.Substring(start, Math.Min(LongestDictionary, text.Length - start));
    }

    static string? Catalog(string text, SortedDictionary<int, (int Start, int Content)> places)
    {
        foreach ((int number, _) in places)
        {
            if (CatalogType.IsMatch(Content(text, places, number)))
            {
                return number.ToString(CultureInfo.InvariantCulture);
            }
        }

        return null;
    }

    // The dictionary with everything that it names in its place; strings in it are never encrypted themselves.
    static string? Encryption(string text, string trailer, SortedDictionary<int, (int Start, int Content)> places)
    {
        if (Encrypt.Match(trailer) is not { Success: true } named)
        {
            return null;
        }

        string dictionary = Content(text, places, int.Parse(named.Groups[1].ValueSpan, CultureInfo.InvariantCulture));
        for (int depth = 0; depth < 3 && Reference.IsMatch(dictionary); depth++)
        {
            dictionary = Reference.Replace(dictionary, match => Content(text, places, int.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture)));
        }

        return dictionary;
    }

    static string Content(string text, SortedDictionary<int, (int Start, int Content)> places, int number)
    {
        if (!places.TryGetValue(number, out (int Start, int Content) place))
        {
            return "null";
        }

        int longest = Math.Min(LongestDictionary, text.Length - place.Content);
        int end = text.IndexOf("endobj", place.Content, longest, StringComparison.Ordinal);
        int stream = text.IndexOf("stream", place.Content, end < 0 ? longest : end - place.Content, StringComparison.Ordinal);
        end = stream >= 0 ? stream : end;
        return end < 0 ? "null" : text[place.Content..end].Trim();
    }

    [GeneratedRegex(@"\b([0-9]{1,9})\s{1,4}[0-9]{1,5}\s{1,4}obj\b")]
    private static partial Regex ObjectStart { get; }

    [GeneratedRegex(@"/Root\s+([0-9]{1,9})\s+[0-9]+\s+R")]
    private static partial Regex Root { get; }

    [GeneratedRegex(@"/Encrypt\s+([0-9]{1,9})\s+[0-9]+\s+R")]
    private static partial Regex Encrypt { get; }

    [GeneratedRegex(@"/ID\s*\[[^\]]*\]|/Info\s+[0-9]+\s+[0-9]+\s+R")]
    private static partial Regex Kept { get; }

    [GeneratedRegex(@"/Type\s*/Catalog\b")]
    private static partial Regex CatalogType { get; }

    [GeneratedRegex(@"\b([0-9]{1,9})\s+[0-9]{1,5}\s+R\b")]
    private static partial Regex Reference { get; }
}

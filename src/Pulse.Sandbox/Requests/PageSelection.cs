using System.Globalization;
using Pulse.Sandbox.Http;

namespace Pulse.Sandbox.Requests;

/// <summary>The <c>pages</c> option: 1-based numbers and ranges, for example <c>1-2,5</c>.</summary>
sealed class PageSelection
{
    readonly List<(int First, int Last)> _ranges = [];

    /// <exception cref="ApiException"><c>REQ_006</c> when the text is no such list.</exception>
    public static PageSelection Parse(string text)
    {
        var selection = new PageSelection();
        foreach (string piece in text.Split(',', StringSplitOptions.TrimEntries))
        {
            string[] ends = piece.Split('-', 2, StringSplitOptions.TrimEntries);
            int first = Number(ends[0], text);
            int last = ends.Length == 2 ? Number(ends[1], text) : first;
            if (first < 1 || last < first)
            {
                throw ApiErrors.PageRange($"'{text}' (pages count from 1 and ranges ascend)");
            }

            selection._ranges.Add((first, last));
        }

        return selection;
    }

    public bool Contains(int page) => _ranges.Exists(range => page >= range.First && page <= range.Last);

    /// <summary>The highest page that is named.</summary>
    public int Last => _ranges.Max(range => range.Last);

    static int Number(string digits, string whole) =>
        int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out int number)
            ? number
            : throw ApiErrors.PageRange($"'{whole}' (expected numbers and ranges such as 1-2,5)");
}

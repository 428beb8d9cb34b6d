namespace Pulse.Cli.Formats;

/// <summary>Lines of Markdown that are rows of a table.</summary>
static class MarkdownTable
{
    internal static bool IsRow(string line) => line.Trim() is ['|', _, .., '|'];

    /// <summary>The line between the head and the rest.</summary>
    internal static bool IsRule(string line) => IsRow(line) && line.Contains('-', StringComparison.Ordinal) && line.Trim().All(static character => character is '|' or '-' or ':' or ' ');

    internal static IEnumerable<string> Cells(string line)
    {
        string row = line.Trim();
        int start = 1;
        for (int i = 1; i < row.Length; i++)
        {
            if (row[i] == '|' && row[i - 1] != '\\')
            {
                yield return row[start..i].Trim();
                start = i + 1;
            }
        }
    }
}

namespace Pulse.Generate;

/// <summary>Generated parts of files that are otherwise written by hand.</summary>
static class Regions
{
    /// <summary>Puts text between the lines with <c>generated: NAME</c> and <c>end of NAME</c>, wherever there are such lines.</summary>
    internal static string Replace(string file, string name, string content)
    {
        string[] lines = file.Split('\n');
        List<string> written = [];
        bool isInside = false;
        int found = 0;
        foreach (string line in lines)
        {
            if (IsMark(line, $"end of {name}"))
            {
                isInside = false;
            }

            if (!isInside)
            {
                written.Add(line);
            }

            if (IsMark(line, $"generated: {name}"))
            {
                written.Add(content.EndsWith('\n') ? content[..^1] : content);
                isInside = true;
                found++;
            }
        }

        return found > 0 && !isInside ? string.Join('\n', written) : throw new InvalidOperationException($"'generated: {name}' or 'end of {name}' is missing");
    }

    /// <summary>Whether a line is a comment, of whatever language, with these words.</summary>
    static bool IsMark(string line, string words)
    {
        int at = line.IndexOf(words, StringComparison.Ordinal);
        string after = at < 0 ? "" : line[(at + words.Length)..].Trim();
        return at > 0 && (after.Length == 0 || after.StartsWith("(make generate)", StringComparison.Ordinal) || after is "*/" or "-->");
    }
}

/// <summary>A file of which parts are generated.</summary>
sealed class FileWithRegions(string root, string path, params (string Name, Func<string> Content)[] regions) : IGenerator
{
    public string Path => path;

    public string Generate() =>
        regions.Aggregate(File.ReadAllText(System.IO.Path.Combine(root, path)), static (text, region) => Regions.Replace(text, region.Name, region.Content()));
}

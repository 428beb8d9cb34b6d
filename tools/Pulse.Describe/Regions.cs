namespace Pulse.Generate;

/// <summary>Generated parts of files that are otherwise written by hand.</summary>
static class Regions
{
    /// <summary>Puts text between the lines with <c>generated: NAME</c> and <c>end of NAME</c>.</summary>
    internal static string Replace(string file, string name, string content)
    {
        int start = LineAfter(file, $"generated: {name} ");
        int end = file.IndexOf($"end of {name} ", start, StringComparison.Ordinal);
        if (end < 0)
        {
            throw new InvalidOperationException($"'end of {name} ' is missing");
        }

        return string.Concat(file.AsSpan(0, start), content, file.AsSpan(file.LastIndexOf('\n', end) + 1));
    }

    static int LineAfter(string file, string mark)
    {
        int found = file.IndexOf(mark, StringComparison.Ordinal);
        return found < 0 ? throw new InvalidOperationException($"'{mark}' is missing") : file.IndexOf('\n', found) + 1;
    }
}

/// <summary>A file of which parts are generated.</summary>
sealed class FileWithRegions(string root, string path, params (string Name, Func<string> Content)[] regions) : IGenerator
{
    public string Path => path;

    public string Generate() =>
        regions.Aggregate(File.ReadAllText(System.IO.Path.Combine(root, path)), static (text, region) => Regions.Replace(text, region.Name, region.Content()));
}

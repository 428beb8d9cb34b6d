using System.Text.RegularExpressions;

namespace Pulse.Generate;

/// <summary>The functions that managed code exports to the shim, without their prefix.</summary>
static partial class ManagedExports
{
    internal static HashSet<string> Read(string root)
    {
        var names = new HashSet<string>();
        foreach (string path in Directory.EnumerateFiles(Path.Combine(root, "native", "Exports"), "*.cs"))
        {
            foreach (Match match in EntryPoint().Matches(File.ReadAllText(path)))
            {
                names.Add(match.Groups[1].Value);
            }
        }
        return names;
    }

    [GeneratedRegex("EntryPoint = \"managed_(\\w+)\"")]
    private static partial Regex EntryPoint();
}

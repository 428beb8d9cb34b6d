using System.Text.RegularExpressions;

namespace Pulse.Client.Tests.Reliability;

/// <summary>The tests that docs/reliability.md names for its claims exist.</summary>
public sealed partial class ClaimTests
{
    [Fact]
    public void Each_claim_names_tests_that_there_are()
    {
        string root = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(root, "Pulse.Native.sln")))
        {
            root = Path.GetDirectoryName(root)!;
        }

        string page = File.ReadAllText(Path.Combine(root, "docs", "reliability.md"));
        string[] rows = [.. page[page.IndexOf("## Which test shows it", StringComparison.Ordinal)..page.IndexOf("## Faults", StringComparison.Ordinal)].Split('\n').Where(static line => line.StartsWith("| ", StringComparison.Ordinal)).Skip(1)];
        string[] sources = [.. new[] { "*.cs", "*.py" }.SelectMany(pattern => Directory.EnumerateFiles(Path.Combine(root, "tests"), pattern, SearchOption.AllDirectories)).Select(File.ReadAllText)];
        Assert.True(rows.Length > 20);
        foreach (string row in rows)
        {
            string[] names = [.. NamePattern().Matches(row.Split('|')[2]).Select(static name => name.Groups[1].Value)];
            Assert.True(names.Length > 0, row);
            foreach (string name in names.Where(name => !Directory.Exists(Path.Combine(root, name))))
            {
                string[] parts = name.Split('.');
                Assert.True(Array.Exists(sources, source => Regex.IsMatch(source, $@"\bclass {parts[0]}\b") && (parts.Length == 1 || source.Contains($" {parts[1]}(", StringComparison.Ordinal))), $"There is no test {name}.");
            }
        }
    }

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex NamePattern();
}

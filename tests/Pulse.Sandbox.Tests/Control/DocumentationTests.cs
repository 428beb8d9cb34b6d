using System.CommandLine;
using System.Text.RegularExpressions;
using Pulse.Sandbox.Cli;
using Pulse.Sandbox.Faults;
using Pulse.Sandbox.Server;

namespace Pulse.Sandbox.Tests.Control;

/// <summary>docs/sandbox.md names what there is, and nothing else.</summary>
public sealed partial class DocumentationTests
{
    static readonly string s_root = Root();
    static readonly string s_page = File.ReadAllText(Path.Combine(s_root, "docs", "sandbox.md"));

    [Fact]
    public void Each_option_is_in_the_table()
    {
        IEnumerable<string> options = SandboxCommand.Create().Options.Select(option => option.Name).Where(name => name is not ("--help" or "--version"));
        Assert.Equal(options.Order(StringComparer.Ordinal), Rows("## Options").Select(row => Code.Match(row).Groups[1].Value.Split(' ')[0]).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Each_default_in_the_table_is_the_default()
    {
        var defaults = new SandboxOptions();
        var documented = Rows("## Options").ToDictionary(row => Code.Match(row).Groups[1].Value.Split(' ')[0], row => row.Split('|')[2].Trim());
        Assert.Equal($"{defaults.ProcessingTime.TotalMilliseconds}ms", documented["--processing-time"]);
        Assert.Equal($"{defaults.LargeResultPages}", documented["--large-pages"]);
        Assert.Equal($"{defaults.LargeResultBytes >> 20}MB", documented["--large-bytes"]);
        Assert.Equal($"{defaults.MaxUploadBytes >> 20}MB", documented["--max-upload"]);
        Assert.Equal($"{defaults.MaxKeptThings}", documented["--keep"]);
        Assert.Equal($"{defaults.MaxKeptBytes >> 20}MB", documented["--keep-bytes"]);
        Assert.Equal($"{defaults.SubmissionStatusCode}", documented["--submission-status"]);
        Assert.Equal($"{defaults.DownloadTimeout.TotalSeconds}s", documented["--download-timeout"]);
        Assert.Equal($"{defaults.DocumentTimeout.TotalSeconds}s", documented["--document-timeout"]);
        Assert.Equal($"{defaults.MaxDocumentMemory >> 30}GB", documented["--document-memory"]);
        Assert.Equal(defaults.Seed, documented["--seed"]);
    }

    [Fact]
    public void Each_path_of_the_control_plane_is_in_the_table()
    {
        string[] documented =
        [
            .. Rows("## Control plane").SelectMany(row => Code.Matches(row.Split('|')[1]).SelectMany(code => Paths(code.Groups[1].Value))).Distinct().Order(StringComparer.Ordinal),
        ];
        string[] served =
        [
            .. RouteTable.Templates.Where(template => template.StartsWith("_sandbox/", StringComparison.Ordinal))
                .Select(template => template["_sandbox/".Length..]).Distinct().Order(StringComparer.Ordinal),
        ];
        Assert.Equal(served, documented);

        // "GET journal?since=N", "GET": methods without a path belong to the next one of the row.
        static IEnumerable<string> Paths(string code) => code.Split(' ') is [_, var path] ? [path.Split('?')[0]] : [];
    }

    [Fact]
    public void Each_path_of_the_API_is_named()
    {
        string serves = Section("## What it serves");
        foreach (string template in RouteTable.Templates.Where(template => template.Length > 0 && !template.StartsWith("_sandbox/", StringComparison.Ordinal)))
        {
            Assert.Contains("/" + template, serves, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Each_member_of_a_fault_rule_is_in_a_table()
    {
        string[] documented = [.. Rows("## Faults").SelectMany(row => Code.Matches(row.Split('|')[1]).Select(code => code.Groups[1].Value)).Where(name => name is not ("match" or "action")).Order(StringComparer.Ordinal)];
        Assert.Equal(FaultRuleReader.Members.Order(StringComparer.Ordinal), documented);
    }

    [Fact]
    public void Each_claim_names_tests_that_there_are()
    {
        string[] sources = [.. Directory.EnumerateFiles(Path.Combine(s_root, "tests", "Pulse.Sandbox.Tests"), "*.cs", SearchOption.AllDirectories).Select(File.ReadAllText)];
        string[] rows = [.. Rows("## Which test shows it")];
        Assert.True(rows.Length > 20);
        foreach (string row in rows)
        {
            string[] names = [.. Code.Matches(row.Split('|')[2]).Select(code => code.Groups[1].Value)];
            Assert.True(names.Length > 0, row);
            foreach (string name in names.Where(name => !Directory.Exists(Path.Combine(s_root, name))))
            {
                string[] parts = name.Split('.');
                Assert.True(
                    Array.Exists(sources, source => Regex.IsMatch(source, $@"\bclass {parts[0]}\b") && (parts.Length == 1 || source.Contains($" {parts[1]}(", StringComparison.Ordinal))),
                    $"There is no test {name}.");
            }
        }
    }

    static string Section(string heading)
    {
        int start = s_page.IndexOf(heading + "\n", StringComparison.Ordinal);
        int end = s_page.IndexOf("\n## ", start + 1, StringComparison.Ordinal);
        return s_page[start..end];
    }

    // The rows of a section's tables, their heads left out.
    static IEnumerable<string> Rows(string heading)
    {
        string[] lines = Section(heading).Split('\n');
        return lines.Where((line, i) => line.StartsWith("| ", StringComparison.Ordinal) && !(i + 1 < lines.Length && lines[i + 1].StartsWith("|--", StringComparison.Ordinal)));
    }

    static string Root()
    {
        string root = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(root, "Pulse.Native.sln")))
        {
            root = Path.GetDirectoryName(root)!;
        }

        return root;
    }

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Code { get; }
}

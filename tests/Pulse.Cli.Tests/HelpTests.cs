using System.CommandLine;
using Pulse.Cli.Help;
using Pulse.Cli.Output;

namespace Pulse.Cli.Tests;

/// <summary>Help, topics, version, man pages.</summary>
[Collection(CliCollection.Name)]
public sealed class HelpTests
{
    static RootCommand Root() => PulseCommand.Create(new Terminal(Stream.Null, TextWriter.Null, TextWriter.Null, IsInteractive: false));

    [Theory]
    [InlineData("Usage\n  pulse COMMAND [OPTIONS]\n", "help")]
    [InlineData("Usage\n  pulse COMMAND [OPTIONS]\n", "--help")]
    [InlineData("Usage\n  pulse COMMAND [OPTIONS]\n")]
    [InlineData("pulse extract [OPTIONS] DOCUMENT...", "help", "extract")]
    [InlineData("pulse extract [OPTIONS] DOCUMENT...", "extract", "--help")]
    [InlineData("pulse job wait [OPTIONS] ID...", "help", "jobs", "watch")]
    [InlineData("pulse job COMMAND [OPTIONS]", "job")]
    [InlineData("129, 130, 143", "help", "exit-codes")]
    [InlineData("NO_COLOR", "help", "environment")]
    [InlineData("--format csv", "help", "formats")]
    [InlineData("--resubmit-unknown", "help", "journal")]
    [InlineData("[profiles.test]", "help", "config")]
    [InlineData("--idle-timeout TIME", "help", "options")]
    public async Task Help_is_on_stdout(string words, params string[] arguments)
    {
        Run run = await CliFixture.RunAsync(arguments);
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Contains(words, run.Output, StringComparison.Ordinal);
        Assert.All(run.Output.Split('\n'), static line => Assert.InRange(TextWidth.Of(line), 0, 79));
    }

    [Theory]
    [InlineData("'extract'", "help", "extrct")]
    [InlineData("'exit-codes'", "help", "exit-code")]
    [InlineData("'wait'", "help", "job", "wiat")]
    [InlineData("--pages", "extract", "--pag", "1", "x.pdf")]
    public async Task What_is_mistyped_gets_a_suggestion(string words, params string[] arguments)
    {
        Run run = await CliFixture.RunAsync(arguments);
        Assert.Equal((ExitCodes.Usage, ""), (run.ExitCode, run.Output));
        Assert.Contains(words, run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("version")]
    [InlineData("--version")]
    public async Task The_version_is_a_version(string word) => Assert.Matches(@"^pulse \d+\.\d+\.\d+\n$", (await CliFixture.RunAsync(word)).Output);

    [Fact]
    public void Each_example_makes_sense()
    {
        RootCommand root = Root();
        string[] paths = [.. Described.Tree(root).Select(static entry => entry.Path)];
        Assert.All(Examples.All.Keys, path => Assert.Contains(path, paths));
        foreach ((string line, _) in Examples.All.Values.SelectMany(static examples => examples))
        {
            string command = line.StartsWith("eval ", StringComparison.Ordinal) ? "pulse completion bash" : line.Split(" < ")[0];
            string[] words = [.. System.CommandLine.Parsing.CommandLineParser.SplitCommandLine(command.Replace('\'', '"').Replace("{\"", "{", StringComparison.Ordinal).Replace("\": {}", ": {}", StringComparison.Ordinal).Replace(", \"", ", ", StringComparison.Ordinal)).Skip(1)];
            Assert.True(ArgumentCheck.Problems(root.Parse(words), words).Count == 0, line);
        }
    }

    [Fact]
    public void Each_command_has_a_description_and_a_man_page()
    {
        RootCommand root = Root();
        (string Name, string Text)[] pages = [.. ManPages.Of(root, "other", "1.2.3")];
        foreach ((string path, Command command) in Described.Tree(root))
        {
            Assert.False(string.IsNullOrEmpty(command.Description), path);
            string page = pages.Single(page => page.Name == $"other{(path.Length == 0 ? "" : "-")}{path.Replace(' ', '-')}.1").Text;
            Assert.All(Described.Options(command), option => Assert.Contains(option.Name.Replace("-", "\\-", StringComparison.Ordinal), page, StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task Man_pages_are_written_to_a_folder()
    {
        string folder = Directory.CreateTempSubdirectory("pulse-cli-man").FullName;
        Assert.Equal(0, (await CliFixture.RunAsync("man", folder)).ExitCode);
        Assert.Contains(Path.Combine(folder, "pulse-job-wait.1"), Directory.GetFiles(folder));
        Directory.Delete(folder, recursive: true);
        Assert.Equal(ExitCodes.Usage, (await CliFixture.RunAsync("man", "/dev/null/x")).ExitCode);
    }

    [Theory]
    [InlineData(40)]
    [InlineData(200)]
    public void Help_fits_the_terminal(int columns)
    {
        RootCommand root = Root();
        foreach ((string path, Command command) in Described.Tree(root))
        {
            // Words that are longer than a line stay whole.
            Assert.All(new HelpWriter(columns).OfCommand(path, command).Split('\n'), line => Assert.True(TextWidth.Of(line) < Math.Min(columns, 101) || line.Trim().Split(' ').Length <= 2, line));
        }
    }
}

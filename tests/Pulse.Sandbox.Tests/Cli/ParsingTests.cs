using Pulse.Sandbox.Cli;
using Pulse.Sandbox.Control;

namespace Pulse.Sandbox.Tests.Cli;

public class ParsingTests
{
    [Theory]
    [InlineData("0", 0)]
    [InlineData("300ms", 300)]
    [InlineData("1.5s", 1500)]
    [InlineData("2m", 120_000)]
    [InlineData("1h", 3_600_000)]
    [InlineData("1d", 86_400_000)]
    public void Durations_are_read(string text, double milliseconds)
    {
        Assert.True(Duration.TryParse(text, out TimeSpan duration));
        Assert.Equal(milliseconds, duration.TotalMilliseconds);
    }

    [Theory]
    [InlineData("")]
    [InlineData("5")]
    [InlineData("-1s")]
    [InlineData("s")]
    [InlineData("1e9s")]
    [InlineData("999999999999d")]
    [InlineData("1 s")]
    public void Other_texts_are_no_durations(string text) => Assert.False(Duration.TryParse(text, out _));

    [Theory]
    [InlineData("5000000", 5_000_000)]
    [InlineData("512KB", 512 * 1024)]
    [InlineData("100mb", 100 * 1024 * 1024)]
    [InlineData("2GB", 2L * 1024 * 1024 * 1024)]
    public void Sizes_are_read(string text, long bytes)
    {
        Assert.True(Size.TryParse(text, out long value));
        Assert.Equal(bytes, value);
    }

    [Theory]
    [InlineData("")]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("MB")]
    [InlineData("1.5MB")]
    [InlineData("99999999999999GB")]
    public void Other_texts_are_no_sizes(string text) => Assert.False(Size.TryParse(text, out _));

    [Fact]
    public void A_process_name_may_hold_blanks_and_parentheses()
    {
        ProcessStat stat = ProcessStat.Parse("42 (a) b (c) S 7 42 42 0 -1 4194560 1 2 3 4 5 6 7 8 20 0 1 0 9876 1000 10");
        Assert.Equal(new ProcessStat(42, "a) b (c", 'S', 7, 9876), stat);
        Assert.Equal(Environment.ProcessId, ProcessStat.Read(Environment.ProcessId)!.Id);
        Assert.Null(ProcessStat.Read(0));
    }

    [Fact]
    public void Options_have_their_environment_variables() => Assert.Equal("PULSE_SANDBOX_LARGE_PAGES", SandboxCommandOptions.VariableOf("--large-pages"));
}

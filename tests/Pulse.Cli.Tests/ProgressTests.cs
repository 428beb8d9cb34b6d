using Microsoft.Extensions.Time.Testing;
using Pulse.Cli.Output;

namespace Pulse.Cli.Tests;

/// <summary>What is said while documents are processed.</summary>
[Collection(CliCollection.Name)]
public sealed class ProgressTests
{
    [Fact]
    public void A_run_is_counted_and_its_end_estimated()
    {
        FakeTimeProvider clock = new();
        TimeSpan? typical = null;
        RunCount count = new(10, 2, () => typical, clock);
        Assert.Equal("0 of 10", count.Line());
        count.Started("a");
        count.Started("b");
        clock.Advance(TimeSpan.FromSeconds(4));
        typical = TimeSpan.FromSeconds(10);

        // Two run for 6 more seconds, eight of 10 seconds follow, two at a time.
        Assert.Equal("0 of 10, 0:46 left", count.Line());
        count.Ended("a", failed: true);
        count.Ended("b", failed: false);
        Assert.Equal("2 of 10, 1 failed, 0:40 left", count.Line());
        for (int i = 0; i < 8; i++)
        {
            count.Ended("c", failed: false);
        }

        Assert.Equal("10 of 10, 1 failed", count.Line());
        Assert.Equal("9 of 10 documents done, 1 failed, in 0:04", count.Summary());
    }

    [Theory]
    [InlineData(7, "0:07")]
    [InlineData(72, "1:12")]
    [InlineData(7384, "2:03:04")]
    [InlineData(360_000, "100:00:00")]
    public void Times_are_short(int seconds, string text) => Assert.Equal(text, RunCount.Clock(TimeSpan.FromSeconds(seconds)));

    [Theory]
    [InlineData("short.pdf", " processing 0:07", 40, "short.pdf processing 0:07")]
    [InlineData("a-name-that-is-much-too-long-for-this.pdf", " processing 0:07", 36, "a-name-t...-this.pdf processing 0:07")]
    [InlineData("日本語の長い名前のドキュメント.pdf", " pending 0:07", 30, "日本語...ト.pdf pending 0:07")]
    public void Lines_fit(string name, string words, int columns, string line)
    {
        Assert.Equal(line, LiveProgress.Fit(name, words, columns));
        Assert.True(TextWidth.Of(line) <= columns);
    }

    [Fact]
    public async Task In_a_pipe_each_end_is_counted_and_the_run_summed_up()
    {
        string statement = CliFixture.Sample("bank-statement.pdf");
        Run run = await CliFixture.RunAsync("extract", statement, "/no/such/file.pdf");
        Assert.Contains("2 of 2, 1 failed\n", run.Error, StringComparison.Ordinal);
        Assert.Matches(@"(?m)^1 of 2 documents done, 1 failed, in 0:\d\d$", run.Error);
        Assert.DoesNotContain('\u001b', run.Error);

        // One alone needs no sum.
        Assert.DoesNotContain("documents done", (await CliFixture.RunAsync("extract", statement)).Error, StringComparison.Ordinal);
    }
}

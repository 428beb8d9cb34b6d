using Pulse.Generate.Options;

namespace Pulse.Generate.Tests;

public class OptionTests
{
    [Fact]
    public void Sentences_name_other_options_as_the_language_does()
    {
        string sentence = OptionDescription.Render("In place of {Timeout}; `a b` is {MaxRetries}", static name => name.ToUpperInvariant(), static code => $"<{code}>");
        Assert.Equal("In place of TIMEOUT; <a b> is MAXRETRIES", sentence);
    }

    [Fact]
    public void Lines_do_not_end_inside_a_number() =>
        Assert.Equal(["from 1 to", "10 000 a", "time"], OptionDescription.Wrap("from 1 to 10 000 a time", 11));

    [Fact]
    public void Regions_are_replaced_and_the_rest_stays()
    {
        const string file = "a\n/* generated: x (make generate) */\nold\n/* end of x */\nb\n";
        string written = Regions.Replace(file, "x", "new\n");
        Assert.Equal("a\n/* generated: x (make generate) */\nnew\n/* end of x */\nb\n", written);
        Assert.Equal(written, Regions.Replace(written, "x", "new\n"));
        Assert.Throws<InvalidOperationException>(() => Regions.Replace(file, "y", ""));
    }

    [Fact]
    public void Every_sentence_can_be_written_in_every_language()
    {
        // Each generator looks up the options that sentences name.
        Assert.All(FreshnessTests.Generators(), static generator => Assert.NotEmpty(generator.Generate()));
        Assert.DoesNotContain(ClientOptionList.All, static option => option.Summary.Contains("  ", StringComparison.Ordinal) || !option.Summary.EndsWith('.'));
    }

    [Fact]
    public void Bits_of_flags_are_powers_of_two_and_differ()
    {
        uint[] bits = [.. ClientOptionList.All.Where(static option => option.IsFlag).Select(static option => option.Bit)];
        Assert.All(bits, static bit => Assert.True(uint.IsPow2(bit)));
        Assert.Distinct(bits);
    }
}

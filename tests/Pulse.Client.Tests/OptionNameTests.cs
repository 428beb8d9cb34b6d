namespace Pulse.Client.Tests;

public class OptionNameTests
{
    static readonly Dictionary<string, string> s_names = new() { ["Timeout"] = "--timeout", ["MaxRetries"] = "--max-retries" };

    [Theory]
    [InlineData("Timeout must be more than zero.", "--timeout must be more than zero.")]
    [InlineData("set MaxRetries.", "set --max-retries.")]
    [InlineData("of Timeout, MaxRetries and both", "of --timeout, --max-retries and both")]
    [InlineData("'Timeout' and \"Timeout\", /Timeout, x.Timeout, TimeoutX, NoTimeout, Timeouts", "'Timeout' and \"Timeout\", /Timeout, x.Timeout, TimeoutX, NoTimeout, Timeouts")]
    [InlineData("", "")]
    public void Words_are_translated_and_quotations_are_not(string message, string translated) =>
        Assert.Equal(translated, OptionNames.Translate(message, s_names));

    [Fact]
    public void Words_that_may_be_of_the_service_are_left_alone() =>
        Assert.Equal("Timeout, --max-retries", OptionNames.Translate("Timeout, MaxRetries", s_names, compoundsOnly: true));
}

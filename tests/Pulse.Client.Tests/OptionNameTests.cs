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

    [Fact]
    public void Options_of_batches_are_translated_and_what_the_service_said_is_not()
    {
        Dictionary<string, string> names = new(s_names) { ["RetryFailed"] = "--retry-failed" };
        PulseException failure = new(PulseErrorCode.JobFailed, "The job failed in a run before: set MaxRetries (RetryFailed submits it again).");
        Assert.Equal("The job failed in a run before: set MaxRetries (--retry-failed submits it again).", OptionNames.MessageOf(failure, names));
    }
}

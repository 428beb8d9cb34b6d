using System.Globalization;

namespace Pulse.Client;

/// <summary>
/// Checks options and the environment variables behind them: throws a <see cref="PulseConfigurationException"/> at the first problem,
/// or collects all of them, and what was checked then has its default.
/// </summary>
sealed class OptionReader(Func<string, string?> environment, List<string>? problems = null)
{
    static readonly TimeSpan s_longestTime = TimeSpan.FromDays(24);

    internal Func<string, string?> Environment => environment;

    internal string? Variable(string name) => NullIfBlank(environment(name));

    internal T? Check<T>(Func<T?> read)
    {
        try
        {
            return read();
        }
        catch (PulseConfigurationException exception) when (problems is not null)
        {
            problems.Add(exception.Message);
            return default;
        }
    }

    internal TimeSpan? Duration(string name, TimeSpan? value, string? variable = null) => Check(() =>
    {
        if (value is null && variable is not null && Variable(variable) is { } text)
        {
            return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double seconds) && seconds > 0 && seconds <= s_longestTime.TotalSeconds
                ? TimeSpan.FromSeconds(seconds)
                : throw Invalid($"The environment variable {variable} must be a number of seconds, more than zero and at most 24 days.");
        }

        return value is null || (value > TimeSpan.Zero && value <= s_longestTime)
            ? value
            : throw Invalid($"{name} must be more than zero and at most 24 days.");
    });

    internal int? Count(string name, int? value, string variable, int from, int to) => Check<int?>(() =>
    {
        if (value is null && Variable(variable) is { } text)
        {
            return int.TryParse(text, NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out int said)
                ? InRange($"The environment variable {variable}", said, from, to)
                : throw Invalid($"The environment variable {variable} must be a whole number.");
        }

        return value is null ? null : InRange(name, value.Value, from, to);
    });

    internal int Count(string name, int value, int from, int to) => Check(() => InRange(name, value, from, to));

    /// <summary>A number, or 0 for no limit.</summary>
    internal double Rate(string name, double value, double from, double to, string rule) => Check(() =>
        value == 0 || (value >= from && value <= to) ? value : throw Invalid($"{name} {rule}."));

    internal static string? NullIfBlank(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;

    static int InRange(string source, int value, int from, int to) =>
        value >= from && value <= to
            ? value
            : throw Invalid(string.Create(CultureInfo.InvariantCulture, $"{source} must be from {from} to {to}, not {value}."));

    static PulseConfigurationException Invalid(string message) => new(PulseErrorCode.InvalidArgument, message);
}

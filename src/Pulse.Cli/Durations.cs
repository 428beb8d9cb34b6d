using System.Globalization;

namespace Pulse.Cli;

/// <summary>Durations such as 500ms, 30s, 5m, 2h; 0 means no limit.</summary>
static class Durations
{
    static readonly (string Suffix, double Seconds)[] s_units = [("ms", 0.001), ("s", 1), ("m", 60), ("h", 3600)];

    internal static TimeSpan Parse(string text, string? option = null)
    {
        if (text == "0")
        {
            return TimeSpan.Zero;
        }

        foreach ((string suffix, double seconds) in s_units)
        {
            if (text.EndsWith(suffix, StringComparison.Ordinal)
                && double.TryParse(text.AsSpan(0, text.Length - suffix.Length), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double number)
                && number > 0
                && number * seconds <= TimeSpan.FromDays(24).TotalSeconds)
            {
                return TimeSpan.FromSeconds(number * seconds);
            }
        }

        throw new UsageException($"{(option is null ? "" : $"{option}: ")}'{text}' is not a duration: write 500ms, 30s, 5m or 2h, at most 24 days, or 0 for no limit.");
    }
}

using System.Globalization;

namespace Pulse.Sandbox.Control;

/// <summary>Reads durations such as <c>300ms</c>, <c>1.5s</c>, <c>2m</c>, <c>1h</c> and <c>0</c>.</summary>
static class Duration
{
    public const string Expected = "expected a duration such as 300ms, 1.5s, 2m or 1h";

    static readonly (string Unit, double Milliseconds)[] s_units = [("ms", 1), ("s", 1000), ("m", 60_000), ("h", 3_600_000), ("d", 86_400_000)];

    public static bool TryParse(string text, out TimeSpan duration)
    {
        duration = TimeSpan.Zero;
        if (text == "0")
        {
            return true;
        }

        foreach ((string unit, double milliseconds) in s_units)
        {
            if (text.EndsWith(unit, StringComparison.Ordinal)
                && double.TryParse(text.AsSpan(0, text.Length - unit.Length), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double number)
                && number * milliseconds <= TimeSpan.FromDays(36500).TotalMilliseconds)
            {
                duration = TimeSpan.FromMilliseconds(number * milliseconds);
                return true;
            }
        }

        return false;
    }
}

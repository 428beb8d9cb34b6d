using System.Globalization;

namespace Pulse.Sandbox.Cli;

/// <summary>Reads sizes such as <c>5000000</c>, <c>512KB</c>, <c>100MB</c>; a KB is 1024 bytes.</summary>
static class Size
{
    public const string Expected = "expected a size such as 5000000, 512KB or 100MB";

    static readonly (string Unit, long Bytes)[] s_units = [("KB", 1L << 10), ("MB", 1L << 20), ("GB", 1L << 30)];

    public static bool TryParse(string text, out long bytes)
    {
        long factor = 1;
        string digits = text;
        foreach ((string unit, long size) in s_units)
        {
            if (text.EndsWith(unit, StringComparison.OrdinalIgnoreCase))
            {
                factor = size;
                digits = text[..^unit.Length];
            }
        }

        bool valid = long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out bytes) && bytes > 0 && bytes <= (1L << 40) / factor;
        bytes *= factor;
        return valid;
    }
}

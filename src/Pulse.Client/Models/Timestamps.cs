using System.Globalization;

namespace Pulse.Client;

/// <summary>Instants of the API: ISO 8601 with a zone, or without one, which then means UTC. What cannot be read is null, never an error.</summary>
static class Timestamps
{
    internal static DateTimeOffset? Parse(string? text) =>
        IsDated(text) && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out DateTimeOffset instant)
            ? instant
            : null;

    // The parser of the base library also takes "10:30" for this morning, and "3/4" for a day of this year.
    static bool IsDated(string? text)
    {
        ReadOnlySpan<char> trimmed = text.AsSpan().TrimStart();
        return trimmed.Length >= 10 && trimmed[4] == '-' && !trimmed[..4].ContainsAnyExceptInRange('0', '9');
    }
}

using System.Globalization;

namespace Pulse.Client;

/// <summary>Instants of the API: ISO 8601 with a zone, or without one, which then means UTC. What cannot be read is null, never an error.</summary>
static class Timestamps
{
    internal static DateTimeOffset? Parse(string? text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out DateTimeOffset instant)
            ? instant
            : null;
}

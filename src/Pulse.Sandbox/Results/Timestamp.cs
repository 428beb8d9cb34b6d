using System.Globalization;

namespace Pulse.Sandbox.Results;

/// <summary>Writes instants as the API does: UTC, ending in <c>Z</c>.</summary>
static class Timestamp
{
    public static string Format(DateTimeOffset instant) =>
        instant.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    public static string? Format(DateTimeOffset? instant) => instant is { } known ? Format(known) : null;
}

using System.Globalization;
using System.Net.Http.Headers;

namespace Pulse.Client.Http;

/// <summary>Reads how long the service asks to wait (docs/api.md, section 8): <c>retry-after-ms</c>, <c>Retry-After</c>, then <c>X-RateLimit-Reset</c>.</summary>
static class ServerHints
{
    static readonly TimeSpan s_longest = TimeSpan.FromDays(24);

    internal static TimeSpan? RetryAfter(HttpResponseHeaders headers, TimeProvider clock)
    {
        if (First(headers, "retry-after-ms") is { } milliseconds
            && double.TryParse(milliseconds, NumberStyles.Float, CultureInfo.InvariantCulture, out double ms)
            && ms > 0)
        {
            return Bound(ms / 1000);
        }

        if (First(headers, "Retry-After") is { } text)
        {
            if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double seconds))
            {
                if (seconds > 0)
                {
                    return Bound(seconds);
                }
            }
            else if (DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset date)
                && date > clock.GetUtcNow())
            {
                return Bound((date - clock.GetUtcNow()).TotalSeconds);
            }
        }

        if (First(headers, "X-RateLimit-Reset") is { } reset
            && double.TryParse(reset, NumberStyles.Float, CultureInfo.InvariantCulture, out double unixSeconds))
        {
            double left = unixSeconds - (clock.GetUtcNow() - DateTimeOffset.UnixEpoch).TotalSeconds;
            if (left > 0)
            {
                return Bound(left);
            }
        }

        return null;
    }

    static TimeSpan? Bound(double seconds) =>
        double.IsNaN(seconds) ? null
        : seconds >= s_longest.TotalSeconds ? s_longest
        : TimeSpan.FromSeconds(seconds) is { Ticks: > 0 } hint ? hint
        : null;

    static string? First(HttpResponseHeaders headers, string name) =>
        headers.NonValidated.TryGetValues(name, out HeaderStringValues values) ? values.ToString().Trim() : null;
}

using System.Globalization;
using System.Text;
using Pulse.Client;
using Pulse.Native.Interop;
using Pulse.Native.Objects;

namespace Pulse.Native.Exports;

static class WebhookExports
{
    [NativeExport("pulse_webhook_verify", Cleared = Constants.WebhookMissingHeader)]
    internal static Delivery<WebhookVerification> Verify(ReadOnlyMemory<byte> body, List<KeyValuePair<string, string>> headers, string[] secrets, long nowS, TimeSpan? tolerance)
    {
        TlsLibrary.RequireForWebhooks();
        TimeProvider clock = nowS == 0 ? TimeProvider.System : new FixedClock(Instant(nowS, "now_s"));
        WebhookVerification outcome = PulseWebhooks.Verify(body.Span, WebhookHeaders.Find(headers), secrets, clock, tolerance ?? PulseWebhooks.DefaultTolerance);
        return new(outcome, Failure: outcome == WebhookVerification.Valid
            ? null
            : new PulseException(PulseErrorCode.WebhookRejected, $"The webhook is not authentic: {PulseWebhooks.Describe(outcome)}."));
    }

    [NativeExport("pulse_webhook_sign")]
    internal static ResponseObject Sign(ReadOnlyMemory<byte> body, string id, long timestampS, string secret)
    {
        TlsLibrary.RequireForWebhooks();
        string signature = PulseWebhooks.Sign(body.Span, id, Instant(timestampS, "timestamp_s"), secret);
        string timestamp = timestampS.ToString(CultureInfo.InvariantCulture);

        // Base64 and digits need no escapes.
        return ResponseObject.FromJson(Encoding.UTF8.GetBytes($$"""{"timestamp":"{{timestamp}}","signature":"{{signature}}"}"""));
    }

    static DateTimeOffset Instant(long seconds, string name) =>
        seconds is >= 0 and <= 253_402_300_799 ? DateTimeOffset.FromUnixTimeSeconds(seconds) : throw new ArgumentException($"{name} is no time between 1970 and 9999 in seconds.");

    sealed class FixedClock(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}

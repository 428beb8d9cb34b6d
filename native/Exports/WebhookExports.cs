using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using Pulse.Client;
using Pulse.Native.Interop;
using Pulse.Native.Objects;

namespace Pulse.Native.Exports;

static unsafe class WebhookExports
{
    const int MostSecrets = 100;

    [UnmanagedCallersOnly(EntryPoint = "managed_webhook_verify")]
    static int Verify(byte* body, nuint size, HeaderStruct* headers, nuint headerCount, byte** secrets, nuint secretCount, long nowSeconds, long toleranceMs, int* result, nint* error)
    {
        Export.Clear(error);
        try
        {
            Export.RequireOut(result, (int)WebhookVerification.MissingHeader);
            TlsLibrary.RequireForWebhooks();
            ReadOnlyMemory<byte> content = Read.Bytes(body, size, "body");
            WebhookHeaders found = WebhookHeaders.Find(HeaderText.Read(headers, headerCount, "headers"));
            string[] keys = Secrets(secrets, secretCount);
            TimeSpan tolerance = toleranceMs == 0 ? PulseWebhooks.DefaultTolerance : Read.Duration(toleranceMs, "tolerance_ms")!.Value;
            WebhookVerification outcome = PulseWebhooks.Verify(content.Span, found, keys, nowSeconds == 0 ? TimeProvider.System : new FixedClock(Instant(nowSeconds, "now_s")), tolerance);
            *result = (int)outcome;
            return outcome == WebhookVerification.Valid
                ? Export.Ok
                : throw new PulseException(PulseErrorCode.WebhookRejected, $"The webhook cannot be trusted: {PulseWebhooks.Describe(outcome)}.");
        }
        catch (Exception exception)
        {
            return Export.Fail(exception, error);
        }
    }

    [UnmanagedCallersOnly(EntryPoint = "managed_webhook_sign")]
    static int Sign(byte* body, nuint size, byte* id, long timestampSeconds, byte* secret, nint* result, nint* error)
    {
        Export.Clear(error);
        try
        {
            Export.RequireOut(result);
            TlsLibrary.RequireForWebhooks();
            ReadOnlyMemory<byte> content = Read.Bytes(body, size, "body");
            string signature = PulseWebhooks.Sign(content.Span, Read.Text(id, "id"), Instant(timestampSeconds, "timestamp_s"), Read.Text(secret, "secret"));
            string timestamp = timestampSeconds.ToString(CultureInfo.InvariantCulture);

            // Base64 and digits need no escapes.
            *result = HandleTable.Add(ResponseObject.FromJson(Encoding.UTF8.GetBytes($$"""{"timestamp":"{{timestamp}}","signature":"{{signature}}"}""")));
            return Export.Ok;
        }
        catch (Exception exception)
        {
            return Export.Fail(exception, error);
        }
    }

    static DateTimeOffset Instant(long seconds, string name) =>
        seconds is >= 0 and <= 253_402_300_799 ? DateTimeOffset.FromUnixTimeSeconds(seconds) : throw new ArgumentException($"{name} is no time between 1970 and 9999 in seconds.");

    static string[] Secrets(byte** secrets, nuint count)
    {
        if (count > MostSecrets)
        {
            throw new ArgumentException($"There are more than {MostSecrets} secrets.");
        }

        string[] read = new string[(int)count];
        if (count > 0)
        {
            Read.Require(secrets, sizeof(nuint), "secrets");
        }

        for (int i = 0; i < read.Length; i++)
        {
            read[i] = Read.Text(secrets[i], "secrets");
        }

        return read;
    }

    sealed class FixedClock(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}

using Pulse.Client.Results;

namespace Pulse.Client;

/// <summary>
/// The contents of a webhook, read tolerantly, because the service does not document the names. It is only a notification: pass it to
/// <see cref="JobsClient.Notify"/>, or read the job. Verify the webhook first.
/// </summary>
public sealed class WebhookEvent : IDisposable
{
    WebhookEvent(RawResult body)
    {
        Body = body;
        using RawResult? data = body.Part("data"u8);
        Type = body.Text("type"u8) ?? body.Text("event"u8) ?? body.Text("event_type"u8);
        JobId = body.Text("job_id"u8) ?? data?.Text("job_id"u8) ?? data?.Text("id"u8) ?? body.Text("jobId"u8);
        StatusText = body.Text("status"u8) ?? data?.Text("status"u8);
    }

    /// <summary>The whole JSON.</summary>
    public RawResult Body { get; }

    /// <summary>The type of the event; null if it has none.</summary>
    public string? Type { get; }

    /// <summary>The job's id; null if it has none.</summary>
    public string? JobId { get; }

    /// <summary>The job's status as the service sent it; null if it has none.</summary>
    public string? StatusText { get; }

    /// <summary>Reads the body of a webhook.</summary>
    /// <exception cref="PulseProtocolException">It is not a JSON object.</exception>
    public static WebhookEvent Parse(ReadOnlySpan<byte> body)
    {
        NativeBuffer buffer = NativeBuffer.Copy(body);
        if (!JsonEnvelope.TryScan(buffer.Content, out _, out JsonFault fault))
        {
            buffer.Close();
            throw new PulseProtocolException($"The webhook's body is not valid: {fault.Describe()}.");
        }

        return new WebhookEvent(new RawResult(buffer, JsonResponse.Whole(buffer), ownsBuffer: true));
    }

    /// <inheritdoc/>
    public void Dispose() => Body.Dispose();
}

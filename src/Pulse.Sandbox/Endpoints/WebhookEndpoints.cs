using System.Text.Json;
using Pulse.Sandbox.Control;
using Pulse.Sandbox.Http;
using Pulse.Sandbox.Requests;
using Pulse.Sandbox.Webhooks;

namespace Pulse.Sandbox.Endpoints;

/// <summary><c>POST /webhook</c>, and the control plane's means to have webhooks sent.</summary>
static class WebhookEndpoints
{
    static readonly FieldNames s_endpoint = new("url", "secret", "secrets", "headers");
    static readonly FieldNames s_message = new("jobId", "status", "type", "body", "id", "ageMs", "signature");

    public static async Task LinkAsync(Exchange exchange)
    {
        byte[] one = new byte[1];
        if (await exchange.Http.Request.Body.ReadAsync(one, exchange.Aborted).ConfigureAwait(false) > 0)
        {
            throw ApiErrors.InvalidBody("This endpoint takes no body");
        }

        await JsonBody.WriteObjectAsync(exchange.Http, 200, json => json.WriteString("link", $"{exchange.BaseUrl}/_sandbox/webhooks")).ConfigureAwait(false);
    }

    public static Task GetAsync(Exchange exchange) => JsonBody.WriteObjectAsync(exchange.Http, 200, json => WriteAll(json, exchange.State.Webhooks));

    /// <summary>Writes the receiver and the last deliveries.</summary>
    public static void WriteAll(Utf8JsonWriter json, WebhookSender webhooks)
    {
        json.WriteString("url", webhooks.Settings?.Url.AbsoluteUri);
        json.WriteStartArray("deliveries");
        foreach (WebhookDelivery delivery in webhooks.Deliveries)
        {
            Write(json, delivery);
        }

        json.WriteEndArray();
    }

    public static async Task SetAsync(Exchange exchange)
    {
        FieldSet fields = FieldSet.Of(await ControlBody.ReadObjectAsync(exchange).ConfigureAwait(false), "", s_endpoint, loose: false);
        if (!Uri.TryCreate(fields.RequiredString("url"), UriKind.Absolute, out Uri? url) || url.Scheme is not ("http" or "https") || !url.IsLoopback)
        {
            throw ApiErrors.InvalidValue("url", "expected an http URL on this machine");
        }

        IReadOnlyList<string> secrets = fields.Strings("secrets") ?? [fields.String("secret") ?? WebhookSigner.DefaultSecret];
        foreach (string secret in secrets)
        {
            if (!WebhookSigner.IsSecret(secret))
            {
                throw ApiErrors.InvalidValue("secret", "expected whsec_ and base64");
            }
        }

        exchange.State.Webhooks.Set(new WebhookSettings(url, secrets, fields.Choice("headers", "webhook", "svix", "both") ?? "webhook"));
        await GetAsync(exchange).ConfigureAwait(false);
    }

    public static Task ClearAsync(Exchange exchange)
    {
        exchange.State.Webhooks.Set(null);
        return GetAsync(exchange);
    }

    public static async Task SendAsync(Exchange exchange)
    {
        FieldSet fields = FieldSet.Of(await ControlBody.ReadObjectAsync(exchange).ConfigureAwait(false), "", s_message, loose: false);
        if (exchange.State.Webhooks.Settings is null)
        {
            throw ApiErrors.InvalidBody("No receiver is set; POST one to /_sandbox/webhooks first");
        }

        var message = new WebhookMessage(fields.String("id"), fields.String("body") ?? Body(exchange, fields))
        {
            Age = TimeSpan.FromMilliseconds(fields.Number("ageMs") ?? 0),
            SignsWrongly = fields.Choice("signature", "right", "wrong") == "wrong",
        };
        WebhookDelivery delivery = await exchange.State.Webhooks.SendAsync(message, exchange.Aborted).ConfigureAwait(false);
        await JsonBody.WriteAsync(exchange.Http, 200, JsonBody.Build(json => Write(json, delivery))).ConfigureAwait(false);
    }

    static string Body(Exchange exchange, FieldSet fields)
    {
        string status = fields.String("status") ?? "completed";
        return WebhookSender.BodyOf(fields.String("type") ?? $"job.{status}", fields.RequiredString("jobId"), status, exchange.State.Clock.GetUtcNow());
    }

    static void Write(Utf8JsonWriter json, WebhookDelivery delivery)
    {
        json.WriteStartObject();
        json.WriteString("id", delivery.Id);
        json.WriteNumber("attempt", delivery.Attempt);
        json.WriteString("body", delivery.Body);
        json.WriteNumber("status", delivery.Status);
        json.WriteString("error", delivery.Error);
        json.WriteEndObject();
    }
}

using System.Text.Json.Serialization;
using Pulse.Client.Api;
using Pulse.Client.Endpoints;

namespace Pulse.Client;

/// <summary>The portal in which webhook endpoints and their secrets are managed. Safe to use from any thread.</summary>
public sealed class WebhooksClient
{
    readonly EndpointInvoker _invoker;

    internal WebhooksClient(EndpointInvoker invoker) => _invoker = invoker;

    /// <summary>Makes a temporary link that logs a person into the portal: <c>POST /webhook</c>. Treat it as a secret.</summary>
    /// <param name="cancellationToken">Ends the call at once.</param>
    /// <exception cref="PulseException">See its <see cref="PulseException.Code"/>.</exception>
    public async Task<string> CreateLinkAsync(CancellationToken cancellationToken = default)
    {
        using RawResult body = await SendAsync(cancellationToken).ConfigureAwait(false);
        return body.Text("link"u8)!;
    }

    /// <summary>The response as it is; it has a link.</summary>
    internal async Task<RawResult> SendAsync(CancellationToken cancellationToken)
    {
        RawResult body = await _invoker.SendAsync("POST /webhook", static (apis, token) => apis.Of<IWebhookApi>().CreateLinkAsync(token), cancellationToken).ConfigureAwait(false);
        return string.IsNullOrWhiteSpace(body.Text("link"u8)) ? throw _invoker.NotAsPromised(body, "The response of POST /webhook has no link.", isSubmit: false) : body;
    }
}

/// <summary>A link to the portal, as the service sends it.</summary>
sealed record WebhookLink
{
    /// <summary>The link. Treat it as a secret.</summary>
    [JsonPropertyName("link")]
    public string? Link { get; init; }
}

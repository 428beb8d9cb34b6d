using System.Text.Json;
using Pulse.Sandbox.Http;

namespace Pulse.Sandbox.Control;

/// <summary>Reads the JSON of control requests.</summary>
static class ControlBody
{
    public static async Task<JsonElement> ReadAsync(Exchange exchange)
    {
        using var body = new MemoryStream();
        await exchange.Http.Request.Body.CopyToAsync(body, exchange.Aborted).ConfigureAwait(false);
        try
        {
            return JsonElement.Parse(body.GetBuffer().AsSpan(0, (int)body.Length));
        }
        catch (JsonException e)
        {
            throw ApiErrors.InvalidBody($"The body is not valid JSON: {e.Message}");
        }
    }

    public static async Task<JsonElement> ReadObjectAsync(Exchange exchange)
    {
        JsonElement body = await ReadAsync(exchange).ConfigureAwait(false);
        return body.ValueKind == JsonValueKind.Object ? body : throw ApiErrors.InvalidBody("The body must be a JSON object");
    }
}

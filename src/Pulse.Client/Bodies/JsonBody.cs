using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Pulse.Client.Bodies;

/// <summary>JSON bodies: written once, sent by each attempt.</summary>
static class JsonBody
{
    internal static Func<HttpContent> Of<T>(T request, JsonTypeInfo<T> type)
    {
        byte[] utf8 = JsonSerializer.SerializeToUtf8Bytes(request, type);
        return () => new ByteArrayContent(utf8) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
    }
}

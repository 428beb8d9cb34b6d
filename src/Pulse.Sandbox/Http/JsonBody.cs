using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Pulse.Sandbox.Http;

/// <summary>Writes JSON responses whole, with their length.</summary>
static class JsonBody
{
    // The service sends text as it is, not escaped for the inside of HTML.
    public static readonly JsonWriterOptions WriterOptions = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
    };

    public static ReadOnlyMemory<byte> Build(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var json = new Utf8JsonWriter(buffer, WriterOptions))
        {
            write(json);
        }

        return buffer.WrittenMemory;
    }

    public static ReadOnlyMemory<byte> BuildObject(Action<Utf8JsonWriter> writeMembers) => Build(json =>
    {
        json.WriteStartObject();
        writeMembers(json);
        json.WriteEndObject();
    });

    public static Task WriteObjectAsync(HttpContext context, int statusCode, Action<Utf8JsonWriter> writeMembers) =>
        WriteAsync(context, statusCode, BuildObject(writeMembers));

    public static Task WriteErrorAsync(HttpContext context, ApiException error) =>
        WriteObjectAsync(context, error.StatusCode, json =>
        {
            json.WriteStartObject("error");
            json.WriteString("code", error.Code);
            json.WriteString("message", error.Message);
            if (error.Details is { } details)
            {
                json.WriteStartObject("details");
                details(json);
                json.WriteEndObject();
            }

            json.WriteEndObject();
        });

    public static async Task WriteAsync(HttpContext context, int statusCode, ReadOnlyMemory<byte> body, string contentType = "application/json")
    {
        context.Response.StatusCode = statusCode;
        context.Response.ContentType = contentType;
        context.Response.ContentLength = body.Length;
        await context.Response.Body.WriteAsync(body, context.RequestAborted).ConfigureAwait(false);
    }
}

using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Pulse.Sandbox.Control;
using Pulse.Sandbox.Http;

namespace Pulse.Sandbox.Faults;

/// <summary>Lets one request go wrong.</summary>
static partial class FaultInjector
{
    static readonly byte[] s_garbageBody = [.. Enumerable.Range(0, 256).Select(i => (byte)((i * 167) + 131))];
    static readonly byte[] s_garbageWire = [0x16, 0x03, 0x01, 0xFF, .. s_garbageBody.Select(b => b is (byte)'\r' or (byte)'\n' ? (byte)0 : b), (byte)'\r', (byte)'\n', (byte)'\r', (byte)'\n'];

    /// <param name="exchange">The request.</param>
    /// <param name="action">What goes wrong.</param>
    /// <param name="process">Processes the request as usual.</param>
    /// <param name="recorder">The request's record, to be completed before anything goes past the server.</param>
    /// <returns>Whether the whole of the request's real response was sent.</returns>
    public static async Task<bool> RunAsync(Exchange exchange, FaultAction action, Func<Task> process, JournalRecorder recorder)
    {
        HttpContext context = exchange.Http;
        if (action.Delay > TimeSpan.Zero)
        {
            await Task.Delay(action.Delay, TimeProvider.System, context.RequestAborted).ConfigureAwait(false);
        }

        bool replaced = action.Status is not null || action.Body is not null || action.Garbage != FaultGarbage.None;
        bool silent = action.Reset is FaultReset.BeforeHeaders or FaultReset.NoResponse;
        if (silent && !action.AfterProcessing)
        {
            return await EndAsync(context, action.Reset, recorder).ConfigureAwait(false);
        }

        // The response of the handler is caught, not sent.
        Stream real = context.Response.Body;
        using var caught = new MemoryStream();
        context.Response.Body = caught;
        if (!replaced || action.AfterProcessing)
        {
            await process().ConfigureAwait(false);
        }

        context.Response.Body = real;
        if (silent)
        {
            return await EndAsync(context, action.Reset, recorder).ConfigureAwait(false);
        }

        await recorder.DrainAsync(exchange.Aborted).ConfigureAwait(false);
        if (action.Garbage == FaultGarbage.Wire)
        {
            recorder.Record(0);
            await RawResponse.SendAsync(context, s_garbageWire).ConfigureAwait(false);
            await RawResponse.CloseAsync(context).ConfigureAwait(false);
            return false;
        }

        ReadOnlyMemory<byte> body = Change(action, replaced ? Replace(context.Response, action) : caught.ToArray());
        foreach ((string name, string value) in action.Headers)
        {
            context.Response.Headers[name] = Placeholder.Replace(value, match => Fill(match, exchange.State.Clock.GetUtcNow()));
        }

        recorder.Record(context.Response.StatusCode);
        return await SendAsync(context, action, body).ConfigureAwait(false) && !replaced;
    }

    static async Task<bool> EndAsync(HttpContext context, FaultReset reset, JournalRecorder recorder)
    {
        await recorder.DrainAsync(context.RequestAborted).ConfigureAwait(false);
        recorder.Record(0);
        if (reset == FaultReset.NoResponse)
        {
            await RawResponse.CloseAsync(context).ConfigureAwait(false);
        }
        else
        {
            RawResponse.Reset(context);
        }

        return false;
    }

    // What is no JSON object stays as it is.
    static ReadOnlyMemory<byte> Change(FaultAction action, ReadOnlyMemory<byte> body)
    {
        if (action.Merge is { } merge && Parse(body) is { ValueKind: JsonValueKind.Object } real)
        {
            body = JsonBody.BuildObject(json =>
            {
                foreach (JsonProperty member in real.EnumerateObject().Where(member => !merge.TryGetProperty(member.Name, out _)).Concat(merge.EnumerateObject()))
                {
                    if (member.Value.ValueKind != JsonValueKind.Null)
                    {
                        member.WriteTo(json);
                    }
                }
            });
        }

        return action.WrapIn is { } name && Parse(body) is { } whole
            ? JsonBody.BuildObject(json =>
            {
                json.WritePropertyName(name);
                whole.WriteTo(json);
            })
            : body;
    }

    static JsonElement? Parse(ReadOnlyMemory<byte> body)
    {
        try
        {
            return JsonElement.Parse(body.Span);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    static ReadOnlyMemory<byte> Replace(HttpResponse response, FaultAction action)
    {
        response.StatusCode = action.Status ?? 200;
        response.Headers.Remove("Content-Length");
        response.ContentType = "application/json";
        if (action.Garbage == FaultGarbage.Body)
        {
            return s_garbageBody;
        }

        return action.Body is { } body
            ? Encoding.UTF8.GetBytes(body)
            : JsonBody.BuildObject(json =>
            {
                json.WriteStartObject("error");
                json.WriteString("code", action.Status switch { 401 => "AUTH_002", 403 => "AUTH_004", 404 => "JOB_001", 429 => "GENERAL_429", _ => "GENERAL_500" });
                json.WriteString("message", "Injected fault");
                json.WriteEndObject();
                if (action.RetryAfter is { } seconds)
                {
                    json.WriteNumber("retry_after", seconds);
                }
            });
    }

    static async Task<bool> SendAsync(HttpContext context, FaultAction action, ReadOnlyMemory<byte> body)
    {
        int? cut = action.Reset switch
        {
            FaultReset.AfterHeaders => 0,
            FaultReset.MidBody => body.Length / 2,
            _ => action.TruncateAfterBytes < body.Length ? action.TruncateAfterBytes : null,
        };
        if (cut is null)
        {
            context.Response.ContentLength = body.Length;
            await DripAsync(action, body, piece => context.Response.Body.WriteAsync(piece, context.RequestAborted).AsTask(), () => context.Response.Body.FlushAsync(context.RequestAborted), context.RequestAborted).ConfigureAwait(false);
            return true;
        }

        await RawResponse.SendAsync(context, RawResponse.Head(context.Response, body.Length)).ConfigureAwait(false);
        await DripAsync(action, body[..cut.Value], piece => RawResponse.SendAsync(context, piece), () => Task.CompletedTask, context.RequestAborted).ConfigureAwait(false);
        if (action.Reset != FaultReset.None)
        {
            RawResponse.Reset(context);
        }
        else
        {
            await RawResponse.CloseAsync(context).ConfigureAwait(false);
        }

        return false;
    }

    static async Task DripAsync(FaultAction action, ReadOnlyMemory<byte> body, Func<ReadOnlyMemory<byte>, Task> write, Func<Task> flush, CancellationToken aborted)
    {
        if (action.SlowDrip <= TimeSpan.Zero)
        {
            await write(body).ConfigureAwait(false);
            return;
        }

        for (int offset = 0; offset < body.Length; offset += action.SlowDripBytes)
        {
            await write(body.Slice(offset, Math.Min(action.SlowDripBytes, body.Length - offset))).ConfigureAwait(false);
            await flush().ConfigureAwait(false);
            await Task.Delay(action.SlowDrip, TimeProvider.System, aborted).ConfigureAwait(false);
        }
    }

    static string Fill(Match match, DateTimeOffset now)
    {
        DateTimeOffset time = now.AddSeconds(int.Parse(match.Groups[2].ValueSpan, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture));
        return match.Groups[1].Value == "unix"
            ? time.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture)
            : time.ToString("r", CultureInfo.InvariantCulture);
    }

    [GeneratedRegex(@"\{(unix|date)([+-]\d{1,9})\}")]
    static partial Regex Placeholder { get; }
}

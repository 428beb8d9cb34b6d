using System.Reflection;
using System.Text;
using System.Text.Json;
using Pulse.Client.Reports;
using Pulse.Sandbox.Control;
using Pulse.Sandbox.Faults;
using Pulse.Sandbox.Http;
using Pulse.Sandbox.Jobs;
using Pulse.Sandbox.Results;
using Pulse.Sandbox.Server;

namespace Pulse.Sandbox.Endpoints;

/// <summary>The page at <c>/</c>: what happens in the sandbox, as it happens, and the means to change it.</summary>
static class PageEndpoints
{
    // Scripts and styles come from this server only, as do the results in a frame, and nothing leaves for elsewhere.
    const string Policy = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; frame-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
    const int MaxJobs = 200;

    static readonly TimeSpan s_interval = TimeSpan.FromMilliseconds(200);

    public static Task IndexAsync(Exchange exchange) => SendAsync(exchange, "index.html", "text/html; charset=utf-8");

    public static Task FileAsync(Exchange exchange) => exchange.Values[0] switch
    {
        "page.js" => SendAsync(exchange, "page.js", "text/javascript; charset=utf-8"),
        "page.css" => SendAsync(exchange, "page.css", "text/css; charset=utf-8"),
        "icon.svg" => SendAsync(exchange, "icon.svg", "image/svg+xml"),
        _ => throw ApiErrors.UnknownPath(exchange.Entry.Path),
    };

    /// <summary><c>POST /_sandbox/submit</c>: an extraction as a job, for the organization of the first key, which the page does not know.</summary>
    public static Task SubmitAsync(Exchange exchange)
    {
        exchange.Organization = exchange.State.Options.ApiKeys[0].Organization;
        return ExtractEndpoint.SubmitAsync(exchange);
    }

    /// <summary><c>GET /_sandbox/jobs/{id}</c>: the job as its owner would see it, and its Markdown beside that; a poll that counts nowhere and uses nothing up.</summary>
    public static async Task JobAsync(Exchange exchange)
    {
        Job job = Find(exchange);
        JobSnapshot snapshot = await job.ObserveAsync(exchange.State.Clock.GetUtcNow(), exchange.Aborted).ConfigureAwait(false);
        await JsonBody.WriteObjectAsync(exchange.Http, 200, json =>
        {
            JobEndpoint.Write(json, exchange, job, snapshot, job.Forced);
            if (job.Forced is null && snapshot.Outcome is { Error: null } outcome && Markdown(outcome.Large?.Peek() ?? outcome.Result) is { } markdown)
            {
                json.WriteString("markdown", markdown);
            }
        }).ConfigureAwait(false);
    }

    /// <summary><c>GET /_sandbox/jobs/{id}/view</c>: the result as <c>pulse view</c> shows it; nothing is used up.</summary>
    public static async Task ViewAsync(Exchange exchange)
    {
        Job job = Find(exchange);
        JobSnapshot snapshot = await job.ObserveAsync(exchange.State.Clock.GetUtcNow(), exchange.Aborted).ConfigureAwait(false);
        string? error = snapshot.Outcome?.Error;
        ReadOnlyMemory<byte> result = default;
        if (snapshot.Outcome is { Error: null } outcome)
        {
            result = outcome.Large?.Peek() ?? outcome.Result;
            error = outcome.Large is not null && result.IsEmpty ? "The large result was downloaded, and is gone." : null;
        }

        ReadOnlyMemory<byte> envelope = JsonBody.Build(json =>
        {
            json.WriteStartObject();
            json.WriteString("job_id", job.Id);
            json.WriteString("status", snapshot.Status);
            if (error is not null)
            {
                json.WriteString("error", error);
            }

            json.WriteEndObject();
        });
        HttpResponse response = exchange.Http.Response;
        SetHeaders(response, $"{ReportPage.Policy}; frame-ancestors 'self'");
        response.ContentType = "text/html; charset=utf-8";
        foreach (ReadOnlyMemory<byte> piece in ReportPage.Pieces(null, envelope, result, []))
        {
            await response.Body.WriteAsync(piece, exchange.Aborted).ConfigureAwait(false);
        }
    }

    /// <summary><c>GET /_sandbox/events</c>: server-sent events: <c>start</c>, then <c>state</c> when something has changed and <c>request</c> for each request.</summary>
    public static async Task EventsAsync(Exchange exchange)
    {
        HttpResponse response = exchange.Http.Response;
        response.ContentType = "text/event-stream";
        response.Headers.CacheControl = "no-store";
        try
        {
            await response.WriteAsync("event: start\ndata: {}\n\n", exchange.Aborted).ConfigureAwait(false);
            long last = 0;
            string? shown = null;
            while (true)
            {
                // The journal was cleared: so are the lists on the page.
                if (exchange.State.Journal.Received < last)
                {
                    last = 0;
                    await response.WriteAsync("event: start\ndata: {}\n\n", exchange.Aborted).ConfigureAwait(false);
                }

                foreach (JournalEntry entry in exchange.State.Journal.Entries.Where(entry => entry.Sequence > last).OrderBy(entry => entry.Sequence).TakeLast(MaxJobs).ToList())
                {
                    last = entry.Sequence;
                    await SendEventAsync(response, "request", Text(json => JournalWriter.Write(json, entry, withBody: true)), exchange.Aborted).ConfigureAwait(false);
                }

                string state = await StateAsync(exchange).ConfigureAwait(false);
                if (state != shown)
                {
                    shown = state;
                    await SendEventAsync(response, "state", state, exchange.Aborted).ConfigureAwait(false);
                }

                await Task.Delay(s_interval, TimeProvider.System, exchange.Aborted).ConfigureAwait(false);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or IOException)
        {
            // The page was closed.
        }
    }

    static async Task<string> StateAsync(Exchange exchange)
    {
        SandboxState state = exchange.State;
        DateTimeOffset now = state.Clock.GetUtcNow();
        var jobs = new List<(Job Job, JobSnapshot Snapshot)>();
        foreach (Job job in state.Jobs.Newest(MaxJobs))
        {
            jobs.Add((job, await job.ObserveAsync(now, exchange.Aborted, waits: false).ConfigureAwait(false)));
        }

        return Text(json =>
        {
            json.WriteStartObject();
            json.WriteStartObject("clock");

            // To the second, or every look would find a change.
            json.WriteString("now", Timestamp.Format(new DateTimeOffset(now.Ticks - (now.Ticks % TimeSpan.TicksPerSecond), TimeSpan.Zero)));
            json.WriteBoolean("frozen", state.Clock.IsFrozen);
            json.WriteEndObject();
            json.WriteStartArray("jobs");
            foreach ((Job job, JobSnapshot snapshot) in jobs)
            {
                json.WriteStartObject();
                json.WriteString("job_id", job.Id);
                json.WriteString("status", snapshot.Status);
                json.WriteString("organization", job.Organization);
                json.WriteBoolean("forced", job.Forced is not null);
                if (snapshot.Outcome?.Large is { } large)
                {
                    json.WriteNumber("large", large.Size);
                    json.WriteBoolean("large_taken", large.IsConsumed);
                }

                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteStartArray("faults");
            foreach ((FaultRule rule, int matched, int applied) in state.Faults.Rules)
            {
                ControlEndpoints.Write(json, rule, matched, applied);
            }

            json.WriteEndArray();
            json.WriteStartObject("webhooks");
            WebhookEndpoints.WriteAll(json, state.Webhooks);
            json.WriteEndObject();
            json.WriteEndObject();
        });
    }

    static Job Find(Exchange exchange) =>
        exchange.State.Jobs.TryGet(exchange.Values[0], out Job? job) ? job : throw ApiErrors.JobNotFound(exchange.Values[0]);

    static string? Markdown(ReadOnlyMemory<byte> result)
    {
        if (result.IsEmpty)
        {
            return null;
        }

        var json = JsonElement.Parse(result.Span);
        return json.ValueKind == JsonValueKind.Object && json.TryGetProperty("markdown", out JsonElement markdown) ? markdown.GetString() : null;
    }

    static string Text(Action<Utf8JsonWriter> write) => Encoding.UTF8.GetString(JsonBody.Build(write).Span);

    // JSON has no line breaks of its own, so that one line of data holds it.
    static async Task SendEventAsync(HttpResponse response, string name, string json, CancellationToken aborted)
    {
        await response.WriteAsync($"event: {name}\ndata: {json}\n\n", aborted).ConfigureAwait(false);
        await response.Body.FlushAsync(aborted).ConfigureAwait(false);
    }

    static async Task SendAsync(Exchange exchange, string name, string contentType)
    {
        using Stream resource = Assembly.GetExecutingAssembly().GetManifestResourceStream($"Page.{name}")!;
        byte[] bytes = new byte[resource.Length];
        await resource.ReadExactlyAsync(bytes, exchange.Aborted).ConfigureAwait(false);
        await SendAsync(exchange, bytes, contentType).ConfigureAwait(false);
    }

    static Task SendAsync(Exchange exchange, byte[] bytes, string contentType)
    {
        SetHeaders(exchange.Http.Response, Policy);
        return JsonBody.WriteAsync(exchange.Http, 200, bytes, contentType);
    }

    static void SetHeaders(HttpResponse response, string policy)
    {
        response.Headers.ContentSecurityPolicy = policy;
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers["Referrer-Policy"] = "no-referrer";
        response.Headers.CacheControl = "no-store";
    }
}

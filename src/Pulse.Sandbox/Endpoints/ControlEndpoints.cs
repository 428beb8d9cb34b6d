using System.Globalization;
using System.Text.Json;
using Pulse.Sandbox.Control;
using Pulse.Sandbox.Faults;
using Pulse.Sandbox.Http;
using Pulse.Sandbox.Jobs;
using Pulse.Sandbox.Requests;
using Pulse.Sandbox.Results;

namespace Pulse.Sandbox.Endpoints;

/// <summary>The control plane under <c>/_sandbox/</c>, files and extractions excepted.</summary>
static class ControlEndpoints
{
    static readonly FieldNames s_clock = new("freeze", "advance", "advanceMs");
    static readonly FieldNames s_job = new("status", "error", "result", "extra", "rawBody", "contentType", "httpStatus", "afterPolls");

    public static Task ResetAsync(Exchange exchange)
    {
        exchange.State.Reset();
        return JsonBody.WriteObjectAsync(exchange.Http, 200, json => json.WriteString("status", "ok"));
    }

    public static Task GetJournalAsync(Exchange exchange)
    {
        string since = exchange.Http.Request.Query["since"].ToString();
        long first = 0;
        if (since.Length > 0 && !long.TryParse(since, NumberStyles.None, CultureInfo.InvariantCulture, out first))
        {
            throw ApiErrors.InvalidValue("since", "expected the number of a request");
        }

        return JsonBody.WriteObjectAsync(exchange.Http, 200, json => JournalWriter.Write(json, exchange.State.Journal, first));
    }

    public static async Task ListJobsAsync(Exchange exchange)
    {
        var jobs = new List<(Job Job, JobSnapshot Snapshot)>();
        foreach (string id in exchange.State.Jobs.Ids.Order(StringComparer.Ordinal))
        {
            if (exchange.State.Jobs.TryGet(id, out Job? job))
            {
                jobs.Add((job, await job.ObserveAsync(exchange.State.Clock.GetUtcNow(), exchange.Aborted).ConfigureAwait(false)));
            }
        }

        await JsonBody.WriteObjectAsync(exchange.Http, 200, json =>
        {
            json.WriteStartArray("jobs");
            foreach ((Job job, JobSnapshot snapshot) in jobs)
            {
                json.WriteStartObject();
                json.WriteString("job_id", job.Id);
                json.WriteString("status", snapshot.Status);
                json.WriteString("organization", job.Organization);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }).ConfigureAwait(false);
    }

    public static async Task ForceJobAsync(Exchange exchange)
    {
        FieldSet fields = FieldSet.Of(await ControlBody.ReadObjectAsync(exchange).ConfigureAwait(false), "", s_job, loose: false);
        var forced = new ForcedJobState
        {
            Status = fields.String("status"),
            Error = fields.Get("error")?.Json,
            Result = fields.Get("result")?.Json,
            Extra = fields.RawObject("extra"),
            RawBody = fields.String("rawBody"),
            ContentType = fields.String("contentType"),
            HttpStatus = fields.Integer("httpStatus") is { } status
                ? status is >= 200 and <= 599 ? status : throw ApiErrors.InvalidValue("http_status", "expected a status from 200 to 599")
                : null,
            AfterPolls = fields.Integer("afterPolls") ?? 0,
        };
        new SandboxJobs(exchange.State).Force(exchange.Values[0], forced);
        await JsonBody.WriteObjectAsync(exchange.Http, 200, json => json.WriteString("job_id", exchange.Values[0])).ConfigureAwait(false);
    }

    public static Task ReleaseJobAsync(Exchange exchange) =>
        new SandboxJobs(exchange.State).Release(exchange.Values[0])
            ? JsonBody.WriteObjectAsync(exchange.Http, 200, json => json.WriteString("job_id", exchange.Values[0]))
            : throw ApiErrors.JobNotFound(exchange.Values[0]);

    public static async Task SetFaultsAsync(Exchange exchange)
    {
        exchange.State.Faults.Set(FaultRuleReader.ReadAll(await ControlBody.ReadAsync(exchange).ConfigureAwait(false)));
        await GetFaultsAsync(exchange).ConfigureAwait(false);
    }

    public static Task ClearFaultsAsync(Exchange exchange)
    {
        exchange.State.Faults.Clear();
        return GetFaultsAsync(exchange);
    }

    public static Task GetFaultsAsync(Exchange exchange) => JsonBody.WriteObjectAsync(exchange.Http, 200, json =>
    {
        json.WriteStartArray("rules");
        foreach ((FaultRule rule, int matched, int applied) in exchange.State.Faults.Rules)
        {
            Write(json, rule, matched, applied);
        }

        json.WriteEndArray();
    });

    /// <summary>Writes a fault rule with its counts.</summary>
    public static void Write(Utf8JsonWriter json, FaultRule rule, int matched, int applied)
    {
        json.WriteStartObject();
        json.WriteString("method", rule.Method);
        json.WriteString("path_prefix", rule.PathPrefix);
        json.WriteNumber("matched", matched);
        json.WriteNumber("applied", applied);
        json.WriteEndObject();
    }

    public static async Task SetClockAsync(Exchange exchange)
    {
        FieldSet fields = FieldSet.Of(await ControlBody.ReadObjectAsync(exchange).ConfigureAwait(false), "", s_clock, loose: false);
        bool? freeze = fields.Boolean("freeze");
        TimeSpan advance = TimeSpan.FromMilliseconds(fields.Number("advanceMs") ?? 0);
        if (fields.String("advance") is { } text && !Duration.TryParse(text, out advance))
        {
            throw ApiErrors.InvalidValue("advance", Duration.Expected);
        }

        if (advance < TimeSpan.Zero)
        {
            throw ApiErrors.InvalidValue("advance_ms", "the clock goes forward only");
        }

        // Everything was checked: now it happens at once.
        if (freeze == true)
        {
            exchange.State.Clock.Freeze();
        }
        else if (freeze == false)
        {
            exchange.State.Clock.Resume();
        }

        exchange.State.Clock.Advance(advance);
        await GetClockAsync(exchange).ConfigureAwait(false);
    }

    public static Task GetClockAsync(Exchange exchange) => JsonBody.WriteObjectAsync(exchange.Http, 200, json =>
    {
        json.WriteString("now", Timestamp.Format(exchange.State.Clock.GetUtcNow()));
        json.WriteBoolean("frozen", exchange.State.Clock.IsFrozen);
    });
}

using System.Text;
using System.Text.Json;
using Pulse.Sandbox.Control;
using Pulse.Sandbox.Http;
using Pulse.Sandbox.Jobs;
using Pulse.Sandbox.Results;

namespace Pulse.Sandbox.Endpoints;

/// <summary><c>GET /job/{id}</c>, <c>DELETE /job/{id}</c> and the older <c>POST /cancel/{id}</c>.</summary>
static class JobEndpoint
{
    public static async Task GetAsync(Exchange exchange)
    {
        Job job = Find(exchange);
        ForcedJobState? forced = job.Forced;
        int status = forced?.HttpStatus ?? 200;
        if (forced?.RawBody is { } raw)
        {
            await JsonBody.WriteAsync(exchange.Http, status, Encoding.UTF8.GetBytes(raw), forced.ContentType ?? "application/json").ConfigureAwait(false);
            return;
        }

        JobSnapshot snapshot = await job.ObserveAsync(exchange.State.Clock.GetUtcNow(), exchange.Aborted).ConfigureAwait(false);
        job.CountPoll(exchange.State.Clock.GetUtcNow());
        await JsonBody.WriteObjectAsync(exchange.Http, status, json => Write(json, exchange, job, snapshot, forced)).ConfigureAwait(false);
    }

    public static async Task CancelAsync(Exchange exchange)
    {
        Job job = Find(exchange);
        bool canceled = await job.CancelAsync(exchange.State.Clock.GetUtcNow(), exchange.Aborted).ConfigureAwait(false);
        JobSnapshot snapshot = await job.ObserveAsync(exchange.State.Clock.GetUtcNow(), exchange.Aborted).ConfigureAwait(false);
        await JsonBody.WriteObjectAsync(exchange.Http, 200, json =>
        {
            json.WriteString("job_id", job.Id);
            json.WriteString("message", canceled ? "Job cancelled successfully" : $"Job is already {snapshot.Status}; nothing was changed");
        }).ConfigureAwait(false);
    }

    static Job Find(Exchange exchange)
    {
        string id = exchange.Values[0];
        Job job = exchange.State.Jobs.TryGet(id, out Job? found) ? found : throw ApiErrors.JobNotFound(id);
        return job.Organization == exchange.Organization ? job : throw ApiErrors.Forbidden();
    }

    /// <summary>Writes the members of a job.</summary>
    public static void Write(Utf8JsonWriter json, Exchange exchange, Job job, JobSnapshot snapshot, ForcedJobState? forced)
    {
        json.WriteString("job_id", job.Id);
        json.WriteString("status", snapshot.Status);
        json.WriteString("created_at", Timestamp.Format(job.CreatedAt));
        if (snapshot.UpdatedAt is { } updated)
        {
            json.WriteString("updated_at", Timestamp.Format(updated));
        }

        if (snapshot.Children is { } children)
        {
            BatchWriter.WriteProgress(json, children);
        }

        WriteResult(json, exchange, job, snapshot, forced);
        if (forced?.Error is { } error)
        {
            json.WritePropertyName("error");
            error.WriteTo(json);
        }
        else if (snapshot.Outcome?.Error is { } text)
        {
            json.WriteString("error", text);
        }

        foreach (JsonProperty member in forced?.Extra?.EnumerateObject() ?? default)
        {
            member.WriteTo(json);
        }
    }

    static void WriteResult(Utf8JsonWriter json, Exchange exchange, Job job, JobSnapshot snapshot, ForcedJobState? forced)
    {
        if (forced?.Result is { } result)
        {
            json.WritePropertyName("result");
            result.WriteTo(json);
        }
        else if (snapshot is { Children: { } children, Status: "completed" })
        {
            BatchWriter.WriteResult(json, job.Children, children);
        }
        else if (snapshot.Outcome is { Large: { } large })
        {
            json.WritePropertyName("result");
            large.WriteStub(json, LargeResultEndpoint.UrlOf(exchange, job.Id));
        }
        else if (snapshot.Outcome is { Error: null } outcome)
        {
            json.WritePropertyName("result");
            json.WriteRawValue(outcome.Result.Span, skipInputValidation: true);
        }
        else if (forced is not null && snapshot.Status == "completed")
        {
            // A completed job has a result; who wants none sends a body of his own.
            json.WriteStartObject("result");
            json.WriteString("markdown", "");
            json.WriteEndObject();
        }
        else if (snapshot.Status == "expired")
        {
            // The stub's real shape is not documented.
            json.WriteStartObject("result");
            json.WriteBoolean("expired", true);
            json.WriteString("message", "The output was deleted when its retention ended");
            json.WriteEndObject();
        }
    }
}

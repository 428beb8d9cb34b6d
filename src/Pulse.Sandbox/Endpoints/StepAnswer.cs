using Pulse.Sandbox.Http;
using Pulse.Sandbox.Jobs;
using Pulse.Sandbox.Results;
using Pulse.Sandbox.Server;
using Pulse.Sandbox.Steps;

namespace Pulse.Sandbox.Endpoints;

/// <summary>How a request that asks for processing is answered: with the result, or with a submission whose job has it later.</summary>
static class StepAnswer
{
    /// <param name="exchange">The request.</param>
    /// <param name="request">What it asks for.</param>
    /// <param name="work">Does it; gets the job's id with the call.</param>
    public static Task SendAsync(Exchange exchange, StepRequest request, Func<StepCall, CancellationToken, Task<JobOutcome>> work) =>
        request.IsAsync ? SubmitAsync(exchange, request, work) : RunAsync(exchange, request, work);

    static async Task RunAsync(Exchange exchange, StepRequest request, Func<StepCall, CancellationToken, Task<JobOutcome>> work)
    {
        SandboxState state = exchange.State;
        StepCall call = Call(exchange, request);
        JobOutcome outcome = await work(call, exchange.Aborted).ConfigureAwait(false);
        state.Journal.RecordSubmit(exchange.Entry, request.ContentHash, call.JobId);
        if (outcome.Large is { } large)
        {
            DateTimeOffset now = state.Clock.GetUtcNow();
            large.SetExpiry(now + state.Options.LargeResultLifetime);
            state.Jobs.Add(new Job(call.JobId, call.Organization, now, JobTiming.Of(state.Options).Immediate(), _ => Task.FromResult(outcome)));
            await JsonBody.WriteAsync(exchange.Http, 200, JsonBody.Build(json => large.WriteStub(json, LargeResultEndpoint.UrlOf(exchange, call.JobId)))).ConfigureAwait(false);
            return;
        }

        await JsonBody.WriteAsync(exchange.Http, 200, outcome.Result).ConfigureAwait(false);
    }

    static async Task SubmitAsync(Exchange exchange, StepRequest request, Func<StepCall, CancellationToken, Task<JobOutcome>> work)
    {
        SandboxState state = exchange.State;
        StepCall call = Call(exchange, request);
        DateTimeOffset now = state.Clock.GetUtcNow();
        state.Jobs.Add(new Job(call.JobId, call.Organization, now, JobTiming.Of(state.Options), stop => JobOutcome.OfAsync(() => work(call, stop))));
        state.Journal.RecordSubmit(exchange.Entry, request.ContentHash, call.JobId);
        await JsonBody.WriteObjectAsync(exchange.Http, request.SubmissionStatusCode ?? state.Options.SubmissionStatusCode, json =>
        {
            json.WriteString("job_id", call.JobId);
            if (request.IdAlias is { } alias)
            {
                json.WriteString(alias, call.JobId);
            }

            json.WriteString("status", "pending");
            json.WriteString("message", "Job queued for processing");
            json.WriteString("queuedAt", Timestamp.Format(now));
        }).ConfigureAwait(false);
    }

    static StepCall Call(Exchange exchange, StepRequest request) =>
        new(exchange.Organization!, exchange.BaseUrl, exchange.State.Ids.Next("job", request.ContentHash, request.OptionsKey));
}

/// <summary>What is common to all requests for processing.</summary>
/// <param name="IsAsync">Whether the response is to be a submission.</param>
/// <param name="ContentHash">What tells one submitted thing from another.</param>
/// <param name="OptionsKey">Equal for equal options.</param>
/// <param name="SubmissionStatusCode">The status of a submission where the endpoint has one of its own.</param>
sealed record StepRequest(bool IsAsync, string ContentHash, string OptionsKey, int? SubmissionStatusCode = null)
{
    /// <summary>The other name under which a submission has its job's id; null for none.</summary>
    public string? IdAlias { get; init; }
}

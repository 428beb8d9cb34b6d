using Pulse.Sandbox.Documents;
using Pulse.Sandbox.Http;
using Pulse.Sandbox.Jobs;
using Pulse.Sandbox.Requests;
using Pulse.Sandbox.Server;

namespace Pulse.Sandbox.Endpoints;

/// <summary><c>POST /extract</c> and the deprecated <c>POST /extract_async</c>.</summary>
static class ExtractEndpoint
{
    public static async Task ExtractAsync(Exchange exchange)
    {
        ExtractRequest request = await ExtractRequestReader.ReadAsync(exchange).ConfigureAwait(false);
        await (request.Async ? SubmitAsync(exchange, request) : RunAsync(exchange, request)).ConfigureAwait(false);
    }

    public static async Task SubmitAsync(Exchange exchange) =>
        await SubmitAsync(exchange, await ExtractRequestReader.ReadAsync(exchange).ConfigureAwait(false)).ConfigureAwait(false);

    static async Task RunAsync(Exchange exchange, ExtractRequest request)
    {
        SandboxState state = exchange.State;
        string organization = exchange.Organization!;
        JobOutcome outcome = await state.Runner.RunAsync(request, organization, exchange.BaseUrl, exchange.Aborted).ConfigureAwait(false);
        string id = state.Ids.Next("job", request.ContentHash, request.OptionsKey);
        state.Journal.RecordSubmit(exchange.Entry, request.ContentHash, id);
        if (outcome.Large is { } large)
        {
            DateTimeOffset now = state.Clock.GetUtcNow();
            large.SetExpiry(now + state.Options.LargeResultLifetime);
            state.Jobs.Add(new Job(id, organization, now, JobTiming.Of(state.Options).Immediate(), _ => Task.FromResult(outcome)));
            await JsonBody.WriteAsync(exchange.Http, 200, JsonBody.Build(json => large.WriteStub(json, LargeResultEndpoint.UrlOf(exchange, id)))).ConfigureAwait(false);
            return;
        }

        await JsonBody.WriteAsync(exchange.Http, 200, outcome.Result).ConfigureAwait(false);
    }

    static async Task SubmitAsync(Exchange exchange, ExtractRequest request)
    {
        SandboxState state = exchange.State;
        string organization = exchange.Organization!;
        if (request.File is { } file)
        {
            await RefuseUnreadableAsync(file, exchange.Aborted).ConfigureAwait(false);
        }

        string id = state.Ids.Next("job", request.ContentHash, request.OptionsKey);
        string baseUrl = exchange.BaseUrl;
        DateTimeOffset now = state.Clock.GetUtcNow();
        state.Jobs.Add(new Job(id, organization, now, JobTiming.Of(state.Options), stop => state.Runner.RunJobAsync(request, organization, baseUrl, stop)));
        state.Journal.RecordSubmit(exchange.Entry, request.ContentHash, id);
        await JsonBody.WriteObjectAsync(exchange.Http, state.Options.SubmissionStatusCode, json =>
        {
            json.WriteString("job_id", id);
            json.WriteString("status", "pending");
            json.WriteString("message", "Job queued for processing");
            json.WriteString("queuedAt", Results.Timestamp.Format(now));
        }).ConfigureAwait(false);
    }

    // What can be told from the bytes at hand is answered at once, not by a job that fails later.
    static async Task RefuseUnreadableAsync(Upload file, CancellationToken cancellation)
    {
        try
        {
            ReadOnlyMemory<byte> bytes = await file.ReadAllAsync(cancellation).ConfigureAwait(false);
            DetectedType type = TypeDetector.Detect(bytes.Span, file.FileName);
            if (type.Format is null)
            {
                throw ApiErrors.UnsupportedType(type.Name, type.Problem);
            }
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }
}

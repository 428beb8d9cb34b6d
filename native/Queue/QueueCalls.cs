using System.Text.Json;
using Pulse.Client;
using Pulse.Client.Waiting;
using Pulse.Native.Objects;

namespace Pulse.Native.Queue;

/// <summary>What queued operations do.</summary>
static class QueueCalls
{
    internal const int Process = 1;
    internal const int Submit = 2;
    internal const int AndWait = 3;

    internal static async Task<QueueOutcome> GetJob(PulseClient client, string jobId, CancellationToken token) =>
        new(PulseErrorCode.Ok, new JobObject(await client.Jobs.GetAsync(jobId, token).ConfigureAwait(false)), null, null);

    internal static async Task<QueueOutcome> Extract(PulseClient client, int mode, ExtractRequest request, WaitOptions options, Action<WaitProgress>? report, CancellationToken token)
    {
        if (mode == AndWait)
        {
            (string jobId, WaitOutcome outcome) = await client.ExtractForOutcomeAsync(request, options, report, token).ConfigureAwait(false);
            return QueueOutcome.Of(jobId, outcome);
        }

        ExtractResponse response = mode == Submit
            ? await client.SubmitExtractAsync(request, token).ConfigureAwait(false)
            : await client.ExtractAsync(request, token).ConfigureAwait(false);
        return new(PulseErrorCode.Ok, null, ResponseObject.From(response), null);
    }

    /// <summary>Finds the operation and checks its arguments, before anything is accepted.</summary>
    /// <exception cref="ArgumentException">There is no such operation, or an argument is wrong.</exception>
    internal static Func<CancellationToken, Task<QueueOutcome>> ByName(PulseClient client, string name, ReadOnlyMemory<byte> arguments)
    {
        switch (name)
        {
            case "get_job":
                string read = JobId(arguments);
                return token => GetJob(client, read, token);
            case "cancel_job":
                string canceled = JobId(arguments);
                return async token =>
                {
                    await client.Jobs.CancelAsync(canceled, token).ConfigureAwait(false);
                    return new(PulseErrorCode.Ok, null, null, null);
                };
            case "get_large_result":
                string large = JobId(arguments);
                return async token => new(PulseErrorCode.Ok, null, new ResponseObject(ResponseKind.Result, await client.GetLargeResultAsync(large, token).ConfigureAwait(false), null), null);
            case "extract":
                ExtractRequest processed = ExtractRequestReader.Read(arguments);
                return token => Extract(client, Process, processed, new WaitOptions(), null, token);
            case "submit_extract":
                ExtractRequest submitted = ExtractRequestReader.Read(arguments);
                return token => Extract(client, Submit, submitted, new WaitOptions(), null, token);
            case "extract_async":
                ExtractRequest legacy = ExtractRequestReader.Read(arguments);
                return async token => new(PulseErrorCode.Ok, null, ResponseObject.From(await client.SubmitExtractLegacyAsync(legacy, token).ConfigureAwait(false)), null);
            default:
                throw new ArgumentException($"operation '{name}' is none of get_job, cancel_job, get_large_result, extract, submit_extract, extract_async.");
        }
    }

    static string JobId(ReadOnlyMemory<byte> arguments)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(arguments);
            return document.RootElement.ValueKind == JsonValueKind.Object
                && document.RootElement.TryGetProperty("job_id", out JsonElement id)
                && id.ValueKind == JsonValueKind.String
                    ? JobIds.Check(id.GetString()!)
                    : throw new ArgumentException("arguments_json must be an object with a job_id, a string.");
        }
        catch (JsonException)
        {
            throw new ArgumentException("arguments_json is not JSON.");
        }
    }
}

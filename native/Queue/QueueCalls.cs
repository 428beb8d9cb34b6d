using System.Runtime.CompilerServices;
using Pulse.Client;
using Pulse.Client.Endpoints;
using Pulse.Client.Waiting;
using Pulse.Native.Interop;
using Pulse.Native.Objects;

namespace Pulse.Native.Queue;

/// <summary>What queued operations do.</summary>
static class QueueCalls
{
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    internal static async ValueTask<QueueOutcome> GetJob(PulseClient client, string jobId, CancellationToken token) =>
        new(PulseErrorCode.Ok, new JobObject(await client.Jobs.Reader.ReadOnceAsync(jobId, token).ConfigureAwait(false)), null, null);

    internal static async ValueTask<QueueOutcome> Extract(PulseClient client, int mode, ExtractRequest request, WaitOptions options, Action<WaitProgress>? report, CancellationToken token)
    {
        if (mode == Constants.ExtractAndWait)
        {
            (_, WaitOutcome outcome) = await client.ExtractForOutcomeAsync(request, options, report, token).ConfigureAwait(false);
            return QueueOutcome.Of(outcome);
        }

        ExtractResponse response = mode == Constants.ExtractSubmit
            ? await client.SubmitExtractAsync(request, token).ConfigureAwait(false)
            : await client.ExtractAsync(request, token).ConfigureAwait(false);
        return new(PulseErrorCode.Ok, null, ResponseObject.From(response), null);
    }

    /// <summary>Finds the operation and checks its arguments, before anything is accepted.</summary>
    /// <exception cref="ArgumentException">There is no such operation, or an argument is wrong.</exception>
    internal static Func<CancellationToken, ValueTask<QueueOutcome>> ByName(PulseClient client, string name, ReadOnlyMemory<byte> arguments, IReadOnlyList<PulseFile> files)
    {
        PreparedOperation operation = Operations.Prepare(name, arguments, files);
        return async token =>
        {
            OperationAnswer answer = await operation.RunAsync(client, token).ConfigureAwait(false);
            return answer.Job is { } job ? new(PulseErrorCode.Ok, new JobObject(job), null, null) : new(PulseErrorCode.Ok, null, ResponseObject.From(answer), null);
        };
    }

    internal static async ValueTask<QueueOutcome> AndWaitFor(PulseClient client, PreparedOperation operation, WaitOptions options, Action<WaitProgress>? report, CancellationToken token)
    {
        (_, WaitOutcome outcome) = await operation.WaitAsync(client, options, report, token).ConfigureAwait(false);
        return QueueOutcome.Of(outcome);
    }
}

using System.Runtime.CompilerServices;
using Pulse.Client;
using Pulse.Client.Batch;
using Pulse.Client.Endpoints;
using Pulse.Client.Waiting;
using Pulse.Native.Interop;
using Pulse.Native.Objects;
using Pulse.Native.Queue;

namespace Pulse.Native.Exports;

static unsafe class QueueExports
{
    [NativeExport("pulse_queue_new")]
    internal static CompletionQueue New(ClientObject client) => new(client);

    [NativeExport("pulse_queue_fd")]
    internal static int Descriptor(CompletionQueue queue) => queue.Descriptor;

    [NativeExport("pulse_queue_set_headers")]
    internal static void SetHeaders(CompletionQueue queue, List<KeyValuePair<string, string>> headers) => queue.SetHeaders(headers);

    // Never smaller than in the first version: handles that do not fit would be lost.
    const int SmallestCompletion = 80;

    [NativeExport("pulse_queue_next", SmallestStruct = SmallestCompletion)]
    internal static Delivery<Completion> Next(CompletionQueue queue, long timeoutMs)
    {
        Collected collected = default;
        return queue.Next(Timeout(timeoutMs), new Span<Collected>(ref collected)) == 0 ? new(default, PulseErrorCode.Timeout) : new(Completed(collected));
    }

    [NativeExport("pulse_queue_next_many", SmallestStruct = SmallestCompletion)]
    internal static PulseErrorCode NextMany(CompletionQueue queue, long timeoutMs, StructArray<Completion> @out)
    {
        CollectedChunk chunk = default;
        int taken = queue.Next(Timeout(timeoutMs), Fitting(chunk, @out.Room));
        if (taken == 0)
        {
            return PulseErrorCode.Timeout;
        }

        while (taken > 0)
        {
            foreach (Collected collected in chunk[..taken])
            {
                @out.Add(Completed(collected));
            }

            taken = queue.Take(Fitting(chunk, @out.Room));
        }

        return PulseErrorCode.Ok;

        static Span<Collected> Fitting(Span<Collected> chunk, nuint room) => chunk[..(int)Math.Min((nuint)chunk.Length, room)];
    }

    /// <summary>What is taken of a queue at a time.</summary>
    [InlineArray(16)]
    struct CollectedChunk
    {
        Collected _first;
    }

    static TimeSpan Timeout(long timeoutMs) => timeoutMs switch
    {
        < Constants.NoLimit => throw new ArgumentException("timeout_ms is negative; use PULSE_NO_LIMIT to wait without end."),
        < 0 => System.Threading.Timeout.InfiniteTimeSpan,
        _ => TimeSpan.FromMilliseconds(Math.Min(timeoutMs, (double)int.MaxValue - 1)),
    };

    static Completion Completed(Collected collected)
    {
        Completion completion = new() { Tag = collected.Operation.Tag };
        if (collected.Progress is { } progress)
        {
            completion.Kind = Constants.CompletionProgress;
            completion.Event = (int)progress.Event;
            completion.Code = (int)(progress.Error?.Code ?? PulseErrorCode.Ok);
            completion.Status = (int)progress.Status;
            completion.Attempt = progress.Attempt;
            completion.WaitedMs = (long)progress.Waited.TotalMilliseconds;
            completion.NextDelayMs = (long)progress.NextDelay.TotalMilliseconds;
        }
        else
        {
            QueueOutcome outcome = collected.Operation.TakeOutcome();
            completion.Kind = Constants.CompletionFinal;
            completion.Code = (int)outcome.Code;
            completion.Status = outcome.Job is null ? 0 : (int)outcome.Job.Job.Status;
            completion.Job = outcome.Job is null ? 0 : HandleTable.Add(outcome.Job);
            completion.Response = outcome.Response is null ? 0 : HandleTable.Add(outcome.Response);
            completion.Error = outcome.Error is null ? 0 : HandleTable.Add(outcome.Error);
        }

        return completion;
    }

    [NativeExport("pulse_queue_cancel")]
    internal static void Cancel(CompletionQueue queue, ulong tag)
    {
        if (!queue.Cancel(tag))
        {
            throw new PulseException(PulseErrorCode.NotFound, "No operation with this tag is under way.");
        }
    }

    [NativeExport("pulse_queue_get_job")]
    internal static void GetJob(CompletionQueue queue, string jobId, ulong tag)
    {
        string id = JobIds.Check(jobId);
        queue.Start(new QueuedTask(queue, tag, (_, token) => QueueCalls.GetJob(queue.Client, id, token), cleanUp: null));
    }

    [NativeExport("pulse_queue_wait_job")]
    internal static void WaitJob(CompletionQueue queue, string jobId, WaitOptionsStruct options, uint flags, ulong tag)
    {
        QueuedWait wait = new(tag, JobIds.Check(jobId), queue.Terms(Options(queue, options, flags), WantsProgress(flags)));
        queue.Accept(wait);
        if (queue.Limits.IsStopped)
        {
            wait.Ended(new(wait.JobId, WaitEnd.Stopped, null));
            return;
        }

        queue.Watcher.Add(wait);
        if (queue.Limits.IsStopped)
        {
            // Perhaps after the queue had stopped what it knew, and before the wait could be.
            wait.Stop();
        }
    }

    [NativeExport("pulse_queue_extract")]
    internal static void Extract(CompletionQueue queue, int mode, ReadOnlyMemory<byte> requestJson, [Copied] BorrowedFile file, WaitOptionsStruct options, uint flags, ulong tag)
    {
        if (mode is < Constants.ExtractProcess or > Constants.ExtractAndWait)
        {
            throw new ArgumentException("mode must be one of PULSE_EXTRACT_....");
        }

        WaitOptions converted = Options(queue, options, flags);
        ExtractRequest request = ExtractExports.Request(requestJson, file);
        queue.Start(new QueuedTask(queue, tag, (task, token) => QueueCalls.Extract(queue.Client, mode, request, converted, WantsProgress(flags) ? task.Progressed : null, token), file.Dispose)
        {
            TakesSlot = mode != Constants.ExtractAndWait,
            KeepsLimit = mode == Constants.ExtractAndWait,
        });
    }

    [NativeExport("pulse_queue_call")]
    internal static void Call(CompletionQueue queue, string operation, ReadOnlyMemory<byte> requestJson, [Copied] BorrowedFiles files, ulong tag)
    {
        Func<CancellationToken, ValueTask<QueueOutcome>> call = QueueCalls.ByName(queue.Client, operation, requestJson, files.Files);
        // A batch has a number of documents under way of its own, and lasts as long as all of them.
        queue.Start(new QueuedTask(queue, tag, (_, token) => call(token), files.Dispose) { TakesSlot = operation != BatchOperation.Name });
    }

    [NativeExport("pulse_queue_call_and_wait")]
    internal static void CallAndWait(CompletionQueue queue, string operation, ReadOnlyMemory<byte> requestJson, [Copied] BorrowedFiles files, WaitOptionsStruct options, uint flags, ulong tag)
    {
        WaitOptions converted = Options(queue, options, flags);
        PreparedOperation prepared = OperationExports.Waitable(operation, requestJson, files.Files);
        queue.Start(new QueuedTask(queue, tag, (task, token) => QueueCalls.AndWaitFor(queue.Client, prepared, converted, WantsProgress(flags) ? task.Progressed : null, token), files.Dispose)
        {
            TakesSlot = false,
            KeepsLimit = true,
        });
    }

    static bool WantsProgress(uint flags) => (flags & Constants.QueueProgress) != 0;

    static WaitOptions Options(CompletionQueue queue, WaitOptionsStruct given, uint flags)
    {
        if ((flags & ~Constants.QueueProgress) != 0)
        {
            throw new ArgumentException("flags has bits that this library does not know.");
        }

        if (given.OnProgress is not null || given.TickMs != 0)
        {
            throw new ArgumentException("options.on_progress and options.tick_ms are for blocking calls; a queue delivers progress as completions (PULSE_QUEUE_PROGRESS).");
        }

        WaitOptions options = queue.Limits.Shorten(WaitCall.Convert(given));
        options.Validate();
        return options;
    }
}

using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Pulse.Client;
using Pulse.Client.Endpoints;
using Pulse.Client.Waiting;
using Pulse.Native.Interop;
using Pulse.Native.Objects;
using Pulse.Native.Queue;

namespace Pulse.Native.Exports;

static unsafe class QueueExports
{
    const nuint FirstCompletionSize = 80;

    const uint ProgressFlag = 1;
    const int Final = 1;
    const int ProgressKind = 2;

    [UnmanagedCallersOnly(EntryPoint = "managed_queue_new")]
    static int New(nint client, nint* result, nint* error)
    {
        Export.Clear(error);
        try
        {
            Export.RequireOut(result);
            *result = HandleTable.Add(new CompletionQueue(Export.Client(client)));
            return Export.Ok;
        }
        catch (Exception exception)
        {
            return Export.Fail(exception, error);
        }
    }

    [UnmanagedCallersOnly(EntryPoint = "managed_queue_free")]
    static void Free(nint queue)
    {
        try
        {
            HandleTable.Remove<CompletionQueue>(queue)?.Free();
        }
        catch (Exception)
        {
            // The handle is gone; there is nobody to tell.
        }
    }

    [UnmanagedCallersOnly(EntryPoint = "managed_queue_fd")]
    static int Descriptor(nint queue, int* result, nint* error)
    {
        Export.Clear(error);
        try
        {
            Export.RequireOut(result, -1);
            *result = Find(queue).Descriptor;
            return Export.Ok;
        }
        catch (Exception exception)
        {
            return Export.Fail(exception, error);
        }
    }

    [UnmanagedCallersOnly(EntryPoint = "managed_queue_next")]
    static int Next(nint queue, long timeoutMs, Completion* result, nint* error)
    {
        Export.Clear(error);
        try
        {
            Read.Require(result, sizeof(nuint), "The out parameter");
            nuint size = result->StructSize;
            // Never smaller than in the first version: handles that do not fit would be lost.
            if (size < FirstCompletionSize || size > (nuint)sizeof(Completion))
            {
                throw new ArgumentException("out.struct_size is not set, or not one that this library knows.");
            }

            Completion completion = new() { StructSize = size };
            Unsafe.CopyBlockUnaligned(result, &completion, (uint)size);
            if (timeoutMs < -1)
            {
                throw new ArgumentException("timeout_ms is negative; use PULSE_NO_LIMIT to wait without end.");
            }

            CompletionQueue source = Find(queue);
            TimeSpan timeout = timeoutMs < 0 ? Timeout.InfiniteTimeSpan : TimeSpan.FromMilliseconds(Math.Min(timeoutMs, (double)int.MaxValue - 1));
            if (source.Next(timeout) is not { } collected)
            {
                return (int)PulseErrorCode.Timeout;
            }

            completion.Tag = collected.Operation.Tag;
            if (collected.Progress is { } progress)
            {
                completion.Kind = ProgressKind;
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
                completion.Kind = Final;
                completion.Code = (int)outcome.Code;
                completion.Status = outcome.Job is null ? 0 : (int)outcome.Job.Job.Status;
                completion.Job = outcome.Job is null ? 0 : HandleTable.Add(outcome.Job);
                completion.Response = outcome.Response is null ? 0 : HandleTable.Add(outcome.Response);
                completion.Error = outcome.Error is null ? 0 : HandleTable.Add(outcome.Error);
            }

            Unsafe.CopyBlockUnaligned(result, &completion, (uint)size);
            return Export.Ok;
        }
        catch (Exception exception)
        {
            return Export.Fail(exception, error);
        }
    }

    [UnmanagedCallersOnly(EntryPoint = "managed_queue_cancel")]
    static int Cancel(nint queue, ulong tag, nint* error)
    {
        Export.Clear(error);
        try
        {
            return Find(queue).Cancel(tag) ? Export.Ok : throw new PulseException(PulseErrorCode.NotFound, "No operation with this tag is under way.");
        }
        catch (Exception exception)
        {
            return Export.Fail(exception, error);
        }
    }

    [UnmanagedCallersOnly(EntryPoint = "managed_queue_get_job")]
    static int GetJob(nint queue, byte* jobId, ulong tag, nint* error)
    {
        Export.Clear(error);
        try
        {
            CompletionQueue target = Find(queue);
            string id = JobIds.Check(Read.Text(jobId, "job_id"));
            Start(target, tag, null, (_, token) => QueueCalls.GetJob(target.Client, id, token));
            return Export.Ok;
        }
        catch (Exception exception)
        {
            return Export.Fail(exception, error);
        }
    }

    [UnmanagedCallersOnly(EntryPoint = "managed_queue_wait_job")]
    static int WaitJob(nint queue, byte* jobId, WaitOptionsStruct* options, uint flags, ulong tag, nint* error)
    {
        Export.Clear(error);
        try
        {
            CompletionQueue target = Find(queue);
            string id = JobIds.Check(Read.Text(jobId, "job_id"));
            WaitOptions converted = Options(options, flags);
            QueuedWait wait = new(target, tag, id, converted, (flags & ProgressFlag) != 0);
            target.Accept(wait);
            target.Watcher.Add(wait);
            return Export.Ok;
        }
        catch (Exception exception)
        {
            return Export.Fail(exception, error);
        }
    }

    [UnmanagedCallersOnly(EntryPoint = "managed_queue_extract")]
    static int Extract(nint queue, int mode, byte* request, nuint size, FileStruct* file, WaitOptionsStruct* options, uint flags, ulong tag, nint* error)
    {
        Export.Clear(error);
        try
        {
            CompletionQueue target = Find(queue);
            if (mode is < QueueCalls.Process or > QueueCalls.AndWait)
            {
                throw new ArgumentException("mode must be one of PULSE_EXTRACT_....");
            }

            WaitOptions converted = Options(options, flags);
            BorrowedFile kept = new(file, copy: true);
            try
            {
                ExtractRequest asked = ExtractRequestReader.Read(Read.Bytes(request, size, "request_json")) with { File = kept.File };
                bool progress = (flags & ProgressFlag) != 0;
                Start(target, tag, kept.Dispose, (operation, token) => QueueCalls.Extract(target.Client, mode, asked, converted, progress ? operation.Progressed : null, token));
                return Export.Ok;
            }
            catch (Exception)
            {
                kept.Dispose();
                throw;
            }
        }
        catch (Exception exception)
        {
            return Export.Fail(exception, error);
        }
    }

    [UnmanagedCallersOnly(EntryPoint = "managed_queue_call")]
    static int Call(nint queue, byte* operation, byte* arguments, nuint size, FileStruct* files, nuint count, ulong tag, nint* error)
    {
        Export.Clear(error);
        try
        {
            CompletionQueue target = Find(queue);
            string name = Read.Text(operation, "operation");
            BorrowedFiles kept = new(files, count, copy: true);
            try
            {
                Func<CancellationToken, Task<QueueOutcome>> call = QueueCalls.ByName(target.Client, name, Read.Bytes(arguments, size, "arguments_json"), kept.Files);
                Start(target, tag, kept.Dispose, (_, token) => call(token));
                return Export.Ok;
            }
            catch (Exception)
            {
                kept.Dispose();
                throw;
            }
        }
        catch (Exception exception)
        {
            return Export.Fail(exception, error);
        }
    }

    [UnmanagedCallersOnly(EntryPoint = "managed_queue_call_and_wait")]
    static int CallAndWait(nint queue, byte* operation, byte* arguments, nuint size, FileStruct* files, nuint count, WaitOptionsStruct* options, uint flags, ulong tag, nint* error)
    {
        Export.Clear(error);
        try
        {
            CompletionQueue target = Find(queue);
            string name = Read.Text(operation, "operation");
            WaitOptions converted = Options(options, flags);
            BorrowedFiles kept = new(files, count, copy: true);
            try
            {
                PreparedOperation prepared = OperationExports.Waitable(name, Read.Bytes(arguments, size, "arguments_json"), kept.Files);
                bool progress = (flags & ProgressFlag) != 0;
                Start(target, tag, kept.Dispose, (operation, token) => QueueCalls.AndWaitFor(target.Client, prepared, converted, progress ? operation.Progressed : null, token));
                return Export.Ok;
            }
            catch (Exception)
            {
                kept.Dispose();
                throw;
            }
        }
        catch (Exception exception)
        {
            return Export.Fail(exception, error);
        }
    }

    static CompletionQueue Find(nint queue) => HandleTable.Get<CompletionQueue>(queue, "queue");

    static WaitOptions Options(WaitOptionsStruct* given, uint flags)
    {
        if ((flags & ~ProgressFlag) != 0)
        {
            throw new ArgumentException("flags has bits that this library does not know.");
        }

        WaitOptionsStruct known = Read.Struct(given, "options");
        if (known.OnProgress is not null || known.TickMs != 0)
        {
            throw new ArgumentException("options.on_progress and options.tick_ms are for blocking calls; a queue delivers progress as completions (PULSE_QUEUE_PROGRESS).");
        }

        return WaitCall.SharedOptions(known);
    }

    static void Start(CompletionQueue queue, ulong tag, Action? cleanUp, Func<QueuedTask, CancellationToken, Task<QueueOutcome>> call)
    {
        QueuedTask operation = new(queue, tag, cleanUp);
        queue.Accept(operation);
        operation.Run(token => call(operation, token));
    }
}

using System.Buffers;
using System.Text;
using System.Text.Json;
using Pulse.Client;
using Pulse.Client.Batch;
using Pulse.Client.Endpoints;
using Pulse.Client.Requests;
using Pulse.Client.Results;
using Pulse.Native.Interop;
using Pulse.Native.Objects;

namespace Pulse.Native.Exports;

/// <summary>All operations of the API by their names. A function of the header with nothing but an operation's parameters comes to Call.</summary>
static class OperationExports
{
    [NativeExport("pulse_call")]
    internal static Task<OperationAnswer> Call(PulseClient client, string operation, ReadOnlyMemory<byte> requestJson, BorrowedFiles files, CancellationToken stop) =>
        Operations.Prepare(operation, requestJson, files.Files).RunAsync(client, stop);

    [NativeExport("pulse_run_documents_with_progress")]
    internal static unsafe ResponseObject RunDocuments(ClientObject client, ReadOnlyMemory<byte> requestJson, delegate* unmanaged<DocumentProgress*, void*, int> onProgress, void* userData)
    {
        CallerThread caller = new();
        using CallScope scope = client.Enter(caller);
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(scope.Token);
        bool stopped = false;
        PreparedOperation run = BatchOperation.Prepare(BatchOperation.Name, requestJson, [], onProgress is null ? null : report => caller.Post(Tell(report)));
        return scope.Await(run.RunAsync(client, stop.Token));

        Action<bool> Tell(RunProgress report) => goesOn =>
        {
            if (goesOn && !stopped && Call(report, onProgress, userData) != 0)
            {
                stopped = true;
                _ = stop.CancelAsync();
            }
        };
    }

    static unsafe int Call(RunProgress report, delegate* unmanaged<DocumentProgress*, void*, int> callback, void* userData)
    {
        byte[] document = [.. RawPaths.Encode(report.Document)], jobId = Encoding.UTF8.GetBytes((report.JobId ?? "") + '\0');
        fixed (byte* documentData = document, jobIdData = jobId)
        {
            DocumentProgress progress = new()
            {
                Document = new PulseStr { Data = documentData, Size = (nuint)(document.Length - 1) },
                JobId = new PulseStr { Data = jobIdData, Size = (nuint)(jobId.Length - 1) },
                Status = (int)report.Status,
                HasEnded = report.End is null ? 0 : 1,
                Code = (int)(report.End ?? PulseErrorCode.Ok),
                Ended = report.Ended,
                Count = report.Count,
            };
            return callback(&progress, userData);
        }
    }

    [NativeExport("pulse_call_and_wait")]
    internal static Delivery<JobObject?> CallAndWait(ClientObject client, string operation, ReadOnlyMemory<byte> requestJson, BorrowedFiles files, WaitOptionsStruct options)
    {
        PreparedOperation prepared = Waitable(operation, requestJson, files.Files);
        return WaitCall.Run(client, options, (waitOptions, report, token) => prepared.WaitAsync(client, waitOptions, report, token), files.Caller);
    }

    [NativeExport("pulse_get_result_pdf")]
    internal static Task<OperationAnswer> GetResultPdf(PulseClient client, string jobId, RequestPath? path, CancellationToken stop) =>
        Download(client, "get_result_pdf", stop, ("job_id", jobId), ("path", path?.Value));

    [NativeExport("pulse_get_result_image")]
    internal static Task<OperationAnswer> GetResultImage(PulseClient client, string jobId, string fileName, RequestPath? path, CancellationToken stop) =>
        Download(client, "get_result_image", stop, ("job_id", jobId), ("filename", fileName), ("path", path?.Value));

    [NativeExport("pulse_get_schema_excel")]
    internal static Task<OperationAnswer> GetSchemaExcel(PulseClient client, string schemaId, RequestPath? path, CancellationToken stop) =>
        Download(client, "get_schema_excel", stop, ("schema_id", schemaId), ("path", path?.Value));

    static Task<OperationAnswer> Download(PulseClient client, string operation, CancellationToken stop, params ReadOnlySpan<(string Name, string? Text)> arguments)
    {
        ArrayBufferWriter<byte> request = new();
        using (Utf8JsonWriter writer = new(request))
        {
            writer.WriteStartObject();
            foreach ((string name, string? text) in arguments)
            {
                if (text is not null)
                {
                    writer.WritePropertyName(name);
                    writer.WriteRawValue(RawPaths.ToJson(text), skipInputValidation: true);
                }
            }

            writer.WriteEndObject();
        }

        return Operations.Prepare(operation, request.WrittenMemory).RunAsync(client, stop);
    }

    internal static PreparedOperation Waitable(string name, ReadOnlyMemory<byte> request, IReadOnlyList<PulseFile> files)
    {
        PreparedOperation prepared = Operations.Prepare(name, request, files);
        return prepared.CanWait ? prepared : throw new ArgumentException($"operation '{name}' makes no job that could be waited for.");
    }
}

using System.Buffers;
using System.Text.Json;
using Pulse.Client;
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

    [NativeExport("pulse_call_and_wait")]
    internal static Delivery<JobObject?> CallAndWait(ClientObject client, string operation, ReadOnlyMemory<byte> requestJson, BorrowedFiles files, WaitOptionsStruct options)
    {
        PreparedOperation prepared = Waitable(operation, requestJson, files.Files);
        return WaitCall.Run(client, options, (waitOptions, report, token) => prepared.WaitAsync(client, waitOptions, report, token));
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

using System.Buffers;
using System.Runtime.InteropServices;
using System.Text.Json;
using Pulse.Client;
using Pulse.Client.Endpoints;
using Pulse.Client.Waiting;
using Pulse.Native.Interop;
using Pulse.Native.Objects;

namespace Pulse.Native.Exports;

/// <summary>All operations of the API by their names; the functions of the header with names of their own come here too.</summary>
static unsafe class OperationExports
{
    [UnmanagedCallersOnly(EntryPoint = "managed_call")]
    static int Call(nint client, byte* operation, byte* request, nuint size, FileStruct* files, nuint count, nint* result, nint* error)
    {
        Export.Clear(error);
        try
        {
            Export.RequireOut(result);
            PulseClient caller = Export.Client(client);
            using BorrowedFiles lent = new(files, count, copy: false);
            PreparedOperation prepared = Operations.Prepare(Read.Text(operation, "operation"), Read.Bytes(request, size, "request_json"), lent.Files);
            *result = HandleTable.Add(ResponseObject.From(Export.Block(() => prepared.RunAsync(caller))));
            return Export.Ok;
        }
        catch (Exception exception)
        {
            return Export.Fail(exception, error);
        }
    }

    [UnmanagedCallersOnly(EntryPoint = "managed_call_and_wait")]
    static int CallAndWait(nint client, byte* operation, byte* request, nuint size, FileStruct* files, nuint count, WaitOptionsStruct* options, nint* result, nint* error)
    {
        Export.Clear(error);
        try
        {
            Export.RequireOut(result);
            PulseClient caller = Export.Client(client);
            using BorrowedFiles lent = new(files, count, copy: false);
            PreparedOperation prepared = Waitable(Read.Text(operation, "operation"), Read.Bytes(request, size, "request_json"), lent.Files);
            return WaitCall.Run(
                Read.Struct(options, "options"),
                (waitOptions, report, token) => prepared.WaitAsync(caller, waitOptions, report, token),
                result,
                error);
        }
        catch (Exception exception)
        {
            return Export.Fail(exception, error);
        }
    }

    [UnmanagedCallersOnly(EntryPoint = "managed_get_result_pdf")]
    static int GetResultPdf(nint client, byte* jobId, byte* path, nint* result, nint* error) =>
        Download(client, "get_result_pdf", ("job_id", (nint)jobId), ("path", (nint)path), default, result, error);

    [UnmanagedCallersOnly(EntryPoint = "managed_get_result_image")]
    static int GetResultImage(nint client, byte* jobId, byte* fileName, byte* path, nint* result, nint* error) =>
        Download(client, "get_result_image", ("job_id", (nint)jobId), ("path", (nint)path), ("filename", (nint)fileName), result, error);

    [UnmanagedCallersOnly(EntryPoint = "managed_get_schema_excel")]
    static int GetSchemaExcel(nint client, byte* schemaId, byte* path, nint* result, nint* error) =>
        Download(client, "get_schema_excel", ("schema_id", (nint)schemaId), ("path", (nint)path), default, result, error);

    static int Download(nint client, string operation, (string Name, nint Text) id, (string Name, nint Text) path, (string? Name, nint Text) more, nint* result, nint* error)
    {
        Export.Clear(error);
        try
        {
            Export.RequireOut(result);
            PulseClient caller = Export.Client(client);
            ArrayBufferWriter<byte> request = new();
            using (Utf8JsonWriter writer = new(request))
            {
                writer.WriteStartObject();
                writer.WriteString(id.Name, Read.Text((byte*)id.Text, id.Name));
                if (more.Name is not null)
                {
                    writer.WriteString(more.Name, Read.Text((byte*)more.Text, more.Name));
                }

                if (Read.OptionalText((byte*)path.Text, path.Name) is { } target)
                {
                    writer.WriteString(path.Name, target);
                }

                writer.WriteEndObject();
            }

            PreparedOperation prepared = Operations.Prepare(operation, request.WrittenMemory);
            *result = HandleTable.Add(ResponseObject.From(Export.Block(() => prepared.RunAsync(caller))));
            return Export.Ok;
        }
        catch (Exception exception)
        {
            return Export.Fail(exception, error);
        }
    }

    internal static PreparedOperation Waitable(string name, ReadOnlyMemory<byte> request, IReadOnlyList<PulseFile> files)
    {
        PreparedOperation prepared = Operations.Prepare(name, request, files);
        return prepared.CanWait ? prepared : throw new ArgumentException($"operation '{name}' makes no job that could be waited for.");
    }
}

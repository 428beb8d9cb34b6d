using System.Runtime.InteropServices;
using Pulse.Client;
using Pulse.Native.Interop;
using Pulse.Native.Objects;

namespace Pulse.Native.Exports;

static unsafe class ExtractExports
{
    [UnmanagedCallersOnly(EntryPoint = "managed_extract")]
    static int Extract(nint client, byte* request, nuint size, FileStruct* file, nint* result, nint* error) =>
        Submit(client, request, size, file, result, error, static (client, request) => client.ExtractAsync(request));

    [UnmanagedCallersOnly(EntryPoint = "managed_submit_extract")]
    static int SubmitExtract(nint client, byte* request, nuint size, FileStruct* file, nint* result, nint* error) =>
        Submit(client, request, size, file, result, error, Calls.Submit);

    [UnmanagedCallersOnly(EntryPoint = "managed_extract_async")]
    static int ExtractAsync(nint client, byte* request, nuint size, FileStruct* file, nint* result, nint* error) =>
        Submit(client, request, size, file, result, error, Calls.SubmitLegacy);

    [UnmanagedCallersOnly(EntryPoint = "managed_extract_and_wait")]
    static int ExtractAndWait(nint client, byte* request, nuint size, FileStruct* file, WaitOptionsStruct* options, nint* result, nint* error)
    {
        Export.Clear(error);
        try
        {
            Export.RequireOut(result);
            PulseClient caller = Export.Client(client);
            using BorrowedFile lent = new(file);
            ExtractRequest asked = Request(request, size, lent);
            return WaitCall.Run(
                Read.Struct(options, "options"),
                (waitOptions, report, token) => caller.ExtractForOutcomeAsync(asked, waitOptions, report, token),
                result,
                error);
        }
        catch (Exception exception)
        {
            return Export.Fail(exception, error);
        }
    }

    [UnmanagedCallersOnly(EntryPoint = "managed_get_large_result")]
    static int GetLargeResult(nint client, byte* jobIdOrUrl, byte* path, nint* result, nint* error)
    {
        Export.Clear(error);
        try
        {
            Export.RequireOut(result);
            PulseClient caller = Export.Client(client);
            string source = Read.Text(jobIdOrUrl, "job_id_or_url");
            string? target = Read.OptionalText(path, "path");
            ResponseObject response;
            if (target is null)
            {
                response = new(ResponseKind.Result, Export.Block(() => caller.GetLargeResultAsync(source)), null);
            }
            else
            {
                Export.Block(() => Calls.Save(caller, source, target));
                response = new(ResponseKind.Result, null, null);
            }

            *result = HandleTable.Add(response);
            return Export.Ok;
        }
        catch (Exception exception)
        {
            return Export.Fail(exception, error);
        }
    }

    static int Submit(nint client, byte* request, nuint size, FileStruct* file, nint* result, nint* error, Func<PulseClient, ExtractRequest, Task<ExtractResponse>> send)
    {
        Export.Clear(error);
        try
        {
            Export.RequireOut(result);
            PulseClient caller = Export.Client(client);
            using BorrowedFile lent = new(file);
            ExtractRequest asked = Request(request, size, lent);
            ExtractResponse response = Export.Block(() => send(caller, asked));
            *result = HandleTable.Add(ResponseObject.From(response));
            return Export.Ok;
        }
        catch (Exception exception)
        {
            return Export.Fail(exception, error);
        }
    }

    static ExtractRequest Request(byte* request, nuint size, BorrowedFile file) =>
        ExtractRequestReader.Read(Read.Bytes(request, size, "request_json")) with { File = file.File };
}

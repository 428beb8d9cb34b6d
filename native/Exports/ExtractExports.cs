using Pulse.Client;
using Pulse.Client.Requests;
using Pulse.Native.Interop;
using Pulse.Native.Objects;

namespace Pulse.Native.Exports;

static class ExtractExports
{
    [NativeExport("pulse_extract")]
    internal static Task<ExtractResponse> Extract(PulseClient client, ReadOnlyMemory<byte> requestJson, BorrowedFile file, CancellationToken stop) =>
        client.ExtractAsync(Request(requestJson, file), stop);

    [NativeExport("pulse_submit_extract")]
    internal static Task<JobSubmission> SubmitExtract(PulseClient client, ReadOnlyMemory<byte> requestJson, BorrowedFile file, CancellationToken stop) =>
        client.SubmitExtractAsync(Request(requestJson, file), stop);

    [NativeExport("pulse_extract_async")]
    internal static Task<JobSubmission> ExtractAsync(PulseClient client, ReadOnlyMemory<byte> requestJson, BorrowedFile file, CancellationToken stop) =>
        client.SubmitExtractLegacyAsync(Request(requestJson, file), stop);

    [NativeExport("pulse_extract_and_wait")]
    internal static Delivery<JobObject?> ExtractAndWait(ClientObject client, ReadOnlyMemory<byte> requestJson, BorrowedFile file, WaitOptionsStruct options)
    {
        ExtractRequest request = Request(requestJson, file);
        return WaitCall.Run(client, options, (waitOptions, report, token) => client.Client.ExtractForOutcomeAsync(request, waitOptions, report, token), file.Caller);
    }

    [NativeExport("pulse_get_large_result")]
    internal static async Task<ResponseObject> GetLargeResult(PulseClient client, string jobIdOrUrl, RequestPath? path, CancellationToken stop)
    {
        if (path is null)
        {
            return new ResponseObject(ResponseKind.Result, await client.GetLargeResultAsync(jobIdOrUrl, stop).ConfigureAwait(false), null);
        }

        await client.SaveLargeResultAsync(jobIdOrUrl, path.Value, stop).ConfigureAwait(false);
        return new ResponseObject(ResponseKind.Result, null, null);
    }

    internal static ExtractRequest Request(ReadOnlyMemory<byte> json, BorrowedFile file) => ExtractRequestReader.Read(json) with { File = file.File };
}

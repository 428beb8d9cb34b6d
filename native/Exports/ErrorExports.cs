using System.Runtime.InteropServices;
using Pulse.Client;
using Pulse.Native.Interop;
using Pulse.Native.Objects;

namespace Pulse.Native.Exports;

static unsafe class ErrorExports
{
    [UnmanagedCallersOnly(EntryPoint = "managed_error_free")]
    static void Free(nint failure) => Export.Free<ErrorObject>(failure);

    [UnmanagedCallersOnly(EntryPoint = "managed_error_code")]
    static int Code(nint failure)
    {
        try
        {
            return (int)HandleTable.Get<ErrorObject>(failure, "failure").Code;
        }
        catch (Exception exception)
        {
            return Export.Fail(exception, null);
        }
    }

    [UnmanagedCallersOnly(EntryPoint = "managed_error_message")]
    static int Message(nint failure, PulseStr* result) =>
        Get(failure, result, PulseStr.Empty, static failure => failure.Strings.Get("message", failure.Message));

    [UnmanagedCallersOnly(EntryPoint = "managed_error_http_status")]
    static int HttpStatus(nint failure, int* result) => Get(failure, result, 0, static failure => failure.HttpStatus);

    [UnmanagedCallersOnly(EntryPoint = "managed_error_may_have_been_accepted")]
    static int MayHaveBeenAccepted(nint failure, int* result) => Get(failure, result, 0, static failure => failure.MayHaveBeenAccepted ? 1 : 0);

    [UnmanagedCallersOnly(EntryPoint = "managed_error_api_code")]
    static int ApiCode(nint failure, PulseStr* result) =>
        Get(failure, result, PulseStr.Empty, static failure => failure.Strings.Get("api_code", failure.ApiCode));

    [UnmanagedCallersOnly(EntryPoint = "managed_error_retry_after_ms")]
    static int RetryAfter(nint failure, long* result) =>
        Get(failure, result, -1, static failure => failure.RetryAfter is { } time ? (long)time.TotalMilliseconds : -1);

    [UnmanagedCallersOnly(EntryPoint = "managed_error_job_id")]
    static int JobId(nint failure, PulseStr* result) =>
        Get(failure, result, PulseStr.Empty, static failure => failure.Strings.Get("job_id", failure.JobId));

    [UnmanagedCallersOnly(EntryPoint = "managed_error_request_id")]
    static int RequestId(nint failure, PulseStr* result) =>
        Get(failure, result, PulseStr.Empty, static failure => failure.Strings.Get("request_id", failure.RequestId));

    [UnmanagedCallersOnly(EntryPoint = "managed_error_headers")]
    static int Headers(nint failure, PulseStr* result) =>
        Get(failure, result, PulseStr.Empty, static failure => failure.Strings.Get("headers", HeaderText.Json(failure.Headers)));

    [UnmanagedCallersOnly(EntryPoint = "managed_error_body")]
    static int Body(nint failure, PulseStr* result) =>
        Get(failure, result, PulseStr.Empty, static failure => failure.Strings.Get("body", failure.Body));

    static int Get<T>(nint failure, T* result, T cleared, Func<ErrorObject, T> read)
        where T : unmanaged
    {
        try
        {
            Export.RequireOut(result, cleared);
            *result = read(HandleTable.Get<ErrorObject>(failure, "failure"));
            return Export.Ok;
        }
        catch (Exception exception)
        {
            return Export.Fail(exception, null);
        }
    }
}

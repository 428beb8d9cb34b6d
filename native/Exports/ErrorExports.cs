using Pulse.Client;
using Pulse.Native.Objects;

namespace Pulse.Native.Exports;

static class ErrorExports
{
    [NativeExport("pulse_error_code")]
    internal static PulseErrorCode Code(ErrorObject failure) => failure.Code;

    [NativeExport("pulse_error_message")]
    internal static string Message(ErrorObject failure) => failure.Message;

    [NativeExport("pulse_error_http_status")]
    internal static int HttpStatus(ErrorObject failure) => failure.HttpStatus;

    [NativeExport("pulse_error_may_have_been_accepted")]
    internal static bool MayHaveBeenAccepted(ErrorObject failure) => failure.MayHaveBeenAccepted;

    [NativeExport("pulse_error_api_code")]
    internal static string? ApiCode(ErrorObject failure) => failure.ApiCode;

    [NativeExport("pulse_error_retry_after_ms")]
    internal static long RetryAfter(ErrorObject failure) => failure.RetryAfter is { } time ? (long)time.TotalMilliseconds : -1;

    [NativeExport("pulse_error_job_id")]
    internal static string? JobId(ErrorObject failure) => failure.JobId;

    [NativeExport("pulse_error_request_id")]
    internal static string? RequestId(ErrorObject failure) => failure.RequestId;

    [NativeExport("pulse_error_headers")]
    internal static string? Headers(ErrorObject failure) => HeaderText.Json(failure.Headers);

    [NativeExport("pulse_error_body")]
    internal static ReadOnlyMemory<byte> Body(ErrorObject failure) => failure.Body;
}

using Pulse.Client.Results;
using Pulse.Native.Interop;
using Pulse.Native.Objects;

namespace Pulse.Native.Exports;

static class ResponseExports
{
    [NativeExport("pulse_response_kind")]
    internal static ResponseKind Kind(ResponseObject response) => response.Kind;

    [NativeExport("pulse_response_json")]
    internal static PulseStr Json(ResponseObject response) => response.View?.Body() ?? PulseStr.Empty;

    [NativeExport("pulse_response_content")]
    internal static PulseStr Content(ResponseObject response) => response.Content();

    [NativeExport("pulse_response_media_type")]
    internal static string? MediaType(ResponseObject response) =>
        response.File is { } file ? file.MediaType : response.Body is null ? null : "application/json";

    [NativeExport("pulse_response_job_id")]
    internal static string? JobId(ResponseObject response) => response.JobId;

    [NativeExport("pulse_response_headers")]
    internal static string? Headers(ResponseObject response) => HeaderText.Json(response.File?.ResponseHeaders ?? response.Body?.ResponseHeaders);

    [NativeExport("pulse_response_markdown")]
    internal static PulseStr Markdown(ResponseObject response) => ResultView.Markdown(response.Body);

    [NativeExport("pulse_response_page_count")]
    internal static long PageCount(ResponseObject response) => ResultView.PageCount(response.Body);

    [NativeExport("pulse_response_find")]
    internal static PulseStr Find(ResponseObject response, byte[] jsonPointer, out JsonKind kind) => ResultView.Find(response.Body, jsonPointer, out kind);

    [NativeExport("pulse_response_parts")]
    internal static ResponseObject Parts(ResponseObject response, byte[] jsonPointer) => ResultView.Parts(response.Body, jsonPointer);

    [NativeExport("pulse_response_validate")]
    internal static void Validate(ResponseObject response) => response.View?.Validate();
}

using System.Runtime.InteropServices;
using Pulse.Client;
using Pulse.Client.Results;
using Pulse.Native.Interop;
using Pulse.Native.Objects;

namespace Pulse.Native.Exports;

static unsafe class ResponseExports
{
    [UnmanagedCallersOnly(EntryPoint = "managed_response_free")]
    static void Free(nint response) => Export.Free<ResponseObject>(response);

    [UnmanagedCallersOnly(EntryPoint = "managed_response_kind")]
    static int Kind(nint response, int* result, nint* error) => Get(response, result, 0, error, static response => (int)response.Kind);

    [UnmanagedCallersOnly(EntryPoint = "managed_response_json")]
    static int Json(nint response, PulseStr* result, nint* error) =>
        Get(response, result, PulseStr.Empty, error, static response => response.View?.Body() ?? PulseStr.Empty);

    [UnmanagedCallersOnly(EntryPoint = "managed_response_content")]
    static int Content(nint response, PulseStr* result, nint* error) =>
        Get(response, result, PulseStr.Empty, error, static response => response.Content());

    [UnmanagedCallersOnly(EntryPoint = "managed_response_media_type")]
    static int MediaType(nint response, PulseStr* result, nint* error) =>
        Get(response, result, PulseStr.Empty, error, static response => response.File is { } file
            ? response.Strings.Get("media_type", file.MediaType)
            : response.Strings.Get("media_type", response.Body is null ? null : "application/json"));

    [UnmanagedCallersOnly(EntryPoint = "managed_response_job_id")]
    static int JobId(nint response, PulseStr* result, nint* error) =>
        Get(response, result, PulseStr.Empty, error, static response => response.Strings.Get("job_id", response.JobId));

    [UnmanagedCallersOnly(EntryPoint = "managed_response_headers")]
    static int Headers(nint response, PulseStr* result, nint* error) =>
        Get(response, result, PulseStr.Empty, error, static response =>
            response.Strings.Get("headers", HeaderText.Json(response.File?.ResponseHeaders ?? response.Body?.ResponseHeaders)));

    [UnmanagedCallersOnly(EntryPoint = "managed_response_markdown")]
    static int Markdown(nint response, PulseStr* result, nint* error) =>
        Get(response, result, PulseStr.Empty, error, static response => ResultView.Markdown(response.Body));

    [UnmanagedCallersOnly(EntryPoint = "managed_response_page_count")]
    static int PageCount(nint response, long* result, nint* error) =>
        Get(response, result, 0, error, static response => ResultView.PageCount(response.Body));

    [UnmanagedCallersOnly(EntryPoint = "managed_response_find")]
    static int Find(nint response, byte* pointer, int* kind, PulseStr* result, nint* error)
    {
        Export.Clear(error);
        try
        {
            Export.RequireOut(result, PulseStr.Empty);
            Export.RequireOut(kind);
            ResponseObject found = HandleTable.Get<ResponseObject>(response, "response");
            *result = ResultView.Find(found.Body, Read.Utf8(pointer, "json_pointer"), out JsonKind jsonKind);
            *kind = (int)jsonKind;
            return Export.Ok;
        }
        catch (Exception exception)
        {
            return Export.Fail(exception, error);
        }
    }

    [UnmanagedCallersOnly(EntryPoint = "managed_response_validate")]
    static int Validate(nint response, nint* error)
    {
        Export.Clear(error);
        try
        {
            HandleTable.Get<ResponseObject>(response, "response").View?.Validate();
            return Export.Ok;
        }
        catch (Exception exception)
        {
            return Export.Fail(exception, error);
        }
    }

    static int Get<T>(nint response, T* result, T cleared, nint* error, Func<ResponseObject, T> read)
        where T : unmanaged
    {
        Export.Clear(error);
        try
        {
            Export.RequireOut(result, cleared);
            *result = read(HandleTable.Get<ResponseObject>(response, "response"));
            return Export.Ok;
        }
        catch (Exception exception)
        {
            return Export.Fail(exception, error);
        }
    }
}

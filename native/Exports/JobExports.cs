using System.Runtime.InteropServices;
using Pulse.Client;
using Pulse.Client.Results;
using Pulse.Native.Interop;
using Pulse.Native.Objects;

namespace Pulse.Native.Exports;

static unsafe class JobExports
{
    [UnmanagedCallersOnly(EntryPoint = "managed_get_job")]
    static int Get(nint client, byte* jobId, nint* result, nint* error)
    {
        Export.Clear(error);
        try
        {
            Export.RequireOut(result);
            PulseClient caller = Export.Client(client);
            string id = Read.Text(jobId, "job_id");
            Job job = Export.Block(() => caller.Jobs.GetAsync(id));
            *result = HandleTable.Add(new JobObject(job));
            return Export.Ok;
        }
        catch (Exception exception)
        {
            return Export.Fail(exception, error);
        }
    }

    [UnmanagedCallersOnly(EntryPoint = "managed_wait_job")]
    static int Wait(nint client, byte* jobId, WaitOptionsStruct* options, nint* result, nint* error)
    {
        Export.Clear(error);
        try
        {
            Export.RequireOut(result);
            PulseClient caller = Export.Client(client);
            string id = Read.Text(jobId, "job_id");
            return WaitCall.Run(
                Read.Struct(options, "options"),
                (waitOptions, report, token) => Calls.Wait(caller, id, waitOptions, report, token),
                result,
                error);
        }
        catch (Exception exception)
        {
            return Export.Fail(exception, error);
        }
    }

    [UnmanagedCallersOnly(EntryPoint = "managed_notify_job")]
    static int Notify(nint client, byte* jobId, nint* error)
    {
        Export.Clear(error);
        try
        {
            return Export.Client(client).Jobs.Notify(Read.Text(jobId, "job_id"))
                ? Export.Ok
                : throw new PulseException(PulseErrorCode.NotFound, "Nothing waits for this job.");
        }
        catch (Exception exception)
        {
            return Export.Fail(exception, error);
        }
    }

    [UnmanagedCallersOnly(EntryPoint = "managed_export_durations")]
    static int ExportDurations(nint client, nint* result, nint* error)
    {
        Export.Clear(error);
        try
        {
            Export.RequireOut(result);
            *result = HandleTable.Add(ResponseObject.FromJson(Export.Client(client).Jobs.ExportDurations()));
            return Export.Ok;
        }
        catch (Exception exception)
        {
            return Export.Fail(exception, error);
        }
    }

    [UnmanagedCallersOnly(EntryPoint = "managed_import_durations")]
    static int ImportDurations(nint client, byte* json, nuint size, nint* error)
    {
        Export.Clear(error);
        try
        {
            Export.Client(client).Jobs.ImportDurations(Read.Bytes(json, size, "durations_json"));
            return Export.Ok;
        }
        catch (Exception exception)
        {
            return Export.Fail(exception, error);
        }
    }

    [UnmanagedCallersOnly(EntryPoint = "managed_cancel_job")]
    static int Cancel(nint client, byte* jobId, nint* error)
    {
        Export.Clear(error);
        try
        {
            PulseClient caller = Export.Client(client);
            string id = Read.Text(jobId, "job_id");
            Export.Block(() => Calls.Cancel(caller, id));
            return Export.Ok;
        }
        catch (Exception exception)
        {
            return Export.Fail(exception, error);
        }
    }

    [UnmanagedCallersOnly(EntryPoint = "managed_job_free")]
    static void Free(nint job) => Export.Free<JobObject>(job);

    [UnmanagedCallersOnly(EntryPoint = "managed_job_id")]
    static int Id(nint job, PulseStr* result, nint* error) =>
        GetText(job, result, error, static job => job.Strings.Get("id", job.Job.Id));

    [UnmanagedCallersOnly(EntryPoint = "managed_job_status")]
    static int Status(nint job, int* result, nint* error) =>
        GetNumber(job, result, error, static job => (int)job.Job.Status);

    [UnmanagedCallersOnly(EntryPoint = "managed_job_status_text")]
    static int StatusText(nint job, PulseStr* result, nint* error) =>
        GetText(job, result, error, static job => job.Strings.Get("status", job.Job.StatusText));

    [UnmanagedCallersOnly(EntryPoint = "managed_job_created_at")]
    static int CreatedAt(nint job, long* result, nint* error) =>
        GetNumber(job, result, error, static job => Instant(job.Job.CreatedAt, "created_at"));

    [UnmanagedCallersOnly(EntryPoint = "managed_job_updated_at")]
    static int UpdatedAt(nint job, long* result, nint* error) =>
        GetNumber(job, result, error, static job => Instant(job.Job.UpdatedAt, "updated_at"));

    [UnmanagedCallersOnly(EntryPoint = "managed_job_error")]
    static int Error(nint job, PulseStr* result, nint* error) =>
        GetText(job, result, error, static job => job.Strings.Get("error", job.Job.Error));

    [UnmanagedCallersOnly(EntryPoint = "managed_job_headers")]
    static int Headers(nint job, PulseStr* result, nint* error) =>
        GetText(job, result, error, static job => job.Strings.Get("headers", HeaderText.Json(job.Job.ResponseHeaders)));

    [UnmanagedCallersOnly(EntryPoint = "managed_job_json")]
    static int Json(nint job, PulseStr* result, nint* error) =>
        GetText(job, result, error, static job => job.View.Body());

    [UnmanagedCallersOnly(EntryPoint = "managed_job_result")]
    static int Result(nint job, PulseStr* result, nint* error) =>
        GetText(job, result, error, static job => job.View.Result());

    [UnmanagedCallersOnly(EntryPoint = "managed_job_markdown")]
    static int Markdown(nint job, PulseStr* result, nint* error) =>
        GetText(job, result, error, static job => ResultView.Markdown(job.Job.Result));

    [UnmanagedCallersOnly(EntryPoint = "managed_job_page_count")]
    static int PageCount(nint job, long* result, nint* error) =>
        GetNumber(job, result, error, static job => ResultView.PageCount(job.Job.Result));

    [UnmanagedCallersOnly(EntryPoint = "managed_job_find")]
    static int Find(nint job, byte* pointer, int* kind, PulseStr* result, nint* error)
    {
        Export.Clear(error);
        try
        {
            Export.RequireOut(result, PulseStr.Empty);
            Export.RequireOut(kind);
            JobObject found = HandleTable.Get<JobObject>(job, "job");
            *result = ResultView.Find(found.Job.Result, Read.Utf8(pointer, "json_pointer"), out JsonKind jsonKind);
            *kind = (int)jsonKind;
            return Export.Ok;
        }
        catch (Exception exception)
        {
            return Export.Fail(exception, error);
        }
    }

    [UnmanagedCallersOnly(EntryPoint = "managed_job_validate")]
    static int Validate(nint job, nint* error)
    {
        Export.Clear(error);
        try
        {
            HandleTable.Get<JobObject>(job, "job").View.Validate();
            return Export.Ok;
        }
        catch (Exception exception)
        {
            return Export.Fail(exception, error);
        }
    }

    static long Instant(DateTimeOffset? instant, string name) =>
        instant?.ToUnixTimeMilliseconds() ?? throw new PulseException(PulseErrorCode.NotFound, $"The job has no {name} that can be read.");

    static int GetText(nint job, PulseStr* result, nint* error, Func<JobObject, PulseStr> read)
    {
        Export.Clear(error);
        try
        {
            Export.RequireOut(result, PulseStr.Empty);
            *result = read(HandleTable.Get<JobObject>(job, "job"));
            return Export.Ok;
        }
        catch (Exception exception)
        {
            return Export.Fail(exception, error);
        }
    }

    static int GetNumber<T>(nint job, T* result, nint* error, Func<JobObject, T> read)
        where T : unmanaged
    {
        Export.Clear(error);
        try
        {
            Export.RequireOut(result);
            *result = read(HandleTable.Get<JobObject>(job, "job"));
            return Export.Ok;
        }
        catch (Exception exception)
        {
            return Export.Fail(exception, error);
        }
    }
}

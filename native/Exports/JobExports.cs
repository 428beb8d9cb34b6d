using Pulse.Client;
using Pulse.Client.Results;
using Pulse.Native.Interop;
using Pulse.Native.Objects;

namespace Pulse.Native.Exports;

static class JobExports
{
    [NativeExport("pulse_get_job")]
    internal static Task<Job> Get(PulseClient client, string jobId, CancellationToken stop) => client.Jobs.GetAsync(jobId, stop);

    [NativeExport("pulse_wait_job")]
    internal static Delivery<JobObject?> Wait(ClientObject client, string jobId, WaitOptionsStruct options) => WaitCall.Run(
        client,
        options,
        async (waitOptions, report, token) => (jobId, await client.Client.Jobs.WaitForOutcomeAsync(jobId, waitOptions, report, token).ConfigureAwait(false)));

    [NativeExport("pulse_notify_job")]
    internal static void Notify(PulseClient client, string jobId)
    {
        if (!client.Jobs.Notify(jobId))
        {
            throw new PulseException(PulseErrorCode.NotFound, "Nothing waits for this job.");
        }
    }

    [NativeExport("pulse_export_durations")]
    internal static ResponseObject ExportDurations(PulseClient client) => ResponseObject.FromJson(client.Jobs.ExportDurations());

    [NativeExport("pulse_import_durations")]
    internal static void ImportDurations(PulseClient client, ReadOnlyMemory<byte> durationsJson) => client.Jobs.ImportDurations(durationsJson);

    [NativeExport("pulse_cancel_job")]
    internal static Task Cancel(PulseClient client, string jobId, CancellationToken stop) => client.Jobs.CancelAsync(jobId, stop);

    [NativeExport("pulse_job_id")]
    internal static string Id(Job job) => job.Id;

    [NativeExport("pulse_job_status")]
    internal static JobStatus Status(Job job) => job.Status;

    [NativeExport("pulse_job_status_text")]
    internal static string StatusText(Job job) => job.StatusText;

    [NativeExport("pulse_job_created_at")]
    internal static long CreatedAt(Job job) => Instant(job.CreatedAt, "created_at");

    [NativeExport("pulse_job_updated_at")]
    internal static long UpdatedAt(Job job) => Instant(job.UpdatedAt, "updated_at");

    [NativeExport("pulse_job_error")]
    internal static string? Error(Job job) => job.Error;

    [NativeExport("pulse_job_may_retry")]
    internal static int MayRetry(Job job) => job.MayRetry ? 1 : 0;

    [NativeExport("pulse_discard_large_result")]
    internal static void DiscardLargeResult(PulseClient client, string jobId)
    {
        try
        {
            client.DiscardLargeResult(jobId);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new PulseFileException($"The file of the large result of '{jobId}' cannot be removed: {exception.Message}", exception);
        }
    }

    [NativeExport("pulse_job_headers")]
    internal static string? Headers(Job job) => HeaderText.Json(job.ResponseHeaders);

    [NativeExport("pulse_job_json")]
    internal static PulseStr Json(JobObject job) => job.View.Body();

    [NativeExport("pulse_job_result")]
    internal static PulseStr Result(JobObject job) => job.View.Result();

    [NativeExport("pulse_job_markdown")]
    internal static PulseStr Markdown(Job job) => ResultView.Markdown(job.Result);

    [NativeExport("pulse_job_page_count")]
    internal static long PageCount(Job job) => ResultView.PageCount(job.Result);

    [NativeExport("pulse_job_find")]
    internal static PulseStr Find(Job job, byte[] jsonPointer, out JsonKind kind) => ResultView.Find(job.Result, jsonPointer, out kind);

    [NativeExport("pulse_job_parts")]
    internal static ResponseObject Parts(Job job, byte[] jsonPointer) => ResultView.Parts(job.Result, jsonPointer);

    [NativeExport("pulse_job_from_json")]
    internal static Job FromJson(ReadOnlyMemory<byte> json) => Job.FromJson(json.Span);

    [NativeExport("pulse_job_validate")]
    internal static void Validate(JobObject job) => job.View.Validate();

    static long Instant(DateTimeOffset? instant, string name) =>
        instant?.ToUnixTimeMilliseconds() ?? throw new PulseException(PulseErrorCode.NotFound, $"The job has no {name} that can be read.");
}

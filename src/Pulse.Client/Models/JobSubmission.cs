using System.Text.Json.Serialization;
using Pulse.Client.Results;

namespace Pulse.Client;

/// <summary>The response to a submit: a job was created. Wait for it with <see cref="JobsClient.WaitAsync"/>, or for its typed result with <see cref="JobsClient.WaitAsync{TResult}"/>.</summary>
public class JobSubmission : ExtractResponse
{
    internal JobSubmission(RawResult body, string jobId, string statusText, string? message)
        : base(body)
    {
        JobId = jobId;
        StatusText = statusText;
        Message = message;
    }

    /// <summary>The job's id.</summary>
    public string JobId { get; }

    /// <summary>The status at that time, usually pending.</summary>
    [JsonIgnore]
    public JobStatus Status => JobStatusText.Parse(StatusText);

    /// <summary>The status as the service sent it; empty if it sent none.</summary>
    [JsonPropertyName("status")]
    public string StatusText { get; }

    /// <summary>The service's message.</summary>
    public string? Message { get; }

    /// <summary>When the job was queued, if the service reports it. Deprecated by the service.</summary>
    public DateTimeOffset? QueuedAt => Timestamps.Parse(Body.Text("queuedAt"u8));

    /// <summary>The submission in a body, if it is one: it has a job id, and nothing of a result.</summary>
    internal static JobSubmission? In(RawResult body)
    {
        string? batchId = body.Id("batch_job_id"u8);
        string? jobId = batchId ?? body.Id("job_id"u8) ?? body.Id("tables_id"u8);
        if (string.IsNullOrWhiteSpace(jobId) || ResultKinds.Of(body) != ResultKind.Unknown)
        {
            return null;
        }

        string status = body.Text("status"u8) ?? "";
        string? message = body.Text("message"u8);
        return batchId is null ? new JobSubmission(body, jobId, status, message) : new BatchSubmission(body, jobId, status, message);
    }
}

/// <summary>The response to the submit of a batch: it was accepted. Its job reports the progress, and each document has its own job.</summary>
public sealed class BatchSubmission : JobSubmission
{
    internal BatchSubmission(RawResult body, string jobId, string statusText, string? message)
        : base(body, jobId, statusText, message)
    {
    }

    /// <summary>The id of the batch's job.</summary>
    [JsonPropertyName("batch_job_id")]
    internal string? BatchJobId => Body.Id("batch_job_id"u8);

    /// <summary>The number of documents of <c>/batch/extract</c>.</summary>
    public int? TotalFiles => Body.Number("total_files"u8);

    /// <summary>The number of extractions that are processed.</summary>
    public int? TotalExtractions => Body.Number("total_extractions"u8);

    /// <summary>The number of splits that are processed.</summary>
    public int? TotalSplits => Body.Number("total_splits"u8);
}

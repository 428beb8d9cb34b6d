using System.Text.Json.Serialization;
using Pulse.Client.Results;

namespace Pulse.Client;

/// <summary>A job was made; wait for it with <see cref="JobsClient.WaitAsync"/>, or for its typed result with <see cref="JobsClient.WaitAsync{TResult}"/>.</summary>
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

    /// <summary>The state at that moment, mostly pending.</summary>
    [JsonIgnore]
    public JobStatus Status => JobStatusText.Parse(StatusText);

    /// <summary>The state as the service wrote it; empty when it did not.</summary>
    [JsonPropertyName("status")]
    public string StatusText { get; }

    /// <summary>The service's words.</summary>
    public string? Message { get; }

    /// <summary>When the job was queued, where the service says so; deprecated by it.</summary>
    public DateTimeOffset? QueuedAt => Timestamps.Parse(Body.Text("queuedAt"u8));

    /// <summary>The submission in a body, if it is one: it has an id of a job, and nothing of a result.</summary>
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

/// <summary>A batch was taken on: its job tells how far it is, and each document has a job of its own.</summary>
public sealed class BatchSubmission : JobSubmission
{
    internal BatchSubmission(RawResult body, string jobId, string statusText, string? message)
        : base(body, jobId, statusText, message)
    {
    }

    /// <summary>The id of the job of the batch.</summary>
    [JsonPropertyName("batch_job_id")]
    internal string? BatchJobId => Body.Id("batch_job_id"u8);

    /// <summary>The number of documents of <c>/batch/extract</c>.</summary>
    public int? TotalFiles => Body.Number("total_files"u8);

    /// <summary>The number of extractions that are worked on.</summary>
    public int? TotalExtractions => Body.Number("total_extractions"u8);

    /// <summary>The number of splits that are worked on.</summary>
    public int? TotalSplits => Body.Number("total_splits"u8);
}

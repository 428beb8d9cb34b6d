namespace Pulse.Client.Endpoints;

/// <summary>What an operation has brought.</summary>
enum OperationAnswerKind
{
    /// <summary>JSON.</summary>
    Result = 1,

    /// <summary>A job.</summary>
    Submission = 2,

    /// <summary>The link of a large result that is not followed.</summary>
    LargeLink = 3,

    /// <summary>A file.</summary>
    File = 4,

    /// <summary>Nothing more than that it was done; or the response is in a file of the caller's.</summary>
    Done = 5,
}

/// <summary>The response of an operation that was called by its name; its owner disposes of it.</summary>
/// <param name="Kind">Which of the others is set.</param>
/// <param name="Body">The JSON, of a result, a submission or a link.</param>
/// <param name="JobId">The job of a submission.</param>
/// <param name="File">The file.</param>
sealed record OperationAnswer(OperationAnswerKind Kind, RawResult? Body = null, string? JobId = null, PulseDownload? File = null) : IDisposable
{
    internal static OperationAnswer Of(ExtractResponse response) => response switch
    {
        JobSubmission submission => new(OperationAnswerKind.Submission, response.Body, submission.JobId),
        LargeResultLink => new(OperationAnswerKind.LargeLink, response.Body),
        _ => new(OperationAnswerKind.Result, response.Body),
    };

    /// <summary>The job that was read, whose body is <see cref="Body"/>; null for everything else.</summary>
    internal Job? Job { get; init; }

    public void Dispose()
    {
        Job?.Dispose();
        Body?.Dispose();
        File?.Dispose();
    }
}

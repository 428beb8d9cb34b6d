using Microsoft.Extensions.Logging;

namespace Pulse.Client.Http;

/// <summary>The log. No line holds a key, a header or a document's content; event ids are stable.</summary>
static partial class LogMessages
{
    [LoggerMessage(1, LogLevel.Debug, "{Operation} answered HTTP {Status} after {Milliseconds:0} ms")]
    internal static partial void Answered(this ILogger logger, string operation, int status, double milliseconds);

    [LoggerMessage(2, LogLevel.Warning, "{Operation} failed ({Code}, HTTP {Status}); retry {Retry} in {DelayMs:0} ms")]
    internal static partial void Retrying(this ILogger logger, string operation, PulseErrorCode code, int status, int retry, double delayMs);

    [LoggerMessage(3, LogLevel.Information, "Job {JobId} is {Status} after {Polls} polls")]
    internal static partial void JobStatusChanged(this ILogger logger, string jobId, string status, int polls);

    [LoggerMessage(4, LogLevel.Warning, "Poll of job {JobId} failed ({Code}, HTTP {Status}); next poll in {DelayMs:0} ms")]
    internal static partial void PollFailed(this ILogger logger, string jobId, PulseErrorCode code, int status, double delayMs);

    [LoggerMessage(5, LogLevel.Information, "Job {JobId} was submitted")]
    internal static partial void Submitted(this ILogger logger, string jobId);

    [LoggerMessage(6, LogLevel.Information, "The large result of job {JobId} is fetched")]
    internal static partial void FetchingLargeResult(this ILogger logger, string jobId);
}

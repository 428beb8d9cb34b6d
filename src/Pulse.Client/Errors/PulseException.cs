namespace Pulse.Client;

/// <summary>The base class of all failures that this library reports, except invalid arguments (<see cref="ArgumentException"/>) and stopped calls (<see cref="OperationCanceledException"/>). Never contains an API key.</summary>
public class PulseException : Exception
{
    string? _words;

    /// <summary>Creates a failure.</summary>
    public PulseException(PulseErrorCode code, string message, Exception? innerException = null)
        : base(message, innerException) => Code = code;

    /// <inheritdoc/>
    public override string Message => _words ?? base.Message;

    /// <summary>The kind of failure.</summary>
    public PulseErrorCode Code { get; }

    /// <summary>The id of the job that the failure is about, or null. The wait can be resumed with it.</summary>
    public string? JobId { get; internal set; }

    /// <summary>The last snapshot of the job, or null.</summary>
    public Job? LastSnapshot { get; internal set; }

    /// <summary>The HTTP status; 0 if no response was received.</summary>
    public int HttpStatus { get; internal init; }

    /// <summary>
    /// Whether this failed submit may nevertheless have been accepted, and billed: no response was received, or none that shows a
    /// refusal (408; 5xx, except a 503 with an error object of the API; an unreadable response). If it is sent again, it may be billed twice. False for all other requests.
    /// </summary>
    public bool MayHaveBeenAccepted { get; internal set; }

    /// <summary>Whether the connection was closed before any byte of the request was written.</summary>
    internal bool NothingSent { get; init; }

    /// <summary>How long the service asked to wait (<c>Retry-After</c>, <c>X-RateLimit-Reset</c>); null if it did not.</summary>
    public TimeSpan? RetryAfter { get; internal init; }

    /// <summary>The service's id of the request, or null.</summary>
    public string? RequestId { get; internal init; }

    /// <summary>The headers of the failed response. Names are case-insensitive, repeated headers are joined by commas, and API keys are masked. Empty if no response was received.</summary>
    public IReadOnlyDictionary<string, string> ResponseHeaders { get; internal init; } = MaskedHeaders.None;

    /// <summary>Whether the response was about a job other than the requested one, so that its connection must not be used again.</summary>
    internal bool IsForeign { get; init; }

    /// <summary>The same failure in other words.</summary>
    internal PulseException Saying(string words)
    {
        PulseException copy = For(LastSnapshot);
        copy._words = words;
        return copy;
    }

    /// <summary>The same failure for another receiver, with a snapshot of its own.</summary>
    internal PulseException For(Job? snapshot)
    {
        PulseException copy = (PulseException)MemberwiseClone();
        copy.LastSnapshot = snapshot;
        return copy;
    }

    /// <summary>The unmodified body of the failed response, at most its first 64 KiB, with API keys masked.</summary>
    public ReadOnlyMemory<byte> ResponseBody { get; internal init; }
}

/// <summary>An option of the client, or its environment variable, is invalid; the message names it.</summary>
public sealed class PulseConfigurationException(PulseErrorCode code, string message, Exception? innerException = null)
    : PulseException(code, message, innerException);

/// <summary>A local file cannot be read or written.</summary>
public sealed class PulseFileException(string message, Exception? innerException = null)
    : PulseException(PulseErrorCode.FileError, message, innerException);

/// <summary>No response was received: name resolution, connecting or TLS failed, or the connection was closed early.</summary>
public sealed class PulseNetworkException(PulseErrorCode code, string message, Exception? innerException = null)
    : PulseException(code, message, innerException);

/// <summary>A timeout expired. If it ended a wait, <see cref="PulseException.JobId"/> is set and the job may still run.</summary>
public sealed class PulseTimeoutException(string message, Exception? innerException = null)
    : PulseException(PulseErrorCode.Timeout, message, innerException);

/// <summary>The response violates the API.</summary>
public sealed class PulseProtocolException(string message, Exception? innerException = null)
    : PulseException(PulseErrorCode.Protocol, message, innerException);

/// <summary>A submit failed after it had been sent completely: the service may have accepted it, and may bill it. It was not retried.</summary>
public sealed class PulseOutcomeUnknownException(string message, Exception? innerException = null)
    : PulseException(PulseErrorCode.OutcomeUnknown, message, innerException);

/// <summary>The transfer of a large result failed. Its link works only once, so the request was not retried. <see cref="PulseException.ResponseBody"/> has everything that was received.</summary>
public sealed class PulseResultLostException(string message, Exception? innerException = null)
    : PulseException(PulseErrorCode.ResultLost, message, innerException);

/// <summary>The service returned an error status.</summary>
public sealed class PulseApiException(PulseErrorCode code, string message)
    : PulseException(code, message)
{
    /// <summary>The API's own code, for example <c>AUTH_002</c>. Its numbers have been reassigned over time; use <see cref="PulseException.Code"/> for decisions.</summary>
    public string? ApiCode { get; internal init; }

    /// <summary>The <c>details</c> of the error as JSON text, or null.</summary>
    public string? Details { get; internal init; }
}

/// <summary>The job failed, was canceled or has expired.</summary>
public sealed class PulseJobException : PulseException
{
    internal PulseJobException(PulseErrorCode code, string message, Job job)
        : base(code, message)
    {
        JobId = job.Id;
        LastSnapshot = job;
    }

    /// <summary>The ended job.</summary>
    public Job Job => LastSnapshot!;

    /// <summary>Whether the service suggests sending the same request again; see <see cref="Job.MayRetry"/>.</summary>
    public bool MayRetry => Job.MayRetry;
}

/// <summary>The caller stopped a wait. The job is not canceled and may still run.</summary>
public sealed class PulseWaitStoppedException : OperationCanceledException
{
    internal PulseWaitStoppedException(string message, string jobId, Job? lastSnapshot, CancellationToken token)
        : base(message, token)
    {
        JobId = jobId;
        LastSnapshot = lastSnapshot;
    }

    /// <summary>The id of the job.</summary>
    public string JobId { get; }

    /// <summary>The last snapshot; null if no poll had succeeded.</summary>
    public Job? LastSnapshot { get; }
}

namespace Pulse.Client;

/// <summary>The root of all failures that this library reports, but for wrong arguments (<see cref="ArgumentException"/>) and stopped calls (<see cref="OperationCanceledException"/>). Never holds an API key.</summary>
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

    /// <summary>The job that the failure is about, where there is one: waiting can be resumed with it.</summary>
    public string? JobId { get; internal set; }

    /// <summary>The last state of the job that was seen, where there is one.</summary>
    public Job? LastSnapshot { get; internal set; }

    /// <summary>The HTTP status; 0 when no response came.</summary>
    public int HttpStatus { get; internal init; }

    /// <summary>
    /// Whether this failed submit may have been accepted all the same, and may be billed: no response came, or none that says that it was
    /// refused (408, 5xx but for a 503 in the words of the API, a response that cannot be read). Sending it again may pay twice. False for all other requests.
    /// </summary>
    public bool MayHaveBeenAccepted { get; internal set; }

    /// <summary>Whether the connection ended before a byte of the request was written.</summary>
    internal bool NothingSent { get; init; }

    /// <summary>How long the service asked to wait (<c>Retry-After</c>, <c>X-RateLimit-Reset</c>); null when it did not.</summary>
    public TimeSpan? RetryAfter { get; internal init; }

    /// <summary>The service's id of the request, where it sent one.</summary>
    public string? RequestId { get; internal init; }

    /// <summary>The headers of the failed response, names case-insensitive, several of one name joined by commas, any API key masked; empty when no response came.</summary>
    public IReadOnlyDictionary<string, string> ResponseHeaders { get; internal init; } = MaskedHeaders.None;

    /// <summary>Whether the response was about another job than the one that was asked for: its connection can no longer be trusted.</summary>
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

    /// <summary>The body of the failed response as it came, at most 64 KiB of it, with any API key masked.</summary>
    public ReadOnlyMemory<byte> ResponseBody { get; internal init; }
}

/// <summary>An option of the client, or an environment variable behind it, is unusable; the message names it.</summary>
public sealed class PulseConfigurationException(PulseErrorCode code, string message, Exception? innerException = null)
    : PulseException(code, message, innerException);

/// <summary>A local file cannot be read or written.</summary>
public sealed class PulseFileException(string message, Exception? innerException = null)
    : PulseException(PulseErrorCode.FileError, message, innerException);

/// <summary>No response came: name resolution, connection, TLS, or a connection that ended early.</summary>
public sealed class PulseNetworkException(PulseErrorCode code, string message, Exception? innerException = null)
    : PulseException(code, message, innerException);

/// <summary>A timeout expired. Where it ended a wait, <see cref="PulseException.JobId"/> is set and the job may still run.</summary>
public sealed class PulseTimeoutException(string message, Exception? innerException = null)
    : PulseException(PulseErrorCode.Timeout, message, innerException);

/// <summary>The response is not what the API promises.</summary>
public sealed class PulseProtocolException(string message, Exception? innerException = null)
    : PulseException(PulseErrorCode.Protocol, message, innerException);

/// <summary>A submit broke after all of it was sent: the service may have accepted it, and may bill it. It was not sent again.</summary>
public sealed class PulseOutcomeUnknownException(string message, Exception? innerException = null)
    : PulseException(PulseErrorCode.OutcomeUnknown, message, innerException);

/// <summary>The transfer of a large result broke. Its link works only once, so it was not asked for again; <see cref="PulseException.ResponseBody"/> has everything that was received.</summary>
public sealed class PulseResultLostException(string message, Exception? innerException = null)
    : PulseException(PulseErrorCode.ResultLost, message, innerException);

/// <summary>The service answered with an error status.</summary>
public sealed class PulseApiException(PulseErrorCode code, string message)
    : PulseException(code, message)
{
    /// <summary>The API's own code, for example <c>AUTH_002</c>. Its numbers have been reassigned over time: decide by <see cref="PulseException.Code"/>.</summary>
    public string? ApiCode { get; internal init; }

    /// <summary>The API's <c>details</c> as JSON text, where it sent any.</summary>
    public string? Details { get; internal init; }
}

/// <summary>The job ended otherwise than completed.</summary>
public sealed class PulseJobException : PulseException
{
    internal PulseJobException(PulseErrorCode code, string message, Job job)
        : base(code, message)
    {
        JobId = job.Id;
        LastSnapshot = job;
    }

    /// <summary>The job as it ended.</summary>
    public Job Job => LastSnapshot!;

    /// <summary>Whether the service asks for the same request again: see <see cref="Job.MayRetry"/>.</summary>
    public bool MayRetry => Job.MayRetry;
}

/// <summary>The caller stopped a wait. That does not cancel the job, which may still run.</summary>
public sealed class PulseWaitStoppedException : OperationCanceledException
{
    internal PulseWaitStoppedException(string message, string jobId, Job? lastSnapshot, CancellationToken token)
        : base(message, token)
    {
        JobId = jobId;
        LastSnapshot = lastSnapshot;
    }

    /// <summary>The job that was waited for.</summary>
    public string JobId { get; }

    /// <summary>The last state that was seen; null when no poll had succeeded.</summary>
    public Job? LastSnapshot { get; }
}

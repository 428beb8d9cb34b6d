// Made by `make generate` from tools/Pulse.Describe/Codes.cs. Do not edit.
namespace Pulse.Client;

/// <summary>What went wrong, in the same words and numbers as <c>pulse_native.h</c> (PULSE_...). Numbers are never reused.</summary>
public enum PulseErrorCode
{
    /// <summary>Nothing went wrong.</summary>
    Ok = 0,

    /// <summary>A parameter is missing, malformed, out of range or not UTF-8; nothing was sent.</summary>
    InvalidArgument = 1,

    /// <summary>In C: the handle is NULL, freed, of another type, or not a handle.</summary>
    InvalidHandle = 2,

    /// <summary>Neither the options nor <c>PULSE_API_KEY</c> contain an API key; nothing was sent.</summary>
    MissingApiKey = 3,

    /// <summary>A local file is missing, unreadable, empty, a directory, or cannot be written.</summary>
    FileError = 4,

    /// <summary>In C and Python: this process was forked from one that had already used the library.</summary>
    Forked = 10,

    /// <summary>The client was closed during the call.</summary>
    Closed = 11,

    /// <summary>A bug in the library; please report it.</summary>
    Internal = 12,

    /// <summary>In C and Python: the library cannot get the memory, address space, threads or descriptors that it needs; try again later.</summary>
    NoResources = 13,

    /// <summary>The host name could not be resolved, or the connection was refused, reset or closed early.</summary>
    Network = 20,

    /// <summary>The TLS handshake failed, or there is no OpenSSL on this machine.</summary>
    Tls = 21,

    /// <summary>A timeout expired. If it was a wait, the job may still run; the error has its id.</summary>
    Timeout = 22,

    /// <summary>The caller stopped the call or the wait. A job may still run.</summary>
    Stopped = 23,

    /// <summary>The response violates the API: not JSON, truncated, of wrong types, or about another job.</summary>
    Protocol = 24,

    /// <summary>A submit failed after it had been sent: it may have been accepted, and billed.</summary>
    OutcomeUnknown = 25,

    /// <summary>The transfer of a single-use large result failed; the error has what was received.</summary>
    ResultLost = 26,

    /// <summary>HTTP 400, 422 and any other 4xx without a code of its own.</summary>
    BadRequest = 40,

    /// <summary>HTTP 401.</summary>
    Unauthorized = 41,

    /// <summary>HTTP 402 or 403.</summary>
    Forbidden = 42,

    /// <summary>HTTP 404; also a JSON pointer that finds nothing (HTTP status 0).</summary>
    NotFound = 43,

    /// <summary>HTTP 410: a large result was already fetched, or its link has expired.</summary>
    Gone = 44,

    /// <summary>HTTP 413.</summary>
    TooLarge = 45,

    /// <summary>HTTP 429, after all retries.</summary>
    RateLimited = 46,

    /// <summary>HTTP 5xx, after all retries.</summary>
    ServerError = 47,

    /// <summary>The job failed.</summary>
    JobFailed = 60,

    /// <summary>The job was canceled.</summary>
    JobCanceled = 61,

    /// <summary>The job's output was deleted after the retention time.</summary>
    JobExpired = 62,

    /// <summary>A webhook is not authentic; the message says why.</summary>
    WebhookRejected = 70,
}

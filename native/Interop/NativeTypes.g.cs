// Made by `make generate` from native/include/pulse_native.h. Do not edit.
#nullable enable
using System.Runtime.InteropServices;

namespace Pulse.Native.Interop;

/// <summary>pulse_str.</summary>
[StructLayout(LayoutKind.Sequential)]
unsafe partial struct PulseStr
{
    internal byte* Data;
    internal nuint Size;
}

/// <summary>pulse_header.</summary>
[StructLayout(LayoutKind.Sequential)]
unsafe partial struct HeaderStruct
{
    internal byte* Name;
    internal byte* Value;
}

/// <summary>pulse_client_options.</summary>
[StructLayout(LayoutKind.Sequential)]
unsafe partial struct ClientOptions
{
    internal nuint StructSize;
    internal byte* ApiKey;
    internal byte* BaseUrl;
    internal long TimeoutMs;
    internal long ProcessTimeoutMs;
    internal long ConnectTimeoutMs;
    internal int MaxRetries;
    internal int MaxConnections;
    internal uint Flags;
    internal byte* UserAgent;
    internal int MaxConcurrentPolls;
    internal double MaxRequestsPerSecond;
    internal byte* CaFile;
    internal byte* ClientCertificateFile;
    internal byte* ClientKeyFile;
    internal byte* Proxy;
    internal HeaderStruct* Headers;
    internal nuint HeaderCount;
    internal long CallTimeoutMs;
    internal long IdleTimeoutMs;
    internal byte* LargeResultFolder;
    internal long MaxResponseBytes;
    internal byte* ConnectTo;
}

/// <summary>pulse_stats.</summary>
[StructLayout(LayoutKind.Sequential)]
unsafe partial struct Stats
{
    internal nuint StructSize;
    internal long Requests;
    internal long Retries;
    internal long Waits;
    internal long Polls;
    internal long Handles;
    internal long NativeBytes;
    internal long WaitingJobs;
    internal long PollsInFlight;
    internal long LatenessMedianUs;
    internal long LatenessP99Us;
    internal long LatenessMaxUs;
    internal long BehindUs;
}

/// <summary>pulse_progress.</summary>
[StructLayout(LayoutKind.Sequential)]
unsafe partial struct Progress
{
    internal int Kind;
    internal int Status;
    internal PulseStr JobId;
    internal PulseStr StatusText;
    internal long Attempt;
    internal long WaitedMs;
    internal long NextDelayMs;
    internal int Code;
    internal int HttpStatus;
}

/// <summary>pulse_wait_options.</summary>
[StructLayout(LayoutKind.Sequential)]
unsafe partial struct WaitOptionsStruct
{
    internal nuint StructSize;
    internal long TimeoutMs;
    internal long InitialDelayMs;
    internal long MaxDelayMs;
    internal double Multiplier;
    internal double Jitter;
    internal long MaxAttempts;
    internal delegate* unmanaged<Progress*, void*, int> OnProgress;
    internal void* UserData;
    internal int EveryPoll;
    internal long TickMs;
    internal int Policy;
    internal int Goal;
    internal long NotFoundGraceMs;
}

/// <summary>pulse_file.</summary>
[StructLayout(LayoutKind.Sequential)]
unsafe partial struct FileStruct
{
    internal nuint StructSize;
    internal byte* Path;
    internal byte* Data;
    internal nuint Size;
    internal byte* FileName;
    internal byte* MediaType;
    internal int HasFd;
    internal int Fd;
    internal delegate* unmanaged<void*, nuint, void*, long> Read;
    internal void* UserData;
}

/// <summary>pulse_document_progress.</summary>
[StructLayout(LayoutKind.Sequential)]
unsafe partial struct DocumentProgress
{
    internal PulseStr Document;
    internal PulseStr JobId;
    internal int Status;
    internal int HasEnded;
    internal int Code;
    internal long Ended;
    internal long Count;
}

/// <summary>pulse_completion.</summary>
[StructLayout(LayoutKind.Sequential)]
unsafe partial struct Completion
{
    internal nuint StructSize;
    internal ulong Tag;
    internal int Kind;
    internal int Code;
    internal nint Job;
    internal nint Response;
    internal nint Error;
    internal int Status;
    internal int Event;
    internal long Attempt;
    internal long WaitedMs;
    internal long NextDelayMs;
}

/// <summary>The constants of the header.</summary>
static class Constants
{
    internal const int VersionMajor = 0;
    internal const int VersionMinor = 1;
    internal const int VersionPatch = 0;
    internal const int AbiVersion = 1;
    internal const int Ok = 0;
    internal const int InvalidArgument = 1;
    internal const int InvalidHandle = 2;
    internal const int MissingApiKey = 3;
    internal const int FileError = 4;
    internal const int Forked = 10;
    internal const int Closed = 11;
    internal const int Internal = 12;
    internal const int NoResources = 13;
    internal const int Network = 20;
    internal const int Tls = 21;
    internal const int Timeout = 22;
    internal const int Stopped = 23;
    internal const int Protocol = 24;
    internal const int OutcomeUnknown = 25;
    internal const int ResultLost = 26;
    internal const int BadRequest = 40;
    internal const int Unauthorized = 41;
    internal const int Forbidden = 42;
    internal const int NotFound = 43;
    internal const int Gone = 44;
    internal const int TooLarge = 45;
    internal const int RateLimited = 46;
    internal const int ServerError = 47;
    internal const int JobFailed = 60;
    internal const int JobCanceled = 61;
    internal const int JobExpired = 62;
    internal const int WebhookRejected = 70;
    internal const int LogDebug = 1;
    internal const int LogInfo = 2;
    internal const int LogWarning = 3;
    internal const int LogError = 4;
    internal const int LogOff = 5;
    internal const int NoLimit = -1;
    internal const int NoRetries = -1;
    internal const int NoGrace = -1;
    internal const uint AllowInsecureHttp = 1;
    internal const uint KeepLargeLinks = 2;
    internal const uint RetrySubmits = 4;
    internal const uint ValidateResults = 8;
    internal const uint KeepHeaders = 16;
    internal const int JobStatusUnknown = 0;
    internal const int JobStatusPending = 1;
    internal const int JobStatusProcessing = 2;
    internal const int JobStatusCompleted = 3;
    internal const int JobStatusFailed = 4;
    internal const int JobStatusCanceled = 5;
    internal const int JobStatusExpired = 6;
    internal const int ProgressStatus = 1;
    internal const int ProgressPoll = 2;
    internal const int ProgressRetry = 3;
    internal const int ProgressTick = 4;
    internal const int PollDocumented = 0;
    internal const int PollAdaptive = 1;
    internal const int GoalBalanced = 0;
    internal const int GoalFewerRequests = 1;
    internal const int GoalLessDelay = 2;
    internal const int JsonNone = 0;
    internal const int JsonObject = 1;
    internal const int JsonArray = 2;
    internal const int JsonString = 3;
    internal const int JsonNumber = 4;
    internal const int JsonTrue = 5;
    internal const int JsonFalse = 6;
    internal const int JsonNull = 7;
    internal const int ResponseResult = 1;
    internal const int ResponseSubmission = 2;
    internal const int ResponseLargeLink = 3;
    internal const int ResponseFile = 4;
    internal const int ResponseDone = 5;
    internal const int WebhookValid = 0;
    internal const int WebhookMissingHeader = 1;
    internal const int WebhookBadTimestamp = 2;
    internal const int WebhookTooOld = 3;
    internal const int WebhookTooNew = 4;
    internal const int WebhookNoMatch = 5;
    internal const int WebhookBadSecret = 6;
    internal const int CompletionFinal = 1;
    internal const int CompletionProgress = 2;
    internal const uint QueueProgress = 1;
    internal const int ExtractProcess = 1;
    internal const int ExtractSubmit = 2;
    internal const int ExtractAndWait = 3;
}

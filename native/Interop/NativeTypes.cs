using System.Runtime.InteropServices;

namespace Pulse.Native.Interop;

/// <summary>pulse_str.</summary>
[StructLayout(LayoutKind.Sequential)]
unsafe struct PulseStr
{
    internal byte* Data;
    internal nuint Size;

    // Lives as long as the process: the empty string belongs to no object.
    static readonly byte* s_empty = (byte*)NativeMemory.AllocZeroed(1);

    internal static PulseStr Empty => new() { Data = s_empty };
}

/// <summary>pulse_client_options.</summary>
[StructLayout(LayoutKind.Sequential)]
unsafe struct ClientOptions
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

    internal const uint AllowInsecureHttp = 1;
    internal const uint KeepLargeLinks = 2;
    internal const uint RetrySubmits = 4;
    internal const uint ValidateResults = 8;
    internal const uint KeepHeaders = 16;
    internal const uint AllFlags = AllowInsecureHttp | KeepLargeLinks | RetrySubmits | ValidateResults | KeepHeaders;
}

/// <summary>pulse_stats.</summary>
[StructLayout(LayoutKind.Sequential)]
struct Stats
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
struct Progress
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
unsafe struct WaitOptionsStruct
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
}

/// <summary>pulse_completion.</summary>
[StructLayout(LayoutKind.Sequential)]
struct Completion
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

/// <summary>pulse_header.</summary>
[StructLayout(LayoutKind.Sequential)]
unsafe struct HeaderStruct
{
    internal byte* Name;
    internal byte* Value;
}

/// <summary>pulse_file.</summary>
[StructLayout(LayoutKind.Sequential)]
unsafe struct FileStruct
{
    internal nuint StructSize;
    internal byte* Path;
    internal byte* Data;
    internal nuint Size;
    internal byte* FileName;
    internal byte* MediaType;
}

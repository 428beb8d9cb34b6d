using Pulse.Client;

namespace Pulse.Cli;

/// <summary>What the program returns.</summary>
static class ExitCodes
{
    internal const int Ok = 0;
    internal const int General = 1;
    internal const int Usage = 2;
    internal const int WaitTimeout = 3;
    internal const int Authentication = 4;
    internal const int JobEnded = 5;
    internal const int SomeFailed = 6;
    internal const int HungUp = 129;
    internal const int Interrupted = 130;
    internal const int Terminated = 143;

    /// <summary>What they mean, for <c>pulse help exit-codes</c>.</summary>
    internal static readonly (string Codes, string Text)[] All =
    [
        ("0", "Success."),
        ("1", "Refused or failed; for webhook verify, not valid."),
        ("2", "Wrong usage, or an unusable file or folder. Nothing was sent, unless the message names a job."),
        ("3", "The wait timed out. The job may still run."),
        ("4", "No API key, or the key was refused."),
        ("5", "The job failed, was canceled or has expired."),
        ("6", "Some of several documents or jobs failed, or all of them in different ways. When all fail alike, the code of that failure."),
        ("129, 130, 143", "Stopped by SIGHUP, SIGINT or SIGTERM."),
    ];

    internal static int For(Exception exception) => exception switch
    {
        PulseException { Code: PulseErrorCode.MissingApiKey or PulseErrorCode.Unauthorized or PulseErrorCode.Forbidden } => Authentication,
        PulseException { Code: PulseErrorCode.InvalidArgument or PulseErrorCode.FileError } => Usage,
        PulseException { Code: PulseErrorCode.JobFailed or PulseErrorCode.JobCanceled or PulseErrorCode.JobExpired } => JobEnded,
        PulseTimeoutException { JobId: not null } => WaitTimeout,
        ArgumentException or UsageException or System.Text.Json.JsonException => Usage,
        _ => General,
    };

    /// <summary>The code of a run over several documents or jobs: what all have in common, or that some have failed.</summary>
    internal static int For(IReadOnlyList<int> codes) =>
        codes.Count == 0 ? Ok : codes.All(code => code == codes[0]) ? codes[0] : SomeFailed;
}

/// <summary>The command line cannot be carried out.</summary>
sealed class UsageException(string message) : Exception(message);

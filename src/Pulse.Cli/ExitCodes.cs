using Pulse.Client;

namespace Pulse.Cli;

/// <summary>What the program returns; the table is part of <c>pulse --help</c>.</summary>
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

    internal const string Help =
        "Exit codes: 0 success; 1 failure; 2 usage error or unusable file; 3 the wait timed out (the job may still run); " +
        "4 authentication failed; 5 the job failed, was canceled or has expired; 6 some of several documents or jobs failed, or all failed for different reasons; 129, 130, 143 stopped by SIGHUP, SIGINT, SIGTERM.";

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

namespace Pulse.Sandbox;

/// <summary>How a <see cref="PulseSandbox"/> behaves. Read once, when the sandbox starts.</summary>
public sealed class SandboxOptions
{
    /// <summary>The key that the sandbox accepts when no other is configured.</summary>
    public const string DefaultApiKey = "pulse-sandbox-key";

    /// <summary>A second default key, of another organization, so that 403 can be tried.</summary>
    public const string OtherApiKey = "pulse-sandbox-other-key";

    /// <summary>The TCP port on 127.0.0.1. Default 0: any free port.</summary>
    public int Port { get; init; }

    /// <summary>The accepted keys. Default: <see cref="DefaultApiKey"/> and <see cref="OtherApiKey"/>, of two organizations. The first is <see cref="PulseSandbox.ApiKey"/>.</summary>
    public IReadOnlyList<SandboxApiKey> ApiKeys { get; init; } =
        [new(DefaultApiKey, "sandbox"), new(OtherApiKey, "other")];

    /// <summary>A folder whose files are served at <c>/_sandbox/files/NAME</c>. Default none.</summary>
    public string? FilesDirectory { get; init; }

    /// <summary>Whether unknown and repeated request fields are ignored. Default false: they are refused with 400.</summary>
    public bool Loose { get; init; }

    /// <summary>How long a job takes from submission to its end, the first quarter of it pending. Default 300 ms.</summary>
    public TimeSpan ProcessingTime { get; init; } = TimeSpan.FromMilliseconds(300);

    /// <summary>What each page of the document adds to <see cref="ProcessingTime"/>. Default zero.</summary>
    public TimeSpan ProcessingTimePerPage { get; init; }

    /// <summary>A result of at least this many pages is returned as a link. Default 70.</summary>
    public int LargeResultPages { get; init; } = 70;

    /// <summary>A result of at least this many bytes of JSON is returned as a link. Default 5 MiB.</summary>
    public long LargeResultBytes { get; init; } = 5 * 1024 * 1024;

    /// <summary>How the link to a large result is written. Default absolute, from the request's Host header.</summary>
    public LargeResultLink LargeResultLink { get; init; }

    /// <summary>Where links to large results point when they shall name another origin than the one that was called, for example <c>http://localhost:8080</c>. Default none.</summary>
    public Uri? LargeResultOrigin { get; init; }

    /// <summary>How long a large result can be fetched after its job has completed. Default one hour.</summary>
    public TimeSpan LargeResultLifetime { get; init; } = TimeSpan.FromHours(1);

    /// <summary>The largest accepted document in bytes; a larger one gets 413. Default 100 MiB.</summary>
    public long MaxUploadBytes { get; init; } = 100 * 1024 * 1024;

    /// <summary>How many jobs, extractions, forms and files are kept together; the oldest are forgotten first. Default 200 000.</summary>
    public int MaxKeptThings { get; init; } = 200_000;

    /// <summary>How many bytes their contents may take, compressed as they are kept; the oldest are forgotten first. Default 256 MiB.</summary>
    public long MaxKeptBytes { get; init; } = 256L << 20;

    /// <summary>The ports of this machine from which a <c>fileUrl</c> may be downloaded, besides the sandbox's own. Default none.</summary>
    public IReadOnlyList<int> LoopbackPorts { get; init; } = [];

    /// <summary>The HTTP status of an accepted submission, 200 or 202. Default 200.</summary>
    public int SubmissionStatusCode { get; init; } = 200;

    /// <summary>How long a completed job keeps its result before it becomes <c>expired</c>. Default: forever.</summary>
    public TimeSpan? Retention { get; init; }

    /// <summary>How long the download of a <c>fileUrl</c> may take. Default 30 s.</summary>
    public TimeSpan DownloadTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long reading one PDF file may take. Default 60 s.</summary>
    public TimeSpan DocumentTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How many bytes of memory reading one PDF file may take. Default 1 GiB.</summary>
    public long MaxDocumentMemory { get; init; } = 1L << 30;

    /// <summary>
    /// The executable <c>pulse-sandbox</c>, of which PDF files are read by child processes, so that none can end this one. Default: this
    /// process if it is that program, otherwise the one beside the assembly.
    /// </summary>
    public string? ReaderProgram { get; init; }

    /// <summary>A path under which the whole API is served, for example <c>/prefix</c>. Default none.</summary>
    public string PathBase { get; init; } = "";

    /// <summary>The features that can be switched off: <c>tables_endpoint</c>, <c>enable_adhoc_pipeline</c> and <c>form_filler</c>.</summary>
    public static IReadOnlyList<string> Features { get; } = ["tables_endpoint", "enable_adhoc_pipeline", "form_filler"];

    /// <summary>The <see cref="Features"/> that no organization has, so that what needs them is answered with 403. Default none.</summary>
    public IReadOnlyList<string> DisabledFeatures { get; init; } = [];

    /// <summary>The seed of all generated ids, which otherwise depend only on the requests. Default <c>pulse</c>.</summary>
    public string Seed { get; init; } = "pulse";

    /// <summary>The clock that jobs and expiry follow. Default the system's. The control plane can freeze and advance it further.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    // Less than this, and the runtime of the child does not start.
    internal const long MinDocumentMemory = 64L << 20;

    internal string ReaderProgramPath => ReaderProgram
        ?? (Path.GetFileName(Environment.ProcessPath) == ProgramName ? Environment.ProcessPath! : Path.Combine(AppContext.BaseDirectory, ProgramName));

    const string ProgramName = "pulse-sandbox";

    internal void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfNegative(Port);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Port, ushort.MaxValue, nameof(Port));
        ArgumentOutOfRangeException.ThrowIfNegative(ProcessingTime.Ticks, nameof(ProcessingTime));
        ArgumentOutOfRangeException.ThrowIfNegative(ProcessingTimePerPage.Ticks, nameof(ProcessingTimePerPage));
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(LargeResultPages);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(LargeResultBytes);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(LargeResultLifetime.Ticks, nameof(LargeResultLifetime));
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(MaxUploadBytes);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(MaxKeptThings);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(MaxKeptBytes);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(DownloadTimeout.Ticks, nameof(DownloadTimeout));
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(DocumentTimeout.Ticks, nameof(DocumentTimeout));
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxDocumentMemory, MinDocumentMemory);
        if (!File.Exists(ReaderProgramPath))
        {
            throw new ArgumentException($"The program '{ReaderProgramPath}', which reads PDF files, does not exist.", nameof(ReaderProgram));
        }

        if (SubmissionStatusCode is not (200 or 202))
        {
            throw new ArgumentOutOfRangeException(nameof(SubmissionStatusCode), "The status of a submission is 200 or 202.");
        }

        if (DisabledFeatures.FirstOrDefault(feature => !Features.Contains(feature)) is { } unknown)
        {
            throw new ArgumentException($"There is no feature '{unknown}'.", nameof(DisabledFeatures));
        }

        if (ApiKeys.Count == 0)
        {
            throw new ArgumentException("At least one API key is needed.", nameof(ApiKeys));
        }

        if (PathBase.Length > 0 && (PathBase[0] != '/' || PathBase[^1] == '/'))
        {
            throw new ArgumentException("A path base begins with a slash and does not end with one.", nameof(PathBase));
        }

        if (FilesDirectory is not null && !Directory.Exists(FilesDirectory))
        {
            throw new ArgumentException($"The folder '{FilesDirectory}' does not exist.", nameof(FilesDirectory));
        }
    }
}

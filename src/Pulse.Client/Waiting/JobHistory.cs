namespace Pulse.Client.Waiting;

/// <summary>What is known of a job's time.</summary>
sealed class JobHistory(JobOrigin origin)
{
    /// <summary>What the client knows of the submit that made the job.</summary>
    internal JobOrigin Origin => origin;

    /// <summary>When the job began, on the watcher's clock, as far as that is known; else <see cref="long.MinValue"/>.</summary>
    internal long BornAt { get; set; } = long.MinValue;

    /// <summary>The last poll that saw the job unfinished; else <see cref="long.MinValue"/>.</summary>
    internal long SeenRunningAt { get; set; } = long.MinValue;
}

/// <summary>What kind of work a job is, and how large.</summary>
/// <param name="Kind">The operation that made it, for example <c>extract</c>; null when this client did not make it.</param>
/// <param name="Size">The document's size in bytes; 0 when it is not known.</param>
readonly record struct JobOrigin(string? Kind, long Size);

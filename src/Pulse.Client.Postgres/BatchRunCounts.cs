using Pulse.Client.Batch;

namespace Pulse.Client.Postgres;

/// <summary>How far a run is.</summary>
/// <param name="Waiting">Documents that no process has.</param>
/// <param name="Taken">Documents that a process has.</param>
/// <param name="Completed">Documents with a result.</param>
/// <param name="Failed">Documents that have failed.</param>
/// <param name="Unknown">Documents that were sent, and of which nobody knows whether they were accepted.</param>
/// <param name="Open">Documents whose wait has ended before their job.</param>
public readonly record struct BatchRunCounts(long Waiting, long Taken, long Completed, long Failed, long Unknown, long Open);

/// <summary>A document of a run.</summary>
/// <param name="Document">The path or URL.</param>
/// <param name="State">How it has ended; null before.</param>
/// <param name="JobId">Its job, as far as that is known.</param>
/// <param name="Message">What went wrong.</param>
/// <param name="Output">The name of its result's file.</param>
public sealed record BatchRunDocument(string Document, BatchState? State, string? JobId, string? Message, string? Output);

namespace Pulse.Client.Batch;

/// <summary>What the journal knows of a document.</summary>
enum JournalState
{
    /// <summary>Nothing, or that it was not accepted.</summary>
    New,

    /// <summary>It was going to be sent, and nothing is known since; or it was sent without a response.</summary>
    Unknown,

    /// <summary>It has a job.</summary>
    Submitted,

    /// <summary>Its result was delivered.</summary>
    Done,

    /// <summary>Its job has ended otherwise than completed.</summary>
    Failed,
}

/// <summary>The last word about a document.</summary>
/// <param name="State">What is known.</param>
/// <param name="JobId">Its job.</param>
/// <param name="Message">Why, where something went wrong.</param>
/// <param name="Outputs">The names of its result files, and the hash of each.</param>
readonly record struct JournalEntry(JournalState State, string? JobId, string? Message, IReadOnlyDictionary<string, string>? Outputs);

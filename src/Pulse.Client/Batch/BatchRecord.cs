namespace Pulse.Client.Batch;

/// <summary>What is known of a document with its options.</summary>
public enum BatchRecordState
{
    /// <summary>Nothing, or that it was not accepted.</summary>
    New = 0,

    /// <summary>It was going to be sent, and nothing is known since; or it was sent without a response.</summary>
    Unknown = 1,

    /// <summary>It has a job.</summary>
    Submitted = 2,

    /// <summary>Its result was delivered.</summary>
    Done = 3,

    /// <summary>Its job has ended otherwise than completed.</summary>
    Failed = 4,
}

/// <summary>The last word about a document with its options.</summary>
/// <param name="State">What is known.</param>
/// <param name="JobId">Its job.</param>
/// <param name="Message">Why, where something went wrong.</param>
/// <param name="Outputs">The names of its result files, and the hash of each; null for none.</param>
public readonly record struct BatchRecord(BatchRecordState State, string? JobId, string? Message, IReadOnlyDictionary<string, string>? Outputs);

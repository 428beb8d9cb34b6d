namespace Pulse.Sandbox.Jobs;

/// <summary>A job at one moment.</summary>
/// <param name="Status">The status as it goes over the wire.</param>
/// <param name="UpdatedAt">When the status last changed; null before the first change.</param>
/// <param name="Outcome">What the work came to; null unless <paramref name="Status"/> is <c>completed</c> or <c>failed</c>.</param>
readonly record struct JobSnapshot(string Status, DateTimeOffset? UpdatedAt, JobOutcome? Outcome)
{
    /// <summary>The children of a batch at the same moment; null for any other job.</summary>
    public IReadOnlyList<JobSnapshot>? Children { get; init; }

    /// <summary>Whether the job is over.</summary>
    public bool IsTerminal => Status is not ("pending" or "processing");
}

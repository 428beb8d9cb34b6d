namespace Pulse.Sandbox.Jobs;

/// <summary>What the work of a job came to.</summary>
/// <param name="Result">The JSON of <c>result</c>; empty when the job failed.</param>
/// <param name="Error">The text of <c>error</c>; null when the job succeeded.</param>
/// <param name="Pages">The pages that were processed.</param>
/// <param name="Large">The result in its single-use place when it is too large to be handed out inline; <paramref name="Result"/> is empty then.</param>
sealed record JobOutcome(ReadOnlyMemory<byte> Result, string? Error, int Pages, LargeResult? Large)
{
    public static JobOutcome Failed(string error) => new(default, error, 0, null);
}

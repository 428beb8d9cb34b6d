namespace Pulse.Client.Chains;

/// <summary>One run over a chain: its limit, and who is told.</summary>
/// <param name="Options">How each step's job is waited for; its time is that of the entire run.</param>
/// <param name="Start">When the run began.</param>
/// <param name="Progress">Receives changes of the status.</param>
/// <param name="Token">Stops the run.</param>
sealed record ChainRun(WaitOptions Options, long Start, IProgress<WaitProgress>? Progress, CancellationToken Token);

/// <summary>What a step of a chain builds on.</summary>
interface IChainStep
{
    string? ExtractionId { get; }

    string? SplitId { get; }

    /// <summary>The jobs of this step and those before it, in their order.</summary>
    IEnumerable<string> JobIds { get; }

    /// <summary>Brings about what the next step needs, unless it is there already, and returns its id.</summary>
    Task<string> IdAsync(ChainRun run);
}

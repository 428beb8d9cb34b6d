using Pulse.Client.Results;

namespace Pulse.Client;

/// <summary>
/// A typed result over its raw JSON: each property is parsed when it is first asked for, and what has no property is in
/// <see cref="Body"/>. Reading is safe from any thread. <see cref="Dispose"/> lets go of the memory at once; without it the
/// garbage collector does.
/// </summary>
public abstract class PulseResult : IDisposable
{
    private protected PulseResult(RawResult body, Job? job = null)
    {
        Body = body;
        Job = job;
    }

    /// <summary>The whole JSON.</summary>
    public RawResult Body { get; }

    /// <summary>The job that made it; null when it came as the response to a call.</summary>
    public Job? Job { get; }

    /// <summary>What the call has cost; null when the organization is not on credit billing.</summary>
    /// <exception cref="PulseProtocolException">The JSON is damaged there.</exception>
    public decimal? CreditsUsed => Body.CreditsUsed;

    /// <summary>The organization's usage.</summary>
    /// <exception cref="PulseProtocolException">The JSON is damaged there.</exception>
    public PlanInfo? PlanInfo => Body.PlanInfo;

    /// <inheritdoc/>
    public void Dispose()
    {
        Body.Dispose();
        Job?.Dispose();
        GC.SuppressFinalize(this);
    }
}

/// <summary>A result that <see cref="JobsClient.WaitAsync{TResult}"/> and <see cref="Pulse.Client.Job.ReadResult{TResult}"/> can read. The kinds are this library's own.</summary>
/// <typeparam name="TSelf">The result itself.</typeparam>
public interface IPulseResult<TSelf>
    where TSelf : PulseResult, IPulseResult<TSelf>
{
    /// <summary>What the result is one of, for messages and for telling results of another kind.</summary>
    internal static abstract ResultKind Kind { get; }

    /// <summary>Takes over a body, and the job that it is part of.</summary>
    internal static abstract TSelf Create(RawResult body, Job? job);
}

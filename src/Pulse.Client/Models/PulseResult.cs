using Pulse.Client.Results;

namespace Pulse.Client;

/// <summary>
/// A typed view of raw JSON. Each property is parsed when it is first read; fields that have no property are in
/// <see cref="Body"/>. Reading is thread-safe. <see cref="Dispose"/> frees the memory immediately; otherwise the
/// garbage collector does so.
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

    /// <summary>The job that produced it; null if it was the response to a synchronous call.</summary>
    public Job? Job { get; }

    /// <summary>The cost of the call in credits; null if the organization does not use credit billing.</summary>
    /// <exception cref="PulseProtocolException">The JSON is malformed there.</exception>
    public decimal? CreditsUsed => Body.CreditsUsed;

    /// <summary>The organization's usage.</summary>
    /// <exception cref="PulseProtocolException">The JSON is malformed there.</exception>
    public PlanInfo? PlanInfo => Body.PlanInfo;

    /// <inheritdoc/>
    public void Dispose()
    {
        Body.Dispose();
        Job?.Dispose();
        GC.SuppressFinalize(this);
    }
}

/// <summary>A result that <see cref="JobsClient.WaitAsync{TResult}"/> and <see cref="Pulse.Client.Job.ReadResult{TResult}"/> can read. Only this library implements it.</summary>
/// <typeparam name="TSelf">The result itself.</typeparam>
public interface IPulseResult<TSelf>
    where TSelf : PulseResult, IPulseResult<TSelf>
{
    /// <summary>The kind of the result, for messages and for recognizing results of another kind.</summary>
    internal static abstract ResultKind Kind { get; }

    /// <summary>Takes over a body, and the job that it is part of.</summary>
    internal static abstract TSelf Create(RawResult body, Job? job);
}

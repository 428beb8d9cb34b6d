using Pulse.Client.Chains;
using Pulse.Client.Endpoints;
using Pulse.Client.Requests;
using Pulse.Client.Waiting;

namespace Pulse.Client;

/// <summary>
/// A step of a chain and all before it: each submitted, waited for, and handed to the next by its id. Nothing is sent before
/// <see cref="RunAsync"/>, and everything is checked when the chain is made. The ids stay readable when a step fails, and
/// running the chain again goes on there: what is done is not done, and not paid, twice. Two chains that begin with the same
/// step share it. Safe to use from any thread.
/// </summary>
/// <typeparam name="TResult">The result of the last step.</typeparam>
public abstract class PulseChain<TResult> : IChainStep
    where TResult : PulseResult, IPulseResult<TResult>
{
    readonly AsyncLock _lock = new();

    private protected PulseChain(EndpointInvoker invoker, IChainStep? before)
    {
        Invoker = invoker;
        Before = before;
    }

    /// <summary>The job of this step, once it is submitted; null again when it has ended without a result.</summary>
    public string? JobId { get; private set; }

    /// <summary>The result of this step, once there is one. It is the one that <see cref="RunAsync"/> returns: whoever disposes of it ends it here too.</summary>
    public TResult? Result { get; private set; }

    /// <summary>The extraction that the chain builds on, as soon as it is known.</summary>
    public string? ExtractionId => OwnExtractionId ?? Before?.ExtractionId;

    /// <summary>The split that the chain builds on, as soon as it is known.</summary>
    public string? SplitId => OwnSplitId ?? Before?.SplitId;

    /// <summary>The jobs of all steps so far, in their order.</summary>
    public IReadOnlyList<string> JobIds => [.. ((IChainStep)this).JobIds];

    IEnumerable<string> IChainStep.JobIds => [.. Before?.JobIds ?? [], .. JobId is { } own ? [own] : Array.Empty<string>()];

    internal EndpointInvoker Invoker { get; }

    internal IChainStep? Before { get; }

    private protected virtual string? OwnExtractionId => null;

    private protected virtual string? OwnSplitId => null;

    /// <summary>Runs what has not been done yet. A step whose job failed, was canceled or has expired is submitted again; one whose wait was cut short is waited for.</summary>
    /// <param name="options">How the jobs are waited for; the limit is that of the entire run. Default: the documented polling strategy, at most 30 minutes.</param>
    /// <param name="progress">Receives changes of the status of each job.</param>
    /// <param name="cancellationToken">Stops waiting; the job under way may go on.</param>
    /// <returns>The result of the last step.</returns>
    /// <exception cref="PulseJobException">A job failed, was canceled or has expired.</exception>
    /// <exception cref="PulseTimeoutException">The wait timed out; the job under way may still run.</exception>
    /// <exception cref="PulseWaitStoppedException">The wait was stopped; the job under way may still run.</exception>
    /// <exception cref="PulseException">See its <see cref="PulseException.Code"/>.</exception>
    public Task<TResult> RunAsync(WaitOptions? options = null, IProgress<WaitProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        WaitOptions valid = options ?? new WaitOptions();
        valid.Validate();
        return InTurnAsync(new ChainRun(valid, Invoker.Clock.GetTimestamp(), progress, cancellationToken));
    }

    async Task<string> IChainStep.IdAsync(ChainRun run) => NextId(await InTurnAsync(run).ConfigureAwait(false));

    /// <summary>Submits this step and returns its job.</summary>
    /// <param name="id">What the step before has brought; empty when there is none.</param>
    /// <param name="options">How much time there is.</param>
    /// <param name="cancellationToken">Stops it.</param>
    private protected abstract Task<string> SubmitAsync(string id, WaitOptions options, CancellationToken cancellationToken);

    /// <summary>What the next step needs.</summary>
    private protected virtual string NextId(TResult result) => throw new InvalidOperationException("Nothing can follow this step.");

    private protected static string Needed(string? id, string field, string? jobId) =>
        string.IsNullOrWhiteSpace(id)
            ? throw new PulseProtocolException($"The result has no {field}, so that nothing can follow it. Is storage turned off?") { JobId = jobId }
            : id;

    /// <summary>Checks a request whose id is not known yet.</summary>
    private protected static TRequest Checked<TRequest>(TRequest request)
        where TRequest : class, IServiceRequest<TRequest>, new()
    {
        request.Validate();
        return request;
    }

    Task<TResult> InTurnAsync(ChainRun run) =>
        _lock.RunAsync(async () => Result ??= await StepAsync(run).ConfigureAwait(false), run.Token);

    async Task<TResult> StepAsync(ChainRun run)
    {
        string id = Before is null ? "" : await Before.IdAsync(run).ConfigureAwait(false);
        JobId ??= await SubmitAsync(id, Invoker.Rest(run.Options, run.Start), run.Token).ConfigureAwait(false);
        WaitOutcome outcome = await Invoker.WaitForNewAsync(JobId, Invoker.Rest(run.Options, run.Start), run.Progress is null ? null : run.Progress.Report, run.Token).ConfigureAwait(false);
        try
        {
            return EndpointInvoker.ReadAndRelease<TResult>(outcome.JobOrThrow(run.Token));
        }
        catch (PulseJobException)
        {
            JobId = null;
            throw;
        }
    }
}

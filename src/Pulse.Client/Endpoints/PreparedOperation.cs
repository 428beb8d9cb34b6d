using Pulse.Client.Waiting;

namespace Pulse.Client.Endpoints;

/// <summary>An operation whose arguments have been read and checked: nothing but the call is left.</summary>
sealed class PreparedOperation
{
    readonly Func<PulseClient, CancellationToken, Task<OperationAnswer>> _run;
    readonly Func<PulseClient, WaitOptions, Action<WaitProgress>?, CancellationToken, Task<(string JobId, WaitOutcome Outcome)>>? _wait;

    internal PreparedOperation(
        string name,
        Func<PulseClient, CancellationToken, Task<OperationAnswer>> run,
        Func<PulseClient, WaitOptions, Action<WaitProgress>?, CancellationToken, Task<(string JobId, WaitOutcome Outcome)>>? wait = null)
    {
        Name = name;
        _run = run;
        _wait = wait;
    }

    internal string Name { get; }

    /// <summary>Whether it can make a job that is waited for.</summary>
    internal bool CanWait => _wait is not null;

    /// <summary>Calls the operation once.</summary>
    internal Task<OperationAnswer> RunAsync(PulseClient client, CancellationToken cancellationToken = default) => _run(client, cancellationToken);

    /// <summary>Submits it, waits for its job and fetches the result. The limit of the wait begins with the submit.</summary>
    /// <exception cref="ArgumentException">It makes no job.</exception>
    internal Task<(string JobId, WaitOutcome Outcome)> WaitAsync(PulseClient client, WaitOptions options, Action<WaitProgress>? report = null, CancellationToken cancellationToken = default) =>
        _wait is null ? throw new ArgumentException($"operation '{Name}' makes no job that could be waited for.") : _wait(client, options, report, cancellationToken);
}

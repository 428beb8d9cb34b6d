using System.Globalization;
using Pulse.Client;
using Pulse.Client.Http;
using Pulse.Native.Interop;

namespace Pulse.Native.Objects;

/// <summary>A blocking call while it lasts, and what may end it before its time.</summary>
readonly ref struct CallScope
{
    readonly CallLimits _limits;
    readonly CancellationTokenSource? _stop;
    readonly UnderWay.Scope _underWay;

    readonly CallerThread? _caller;

    // Of the call that this one is made from within, if any.
    readonly CallHeaders? _outerHeaders;

    internal CallScope(CallLimits limits, CallerThread? caller)
    {
        _caller = caller;
        _underWay = UnderWay.Enter();
        _limits = limits;
        _outerHeaders = CallHeaders.Current;
        CallHeaders.Current = limits.Headers;
        if (!limits.IsEmpty)
        {
            _stop = limits.NewStop();
            if (limits.Timeout is { } timeout)
            {
                _stop.CancelAfter(timeout);
            }
        }
    }

    internal CancellationToken Token => _stop?.Token ?? CancellationToken.None;

    /// <summary>Blocks until the call has ended.</summary>
    /// <exception cref="PulseException">It failed; Timeout when its time was up.</exception>
    internal T Await<T>(Task<T> call)
    {
        Await((Task)call);
        return call.Result;
    }

    /// <inheritdoc cref="Await{T}"/>
    internal void Await(Task call)
    {
        _caller?.WorkUntil(call);
        try
        {
            BlockedThread.Wait(call);
        }
        catch (OperationCanceledException) when (_stop is { IsCancellationRequested: true } && !_limits.IsStopped)
        {
            throw TimedOut(_limits);
        }
    }

    internal static PulseException TimedOut(CallLimits limits) => new PulseTimeoutException(
        string.Create(CultureInfo.InvariantCulture, $"The call did not end within its limit of {limits.Timeout!.Value.TotalSeconds:0.###} s."));

    public void Dispose()
    {
        CallHeaders.Current = _outerHeaders;
        _stop?.Dispose();
        _underWay.Dispose();
    }
}

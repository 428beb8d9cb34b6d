namespace Pulse.Native.Objects;

/// <summary>Behind pulse_cancel_token. Whoever uses it keeps it: freeing the handle ends no call.</summary>
[NativeHandle("pulse_cancel_token")]
sealed class CancelToken : IDisposable
{
    readonly CancellationTokenSource _source = new();

    internal CancellationToken Token => _source.Token;

    /// <summary>Holds at once for whatever looks at it; what is under way is told on another thread, as telling may take time.</summary>
    internal void Cancel() => _ = _source.CancelAsync();

    public void Dispose()
    {
        // The source has neither a timer nor a wait handle, so the collector takes it once the last call lets go.
    }
}
